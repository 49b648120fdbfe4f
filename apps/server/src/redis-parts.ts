/**
 * What Redis is asked for, where one is configured: the timetable and the sessions that several nodes share. It is a cache
 * in both: a timetable is made again from the log, and whoever lost a session signs in again. The packages behind it are
 * large, so a node without Redis never loads them.
 */
import type { Redis } from 'ioredis';
import type * as BullMq from '#libs/scheduling/bullmq';
import type { Pair } from '#libs/workflow';
import type { Config } from './config.js';
import { StartRefused } from './start-refused.js';

export interface RedisParts {
  readonly connections: BullMq.RedisConnections;
  /** Before every key: installations that share a Redis differ in it, as they do in their streams. */
  readonly prefix: string;
  readonly bullmq: typeof BullMq;
  /**
   * A connection that stands, for one use, which closes it. A command fails at once while Redis is away.
   * @throws StartRefused
   */
  connect(): Promise<Redis>;
}

const CONNECT_MS = 5_000;

/** @throws StartRefused where it cannot be reached, is too old or may throw keys away. */
export async function openRedis({
  redisUrl,
  streamPrefix,
}: Partial<Pick<Config, 'redisUrl'>> & Pick<Config, 'streamPrefix'>): Promise<RedisParts | undefined> {
  if (redisUrl === undefined) return undefined;
  const bullmq = await import('#libs/scheduling/bullmq');
  const connections = bullmq.redisConnections(redisUrl);
  try {
    await bullmq.examineRedis(connections);
  } catch (error) {
    throw new StartRefused(sentence(error as Error), { cause: error });
  }
  const prefix = streamPrefix.replace(/[._-]+$/, '');
  return { connections, prefix, bullmq, connect: () => connected(connections.forQueue(), connections.address) };
}

async function connected(redis: Redis, address: string): Promise<Redis> {
  redis.on('error', () => undefined); // each command that fails says so itself
  if (redis.status === 'ready') return redis;
  const { promise, resolve, reject } = Promise.withResolvers<Redis>();
  const timeout = setTimeout(() => reject(new Error(`Redis at ${address} cannot be reached`)), CONNECT_MS);
  redis.once('ready', () => resolve(redis));
  try {
    return await promise;
  } catch (error) {
    redis.disconnect();
    throw new StartRefused(sentence(error as Error), { cause: error });
  } finally {
    clearTimeout(timeout);
  }
}

function sentence({ message }: Error): Pair {
  if (message.endsWith('.')) return [`Redis 无法使用（${message}）`, message];
  return [
    `Redis 无法使用（${message}）：请启动它，或用 LINLI_REDIS_URL 注明地址。`,
    `${message}: start it, or say where it is with LINLI_REDIS_URL.`,
  ];
}
