/**
 * Which nodes there are, where several share a Redis: each says now and then that it is there, and how far it is. A cache
 * like everything in Redis; a node that ends takes its word back, one that is cut off falls silent and is shown as such.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { RedisParts } from './redis-parts.js';
import type { WorkStanding } from './work.js';

export interface NodeSeen {
  readonly name: string;
  readonly role: string;
  /** When it was heard of last. */
  readonly seenAt: string;
  readonly behindMs: number;
  readonly position: string | null;
  /** Nothing of a node that only answers. */
  readonly work: WorkStanding | null;
}

export interface PresenceOptions {
  readonly redis: RedisParts;
  readonly log: Logger;
  readonly tell: () => Omit<NodeSeen, 'seenAt'>;
  readonly now: () => number;
}

const TELL_EVERY_MS = 5_000;
/** A node that was not heard of for so long is silent. */
export const SILENT_MS = 20_000;
/** After a day nobody asks for it any more. */
const FORGOTTEN_MS = 86_400_000;
const NODES_MAX = 200;

export class Presence {
  readonly #options: PresenceOptions;
  readonly #key: string;
  readonly #stopping = new AbortController();
  #redis: Redis | undefined;
  #running: Promise<void> | undefined;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#key = `${options.redis.prefix}:nodes`;
  }

  begin(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    const { name } = this.#options.tell();
    // Redis may have gone; then the word grows old by itself.
    await this.#redis?.hdel(this.#key, name).catch((error: unknown) => this.#away(error));
    this.#redis?.disconnect();
  }

  /** Every node heard of within a day, by name. @throws Error while Redis is out of reach. */
  async nodes(): Promise<readonly NodeSeen[]> {
    if (!this.#redis) throw new Error('Redis is out of reach');
    const told = await this.#redis.hgetall(this.#key);
    const nowMs = this.#options.now();
    const nodes = Object.values(told).map((text) => JSON.parse(text) as NodeSeen);
    const forgotten = nodes.filter(({ seenAt }) => nowMs - Date.parse(seenAt) > FORGOTTEN_MS);
    if (forgotten.length > 0) await this.#redis.hdel(this.#key, ...forgotten.map(({ name }) => name));
    return nodes
      .filter((node) => !forgotten.includes(node))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, NODES_MAX);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        this.#redis ??= await this.#options.redis.connect();
        const told: NodeSeen = { ...this.#options.tell(), seenAt: new Date(this.#options.now()).toISOString() };
        await this.#redis.hset(this.#key, told.name, JSON.stringify(told));
      } catch (error) {
        this.#away(error);
      }
      await delay(TELL_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined); // aborted: the loop sees it
    }
  }

  #away(error: unknown): void {
    this.#options.log.debug({ err: error }, 'this node could not say that it is there');
  }
}
