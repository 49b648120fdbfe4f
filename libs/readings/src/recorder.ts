/**
 * Records readings, durably before it answers. What one reader asks while an earlier event is being written goes together
 * into the next: a page that sends ten requests costs two or three events, and no list costs one a row. A page that reads
 * the same again within minutes, because something moved or by itself, is still the same look (ADR 12).
 */
import { createHash } from 'node:crypto';
import { streamKey, type Position } from '#libs/event-store';
import { dayOf, exists, instant, isDone, type Engine, type Outcome } from '#libs/workflow';
import { ADDRESS_SIGNS_MAX, ASKED_MAX, READINGS, reading } from './reading.js';

/** Far below the bound of a stream, so that a part can always be closed. */
const PART_EVENTS_MAX = 5_000;
const PARTS_MAX = 1_000;
/** Questions that wait at the same time, of all readers. */
const WAITING_MAX = 2_000;
/** So long the same question of the same reader is one look. */
const LOOK_MS = 5 * 60_000;
/** Looks that a node remembers, of all readers; one that it has forgotten is recorded again. */
const LOOKS_MAX = 20_000;

/** It could not be recorded, so it must not be answered: too much is going on, or the store does not answer. */
export class ReadingNotRecorded extends Error {
  override readonly name = 'ReadingNotRecorded';
}

export interface Asked {
  /** What is read, in a word that nobody typed. */
  readonly kind: string;
  /** The whole address; beyond 2,000 signs it is cut. */
  readonly address: string;
  /** It only reads, so that asking it again is no other question; without it each time is recorded. */
  readonly reads?: boolean;
}

export interface RecorderOptions {
  readonly engine: Pick<Engine, 'execute' | 'ports'>;
  /** Up to where the views of this node show the log now. */
  readonly position: () => Position | undefined;
  /** Events of a part, for tests; 5,000 where nothing is said. */
  readonly partEventsMax?: number;
}

interface Look {
  readonly at: number;
  /** Settles as the recording of it did. */
  readonly recorded: Promise<void>;
}

interface Waiting {
  readonly asked: Asked;
  resolve(): void;
  reject(reason: unknown): void;
}

export class ReadingRecorder {
  /** Of readers whose questions are being recorded. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** The oldest first. */
  readonly #looks = new Map<string, Look>();
  #count = 0;

  constructor(private readonly options: RecorderOptions) {}

  /** How many questions wait to be recorded. */
  get waiting(): number {
    return this.#count;
  }

  /**
   * Resolves once it is durable that the person asked this, now or within the last five minutes of the same day.
   * @throws ReadingNotRecorded, or what the store throws
   */
  async record(reader: string, asked: Asked): Promise<void> {
    if (asked.reads !== true) return this.#ask(reader, asked);
    const at = this.options.engine.ports.clock.now();
    const key = createHash('sha256')
      .update(JSON.stringify([reader, dayOf(instant(at)), asked.address]))
      .digest('base64');
    const known = this.#looks.get(key);
    if (known && at - known.at < LOOK_MS) return known.recorded;
    const look: Look = { at, recorded: this.#ask(reader, asked) };
    this.#looks.delete(key);
    this.#looks.set(key, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > LOOKS_MAX && oldest !== undefined) this.#looks.delete(oldest);
    try {
      await look.recorded;
    } catch (error) {
      if (this.#looks.get(key) === look) this.#looks.delete(key);
      throw error;
    }
  }

  async #ask(reader: string, asked: Asked): Promise<void> {
    if (this.#count >= WAITING_MAX) throw new ReadingNotRecorded(`${this.#count} readings wait to be recorded`);
    this.#count += 1;
    try {
      await new Promise<void>((resolve, reject) => {
        const waiting = this.#waiting.get(reader);
        const one: Waiting = { asked, resolve, reject };
        if (waiting) return void waiting.push(one);
        this.#waiting.set(reader, [one]);
        void this.#run(reader);
      });
    } finally {
      this.#count -= 1;
    }
  }

  /** One event after the other for one reader; what fails is told to those who wait for it. */
  async #run(reader: string): Promise<void> {
    for (;;) {
      const group = this.#waiting.get(reader)?.splice(0, ASKED_MAX) ?? [];
      if (group.length === 0) return void this.#waiting.delete(reader);
      try {
        await this.#write(
          reader,
          group.map(({ asked }) => asked),
        );
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
  }

  async #write(reader: string, asked: readonly Asked[]): Promise<void> {
    const { position } = this.options;
    const upTo = position();
    const outcome = await this.#execute('RecordReadings', await this.#openPart(reader), {
      count: asked.length,
      kinds: [...new Set(asked.map(({ kind }) => kind))],
      asked: asked.map(({ address }) => printable(address)).join('\n'),
      ...(upTo === undefined ? {} : { upTo }),
    });
    if (!isDone(outcome)) throw notRecorded(outcome);
  }

  /** The part of today that still takes events, begun where there is none. */
  async #openPart(reader: string): Promise<string> {
    const { engine, partEventsMax = PART_EVENTS_MAX } = this.options;
    const { cases, clock } = engine.ports;
    const day = dayOf(instant(clock.now()));
    for (let part = 1; part <= PARTS_MAX; part++) {
      const id = streamKey(reader, day, String(part));
      const one = await cases.seen(reading.declaration.name, id);
      if (!exists(one)) {
        const opened = await this.#execute('OpenReadings', undefined, { reader, day, part });
        // Another node may have begun it this very moment.
        if (!isDone(opened) && !(opened.kind === 'refused' && opened.code === 'reading/exists'))
          throw notRecorded(opened);
        return id;
      }
      if (one.state !== 'open') continue;
      if (one.version + 1 < partEventsMax) return id;
      await this.#execute('CloseReadings', id, {});
    }
    throw new ReadingNotRecorded(`${reader} has read more in one day than can be recorded`);
  }

  #execute(command: string, target: string | undefined, form: object): Promise<Outcome> {
    const { engine } = this.options;
    const requester = { kind: 'system', id: READINGS } as const;
    return engine.execute({ workflow: reading.declaration.name, command, target, form, requester });
  }
}

/** What an address may hold that a text must not: it is kept as it would be written in one. */
function printable(address: string): string {
  // eslint-disable-next-line no-control-regex -- exactly these cannot be kept in a text
  const text = address.toWellFormed().replace(/[\u0000-\u001f\u007f]/g, (sign) => encodeURIComponent(sign));
  return text.length > ADDRESS_SIGNS_MAX ? `${text.slice(0, ADDRESS_SIGNS_MAX - 1).toWellFormed()}…` : text;
}

function notRecorded(outcome: Outcome): ReadingNotRecorded {
  return new ReadingNotRecorded(`a reading could not be recorded: ${JSON.stringify(outcome)}`);
}
