/** Incidents with their sentences: which automatic step was refused, why, how often it was tried, and in which cases. */
import { caseTable, incident, sentenceOf, UnspokenCode, type Identity, type Language } from '#libs/workflow';
import type { Composition } from '../compose.js';
import { isAdmin } from '../only-admins.js';
import { toldCase } from './told-case.js';

export const INCIDENT_STATES = ['open', 'retrying', 'resolved', 'skipped'] as const;
const PAGE = 50;

interface Row {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly openedAt: string;
  readonly updatedAt: string;
}

/** Newest first; `after` is the `next` of the page before. */
export async function incidentsPage(
  node: Composition,
  asker: Identity,
  { state, after }: { readonly state: string | undefined; readonly after: string | undefined },
) {
  const { views, engine } = node;
  const table = caseTable(incident.declaration);
  const open = state === undefined ? "state IN ('open', 'retrying')" : 'state = ?';
  const values = state === undefined ? [] : [state];
  const [openedAt = '9999', id = ''] = after === undefined ? [] : after.split('~');
  const rows = views.read.all<Row & Record<string, never>>(
    `SELECT id, state, revision, openedAt, updatedAt FROM ${table}
     WHERE ${open} AND (openedAt, id) < (?, ?) ORDER BY openedAt DESC, id DESC LIMIT ?`,
    ...values,
    openedAt,
    id,
    PAGE + 1,
  );
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const items = [];
  for (const row of shown) items.push(await told(node, asker, row));
  const counts = views.read.all<{ state: string; n: number } & Record<string, never>>(
    `SELECT state, COUNT(*) AS n FROM ${table} GROUP BY state`,
  );
  return {
    items,
    total: views.read.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${open}`, ...values)?.n ?? 0,
    next: rows.length > PAGE && last ? `${last.openedAt}~${last.id}` : null,
    position: views.position ?? null,
    counts: Object.fromEntries(counts.map(({ state: name, n }) => [name, n])),
    mayAct: engine.ports.cases.declarations.has(incident.declaration.name) && isAdmin(asker),
  };
}

async function told(node: Composition, asker: Identity, row: Row) {
  const events = await node.engine.ports.cases.events(incident.declaration.name, row.id);
  const opened = events[0]?.data as Record<string, string> & { params: { name: string; value: string }[] };
  const tries = events.filter(({ envelope: { type } }) => type === 'IncidentOpened' || type === 'IncidentReturned');
  const why = (tries.at(-1)?.data ?? opened) as { code: string; params: { name: string; value: string }[] };
  const { source = '', sourceCase = '', workflow = '', target, command = '', reaction = '' } = opened;
  const [cause] = await node.store.readStream(`${source}-${sourceCase}`, { from: Number(opened['sourceVersion']) });
  const skipped = events.find(({ envelope: { type } }) => type === 'IncidentSkipped')?.data['reason'];
  return {
    ...row,
    reaction,
    command,
    code: why.code,
    why: sentences(node, workflow, why),
    event: { id: opened['event'] ?? '', type: cause?.envelope.type ?? null, at: cause?.envelope.recordedAt ?? null },
    source: toldCase(node, asker, source, sourceCase),
    target: target === undefined ? null : toldCase(node, asker, workflow, target),
    workflow,
    attempts: tries.length,
    skipReason: typeof skipped === 'string' ? skipped : null,
  };
}

/** In both languages; a code that nobody speaks is told as it is. */
function sentences(
  { contexts }: Composition,
  workflow: string,
  { code, params }: { readonly code: string; readonly params: readonly { name: string; value: string }[] },
): Readonly<Record<Language, string>> {
  const spoken = contexts.spoken.find(({ declaration }) => declaration.name === workflow);
  const given = Object.fromEntries(params.map(({ name, value }) => [name, value]));
  const say = (language: Language): string => {
    try {
      return sentenceOf({ code, params: given }, spoken, language);
    } catch (error) {
      if (error instanceof UnspokenCode) return code;
      throw error;
    }
  };
  return { 'zh-CN': say('zh-CN'), en: say('en') };
}
