/** Which deadlines and alerts run: those that are late with how late, those of the next day, for whom a case waits. */
import { instant, msOf, nextSteps, type Declaration, type Identity, type Who } from '#libs/workflow';
import type { TimerRow } from '#libs/scheduling';
import type { Composition } from '../compose.js';
import { toldCase } from './told-case.js';

export const WHEN = ['late', 'day', 'failing'] as const;
export type When = (typeof WHEN)[number];

export interface TimersAsked {
  readonly when: When;
  readonly workflow: string | undefined;
  /** `next` of the page before. */
  readonly after: string | undefined;
}

const PAGE = 100;
const DAY_MS = 86_400_000;

interface Counted {
  readonly workflow: string;
  readonly late: number;
  readonly day: number;
}

export function timersPage(node: Composition, asker: Identity, asked: TimersAsked) {
  const { views, clock, engine } = node;
  const nowMs = clock.now();
  const [now, until] = [instant(nowMs), instant(nowMs + DAY_MS)];
  const counts = views.read.all<Counted & Record<string, never>>(
    `SELECT workflow, SUM(dueAt <= ?) AS late, SUM(dueAt > ? AND dueAt <= ?) AS day FROM timers
     WHERE dueAt <= ? GROUP BY workflow ORDER BY workflow`,
    now,
    now,
    until,
    until,
  );
  const allFailing = node.role === 'api' ? [] : node.work.dueWork.status().failing;
  const failing = new Map(allFailing.map((one) => [one.timerId, one]));
  const rows =
    asked.when === 'failing'
      ? failingRows(allFailing, asked)
      : pageOf(node, asked, asked.when === 'late' ? ['', now] : [now, until]);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => {
      const told = toldCase(node, asker, row.workflow, row.id);
      const declaration = engine.ports.cases.declarations.get(row.workflow);
      const failed = failing.get(row.timerId);
      return {
        timerId: row.timerId,
        name: row.name.replace(/\.alert$/, ''),
        kind: row.name.endsWith('.alert') ? 'alert' : 'deadline',
        dueAt: row.dueAt,
        lateMs: Math.max(0, nowMs - msOf(row.dueAt)),
        case: told,
        waitsFor: declaration && told.state !== null ? waitedFor(declaration, told.state) : [],
        ...(failed
          ? { failed: { attempts: failed.attempts, nextAttemptAt: failed.nextAttemptAt, error: failed.error } }
          : {}),
      };
    }),
    total:
      asked.when === 'failing'
        ? failingRows(allFailing, { workflow: asked.workflow }).length
        : counts
            .filter((one) => isMeant(one, asked))
            .reduce((sum, one) => sum + Number(asked.when === 'late' ? one.late : one.day), 0),
    next: rows.length > PAGE && last ? `${last.dueAt}~${last.timerId}` : null,
    position: views.position ?? null,
    counts,
    failing: failing.size,
  };
}

/** Of one workflow where one is named, behind `after` where a page ended there, in due order as every page of timers. */
export function failingRows<T extends Pick<TimerRow, 'timerId' | 'workflow' | 'dueAt'>>(
  failing: readonly T[],
  asked: Partial<Pick<TimersAsked, 'workflow' | 'after'>>,
): readonly T[] {
  const place = ({ dueAt, timerId }: T): string => `${dueAt}~${timerId}`;
  return failing
    .filter((one) => isMeant(one, asked) && place(one) > (asked.after ?? ''))
    .sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

function isMeant(one: Pick<TimerRow, 'workflow'>, { workflow }: Partial<Pick<TimersAsked, 'workflow'>>): boolean {
  return workflow === undefined || one.workflow === workflow;
}

/** One more than a page, in due order. */
function pageOf({ views }: Composition, { workflow, after }: TimersAsked, [from, until]: readonly [string, string]) {
  const [dueAt = from, timerId = '~'] = after === undefined ? [] : after.split('~');
  return views.read.all<Pick<TimerRow, 'timerId' | 'workflow' | 'id' | 'name' | 'dueAt'> & Record<string, never>>(
    `SELECT timerId, workflow, id, name, dueAt FROM timers
     WHERE (dueAt, timerId) > (?, ?) AND dueAt <= ?${workflow === undefined ? '' : ' AND workflow = ?'}
     ORDER BY dueAt, timerId LIMIT ?`,
    dueAt,
    timerId,
    until,
    ...(workflow === undefined ? [] : [workflow]),
    PAGE + 1,
  );
}

/** The roles that may take the next step of a case in this state: its deadline is theirs. */
function waitedFor(declaration: Declaration, state: string): readonly string[] {
  const steps = Object.values(declaration.commands).filter(({ by }) => by.some((who) => rolesOf(who).length > 0));
  const [first] = nextSteps(
    declaration,
    state,
    steps.map(({ path }) => path),
  );
  const step = steps.find(({ path }) => path === first);
  return [...new Set((step?.by ?? []).flatMap(rolesOf))];
}

function rolesOf(who: Who): string[] {
  if (typeof who === 'string') return [who];
  return 'role' in who ? [who.role] : [];
}
