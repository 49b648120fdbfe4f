/**
 * Somebody at a browser who does not give up: what was not answered, or answered with "not just now", is sent again under the
 * same command id; a session that was lost is begun anew; what was written is looked for right away, wherever it is asked.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** A command that was answered with success. */
export interface Acknowledged {
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly position: string;
}

/** What visitors met, all of them together. */
export interface Met {
  readonly acknowledged: Acknowledged[];
  /** Answers that no rule explains: there must be none. */
  readonly wrong: string[];
  sentAgain: number;
  signIns: number;
  /** Reads that named a position and were answered, and those that could not be answered yet and were asked again. */
  readsAfterWrite: number;
  readsToldToWait: number;
}

export const nothingMet = (): Met => ({
  acknowledged: [],
  wrong: [],
  sentAgain: 0,
  signIns: 0,
  readsAfterWrite: 0,
  readsToldToWait: 0,
});

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookie: string | undefined;
}

const ANSWER_MS = 25_000;
const PAUSE_MS = 100;
/** An outage that lasts longer than this is none of those that are staged here. */
const PATIENCE_MS = 60_000;
const PAGES_MAX = 50;

export class Visitor {
  #cookie = '';

  constructor(
    private readonly door: string,
    private readonly person: string,
    private readonly met: Met,
  ) {}

  /** Sends a command until it is answered; nothing where the answer is wrong, which is noted. */
  async act(path: string, form: object): Promise<Acknowledged | undefined> {
    const key = randomUUID();
    const { status, body } = await this.#until('POST', path, form, { 'idempotency-key': key });
    if (status !== 200 && status !== 201) {
      this.met.wrong.push(`POST ${path} by ${this.person}: ${status} ${JSON.stringify(body)}`);
      return undefined;
    }
    const { id, version, position } = body as { id: string; version: number; position: string };
    const acknowledged = { key, id, version, position };
    this.met.acknowledged.push(acknowledged);
    return acknowledged;
  }

  /** Reads the list at the next node, page by page, and expects to find what was written there. */
  async find({ id, position }: Acknowledged, path: string): Promise<void> {
    const { met } = this;
    met.readsAfterWrite++;
    let next = '';
    for (let page = 0; page < PAGES_MAX; page++) {
      const { status, body } = await this.#until('GET', `${path}${next}`, undefined, { 'x-linli-after': position });
      const items = (body['items'] ?? []) as { id: string }[];
      if (status === 200 && items.some((item) => item.id === id)) return;
      if (typeof body['next'] !== 'string') break;
      next = `&after=${body['next']}`;
    }
    met.wrong.push(`GET ${path} after ${position} does not show ${id}`);
  }

  async #until(
    method: string,
    path: string,
    form: object | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    for (const end = performance.now() + PATIENCE_MS; ;) {
      const answer = await this.#ask(method, path, form, headers);
      if (answer?.status === 401) {
        await this.#signIn();
        continue;
      }
      if (answer && answer.status < 500) return answer;
      if (performance.now() > end) return answer ?? { status: 0, body: {}, cookie: undefined };
      if (answer?.body['code'] === 'views/behind') this.met.readsToldToWait++;
      else this.met.sentAgain++;
      await delay(PAUSE_MS);
    }
  }

  async #signIn(): Promise<void> {
    const answer = await this.#ask('POST', '/api/session', { person: this.person }, {});
    if (answer?.status === 201) {
      this.#cookie = answer.cookie ?? '';
      this.met.signIns++;
    } else await delay(PAUSE_MS);
  }

  /** One attempt; nothing where nobody answered. */
  async #ask(
    method: string,
    path: string,
    form: object | undefined,
    headers: Record<string, string>,
  ): Promise<Answer | undefined> {
    try {
      const response = await fetch(`${this.door}${path}`, {
        method,
        ...(form ? { body: JSON.stringify(form) } : {}),
        headers: {
          'content-type': 'application/json',
          'accept-language': 'en',
          ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
          ...headers,
        },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        body: isJson ? (JSON.parse(text) as Answer['body']) : {},
        cookie: response.headers.getSetCookie()[0]?.split(';')[0],
      };
    } catch {
      return undefined; // the connection was cut: whether it was done is asked by sending it again
    }
  }
}
