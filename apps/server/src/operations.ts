/**
 * What operators and auditors do: functions over an open node. The command line reaches them through the local socket
 * of a running server, or calls them itself when it holds the folder.
 */
import type { DueWorkStatus } from '#libs/scheduling';
import type { PoisonEvent, Progress } from '#libs/views';
import { instant } from '#libs/workflow';
import type { Composition } from './compose.js';
import { isLagging } from './lagging.js';
import { inTime } from './observability/gauges.js';
import { OperationRefused } from './operation-refused.js';
import { machineUser, recordReading } from './read-at-the-machine.js';
import { replayCase, type Replay } from './replay.js';
import { recordSample } from './seed.js';

/** Hears how far an operation is: `done` of about `of`, of what. */
export type Report = (progress: { readonly what: string; readonly done: number; readonly of?: number }) => void;

export type Operation = (
  node: Composition,
  input: Readonly<Record<string, unknown>>,
  report: Report,
) => Promise<unknown>;

/** The views' progress is looked at so often. */
const REPORT_EVERY_MS = 100;

/**
 * The life of one case, recorded as read before it is told (ADR 12).
 * @param input as `ReplayInput` says, and `by`, the user of the operating system who asks; else whoever runs this node.
 * @throws OperationRefused, StoreUnavailable
 */
export async function replay(
  node: Composition,
  input: Readonly<Record<string, unknown>>,
  report: Report,
): Promise<Replay> {
  const { at, open } = input;
  if (open !== undefined && typeof open !== 'boolean') throw new OperationRefused('open is true or false.');
  const asked = {
    stream: textIn(input, 'stream'),
    ...(at === undefined ? {} : { at: textIn(input, 'at') }),
    ...(open === undefined ? {} : { open }),
  };
  await recordReading(node, input['by'] === undefined ? machineUser({}) : textIn(input, 'by'), asked);
  return replayCase(node, asked, (done) => report({ what: 'log', done }));
}

/**
 * Builds one view, or all, anew from the log while the old ones serve.
 * @returns the hash of each, before and after: equal unless the rules changed.
 * @throws OperationRefused for an unknown name.
 */
export async function rebuild(
  { views }: Composition,
  input: Readonly<Record<string, unknown>>,
  report: Report,
): Promise<{ views: readonly { name: string; before: unknown; after: unknown; same: boolean }[] }> {
  const known = [...new Set(views.progress().map(({ name }) => name))];
  const name = input['view'] === undefined ? undefined : textIn(input, 'view');
  if (name !== undefined && !known.includes(name))
    throw new OperationRefused(`There is no view named ${name}: there are ${known.join(', ')}.`, 'no-such-view');
  const chosen = name === undefined ? known : [name];
  const hashes = async (): Promise<unknown[]> => {
    const all: unknown[] = [];
    for (const each of chosen) all.push(await views.hash(each));
    return all;
  };
  const before = await hashes();
  const tell = setInterval(() => {
    for (const { name: what, done, of, state } of views.progress())
      if (state === 'building') report({ what, done, ...(of === undefined ? {} : { of }) });
  }, REPORT_EVERY_MS);
  try {
    await views.rebuild(name);
  } finally {
    clearInterval(tell);
  }
  const after = await hashes();
  return {
    views: chosen.map((each, index) => ({
      name: each,
      before: before[index],
      after: after[index],
      same: JSON.stringify(before[index]) === JSON.stringify(after[index]),
    })),
  };
}

/** Settings and calendars as they count today in the district. */
export async function config({ timeTables, clock }: Composition): Promise<{
  settings: readonly { name: string; value: unknown; edition: number; changes: readonly unknown[] }[];
  calendars: readonly { year: number; edition: number; holidays: number; makeUpDays: number }[];
}> {
  const table = await timeTables.refresh();
  const now = instant(clock.now());
  return {
    settings: Object.keys(timeTables.defaults)
      .sort()
      .map((name) => ({ name, ...table.setting(name, now, 'district'), changes: table.editionsOf(name) })),
    calendars: table.years.map(({ year, edition, holidays, makeUpDays }) => ({
      year,
      edition,
      holidays: holidays.length,
      makeUpDays: makeUpDays.length,
    })),
  };
}

/**
 * Records what is missing of the sample data.
 * @throws OperationRefused in a real folder.
 */
export async function seed(node: Composition): Promise<{ recorded: number }> {
  if (node.folder.kind !== 'sample')
    throw new OperationRefused(`${node.folder.path} holds real data: sample data is never mixed into it.`);
  return { recorded: await recordSample(node) };
}

export interface Status {
  readonly data: string;
  readonly kind: string;
  readonly role: string;
  /** Null also where it cannot be told just now. */
  readonly head: string | null;
  readonly position: string | null;
  /** The views do not show what was recorded a while ago. */
  readonly lagging: boolean;
  readonly views: {
    readonly state: string;
    readonly error?: string;
    readonly behindMs: number;
    readonly progress: readonly Progress[];
  };
  readonly poison: readonly PoisonEvent[];
  /** Events of the log that were found damaged since the start, and what is wrong with the first. */
  readonly corrupt: { readonly events: number; readonly first?: string };
  readonly dueWork: DueWorkStatus | null;
  readonly schedule: unknown;
  readonly fanOut: unknown;
  /** Nothing on a node that does no work. */
  readonly reactions: ReturnType<Composition['work']['reactions']['status']> | null;
}

/** With the log away or silent it is told without its head, in a bounded time. */
export async function statusOf({
  folder,
  role,
  store,
  views,
  work,
  behindMs,
  redis,
}: Pick<Composition, 'folder' | 'role' | 'store' | 'views' | 'work' | 'behindMs' | 'redis'>): Promise<Status> {
  const health = views.health();
  const works = role !== 'api';
  return {
    data: folder.path,
    kind: folder.kind,
    role,
    head: (await inTime(() => store.head())) ?? null,
    position: views.position ?? null,
    lagging: isLagging(behindMs),
    views: {
      state: health.state,
      ...('error' in health ? { error: health.error.message } : {}),
      behindMs: Math.round(behindMs),
      progress: views.progress(),
    },
    poison: views.poison(),
    corrupt: { events: store.corrupt.length, ...(store.corrupt[0] ? { first: store.corrupt[0].message } : {}) },
    dueWork: views.ready && (works || !redis) ? work.dueWork.status() : null,
    schedule: works ? work.schedule() : null,
    fanOut: works ? work.fanOut.status() : null,
    reactions: works ? work.reactions.status() : null,
  };
}

/** By name, as the command line and the socket know them. */
export const operations: Readonly<Record<string, Operation>> = {
  replay,
  rebuild,
  config,
  seed,
  status: statusOf,
};

/** @throws OperationRefused for an operation nobody knows. */
export function operationNamed(name: string): Operation {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation)
    throw new OperationRefused(`There is no operation ${name}: there are ${Object.keys(operations).join(', ')}.`);
  return operation;
}

function textIn(input: Readonly<Record<string, unknown>>, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '' && value.length <= 300) return value;
  throw new OperationRefused(`${name} is missing, or is no short text.`);
}
