/**
 * The numbers that people call a case by: without gaps for each station and year of acceptance, given in the global order
 * of the log, so that every node gives the same ones and nobody hands them out (PRACTICE a). A number once given is never
 * given again: where acceptance is undone or the case moves to another station it stays in the register, void, with the
 * reason, and the next acceptance gets a new one.
 */
import { subDistrict } from '#libs/district';
import type { PositionedEvent } from '#libs/event-store';
import type { Projection, ProjectionDb, ViewReader } from '#libs/views';
import { dayOf } from '#libs/workflow';

/** A series of numbers: how they are printed. Round brackets are for mediation, 〔 〕 for official letters. */
interface NumberSeries {
  readonly name: string;
  /** With `{year}`, `{station}` (its short name) and `{n}`. */
  readonly pattern: string;
}

const caseSeries: NumberSeries = { name: '调', pattern: '({year}){station}调字第{n}号' };

export interface RegisteredNumber {
  readonly text: string;
  readonly n: number;
  readonly complaint: string;
  readonly issuedAt: string;
  /** Why it is void; nothing while it is in use. */
  readonly voidedBy: 'undone' | 'transferred' | null;
  readonly voidReason: string | null;
  /** When that was recorded. */
  readonly voidedAt: string | null;
}

const complaintNumbers: Projection = {
  name: 'complaint_numbers',
  version: 2,
  categories: ['complaint', 'setting'],
  tables: [
    /** Numbers in use, by complaint. */
    {
      name: 'complaint_numbers',
      columns: `id TEXT PRIMARY KEY, station TEXT NOT NULL, year INTEGER NOT NULL, series TEXT NOT NULL,
        n INTEGER NOT NULL, text TEXT NOT NULL`,
      withoutRowid: true,
    },
    /** Every number ever given. */
    {
      name: 'complaint_number_register',
      columns: `station TEXT NOT NULL, year INTEGER NOT NULL, series TEXT NOT NULL, n INTEGER NOT NULL,
        text TEXT NOT NULL, id TEXT NOT NULL, issuedAt TEXT NOT NULL, voidedBy TEXT, voidReason TEXT,
        voidedAt TEXT, PRIMARY KEY (station, year, series, n)`,
      indexes: ['(id)'],
      withoutRowid: true,
    },
    { name: 'complaint_stations', columns: 'id TEXT PRIMARY KEY, station TEXT NOT NULL', withoutRowid: true },
    /** Where a station begins to count; the empty station stands for all. */
    {
      name: 'complaint_first_numbers',
      columns:
        'station TEXT NOT NULL, effectiveOn TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (station, effectiveOn)',
      withoutRowid: true,
    },
  ],
  apply(event, db) {
    const { stream, type } = event.envelope;
    const id = stream.slice(stream.indexOf('-') + 1);
    if (type === 'SettingChanged' && id === 'complaint.first-number') countFrom(event, db);
    if (!stream.startsWith('complaint-')) return;
    if (type === 'ComplaintTransferred') voidNumber(id, 'transferred', event, db);
    if (type === 'ComplaintFiled' || type === 'ComplaintTransferred')
      db.run(
        'INSERT INTO {complaint_stations} VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET station = excluded.station',
        id,
        event.data['subDistrict'] as string,
      );
    if (type === 'ComplaintAccepted') giveNumber(id, event, db);
    if (type === 'Undone' && event.data['type'] === 'ComplaintAccepted') voidNumber(id, 'undone', event, db);
  },
};

/** Where the API finds what a complaint is called, and what it once was called by. */
export const complaintNumbered = { table: 'complaint_numbers', register: 'complaint_number_register' } as const;

/** The number of a complaint, or nothing before it is accepted. */
export function numberOf(read: ViewReader, id: string): string | undefined {
  return read.get<{ text: string }>('SELECT text FROM complaint_numbers WHERE id = ?', id)?.text;
}

/** Everything a station gave in a year, void ones too, in order: at most `limit` from number `from` on. */
export function numberRegister(
  read: ViewReader,
  of: { readonly station: string; readonly year: number; readonly from?: number; readonly limit?: number },
): readonly RegisteredNumber[] {
  return read.all<RegisteredNumber & Record<string, string | number | null>>(
    `SELECT text, n, id AS complaint, issuedAt, voidedBy, voidReason, voidedAt FROM complaint_number_register
     WHERE station = ? AND year = ? AND n >= ? ORDER BY series, n LIMIT ?`,
    of.station,
    of.year,
    of.from ?? 0,
    Math.min(of.limit ?? 500, 500),
  );
}

/** How many numbers a station gave in a year, void ones too. */
export function countNumbers(read: ViewReader, of: { readonly station: string; readonly year: number }): number {
  const sql = 'SELECT count(*) AS n FROM complaint_number_register WHERE station = ? AND year = ?';
  return read.get<{ n: number }>(sql, of.station, of.year)?.n ?? 0;
}

function giveNumber(id: string, event: PositionedEvent, db: ProjectionDb): void {
  const { station } = db.get<{ station: string }>('SELECT station FROM {complaint_stations} WHERE id = ?', id) ?? {};
  if (station === undefined) throw new RangeError(`complaint ${id} was accepted, but never filed`);
  const today = dayOf(event.envelope.recordedAt);
  const year = Number(today.slice(0, 4));
  const { name, pattern } = caseSeries;
  const last = db.get<{ n: number | null }>(
    'SELECT max(n) AS n FROM {complaint_number_register} WHERE station = ? AND year = ? AND series = ?',
    station,
    year,
    name,
  )?.n;
  const n = last == null ? firstNumber(station, today, db) : last + 1;
  const text = pattern
    .replace('{year}', String(year))
    .replace('{station}', subDistrict(station)?.short ?? station)
    .replace('{n}', String(n));
  db.run('INSERT INTO {complaint_numbers} VALUES (?, ?, ?, ?, ?, ?)', id, station, year, name, n, text);
  db.run(
    'INSERT INTO {complaint_number_register} VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)',
    station,
    year,
    name,
    n,
    text,
    id,
    event.envelope.recordedAt,
  );
}

function voidNumber(id: string, by: 'undone' | 'transferred', event: PositionedEvent, db: ProjectionDb): void {
  const reason = event.data['reason'];
  db.run(
    `UPDATE {complaint_number_register} SET voidedBy = ?, voidReason = ?, voidedAt = ? WHERE id = ? AND voidedBy IS NULL`,
    by,
    typeof reason === 'string' ? reason : null,
    event.envelope.recordedAt,
    id,
  );
  db.run('DELETE FROM {complaint_numbers} WHERE id = ?', id);
}

function countFrom({ data }: PositionedEvent, db: ProjectionDb): void {
  db.run(
    'INSERT INTO {complaint_first_numbers} VALUES (?, ?, ?) ON CONFLICT (station, effectiveOn) DO UPDATE SET n = excluded.n',
    (data['subDistrict'] as string | undefined) ?? '',
    data['effectiveOn'] as string,
    data['value'] as number,
  );
}

/** A station's own start goes before the district's; the newest whose day has come counts. */
function firstNumber(station: string, today: string, db: ProjectionDb): number {
  return (
    db.get<{ n: number }>(
      `SELECT n FROM {complaint_first_numbers} WHERE station IN (?, '') AND effectiveOn <= ?
       ORDER BY station DESC, effectiveOn DESC LIMIT 1`,
      station,
      today,
    )?.n ?? 1
  );
}

export const complaintViews: readonly Projection[] = [complaintNumbers];
