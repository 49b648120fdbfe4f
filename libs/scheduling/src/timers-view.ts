/**
 * Every deadline that runs, of every workflow, as the envelopes say it: armed, moved, stopped. Nothing else is consulted,
 * so that the table is the same on every node and after every rebuild, and agrees with the folds of the cases (law 3).
 */
import { timerId, type PositionedEvent } from '#libs/event-store';
import { categoryOf, type Projection, type ProjectionDb } from '#libs/views';

/** One row of `timers`. */
export interface TimerRow {
  readonly timerId: string;
  readonly workflow: string;
  /** The case, as in its URL. */
  readonly id: string;
  /** Of the deadline; `<name>.alert` where the next level waits to be told of a miss. */
  readonly name: string;
  readonly dueAt: string;
  /** Editions of the calendar and of the setting that the date rests on. */
  readonly calendar: string;
  readonly setting: number;
}

export const timersView: Projection = {
  name: 'timers',
  version: 2,
  tables: [
    {
      name: 'timers',
      columns: `timerId TEXT PRIMARY KEY, workflow TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
        dueAt TEXT NOT NULL, calendar TEXT NOT NULL, setting INTEGER NOT NULL`,
      indexes: ['(dueAt, timerId)', '(workflow, id, name)', '(workflow, name, setting)', '(calendar)'],
    },
  ],
  apply({ envelope, data }, db) {
    const { stream, deadlines, id: event } = envelope;
    if (!deadlines) return;
    const workflow = categoryOf(stream);
    const id = stream.slice(workflow.length + 1);
    for (const timer of deadlines.stopped ?? []) db.run('DELETE FROM {timers} WHERE timerId = ?', timer);
    for (const { timerId: timer, dueAt, calendar } of deadlines.moved ?? []) {
      const running = runs(db, timer);
      if (!running) continue;
      const setting = editionAfter({ envelope, data }, running.setting);
      db.run(
        'UPDATE {timers} SET timerId = ?, dueAt = ?, calendar = ?, setting = ? WHERE timerId = ?',
        timerId(event, running.name),
        dueAt,
        calendar,
        setting,
        timer,
      );
    }
    for (const { name, timerId: timer, dueAt, setting, calendar } of deadlines.armed ?? []) {
      // As in the fold: what runs under the name gives way.
      db.run('DELETE FROM {timers} WHERE workflow = ? AND id = ? AND name = ?', workflow, id, name);
      db.run('INSERT INTO {timers} VALUES (?, ?, ?, ?, ?, ?, ?)', timer, workflow, id, name, dueAt, calendar, setting);
    }
  },
};

function runs(db: ProjectionDb, timer: string): Pick<TimerRow, 'name' | 'setting'> | undefined {
  return db.get('SELECT name, setting FROM {timers} WHERE timerId = ?', timer);
}

/** Only a move by a setting changes the edition that a deadline counts by. */
function editionAfter({ envelope, data }: Pick<PositionedEvent, 'envelope' | 'data'>, before: number): number {
  const edition = envelope.type === 'DeadlineMoved' ? data['setting'] : undefined;
  return typeof edition === 'number' ? edition : before;
}
