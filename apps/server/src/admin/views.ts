/** The views of this node: how far each is, how big, what it set aside, and the shadow of it that is being built. */
import { projectionsOf, type Composition } from '../compose.js';

/** A bigger table is not counted for a page that people wait for; what is shown then is that it is bigger. */
const ROWS_MAX = 2_000_000;

export function viewsPage(node: Composition) {
  const { views } = node;
  const progress = views.progress();
  const tables = new Map(projectionsOf(node.contexts).map(({ name, tables: of }) => [name, of.map((one) => one.name)]));
  const newest = progress.reduce((most, { done }) => Math.max(most, done), 0);
  const poison = new Map<string, number>();
  for (const { projection } of views.poison()) poison.set(projection, (poison.get(projection) ?? 0) + 1);
  const items = [...new Set(progress.map(({ name }) => name))].sort().map((name) => {
    const live = progress.find((one) => one.name === name && one.state === 'live');
    const shadow = progress.find((one) => one.name === name && one.state === 'building');
    return {
      name,
      version: live?.version ?? shadow?.version ?? 0,
      generation: live?.generation ?? null,
      serves: live !== undefined,
      position: live?.position ?? null,
      passed: live?.done ?? 0,
      behind: live ? newest - live.done : null,
      rows: live && views.ready ? rowsOf(node, tables.get(name) ?? []) : null,
      poison: poison.get(name) ?? 0,
      building: shadow
        ? { generation: shadow.generation, version: shadow.version, done: shadow.done, of: shadow.of ?? null }
        : null,
    };
  });
  return {
    items,
    total: items.length,
    next: null,
    position: views.position ?? null,
    node: node.name,
    behindMs: Math.round(node.behindMs),
  };
}

function rowsOf({ views }: Composition, tables: readonly string[]) {
  return tables.map((table) => {
    const counted = views.read.get<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 FROM ${table} LIMIT ${ROWS_MAX})`,
    );
    return { table, rows: counted?.n ?? 0 };
  });
}
