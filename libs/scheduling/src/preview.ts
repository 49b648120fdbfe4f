/**
 * What an edition of a calendar or of a setting would do to the deadlines that run now, before it is recorded: the same
 * rows that the fan-out would find, each asked of the engine by the fan-out's own command as a dry run, on the time table
 * as it would be and at the moment when the edition takes effect. Nothing is recorded.
 */
import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Views } from '#libs/views';
import {
  dayOf,
  Engine,
  instant,
  momentOn,
  type TimeTable,
  VirtualClock,
  type CalendarYear,
  type Clock,
  type Day,
  type SettingEdition,
} from '#libs/workflow';
import { concernedBySetting, concernedByYear, countsThere } from './concerned.js';
import { deadlinesBy } from './editions.js';
import type { TimerRow } from './timers-view.js';

/** An edition that nobody has recorded yet. */
export type Intended =
  | (Omit<CalendarYear, 'edition'> & { readonly kind: 'calendar' })
  | (Omit<SettingEdition, 'edition'> & { readonly kind: 'setting'; readonly name: string });

/**
 * Why a deadline keeps its date. `same`: by the new rule it is the same. `confirmed`: the same, and provisional no more.
 * `agreed`: it was extended by agreement. `elsewhere`: another edition counts where the case belongs. `over`: it will have
 * passed before the edition takes effect. `new-only`: the change is for what begins later.
 */
export type StaysBecause = 'same' | 'confirmed' | 'agreed' | 'elsewhere' | 'over' | 'new-only';

export interface ForetoldDeadline {
  readonly workflow: string;
  /** The case. */
  readonly id: string;
  /** Of the deadline. */
  readonly name: string;
  readonly from: string;
}

export interface ForetoldMove extends ForetoldDeadline {
  readonly to: string;
}

export interface ForetoldStay extends ForetoldDeadline {
  readonly because: StaysBecause;
}

export interface Foretold {
  /** When the edition takes effect: now, or the beginning of a day. */
  readonly at: string;
  /** Deadlines that were looked at. */
  readonly looked: number;
  readonly moves: number;
  /** Cases among which the moves are. */
  readonly cases: number;
  readonly stays: Readonly<Record<StaysBecause, number>>;
  /** The first by their date as it is now, at most as many as asked for. */
  readonly moved: readonly ForetoldMove[];
  readonly stayed: readonly ForetoldStay[];
  /** False where more deadlines run than are looked at for one answer. */
  readonly complete: boolean;
}

export interface PreviewOptions {
  /** With `timersView` among its projections. */
  readonly views: Pick<Views, 'read'>;
  readonly engine: Engine;
  readonly clock: Clock;
  /** As it is now. */
  readonly timeTable: TimeTable;
  /** How many moves and how many stays are listed; default 200. */
  readonly shownMax?: number;
  /** How many deadlines are looked at; default 20,000. */
  readonly lookedMax?: number;
  /** For how long it looks, in milliseconds; default 12,000. */
  readonly withinMs?: number;
  readonly signal?: AbortSignal;
}

const SHOWN_MAX = 200;
const LOOKED_MAX = 20_000;
const WITHIN_MS = 12_000;
const AT_A_TIME = 8;

/**
 * @throws RangeError for a calendar that could not be published; the signal's reason; Error with the refusal that nobody
 *   foresaw, as the fan-out would.
 */
export async function previewEdition(intended: Intended, options: PreviewOptions): Promise<Foretold> {
  const { engine, clock, timeTable, views, signal } = options;
  const { shownMax = SHOWN_MAX, lookedMax = LOOKED_MAX, withinMs = WITHIN_MS } = options;
  const endMs = performance.now() + withinMs;
  const at = momentOf(intended, clock);
  const then =
    intended.kind === 'calendar' ? timeTable.withYear(intended) : timeTable.withSetting(intended.name, intended);
  const asked = new Engine({ ...engine.ports, clock: new VirtualClock(at), timeTable: () => then, watch: undefined });
  const moved: ForetoldMove[] = [];
  const stayed: ForetoldStay[] = [];
  let looked = 0;
  let complete = true;
  for (const rows of chunks(concerned(intended, then, views.read, engine, at))) {
    signal?.throwIfAborted();
    complete = looked + rows.length <= lookedMax && performance.now() < endMs;
    if (!complete) break;
    for (const one of await Promise.all(rows.map((row) => foretell(row, intended, then, asked, at))))
      if ('to' in one) moved.push(one);
      else stayed.push(one);
    looked += rows.length;
    await othersFirst();
  }
  const stays = { same: 0, confirmed: 0, agreed: 0, elsewhere: 0, over: 0, 'new-only': 0 };
  for (const { because } of stayed) stays[because]++;
  return {
    at,
    looked,
    moves: moved.length,
    cases: new Set(moved.map(({ workflow, id }) => `${workflow}-${id}`)).size,
    stays,
    moved: moved.sort(byDate).slice(0, shownMax),
    stayed: stayed.sort(byDate).slice(0, shownMax),
    complete,
  };
}

function* chunks(pages: Iterable<readonly TimerRow[]>): Iterable<readonly TimerRow[]> {
  for (const page of pages) for (let at = 0; at < page.length; at += AT_A_TIME) yield page.slice(at, at + AT_A_TIME);
}

/** A calendar counts at once, a setting from the beginning of its day. */
function momentOf(intended: Intended, clock: Clock): string {
  const now = instant(clock.now());
  return intended.kind === 'setting' && intended.effectiveOn > dayOf(now) ? momentOn(intended.effectiveOn, 0) : now;
}

function* concerned(
  intended: Intended,
  then: TimeTable,
  read: Views['read'],
  engine: Engine,
  at: string,
): Iterable<readonly TimerRow[]> {
  if (intended.kind === 'calendar') {
    const edition = then.years.find(({ year }) => year === intended.year);
    if (edition) yield* concernedByYear(read, edition, yearOf(dayOf(at)));
    return;
  }
  const edition = then.editionsOf(intended.name).length;
  for (const declaration of engine.ports.cases.declarations.values())
    if (deadlinesBy(declaration, intended.name).length > 0)
      yield* concernedBySetting(read, declaration, { name: intended.name, edition });
}

async function foretell(
  row: TimerRow,
  intended: Intended,
  then: TimeTable,
  engine: Engine,
  at: string,
): Promise<ForetoldMove | ForetoldStay> {
  const { workflow, id, name, dueAt: from } = row;
  const stays = (because: StaysBecause): ForetoldStay => ({ workflow, id, name, from, because });
  if (intended.kind === 'setting') {
    if (!intended.alsoOpen) return stays('new-only');
    const edition = { name: intended.name, edition: then.editionsOf(intended.name).length };
    if (!(await countsThere(engine, edition, row, then, at))) return stays('elsewhere');
  }
  const outcome = await engine.execute({
    workflow,
    command: 'MoveDeadline',
    target: id,
    form: { timerId: row.timerId, why: intended.kind },
    requester: { kind: 'reaction', id: 'fan-out' },
    dryRun: true,
  });
  if (outcome.kind === 'done') {
    const to = outcome.deadlines.find((running) => running.name === name)?.dueAt ?? from;
    return to === from ? stays('confirmed') : { workflow, id, name, from, to };
  }
  const code = outcome.kind === 'malformed' ? 'malformed' : outcome.code;
  if (code.endsWith('-nothing-changed')) {
    const { extended } = await engine.ports.cases.seen(workflow, id);
    return stays(extended[name] === undefined ? 'same' : 'agreed');
  }
  if (/-(not-running|wrong-state)$/.test(code)) return stays('over');
  throw new Error(`whether ${name} of ${workflow} ${id} would move cannot be told: ${code}`);
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function byDate(a: ForetoldDeadline, b: ForetoldDeadline): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
