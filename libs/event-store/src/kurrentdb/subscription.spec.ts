/** The one loop over a subscription, with a client whose events and heads arrive in whatever order of turns a test chooses. */
import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { testEvents, testStream } from '../contract/index.js';
import type { Position } from '../envelope.js';
import { positionOf } from './position.js';
import { follow } from './subscription.js';
import { toServer, type ServerEvent } from './wire-event.js';

const PREFIX = 'linli.';
const STREAM = testStream();
/** In each the head is read one turn later after the event has arrived. */
const TRIALS = 30;

function silentConnection(): Readable {
  return Object.assign(new Readable({ objectMode: true, read: () => undefined }), {
    unsubscribe: () => Promise.resolve(),
  });
}

function fromServer(version: number): ServerEvent {
  const [ready] = testEvents(STREAM, version, 1);
  if (!ready) throw new Error('nothing was made');
  const { id, type, data, metadata } = toServer(ready);
  const event = { id, type, data, metadata, isJson: true, streamId: PREFIX + STREAM, revision: BigInt(version) };
  return { ...event, position: { commit: BigInt(version + 1) } } as ServerEvent;
}

/** Calls back so many turns of the promises from now. */
function later(turns: number, then: () => void): void {
  if (turns === 0) then();
  else void Promise.resolve().then(() => later(turns - 1, then));
}

describe('a subscription to everything', () => {
  it('loses no event that arrives in the very moment in which a head is read', async () => {
    const arriving = silentConnection();
    const waiting: ((head: Position | undefined) => void)[] = [];
    const leaving = new AbortController();
    const items = follow(
      {
        client: { subscribeToAll: () => arriving } as unknown as KurrentDBClient,
        prefix: PREFIX,
        patience: { attemptsMax: 1, backoffMs: 1, backoffMaxMs: 1, deadlineMs: 1_000 },
        head: () => new Promise((resolve) => waiting.push(resolve)),
        idAt: () => Promise.resolve(undefined),
        onDrop: () => undefined,
      },
      { after: undefined, signal: leaving.signal },
    );
    const delivered: number[] = [];
    const reading = (async () => {
      for await (const item of items) if (item.kind === 'event') delivered.push(item.event.envelope.version);
    })();
    const settled = async (): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    };
    for (let trial = 0; trial < TRIALS; trial++) {
      // Behind this one a head is asked for.
      arriving.push({ event: fromServer(2 * trial) });
      await settled();
      const tellHead = (): void => {
        for (const resolve of waiting.splice(0)) resolve(positionOf(BigInt(2 * trial + 1)));
      };
      // The client hears of the event in the same tick.
      process.nextTick(() => later(trial, tellHead));
      arriving.push({ event: fromServer(2 * trial + 1) });
      await settled();
    }
    leaving.abort();
    await reading;
    expect(delivered).toEqual(Array.from({ length: 2 * TRIALS }, (_, version) => version));
  });

  it('comes back ever more slowly to a server that hangs up at once, although it stood at the live edge each time', async () => {
    const leaving = new AbortController();
    const attempts: number[] = [];
    let connection = silentConnection();
    const items = follow(
      {
        client: { subscribeToAll: () => (connection = silentConnection()) } as unknown as KurrentDBClient,
        prefix: PREFIX,
        patience: { attemptsMax: 1, backoffMs: 1, backoffMaxMs: 30_000, deadlineMs: 1_000 },
        head: () => Promise.resolve(undefined),
        idAt: () => Promise.resolve(undefined),
        onDrop: (_cause, attempt) => {
          attempts.push(attempt);
          if (attempts.length === 5) leaving.abort();
        },
      },
      { after: undefined, signal: leaving.signal },
    );
    for await (const item of items) {
      expect(item.kind).toBe('caught-up');
      connection.push(null);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });
});
