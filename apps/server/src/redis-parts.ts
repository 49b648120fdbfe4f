/**
 * What Redis is asked for, where one is configured: the timetable and the sessions that several nodes share. It is a cache
 * in both: a timetable is made again from the log, and whoever lost a session signs in again. The packages behind it are
 * large, so a node without Redis never loads them.
 */
import type { Redis } from 'ioredis';
import type * as BullMq from '#libs/scheduling/bullmq';
import type { Config } from './config.js';
import { StartRefused } from './start-refused.js';

export interface RedisParts {
  readonly connections: BullMq.RedisConnections;
  /** Before every key: installations that share a Redis differ in it, as they do in their streams. */
  readonly prefix: string;
  readonly bullmq: typeof BullMq;
  /** A connection for one use, which closes it. A command fails at once while Redis is away. */
  connect(): Redis;
}

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
  return { connections, prefix: streamPrefix.replace(/[._-]+$/, ''), bullmq, connect: () => connections.forQueue() };
}

function sentence({ message }: Error): string {
  return message.endsWith('.') ? message : `${message}: start it, or say where it is with LINLI_REDIS_URL.`;
}
