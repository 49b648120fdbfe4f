/** A case as these pages name it: by number, with its address, and whether whoever asks may open it. */
import { caseTable, maySee, type CaseRow, type Identity } from '#libs/workflow';
import type { Composition } from '../compose.js';

export interface ToldCase {
  readonly workflow: string;
  /** As in its address; nothing for a workflow that is not declared here. */
  readonly path: string | null;
  readonly id: string;
  readonly number: string | null;
  readonly state: string | null;
  readonly openedAt: string | null;
  readonly mayOpen: boolean;
}

type Row = Pick<CaseRow, 'state' | 'jurisdiction' | 'data' | 'openedAt'>;

export function toldCase(node: Composition, asker: Identity, workflow: string, id: string): ToldCase {
  const { views, engine, contexts } = node;
  const declaration = engine.ports.cases.declarations.get(workflow);
  if (!declaration) return { workflow, path: null, id, number: null, state: null, openedAt: null, mayOpen: false };
  const row = views.read.get<Row & Record<string, never>>(
    `SELECT state, jurisdiction, data, openedAt FROM ${caseTable(declaration)} WHERE id = ?`,
    id,
  );
  const seen = row && { jurisdiction: row.jurisdiction, data: JSON.parse(row.data) as Record<string, unknown> };
  const mayOpen = seen !== undefined && maySee(declaration, asker, seen, engine.ports.covers);
  const table = contexts.numbers[workflow]?.table;
  const number = table && views.read.get<{ text: string }>(`SELECT text FROM ${table} WHERE id = ?`, id)?.text;
  return {
    workflow,
    path: declaration.path,
    id,
    number: number ?? null,
    state: row?.state ?? null,
    openedAt: row?.openedAt ?? null,
    mayOpen,
  };
}
