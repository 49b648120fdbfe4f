/**
 * Events that a view could not take, and each of them as it is recorded: sealed values stay ciphertext, whoever asks.
 */
import type { PositionedEvent } from '#libs/event-store';
import { categoryOf, type PoisonEvent } from '#libs/views';
import type { Identity } from '#libs/workflow';
import type { Composition } from '../compose.js';
import { toldCase } from './told-case.js';

const SHOWN_MAX = 200;
/** Streams read at a time for a page. */
const READ_AT_ONCE = 16;

export async function poisonPage(node: Composition, asker: Identity) {
  const { views } = node;
  const all = views.poison();
  const shown = all.slice(0, SHOWN_MAX);
  const types = await typesOf(node, shown);
  const items = shown.map((one) => ({
    ...one,
    type: types.get(one.eventId) ?? null,
    case: caseOf(node, asker, one.stream),
  }));
  return { items, total: all.length, next: null, position: views.position ?? null, node: node.name };
}

/** The event itself, or nothing where the view has set none aside there. */
export async function poisonEvent(node: Composition, asker: Identity, projection: string, position: string) {
  const poison = node.views.poison().find((one) => one.projection === projection && one.position === position);
  const event = poison && (await eventOf(node, poison));
  if (!poison || !event) return undefined;
  const { envelope, data, hash } = event;
  return { ...poison, type: envelope.type, case: caseOf(node, asker, poison.stream), event: { envelope, data, hash } };
}

function caseOf(node: Composition, asker: Identity, stream: string) {
  const workflow = categoryOf(stream);
  return toldCase(node, asker, workflow, stream.slice(workflow.length + 1));
}

/** By event; each stream is read once, however many of its events are shown. */
async function typesOf({ store }: Composition, shown: readonly PoisonEvent[]): Promise<ReadonlyMap<string, string>> {
  const meant = new Set(shown.map(({ eventId }) => eventId));
  const streams = [...new Set(shown.map(({ stream }) => stream))];
  const types = new Map<string, string>();
  for (let read = 0; read < streams.length; read += READ_AT_ONCE) {
    const found = await Promise.all(streams.slice(read, read + READ_AT_ONCE).map((stream) => store.readStream(stream)));
    for (const { envelope } of found.flat()) if (meant.has(envelope.id)) types.set(envelope.id, envelope.type);
  }
  return types;
}

async function eventOf({ store }: Composition, { stream, eventId }: PoisonEvent) {
  const events: readonly Pick<PositionedEvent, 'envelope' | 'data' | 'hash'>[] = await store.readStream(stream);
  return events.find(({ envelope }) => envelope.id === eventId);
}
