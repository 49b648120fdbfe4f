/**
 * One building of one projection: its tables, and how far in the log they are. A generation is `building` until it is
 * swapped in, `live` afterwards; a live one of an older version serves as it stands until its successor is ready.
 */
import type { PositionedEvent, Position } from '#libs/event-store';
import type { DatabaseSync } from 'node:sqlite';
import { projectionDb } from './projection-db.js';
import { categoryOf, type Projection, type ProjectionDb } from './projection.js';

/** The row of a generation in `generations`. */
export interface GenerationRow {
  readonly id: number;
  readonly projection: string;
  readonly version: number;
  readonly shape: string;
  readonly tables: string;
  readonly state: 'live' | 'building';
  /** The last event whose effect is in the tables, its id, and the position before it; null before the first. */
  readonly position: Position | null;
  readonly previous: Position | null;
  readonly eventId: string | null;
  /** Events of the log that the generation has passed. */
  readonly passed: number;
}

/** How far a generation is. `previous` lets a reader find the event at `position` again, although positions are opaque. */
export interface Checkpoint {
  readonly position: Position;
  readonly previous: Position | undefined;
  readonly eventId: string;
  readonly passed: number;
}

export class Generation {
  readonly id: number;
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  readonly #categories: ReadonlySet<string> | undefined;
  /** What feeds it, or nothing where only its tables are left of an older version. */
  readonly feed: { readonly projection: Projection; readonly db: ProjectionDb } | undefined;
  checkpoint: Checkpoint | undefined;

  constructor(db: DatabaseSync, row: GenerationRow, projection: Projection | undefined) {
    this.id = row.id;
    this.name = row.projection;
    this.version = row.version;
    this.tables = JSON.parse(row.tables) as string[];
    if (row.position !== null)
      this.checkpoint = {
        position: row.position,
        previous: row.previous ?? undefined,
        eventId: row.eventId as string,
        passed: row.passed,
      };
    this.#categories = projection?.categories && new Set(projection.categories);
    if (projection) {
      const tables = new Map(this.tables.map((table) => [table, realTable(row.id, table)]));
      this.feed = { projection, db: projectionDb(db, tables) };
    }
  }

  get passed(): number {
    return this.checkpoint?.passed ?? 0;
  }

  /** Whether the event is still to come for these tables. */
  awaits(event: PositionedEvent): boolean {
    return this.checkpoint === undefined || event.position > this.checkpoint.position;
  }

  listensTo(event: PositionedEvent): boolean {
    return this.#categories === undefined || this.#categories.has(categoryOf(event.envelope.stream));
  }
}

export function realTable(generation: number, table: string): string {
  return `g${generation}_${table}`;
}

/** The earliest position of these generations; nothing where one of them is at the start of the log. */
export function earliest(generations: readonly Generation[]): Position | undefined {
  let least: Position | undefined;
  for (const { checkpoint } of generations) {
    if (checkpoint === undefined) return undefined;
    if (least === undefined || checkpoint.position < least) least = checkpoint.position;
  }
  return least;
}
