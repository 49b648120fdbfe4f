/**
 * Plays the sample's complaints through the engine in the order of their moments: people act, and in between timers that
 * fall due act too, as they would have. Ids follow from story and step, so playing on after a kill records what is missing.
 */
import { createHash } from 'node:crypto';
import { exists, instant, isDone, msOf, timerRequest, type Case, type Engine } from '#libs/workflow';
import type { Seeding } from '../seed.js';

/** What the form of a step may depend on: the case as it stands then, and the day. */
export interface Moment {
  readonly one: Case;
  /** The Beijing day so many days from the step's own. */
  readonly day: (daysFromNow: number) => string;
  /** The id of another story's case. */
  readonly caseOf: (story: string) => string;
}

export interface Step {
  /** Days since the story's first step; fractions are hours. */
  readonly after: number;
  readonly command: string;
  readonly by: string;
  readonly form: object | ((moment: Moment) => object);
}

export interface Story {
  readonly name: string;
  /** Days before today on which it begins. */
  readonly daysAgo: number;
  readonly steps: readonly Step[];
}

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** A day begins at nine in the morning. */
const MORNING_MS = 9 * 3_600_000;
const TIMERS_MAX = 10_000;

interface Planned {
  readonly atMs: number;
  readonly story: Story;
  readonly index: number;
  readonly step: Step;
}

/**
 * @param lastDay counted from the sample's first day.
 * @returns how many commands of people were recorded.
 * @throws Error when one is refused: the sample and the rules disagree.
 */
export async function play(
  stories: readonly Story[],
  { engine, clock, beginMs, nowMs }: Seeding,
  lastDay: number,
): Promise<number> {
  const planned = stories
    .flatMap((story, place) =>
      story.steps.map((step, index): Planned => {
        const dayMs = beginMs + (lastDay - story.daysAgo + Math.floor(step.after)) * DAY_MS;
        // Not everybody comes at nine sharp.
        const minutes = ((place * 37) % 150) + index;
        const atMs = dayMs + MORNING_MS + (step.after % 1) * DAY_MS + minutes * 60_000;
        return { atMs: Math.floor(atMs), story, index, step };
      }),
    )
    // Only where the clock was set back since the sample was begun.
    .filter(({ atMs }) => atMs <= nowMs)
    .sort((a, b) => a.atMs - b.atMs);
  const ids = new Map(stories.map((story) => [story.name, caseIdOf(story.name)]));
  const reached = async (atMs: number): Promise<void> => {
    await letTimersAct(engine, [...ids.values()], clock, atMs);
    if (atMs > clock.now()) await clock.set(instant(atMs));
  };
  let recorded = 0;
  for (const { atMs, story, index, step } of planned) {
    const id = caseIdOf(story.name);
    const one = await engine.ports.cases.seen('complaint', id);
    const command = uuidFrom(`${story.name} ${index}`);
    if (one.commands.has(command)) continue;
    await reached(atMs);
    recorded += await record(engine, id, command, step, {
      one: await engine.ports.cases.fresh('complaint', id),
      day: (days) => instant(atMs + BEIJING_MS + days * DAY_MS).slice(0, 10),
      caseOf: (name) => ids.get(name) ?? '',
    });
  }
  await reached(nowMs);
  return recorded;
}

async function record(engine: Engine, target: string, id: string, step: Step, moment: Moment): Promise<number> {
  const { command, by, form } = step;
  const outcome = await engine.execute({
    workflow: 'complaint',
    command,
    id,
    target,
    form: typeof form === 'function' ? (form as (moment: Moment) => object)(moment) : form,
    requester: { kind: 'person', id: by },
    ...(exists(moment.one) ? { ifMatch: moment.one.revision } : {}),
  });
  if (isDone(outcome)) return outcome.replayed ? 0 : 1;
  throw new Error(`the sample's ${command} was refused: ${JSON.stringify(outcome)}`);
}

/** Every timer of these cases that is due by a moment, each at its own. */
async function letTimersAct(
  engine: Engine,
  ids: readonly string[],
  clock: Seeding['clock'],
  byMs: number,
): Promise<void> {
  const by = instant(byMs);
  const { cases } = engine.ports;
  for (let acted = 0; acted < TIMERS_MAX; acted++) {
    const all = await Promise.all(ids.map((id) => cases.seen('complaint', id)));
    const due = all
      .flatMap((one) => one.armed.filter(({ dueAt }) => dueAt <= by).map((timer) => ({ one, timer })))
      .sort((a, b) => (a.timer.dueAt < b.timer.dueAt ? -1 : 1))[0];
    if (!due) return;
    if (msOf(due.timer.dueAt) > clock.now()) await clock.set(due.timer.dueAt);
    const outcome = await engine.execute(timerRequest(cases.declaration('complaint'), due.one, due.timer));
    if (!isDone(outcome)) throw new Error(`the sample's ${due.timer.name} was refused: ${JSON.stringify(outcome)}`);
  }
  throw new Error('timers without end in the sample');
}

export function caseIdOf(story: string): string {
  return uuidFrom(`case ${story}`);
}

/** An id of version 4, as people send them, that is the same for ever. */
function uuidFrom(name: string): string {
  const bytes = createHash('sha256').update(`linli sample ${name}`).digest();
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
