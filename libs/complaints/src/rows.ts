/** Complaints as this context's own pages read them from the view. */
import type { CaseRow } from '#libs/workflow';

/** The generic view's table of complaints. */
export const TABLE = 'complaints';

export type Row = Pick<CaseRow, 'id' | 'state' | 'jurisdiction' | 'openedAt' | 'fields'> & {
  readonly number: string | null;
};

/** To be selected from `complaints c`. */
export const COLUMNS = `c.id, c.state, c.jurisdiction, c.openedAt, c.fields,
  (SELECT n.text FROM complaint_numbers n WHERE n.id = c.id) AS number`;
