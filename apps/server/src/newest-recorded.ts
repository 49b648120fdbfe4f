/** The newest `recordedAt` of the log, so that an engine that starts with a clock set back stamps nothing earlier (law 5). */
import type { Projection, Views } from '#libs/views';

export const newestRecordedView: Projection = {
  name: 'newest_recorded',
  version: 1,
  tables: [{ name: 'newest_recorded', columns: 'id INTEGER PRIMARY KEY CHECK (id = 1), at TEXT NOT NULL' }],
  apply({ envelope }, db) {
    db.run(
      `INSERT INTO {newest_recorded} VALUES (1, ?)
       ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE excluded.at > at`,
      envelope.recordedAt,
    );
  },
};

export function newestRecorded(views: Pick<Views, 'read'>): string | undefined {
  return views.read.get<{ at: string }>('SELECT at FROM newest_recorded')?.at;
}
