/**
 * `views.db`: the tables of every generation, where each stands, and what was set aside. Everything in it follows from
 * the log, so it is flushed lazily (`synchronous=NORMAL`): a power cut takes tables and checkpoint back together.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isNativeError } from 'node:util/types';
import type { PositionedEvent } from '#libs/event-store';
import { Generation, realTable, type Checkpoint, type GenerationRow } from './generation.js';
import { shapeOf, type Projection } from './projection.js';

const FORMAT = 1;
const WAL_BYTES_KEPT = 64 * 1024 * 1024;
/** Rows of one batch lie all over the file: folded back seldom, each page is written once for many batches. */
const WAL_PAGES_FOLDED = 4_000;
/** What one connection keeps of the file in memory; the inner pages of every index, with room to spare. */
const CACHE_KIB = 32 * 1_024;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS generations (id INTEGER PRIMARY KEY, projection TEXT NOT NULL, version INTEGER NOT NULL,
    shape TEXT NOT NULL, tables TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('live', 'building')),
    position TEXT, previous TEXT, eventId TEXT, passed INTEGER NOT NULL DEFAULT 0, UNIQUE (projection, state)) STRICT;
  CREATE TABLE IF NOT EXISTS poison (generation INTEGER NOT NULL, projection TEXT NOT NULL, version INTEGER NOT NULL,
    position TEXT NOT NULL, eventId TEXT NOT NULL, stream TEXT NOT NULL, error TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (generation, position)) STRICT, WITHOUT ROWID;`;

/** An event that a projection could not take. It is left out of that projection's tables until they are rebuilt. */
export interface PoisonEvent {
  readonly projection: string;
  readonly version: number;
  readonly position: string;
  readonly eventId: string;
  readonly stream: string;
  readonly error: string;
  /** When it was set aside. */
  readonly at: string;
}

export class ViewsFile {
  readonly db: DatabaseSync;
  readonly #projections: ReadonlyMap<string, Projection>;
  readonly #moveTo: StatementSync;
  readonly #addPoison: StatementSync;
  /** What readers see, by projection. */
  readonly serving = new Map<string, Generation>();
  /** Shadows under construction, by projection. */
  readonly building = new Map<string, Generation>();

  /** Opens the file and brings its generations in line with the projections: what is missing starts as a shadow. */
  constructor(
    readonly path: string,
    projections: readonly Projection[],
  ) {
    this.#projections = new Map(projections.map((projection) => [projection.name, projection]));
    this.db = openDatabase(path);
    try {
      this.#moveTo = this.db.prepare(
        'UPDATE generations SET position = ?, previous = ?, eventId = ?, passed = ? WHERE id = ?',
      );
      this.#addPoison = this.db.prepare('INSERT INTO poison VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
      this.transaction(() => this.#reconcile());
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /** Generations that new events are applied to. */
  fed(): Generation[] {
    return [...this.serving.values()].filter(({ feed }) => feed);
  }

  transaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself where the disk is full or failed.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Inside a transaction; the generation itself moves only once that is committed. */
  writeCheckpoint(generation: Generation, { position, previous, eventId, passed }: Checkpoint): void {
    this.#moveTo.run(position, previous ?? null, eventId, passed, generation.id);
  }

  setAside(generation: Generation, event: PositionedEvent, error: unknown, at: string): PoisonEvent {
    const poison: PoisonEvent = {
      projection: generation.name,
      version: generation.version,
      position: event.position,
      eventId: event.envelope.id,
      stream: event.envelope.stream,
      error: isNativeError(error) ? `${error.name}: ${error.message}` : String(error),
      at,
    };
    const { projection, version, position, eventId, stream, error: text } = poison;
    this.#addPoison.run(generation.id, projection, version, position, eventId, stream, text, at);
    return poison;
  }

  poison(limit: number): PoisonEvent[] {
    const rows = this.db
      .prepare(
        `SELECT projection, version, position, eventId, stream, error, at FROM poison
         ORDER BY position, projection, generation LIMIT ?`,
      )
      .all(limit);
    return rows as unknown as PoisonEvent[];
  }

  /** Starts a shadow of the projection from the beginning of the log, unless one is being built. */
  startShadow(name: string): void {
    if (this.building.has(name)) return;
    this.building.set(
      name,
      this.transaction(() => this.#create(this.#projection(name))),
    );
  }

  /** Puts shadows in the place of what serves, in one transaction: readers see either all old tables or all new. */
  swap(shadows: readonly Generation[]): void {
    this.transaction(() => {
      for (const { name } of shadows) {
        const old = this.serving.get(name);
        if (old) this.#drop(old);
      }
      for (const shadow of shadows) this.#serve(shadow);
    });
    for (const shadow of shadows) {
      this.serving.set(shadow.name, shadow);
      this.building.delete(shadow.name);
    }
  }

  /** Throws away generations that belong to another log and starts their projections from the beginning. */
  startOver(strange: ReadonlySet<Generation>): void {
    const kept = (generation: Generation | undefined): boolean => generation !== undefined && !strange.has(generation);
    const names = new Set([...strange].map(({ name }) => name));
    const shadows = this.transaction(() => {
      for (const generation of strange) this.#drop(generation);
      return [...names]
        .filter((name) => !kept(this.building.get(name)))
        .map((name) => this.#create(this.#projection(name)));
    });
    for (const name of names) {
      if (!kept(this.serving.get(name))) this.serving.delete(name);
      if (!kept(this.building.get(name))) this.building.delete(name);
    }
    for (const shadow of shadows) this.building.set(shadow.name, shadow);
  }

  close(): void {
    this.db.close();
  }

  #projection(name: string): Projection {
    const projection = this.#projections.get(name);
    if (!projection) throw new RangeError(`there is no projection named ${name}`);
    return projection;
  }

  #reconcile(): void {
    const rows = this.db.prepare('SELECT * FROM generations ORDER BY id').all() as unknown as GenerationRow[];
    for (const row of rows) {
      const projection = this.#projections.get(row.projection);
      const current = projection && projection.version === row.version && shapeOf(projection) === row.shape;
      const generation = new Generation(this.db, row, current ? projection : undefined);
      if (!projection || (row.state === 'building' && !current)) this.#drop(generation);
      else (row.state === 'live' ? this.serving : this.building).set(row.projection, generation);
    }
    for (const projection of this.#projections.values())
      if (!this.serving.get(projection.name)?.feed && !this.building.has(projection.name))
        this.building.set(projection.name, this.#create(projection));
  }

  #create(projection: Projection): Generation {
    const tables = JSON.stringify(projection.tables.map(({ name }) => name));
    const row = this.db
      .prepare(
        `INSERT INTO generations (projection, version, shape, tables, state) VALUES (?, ?, ?, ?, 'building') RETURNING *`,
      )
      .get(projection.name, projection.version, shapeOf(projection), tables) as unknown as GenerationRow;
    for (const { name, columns, indexes = [], withoutRowid } of projection.tables) {
      const table = realTable(row.id, name);
      this.db.exec(`CREATE TABLE ${table} (${columns}) STRICT${withoutRowid ? ', WITHOUT ROWID' : ''}`);
      indexes.forEach((on, index) => this.db.exec(`CREATE INDEX ${table}_by${index} ON ${table} ${on}`));
    }
    return new Generation(this.db, row, projection);
  }

  /** Drops the generation's tables, and the readers' names for them where it serves. */
  #drop(generation: Generation): void {
    for (const table of generation.tables) {
      const real = realTable(generation.id, table);
      const view = this.db.prepare("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?").get(table);
      if (String(view?.sql).endsWith(` ${real}`)) this.db.exec(`DROP VIEW ${table}`);
      this.db.exec(`DROP TABLE ${real}`);
    }
    this.db.prepare('DELETE FROM poison WHERE generation = ?').run(generation.id);
    this.db.prepare('DELETE FROM generations WHERE id = ?').run(generation.id);
  }

  #serve(shadow: Generation): void {
    for (const table of shadow.tables)
      this.db.exec(`CREATE VIEW ${table} AS SELECT * FROM ${realTable(shadow.id, table)}`);
    this.db.prepare("UPDATE generations SET state = 'live' WHERE id = ?").run(shadow.id);
  }
}

function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    const format = formatOf(db, path);
    if (format !== 0 && format !== FORMAT)
      throw new Error(`${path} has format ${format}; this program reads format ${FORMAT}`);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    db.exec(`PRAGMA journal_size_limit = ${WAL_BYTES_KEPT}; PRAGMA wal_autocheckpoint = ${WAL_PAGES_FOLDED};`);
    db.exec(`PRAGMA cache_size = -${CACHE_KIB};`);
    db.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${FORMAT}; COMMIT;`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function formatOf(db: DatabaseSync, path: string): number {
  try {
    return db.prepare('PRAGMA user_version').get()?.user_version as number;
  } catch (cause) {
    throw new Error(`${path} cannot be read as a views file; delete it: it is built anew from the log`, { cause });
  }
}
