/**
 * The sample data: recorded by real commands through the engine, as if the sample's people had worked here for some
 * weeks. Every command has an id of its own that never changes, so a start that was killed goes on where it stopped, and
 * a second one records nothing.
 */
import {
  Engine,
  FIRST_SETTING,
  installDefaults,
  installFirst,
  instant,
  VirtualClock,
  type Clock,
} from '#libs/workflow';

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
  // The sample is told in the past: that clock is behind on purpose.
  const past = (ms: number, newest: string): { told: Engine; clock: VirtualClock } => {
    const clock = new VirtualClock(instant(Math.max(0, Math.min(ms, nowMs))));
    const told = new Engine({ ...engine.ports, clock, clockBehindMaxMs: undefined, watch: undefined });
    told.observe({ stream: '', version: -1, recordedAt: newest });
    return { told, clock };
  };
  const firstMs = firstDay(nowMs);
  let recorded = 0;
  // Of nodes that start at once one is the first to record: its beginning is the sample's, also for the others.
  if ((await beginning(engine)) === undefined)
    recorded += await installFirst(past(firstMs, engine.newestRecordedAt).told);
  const beginMs = (await beginning(engine)) ?? firstMs;
  const { told, clock } = past(beginMs, engine.newestRecordedAt);
  // Settings and calendars first: every deadline says by which edition it was counted.
  recorded += await installDefaults(told);
  for (const step of contexts.sample) recorded += await step({ engine: told, clock, beginMs, nowMs });
  engine.observe({ stream: '', version: -1, recordedAt: told.newestRecordedAt });
  return recorded;
}

/** So many days ago that the sample's last morning has passed: nothing of it is left for a later start. */
function firstDay(nowMs: number): number {
  const lastMorning = nowMs + BEIJING_MS - MORNING_ENDS_MS;
  return Math.floor(lastMorning / DAY_MS) * DAY_MS - BEIJING_MS - SAMPLE_DAYS * DAY_MS;
}

/**
 * When the sample was begun that this log holds, if it holds one: a start that was killed goes on from there. Read from the
 * log itself, because a node whose append came second is answered like the one that was first.
 */
async function beginning({ ports }: Engine): Promise<number | undefined> {
  const [first] = await ports.store.readStream(`setting-${FIRST_SETTING}`);
  return first && Date.parse(first.envelope.recordedAt);
}
