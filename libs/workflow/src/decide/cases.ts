/**
 * Cases as folded from their streams, with a bounded cache. A cached case may be behind; whoever must know reads `fresh`,
 * which adds the tail. Nothing here decides.
 */
import { type EventStore, type RecordedEvent } from '#libs/event-store';
import type { Declaration } from '../declare/declaration.js';
import type { Case } from './case.js';
import { fold, unborn } from './fold.js';

const CACHED_MAX = 5_000;
const STREAM_ID = /^[A-Za-z0-9._~%-]{1,140}$/;

export class Cases {
  readonly #cached = new Map<string, Case>();

  constructor(
    private readonly store: EventStore,
    readonly declarations: ReadonlyMap<string, Declaration>,
  ) {}

  /** @throws RangeError for a workflow nobody declared. */
  declaration(workflow: string): Declaration {
    const declaration = this.declarations.get(workflow);
    if (!declaration) throw new RangeError(`no workflow is called ${workflow}`);
    return declaration;
  }

  /** The case as last seen here, or read for the first time. */
  async seen(workflow: string, id: string): Promise<Case> {
    const known = this.#cached.get(`${workflow}-${id}`);
    if (!known) return this.fresh(workflow, id);
    this.keep(known);
    return known;
  }

  /** The case up to the end of its stream at the time of the call. */
  async fresh(workflow: string, id: string): Promise<Case> {
    const declaration = this.declaration(workflow);
    const stream = `${workflow}-${id}`;
    const known = this.#cached.get(stream) ?? unborn(declaration, stream);
    if (!STREAM_ID.test(id)) return known;
    const tail = await this.store.readStream(stream, { from: known.version + 1 });
    // Another reader may have come further while this one waited.
    const newest = this.#cached.get(stream) ?? known;
    const grown = fold(
      declaration,
      newest,
      tail.filter((event) => event.envelope.version > newest.version),
    );
    if (grown.version >= 0) this.keep(grown);
    return grown;
  }

  /** Remembers a case that is newer than the one known; the one unused longest is forgotten. */
  keep(one: Case): void {
    const known = this.#cached.get(one.stream);
    if (known && known.version > one.version) return;
    this.#cached.delete(one.stream);
    this.#cached.set(one.stream, one);
    if (this.#cached.size > CACHED_MAX) {
      const oldest = this.#cached.keys().next();
      if (!oldest.done) this.#cached.delete(oldest.value);
    }
  }

  /** Another node recorded this event: what is cached here is behind and read again when asked for. */
  forget(stream: string, version: number): void {
    const known = this.#cached.get(stream);
    if (known && known.version < version) this.#cached.delete(stream);
  }

  /** What was read of this case, or of any, may never have been: the log was restored, or not followed for a while. */
  drop(stream?: string): void {
    if (stream === undefined) this.#cached.clear();
    else this.#cached.delete(stream);
  }

  /** Everything recorded of a case, in order; at most as many as the port allows a stream. */
  async events(workflow: string, id: string): Promise<RecordedEvent[]> {
    this.declaration(workflow);
    return STREAM_ID.test(id) ? this.store.readStream(`${workflow}-${id}`) : [];
  }
}
