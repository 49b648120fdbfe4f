/**
 * How this house talks to Redis, and what it asks of it before work begins. A command of the timetable fails at once
 * while Redis is away (the sweep after the reconnection makes good whatever was not added), a worker's command waits.
 */
import { Redis, type RedisOptions } from 'ioredis';

/** Makes connections; whoever asked for one closes it. */
export interface RedisConnections {
  /** Without credentials, for messages. */
  readonly address: string;
  /** For adding and asking: fails fast, each command within 5 s. */
  forQueue(): Redis;
  /** For a worker, whose blocking commands wait as long as it takes. */
  forWorker(): Redis;
}

const CONNECT_MS = 5_000;
const COMMAND_MS = 5_000;
/** A server that owes an answer for so long has gone without a word: the connection is made anew. */
const SILENCE_MS = 6_000;
/** Of these at most a worker's wait for a look takes by BullMQ's rule, and one more until BullMQ gives it up itself. */
const BLOCKING_MS = 11_000;
const RECONNECT_MS_FIRST = 50;
const RECONNECT_MS_MAX = 2_000;

/** Doubled with each attempt, up to 20 % less by chance so that nodes do not come back all at once. */
export function reconnectPauseMs(attempts: number, random: () => number = Math.random): number {
  const pause = Math.min(RECONNECT_MS_FIRST * 2 ** Math.min(attempts - 1, 10), RECONNECT_MS_MAX);
  return Math.round(pause * (1 - 0.2 * random()));
}

/**
 * @param url `redis://[user:password@]host[:port][/db]`, `rediss://` over TLS
 * @param silenceMs after how long an owed answer a connection is given up; a worker's waits are added to it
 * @throws RangeError for anything else
 */
export function redisConnections(url: string, { silenceMs = SILENCE_MS } = {}): RedisConnections {
  const { protocol, host } = URL.parse(url) ?? { protocol: '', host: '' };
  if (!['redis:', 'rediss:'].includes(protocol) || host === '')
    throw new RangeError('a Redis address looks like redis://host:6379/0 or rediss://user:password@host:6379');
  const shared = {
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    // Of a server that has gone ioredis waits for the end of the stream that has ended.
    disconnectTimeout: 500,
    retryStrategy: (attempts: number) => reconnectPauseMs(attempts),
    // A master that became a replica answers READONLY until the connection is made anew.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  } satisfies RedisOptions;
  return {
    address: `${protocol}//${host}`,
    forQueue: () =>
      new Redis(url, {
        ...shared,
        socketTimeout: silenceMs,
        enableOfflineQueue: false,
        commandTimeout: COMMAND_MS,
      }),
    forWorker: () => new Redis(url, { ...shared, socketTimeout: silenceMs + BLOCKING_MS, maxRetriesPerRequest: null }),
  };
}

/** Redis is there, and not such that a timetable can be kept in it. The message says what to change. */
export class UnfitRedis extends Error {
  override readonly name = 'UnfitRedis';
}

/** BullMQ's scripts need it. */
const VERSION_MIN = 6.2;

/**
 * Asks once, before any work begins.
 * @throws UnfitRedis when it may evict keys or is too old; Error when it cannot be reached within 5 s or refuses us.
 */
export async function examineRedis({ address, forQueue }: RedisConnections): Promise<void> {
  const redis = forQueue();
  let last: Error | undefined;
  redis.on('error', (error: Error) => (last = error));
  try {
    await ready(redis, () => last, address);
    const facts = await factsOf(redis);
    const version = facts.get('redis_version') ?? 'unknown';
    if (Number.parseFloat(version) < VERSION_MIN)
      throw new UnfitRedis(`Redis at ${address} is version ${version}: install ${VERSION_MIN} or newer.`);
    const policy = evicting(facts);
    if (policy !== undefined)
      throw new UnfitRedis(
        `Redis at ${address} may throw jobs away (maxmemory-policy is ${policy}): set maxmemory-policy noeviction and start again.`,
      );
  } finally {
    redis.disconnect();
  }
}

/** The policy by which Redis may throw jobs away; nothing where it may not. It can be changed while it runs. */
export async function evictionPolicy(redis: Redis): Promise<string | undefined> {
  return evicting(await factsOf(redis));
}

function evicting(facts: ReadonlyMap<string, string>): string | undefined {
  const policy = facts.get('maxmemory_policy') ?? 'unknown';
  return policy === 'noeviction' ? undefined : policy;
}

async function factsOf(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const lines = (await redis.info()).split(/\r?\n/).map((line) => line.split(':', 2));
  return new Map(lines.map(([name = '', value = '']) => [name, value]));
}

async function ready(redis: Redis, last: () => Error | undefined, address: string): Promise<void> {
  if (redis.status === 'ready') return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timeout = setTimeout(
    () => reject(new Error(`Redis at ${address} cannot be reached: ${last()?.message ?? 'no answer'}`)),
    CONNECT_MS,
  );
  redis.once('ready', resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timeout);
  }
}
