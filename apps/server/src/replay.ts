/**
 * What is recorded of one case, as of now or of an earlier moment (law 5), event by event with its envelope and hash.
 * Sealed values stay ciphertext, as the log has them; only whoever asks for it gets them opened beside.
 */
import { asOf, type EventStore, type JsonObject, type RecordedEvent } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import { isInstant, openData, subjectsIn, type Cases, type Spoken } from '#libs/workflow';
import { OperationRefused } from './operation-refused.js';

export interface ReplayedEvent extends RecordedEvent {
  /** The data as people may read it; only where it was asked for. */
  readonly opened?: JsonObject;
}

export interface Replay {
  readonly stream: string;
  readonly workflow: string;
  readonly id: string;
  /** The moment asked for, or nothing for now. */
  readonly at: string | null;
  readonly events: readonly ReplayedEvent[];
}

export interface ReplayInput {
  /** `complaint-<id>`, or `complaints/<id>` as in a URL. */
  readonly stream: string;
  /** As an envelope writes moments. */
  readonly at?: string;
  /** Opens sealed values as far as their keys exist. */
  readonly open?: boolean;
}

/** The parts of an open node that this needs. */
export interface ReplayNode {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly contexts: { readonly spoken: readonly Spoken[] };
  readonly engine: { readonly ports: { readonly cases: Cases } };
}

/**
 * @param told hears how many events of the log were passed, and of how many where the store's positions tell.
 * @throws OperationRefused for a stream that is unknown, or was not there yet.
 */
export async function replayCase(
  { store, vault, contexts, engine }: ReplayNode,
  { stream: given, at, open = false }: ReplayInput,
  told: (passed: number) => void = () => undefined,
): Promise<Replay> {
  if (at !== undefined && !isInstant(at))
    throw new OperationRefused(`A moment is written like 2026-11-24T08:00:00.000Z, not ${at}.`);
  const { workflow, id } = caseMeant(contexts.spoken, given);
  const stream = `${workflow}-${id}`;
  const all = await engine.ports.cases.events(workflow, id);
  if (all.length === 0) throw new OperationRefused(`Nothing is recorded of ${stream}.`);
  const events = at === undefined ? all : all.slice(0, await countAsOf(store, all, at, told));
  if (events.length === 0) throw new OperationRefused(`Nothing was recorded of ${stream} by ${String(at)}.`);
  if (open) await vault.load(subjectsIn(events.map(({ data }) => data)));
  return {
    stream,
    workflow,
    id,
    at: at ?? null,
    events: open ? events.map((event) => ({ ...event, opened: opened(event, vault) })) : events,
  };
}

function opened({ envelope, data }: RecordedEvent, vault: KeyVault): JsonObject {
  return openData(data, envelope.id, vault);
}

const TOLD_EVERY = 1_000;

/**
 * How many events of a stream lie within the log as of a moment. The times in the stream cannot tell: an event recorded
 * behind a later one of another stream was not there yet. So the log is read up to the last event that may count.
 */
async function countAsOf(
  store: EventStore,
  stream: readonly RecordedEvent[],
  at: string,
  told: (passed: number) => void,
): Promise<number> {
  const late = stream.findIndex(({ envelope }) => envelope.recordedAt > at);
  const candidates = late === -1 ? stream.length : late;
  const name = stream[0]?.envelope.stream;
  let count = 0;
  let passed = 0;
  if (candidates === 0) return 0;
  for await (const { envelope } of asOf(store.readAll(), at)) {
    if (++passed % TOLD_EVERY === 0) told(passed);
    if (envelope.stream === name && ++count === candidates) return count;
  }
  return count;
}

function caseMeant(spoken: readonly Spoken[], given: string): { workflow: string; id: string } {
  const text = given.replace(/^\/?(api\/)?/, '');
  for (const { declaration } of spoken)
    for (const start of [`${declaration.name}-`, `${declaration.path}/`])
      if (text.startsWith(start) && text.length > start.length)
        return { workflow: declaration.name, id: text.slice(start.length) };
  const names = spoken.map(({ declaration }) => declaration.name);
  throw new OperationRefused(
    `${given} names no stream: a stream is called <workflow>-<id>, with one of the workflows ${names.join(', ')}.`,
  );
}
