/** Complaints as this context's own pages read them from the view: a few fields of each, opened for whoever may see them. */
import type { JsonObject } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import { openFields, subjectsIn, type CaseRow, type RecordedFields } from '#libs/workflow';
import { ApiProblem, openerOf, readAfter, type ApiRequest } from '#libs/workflow/nest';

/** How long an answer waits for this node's view, in milliseconds. */
const VIEW_WAIT_MS = 1_000;

/** The generic view's table of complaints. */
export const TABLE = 'complaints';

export type Row = Pick<CaseRow, 'id' | 'state' | 'jurisdiction' | 'openedAt' | 'fields'> & {
  readonly number: string | null;
};

/** To be selected from `complaints c`. */
export const COLUMNS = `c.id, c.state, c.jurisdiction, c.openedAt, c.fields,
  (SELECT n.text FROM complaint_numbers n WHERE n.id = c.id) AS number`;

/** These fields of each row; the keys they need are brought at once. */
export async function opened(
  rows: readonly Pick<Row, 'fields'>[],
  only: readonly string[],
  vault: KeyVault,
): Promise<readonly JsonObject[]> {
  const fields = rows.map(({ fields }): RecordedFields => {
    const all = JSON.parse(fields) as RecordedFields;
    return Object.fromEntries(Object.entries(all).filter(([name]) => only.includes(name)));
  });
  const subjects = subjectsIn(fields.flatMap((each) => Object.values(each).map(({ value }) => value)));
  const opener = await openerOf(vault, subjects);
  return fields.map((each) => openFields(each, opener));
}

/** @throws ApiProblem 503 where this node's view does not reach what the caller has seen already. */
export async function caughtUp(views: Pick<Views, 'waitFor'>, request: ApiRequest): Promise<void> {
  const position = readAfter(request);
  if (position === undefined || (await views.waitFor(position, VIEW_WAIT_MS))) return;
  throw new ApiProblem(503, 'views/behind', { headers: { 'Retry-After': '1' } });
}
