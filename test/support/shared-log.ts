/**
 * The log of several nodes, for tests of the whole product: on the wire server, or, where `LINLI_TEST_KURRENTDB` holds a
 * connection string, on that very server. Each run has a prefix of its own and leaves alone what others keep there; what
 * was recorded is read by our own client, on either server alike.
 */
import { randomBytes } from 'node:crypto';
import type { PositionedEvent, RecordedEvent } from '#libs/event-store';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { WireServer } from '../wire-server/index.js';

const given = process.env['LINLI_TEST_KURRENTDB'];

export class SharedLog {
  readonly #ours: WireServer | undefined;
  readonly #readers = new Map<string, Promise<KurrentEventStore>>();

  private constructor(
    readonly connectionString: string,
    /** What the names of this run's streams begin with. */
    readonly prefix: string,
    ours: WireServer | undefined,
  ) {
    this.#ours = ours;
  }

  static async start(): Promise<SharedLog> {
    const prefix = ownPrefix();
    if (given) return new SharedLog(given, prefix, undefined);
    const server = await new WireServer().start();
    // As on a server that others use too.
    for (const stream of ['someone-else', `${prefix.slice(0, -1)}x.note-1`])
      server.log.appendForeign(stream, 'SomethingElse');
    return new SharedLog(server.connectionString, prefix, server);
  }

  /** What tells a node of this log. */
  get settings(): Readonly<Record<'LINLI_EVENT_STORE' | 'LINLI_STREAM_PREFIX', string>> {
    return { LINLI_EVENT_STORE: this.connectionString, LINLI_STREAM_PREFIX: this.prefix };
  }

  /** A server to stop, start and disturb; only {@link itDisturbs} may. */
  get server(): WireServer {
    if (!this.#ours) throw new Error('the server is not ours to disturb');
    return this.#ours;
  }

  /** Everything that is recorded, in order; hashes are checked on the way. */
  async events(prefix = this.prefix): Promise<PositionedEvent[]> {
    const store = await this.store(prefix);
    const events: PositionedEvent[] = [];
    for await (const event of store.readAll()) events.push(event);
    return events;
  }

  async stream(name: string): Promise<RecordedEvent[]> {
    return (await this.store()).readStream(name);
  }

  /** A client of its own for whoever looks from outside; closed with this log. */
  store(prefix = this.prefix): Promise<KurrentEventStore> {
    const there = this.#readers.get(prefix);
    if (there) return there;
    const opening = KurrentEventStore.connect({ connectionString: this.connectionString, prefix });
    this.#readers.set(prefix, opening);
    return opening;
  }

  async stop(): Promise<void> {
    for (const reader of this.#readers.values()) await (await reader).close();
    await this.#ours?.stop();
  }
}

/** So long as the configuration allows, and no other run's. */
export function ownPrefix(): string {
  return `linli-test-${randomBytes(8).toString('hex')}.`;
}

/** A test that stops the server or makes it fail; in the list with its reason where the server is not ours. */
export function itDisturbs(name: string, test: () => Promise<void>, timeoutMs?: number): void {
  if (given) it.skip(`${name} (not here: the server is not ours to disturb)`, () => undefined);
  else it(name, test, timeoutMs);
}
