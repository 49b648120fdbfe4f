/** The dead letters in Redis, as a node asks for them; while Redis is out of reach that is a problem that passes. */
import type { Logger } from 'pino';
import type { DeadLetters } from '#libs/scheduling/bullmq';
import { ApiProblem } from '#libs/workflow/nest';
import type { RedisParts } from './redis-parts.js';

export class Letters {
  readonly #letters: DeadLetters;

  constructor({ redis, log }: { readonly redis: RedisParts; readonly log: Logger }) {
    const { bullmq, connections, prefix } = redis;
    const onError = (error: Error): void => log.warn({ err: error }, 'dead letters cannot be read for a moment');
    this.#letters = new bullmq.DeadLetters({ redis: connections, prefix, onError });
  }

  list(): ReturnType<DeadLetters['list']> {
    return asked(this.#letters.list());
  }

  /** @returns whether there is such a letter */
  change(how: 'retry' | 'drop', key: string): Promise<boolean> {
    return asked(this.#letters[how](key));
  }

  async close(): Promise<void> {
    await this.#letters.close();
  }
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new ApiProblem(503, 'timetable/unavailable', { headers: { 'Retry-After': '1' }, cause: error });
  }
}
