/**
 * Which rows of the timers view an edition concerns, in pages. The fan-out works them off, a preview looks at them: both
 * ask here, so that what is foretold is what happens.
 */
import type { Views } from '#libs/views';
import { jurisdictionOf, type Declaration, type Engine, type SettingEdition, type TimeTable } from '#libs/workflow';
import { deadlinesBy, isDeadline, restsOnLess, type CalendarEdition } from './editions.js';
import type { TimerRow } from './timers-view.js';

const PAGE = 200;

type Read = Views['read'];
type Rows = Iterable<readonly TimerRow[]>;

/** Deadlines whose date rests on an older edition of the year, or on none. */
export function* concernedByYear(
  read: Read,
  edition: Pick<CalendarEdition, 'year' | 'edition'>,
  thisYear: number,
): Rows {
  const bases = read
    .all<{ calendar: string; newest: string }>(
      'SELECT calendar, MAX(dueAt) AS newest FROM timers GROUP BY calendar ORDER BY calendar',
    )
    .map(({ calendar, newest }) => ({ calendar, dueAt: newest }));
  for (const { calendar } of bases.filter((basis) => restsOnLess(basis, edition, thisYear)))
    yield* pages(read, 'calendar = ?', [calendar], (row) => restsOnLess(row, edition, thisYear));
}

/** Deadlines of a workflow that a setting gives their length, counted by an older edition of it. */
export function* concernedBySetting(
  read: Read,
  declaration: Declaration,
  { name, edition }: Pick<SettingEdition, 'edition'> & { readonly name: string },
): Rows {
  for (const deadline of deadlinesBy(declaration, name))
    yield* pages(read, 'workflow = ? AND name = ? AND setting < ?', [declaration.name, deadline, edition]);
}

/** Whether this edition is the one that counts where a case belongs: a sub-district's own, or a later one, may. */
export async function countsThere(
  engine: Pick<Engine, 'ports'>,
  { name, edition }: Pick<SettingEdition, 'edition'> & { readonly name: string },
  row: Pick<TimerRow, 'workflow' | 'id'>,
  timeTable: Pick<TimeTable, 'setting'>,
  at: string,
): Promise<boolean> {
  const { cases } = engine.ports;
  const one = await cases.seen(row.workflow, row.id);
  const jurisdiction = jurisdictionOf(cases.declaration(row.workflow), one);
  return timeTable.setting(name, at, jurisdiction).edition === edition;
}

/** The rows that fulfil a condition, in pages; each is read when the one before was worked off. */
function* pages(
  read: Read,
  condition: string,
  values: readonly (string | number)[],
  chosen: (row: TimerRow) => boolean = () => true,
): Rows {
  for (let after = ''; ;) {
    const rows = read.all<TimerRow & Record<string, never>>(
      `SELECT timerId, workflow, id, name, dueAt, calendar, setting FROM timers
       WHERE ${condition} AND timerId > ? ORDER BY timerId LIMIT ${PAGE}`,
      ...values,
      after,
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.timerId;
    yield rows.filter((row) => isDeadline(row) && chosen(row));
  }
}
