/**
 * The sample data: recorded by real commands through the engine, as if the sample's people had worked here for some
 * weeks. Every command has an id of its own that never changes, so a start that was killed goes on where it stopped, and
 * a second one records nothing.
 */
import { Engine, engineSettings, installDefaults, instant, VirtualClock, type Clock } from '#libs/workflow';

export interface Seeding {
  /** Stamps by the clock below. */
  readonly engine: Engine;
  /** Stands where the sample has come to; steps move it on, never beyond `now`. */
  readonly clock: VirtualClock;
  /** Midnight in Beijing of the sample's first day. */
  readonly beginMs: number;
  readonly nowMs: number;
}

/** Records some of the sample as far as the log does not hold it yet; answers how many commands that took. */
export type SampleStep = (seeding: Seeding) => Promise<number>;

export const SAMPLE_DAYS = 60;
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** On its last day the sample's people do nothing after one o'clock. */
const MORNING_ENDS_MS = 13 * 3_600_000;

/** @returns how many commands were recorded. */
export async function recordSample({
  engine,
  contexts,
  clock: real,
}: {
  readonly engine: Engine;
  readonly contexts: { readonly sample: readonly SampleStep[] };
  readonly clock: Clock;
}): Promise<number> {
  const nowMs = real.now();
  const beginMs = (await beginning(engine)) ?? firstDay(nowMs);
  const clock = new VirtualClock(instant(Math.max(0, Math.min(beginMs, nowMs))));
  // The sample is told in the past: that clock is behind on purpose.
  const past = new Engine({ ...engine.ports, clock, clockBehindMaxMs: undefined, watch: undefined });
  const seen = (newest: string): void => past.observe({ stream: '', version: -1, recordedAt: newest });
  seen(engine.newestRecordedAt);
  // Settings and calendars first: every deadline says by which edition it was counted.
  let recorded = await installDefaults(past);
  for (const step of contexts.sample) recorded += await step({ engine: past, clock, beginMs, nowMs });
  engine.observe({ stream: '', version: -1, recordedAt: past.newestRecordedAt });
  return recorded;
}

/** So many days ago that the sample's last morning has passed: nothing of it is left for a later start. */
function firstDay(nowMs: number): number {
  const lastMorning = nowMs + BEIJING_MS - MORNING_ENDS_MS;
  return Math.floor(lastMorning / DAY_MS) * DAY_MS - BEIJING_MS - SAMPLE_DAYS * DAY_MS;
}

/** When the sample was begun that this log holds, if it holds one: a start that was killed goes on from there. */
async function beginning(engine: Engine): Promise<number | undefined> {
  const [first] = Object.keys(engineSettings);
  const { openedAt } = await engine.ports.cases.fresh('setting', first ?? '');
  return openedAt === '' ? undefined : Date.parse(openedAt);
}
