/**
 * Numbers over the cases of one workflow, as far as the caller may see them: open ones by whose they are, where, of what
 * kind, in which state and how old; ended ones by whether every deadline was kept. Read in one go from the narrow rows, so
 * all numbers of an answer belong to one position; each group is bounded and says what it left out.
 */
import type { Position } from '#libs/event-store';
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import type { Identity } from '../decide/authorise.js';
import type { Engine } from '../decide/execute.js';
import { instant } from '../time/clock.js';
import { addDays, dayOf, endOfDay, momentOn, type Day } from '../time/day.js';
import { countedColumn, countedFields, ownFields } from '../views/counted-cases.js';
import { all, any, isIn, placesOf, tableOf, type Condition } from './counted.js';

/** Values of one thing that is counted by, in one answer. */
const VALUES_MAX = 200;
/** Below so many ended cases no share is told: one quick case is no merit (DOMAIN "Reports"). */
const SHARE_OF_MIN = 10;
/** Ages of open cases end with these days, counted from the day they were opened. */
const AGES = [7, 30, 90] as const;
const SOON_DAYS = 7;
const ENDED_WITHIN_DAYS = 365;

/** A place within a sub-district, `nanguan/nanxun`, counts with the sub-district. */
const SUB_DISTRICT =
  "CASE instr(jurisdiction, '/') WHEN 0 THEN jurisdiction ELSE substr(jurisdiction, 1, instr(jurisdiction, '/') - 1) END";
/** What every workflow is counted by, beside its own fields. */
const COMMON = ['state', 'jurisdiction', 'age', 'month'] as const;

export interface Counted {
  readonly open: number;
  /** Missed something that the state still waits for. */
  readonly late: number;
  /** Not late, and due within seven days. */
  readonly soon: number;
  /** When the oldest open one was opened. */
  readonly oldestAt: string | null;
  /** Ended within the time asked for. */
  readonly ended: number;
  /** Of these: no deadline was missed. */
  readonly onTime: number;
  /** Of these: whatever was missed was excused. */
  readonly excused: number;
  /** Of the open ones: how many were opened in the days of each age, youngest first. */
  readonly ages: readonly number[];
  /** `onTime` of `ended` in hundredths of a percent; nothing where fewer than ten ended. */
  readonly onTimeShare: number | null;
}

export interface TallyRow extends Counted {
  readonly by: string;
  /** Nothing for cases without one. */
  readonly value: string | null;
  /** Of people: whether they still hold the office in every place where their open cases lie. */
  readonly inOffice?: boolean;
  /** Of ages: the days of opening, both included. */
  readonly from?: Day;
  readonly until?: Day;
  /** Of months: how many were opened in it. */
  readonly opened?: number;
}

export interface Tally {
  readonly items: readonly TallyRow[];
  readonly total: number;
  readonly next: null;
  readonly position: Position | null;
  readonly workflow: string;
  readonly whole: Counted;
  /** By what was counted: values beyond `VALUES_MAX`, the ones with the most open cases come first. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly asOf: string;
  readonly endedFrom: Day;
  /** The last day of what is due soon. */
  readonly soonUntil: Day;
}

export interface TallyAsked {
  readonly by: readonly string[];
  readonly states?: readonly string[] | undefined;
  readonly subDistrict?: string | undefined;
}

interface Row {
  readonly value: string | null;
  readonly open: number;
  readonly late: number;
  readonly soon: number;
  readonly oldestAt: string | null;
  readonly ended: number;
  readonly onTime: number;
  readonly excused: number;
  readonly age0: number;
  readonly age1: number;
  readonly age2: number;
  readonly age3: number;
}

/** What a workflow can be counted by. */
export function countableBy(declaration: Declaration): readonly string[] {
  return [...COMMON, ...countedFields(declaration)];
}

export class Tallies {
  constructor(
    private readonly engine: Pick<Engine, 'ports'>,
    private readonly views: Pick<Views, 'position' | 'read'>,
  ) {}

  async of(declaration: Declaration, identity: Identity, asked: TallyAsked): Promise<Tally> {
    const { covers, clock } = this.engine.ports;
    const asOf = instant(clock.now());
    const today = dayOf(asOf);
    const endedFrom = addDays(today, -ENDED_WITHIN_DAYS);
    const soonUntil = addDays(today, SOON_DAYS - 1);
    const places = placesOf(this.views.read, declaration, identity, covers, asked.subDistrict);
    const seen = all([any(places.map((place) => place.seen)), ...(asked.states ? [isIn('state', asked.states)] : [])]);
    const counting = new Counting(this.views.read, declaration, seen, { today, endedFrom, soonUntil });
    const leftOut: Record<string, number> = {};
    const items: TallyRow[] = [];
    for (const by of asked.by) {
      const rows = by === 'age' ? counting.ages() : by === 'month' ? counting.months() : counting.by(by);
      if (rows.length > VALUES_MAX) leftOut[by] = rows.length - VALUES_MAX;
      items.push(...rows.slice(0, VALUES_MAX));
    }
    const own = ownFields(declaration).filter((field) => asked.by.includes(field));
    const jurisdictions = new Map(own.map((field) => [field, counting.jurisdictions(field)]));
    const told = {
      whole: counting.whole(),
      position: this.views.position ?? null,
      asOf,
      endedFrom,
      soonUntil,
      leftOut,
    };
    return {
      items: await Promise.all(items.map((row) => this.#withOffice(declaration, row, jurisdictions.get(row.by)))),
      total: items.length,
      next: null,
      workflow: declaration.name,
      ...told,
    };
  }

  async #withOffice(
    declaration: Declaration,
    row: TallyRow,
    jurisdictions: ReadonlyMap<string, readonly string[]> | undefined,
  ): Promise<TallyRow> {
    if (jurisdictions === undefined || row.value === null) return row;
    const { identities, covers } = this.engine.ports;
    const offices = officesOf(declaration, row.by);
    const identity = await identities.find(row.value, 'seen');
    const places = jurisdictions.get(row.value) ?? [];
    const holds = (place: string): boolean =>
      identity?.grants.some((grant) => offices.includes(grant.role) && covers(grant.jurisdiction, place)) ?? false;
    return { ...row, inOffice: identity?.active === true && places.every(holds) };
  }
}

/** Roles in which people own cases by this field. */
function officesOf(declaration: Declaration, field: string): readonly string[] {
  return Object.values(declaration.commands).flatMap(({ by }) =>
    by.flatMap((who) => (typeof who === 'object' && 'own' in who && who.own === field ? [who.role] : [])),
  );
}

const OPEN: Condition = { sql: 'endedAt IS NULL', values: [] };

class Counting {
  readonly #table: string;
  readonly #sums: Condition;

  constructor(
    private readonly read: Views['read'],
    declaration: Declaration,
    private readonly seen: Condition,
    private readonly days: { readonly today: Day; readonly endedFrom: Day; readonly soonUntil: Day },
  ) {
    this.#table = tableOf(declaration);
    const endedFrom = momentOn(days.endedFrom, 0);
    const [week, month, quarter] = AGES.map((age) => momentOn(addDays(days.today, 1 - age), 0)) as [
      string,
      string,
      string,
    ];
    this.#sums = {
      sql: `coalesce(sum(endedAt IS NULL), 0) AS open, coalesce(sum(endedAt IS NULL AND isLate = 1), 0) AS late,
        coalesce(sum(endedAt IS NULL AND isLate = 0 AND urgentAt <= ?), 0) AS soon,
        min(CASE WHEN endedAt IS NULL THEN openedAt END) AS oldestAt,
        coalesce(sum(endedAt >= ?), 0) AS ended, coalesce(sum(endedAt >= ? AND missed = 0), 0) AS onTime,
        coalesce(sum(endedAt >= ? AND missed > 0 AND missed = excused), 0) AS excused,
        coalesce(sum(endedAt IS NULL AND openedAt >= ?), 0) AS age0,
        coalesce(sum(endedAt IS NULL AND openedAt >= ? AND openedAt < ?), 0) AS age1,
        coalesce(sum(endedAt IS NULL AND openedAt >= ? AND openedAt < ?), 0) AS age2,
        coalesce(sum(endedAt IS NULL AND openedAt < ?), 0) AS age3`,
      values: [
        endOfDay(days.soonUntil),
        ...[endedFrom, endedFrom, endedFrom],
        ...[week, month, week, quarter, month, quarter],
      ],
    };
  }

  whole(): Counted {
    return shared(this.#rows('NULL', this.seen)[0]);
  }

  by(field: string): readonly TallyRow[] {
    const column = field === 'state' ? field : field === 'jurisdiction' ? SUB_DISTRICT : countedColumn(field);
    return this.#rows(column, this.seen, 'GROUP BY 1')
      .filter((row) => row.open > 0 || row.ended > 0)
      .map((row) => ({ by: field, value: row.value, ...shared(row) }))
      .sort((a, b) => b.open - a.open || b.ended - a.ended || compare(a.value, b.value));
  }

  /** Open cases by the day on which they were opened; the youngest first. */
  ages(): readonly TallyRow[] {
    const { today } = this.days;
    const bounds = AGES.map((age) => addDays(today, 1 - age));
    return [...bounds, undefined].map((from, index): TallyRow => {
      const younger = bounds[index - 1];
      const until = younger === undefined ? undefined : addDays(younger, -1);
      const opened = all([
        this.seen,
        OPEN,
        ...(from === undefined ? [] : [{ sql: 'openedAt >= ?', values: [momentOn(from, 0)] }]),
        ...(until === undefined ? [] : [{ sql: 'openedAt < ?', values: [endOfDay(until)] }]),
      ]);
      const days = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
      return { by: 'age', value: String(AGES[index] ?? 'older'), ...days, ...shared(this.#rows('NULL', opened)[0]) };
    });
  }

  /** The months of the time asked for, in order: how many were opened, and how many ended. */
  months(): readonly TallyRow[] {
    const { today, endedFrom } = this.days;
    const opened = this.#perMonth('openedAt', momentOn(endedFrom, 0));
    const first = endedFrom.slice(0, 7);
    const months = monthsBetween(first, today.slice(0, 7));
    const ended = new Map(
      this.#rows(
        monthOf('endedAt'),
        all([this.seen, { sql: 'endedAt >= ?', values: [momentOn(endedFrom, 0)] }]),
        'GROUP BY 1',
      ).map((row) => [row.value, row]),
    );
    return months.map((month) => ({
      by: 'month',
      value: month,
      opened: opened.get(month) ?? 0,
      ...shared(ended.get(month)),
    }));
  }

  /** In which places the open cases of each person lie. */
  jurisdictions(field: string): ReadonlyMap<string, readonly string[]> {
    const open = all([this.seen, OPEN]);
    const rows = this.read.all<{ value: string; jurisdiction: string }>(
      `SELECT DISTINCT ${countedColumn(field)} AS value, jurisdiction FROM ${this.#table}
       WHERE ${open.sql} AND ${countedColumn(field)} IS NOT NULL`,
      ...open.values,
    );
    const found = new Map<string, string[]>();
    for (const { value, jurisdiction } of rows) found.set(value, [...(found.get(value) ?? []), jurisdiction]);
    return found;
  }

  #perMonth(column: string, from: string): ReadonlyMap<string, number> {
    const rows = this.read.all<{ month: string; n: number }>(
      `SELECT ${monthOf(column)} AS month, count(*) AS n FROM ${this.#table}
       WHERE ${this.seen.sql} AND ${column} >= ? GROUP BY 1`,
      ...this.seen.values,
      from,
    );
    return new Map(rows.map(({ month, n }) => [month, n]));
  }

  #rows(value: string, where: Condition, group = ''): readonly Row[] {
    return this.read.all<Row>(
      `SELECT ${value} AS value, ${this.#sums.sql} FROM ${this.#table} WHERE ${where.sql} ${group}`,
      ...this.#sums.values,
      ...where.values,
    );
  }
}

function shared(row: Row | undefined): Counted {
  const { open = 0, late = 0, soon = 0, oldestAt = null, ended = 0, onTime = 0, excused = 0 } = row ?? {};
  const ages = [row?.age0 ?? 0, row?.age1 ?? 0, row?.age2 ?? 0, row?.age3 ?? 0];
  const onTimeShare = ended < SHARE_OF_MIN ? null : Math.round((onTime * 10_000) / ended);
  return { open, late, soon, oldestAt, ended, onTime, excused, ages, onTimeShare };
}

/** The month of Beijing in which a moment lies. */
function monthOf(column: string): string {
  return `strftime('%Y-%m', ${column}, '+8 hours')`;
}

function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  for (let [year, month] = first.split('-').map(Number) as [number, number]; ;) {
    const text = `${year}-${String(month).padStart(2, '0')}`;
    if (text > last) return months;
    months.push(text);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
