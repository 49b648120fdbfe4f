/** Read-only access to the tables that serve. A row is read by column names; statements are prepared once for each text. */
import { DatabaseSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';
import { bound, Statements } from './projection-db.js';
import type { SqlParams, SqlRow } from './projection.js';

/** How far a projection's tables are. */
export interface Progress {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'building';
  /** Which building of it this is, counted over all views of the file. */
  readonly generation: number;
  /** Events of the log passed. */
  readonly done: number;
  /** About how many there are; absent as long as nobody has read the log once. */
  readonly of?: number;
  readonly position?: string;
}

/** The tables asked for are being built, or are not yet known to belong to this log. Try again. */
export class ViewsNotReady extends Error {
  override readonly name = 'ViewsNotReady';
  constructor(
    readonly progress: readonly Progress[],
    options?: { cause: unknown },
  ) {
    super(sentence(progress, options?.cause), options);
  }
}

function sentence(progress: readonly Progress[], cause: unknown): string {
  const building = progress.filter(({ state }) => state === 'building').map(({ name }) => name);
  if (building.length > 0) return `still being built: ${building.join(', ')}`;
  if (isNativeError(cause)) return `the views could not be compared with the log: ${cause.message}`;
  return 'the views are being compared with the log';
}

/** Queries name tables as declared. Reads made in one go, without awaiting between them, see the same state. */
export interface ViewReader {
  /** @throws ViewsNotReady */
  all<Row = SqlRow>(sql: string, ...params: SqlParams): Row[];
  /** @throws ViewsNotReady */
  get<Row = SqlRow>(sql: string, ...params: SqlParams): Row | undefined;
}

export interface ReaderParts {
  /** Why a query may not be made at all just now. */
  readonly refusal: () => ViewsNotReady | undefined;
  /** Whether a query that failed may have failed because its tables are not there yet. */
  readonly excuse: (cause: unknown) => ViewsNotReady | undefined;
}

export class Reader implements ViewReader {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;

  constructor(
    path: string,
    readonly parts: ReaderParts,
  ) {
    this.#db = new DatabaseSync(path, { readOnly: true });
    this.#statements = new Statements((sql) => this.#db.prepare(sql));
  }

  all<Row = SqlRow>(sql: string, ...params: SqlParams): Row[] {
    return this.#query(() => this.#statements.of(sql).all(...bound(params)) as Row[]);
  }

  get<Row = SqlRow>(sql: string, ...params: SqlParams): Row | undefined {
    return this.#query(() => this.#statements.of(sql).get(...bound(params)) as Row | undefined);
  }

  close(): void {
    this.#db.close();
  }

  #query<T>(query: () => T): T {
    const refusal = this.parts.refusal();
    if (refusal) throw refusal;
    try {
      return query();
    } catch (error) {
      throw this.parts.excuse(error) ?? error;
    }
  }
}
