/**
 * Who has complained before, by their telephone. Telephones are sealed one by one, so equality cannot be asked of the view:
 * this node keeps, in memory alone, a digest of each under a key that it makes when it starts and that nobody ever sees.
 * What is found is compared with the sealed number itself before it is told, so that what was forgotten or corrected
 * meanwhile is not recognised.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { JsonObject } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import type { Views } from '#libs/views';
import { rolesIn, seesAll, type Covers, type Identity } from '#libs/workflow';
import { openedFields } from '#libs/workflow/nest';
import { complaint } from './complaint.js';
import { COLUMNS, TABLE, type Row } from './rows.js';

/** Complaints read at once while the index catches up. */
const BATCH = 500;
/** Complaints remembered; beyond it those that were changed longest ago are not recognised any more. */
const REMEMBERED_MAX = 300_000;
/** Earlier complaints told of one telephone. */
const TOLD_MAX = 20;
const LOOKED_AT_MAX = 500;
const TOLD = ['complainant', 'category', 'community', 'place'];

export interface Earlier {
  readonly items: readonly JsonObject[];
  readonly total: number;
}

export class Callers {
  readonly #key = randomBytes(32);
  /** By digest. */
  readonly #complaints = new Map<string, Set<string>>();
  readonly #digests = new Map<string, string>();
  #upTo = '';
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly views: Pick<Views, 'read'>,
    private readonly vault: KeyVault,
    private readonly covers: Covers,
  ) {}

  /**
   * Complaints of this telephone that the person sees by their office, newest first.
   * @param phone as {@link dialled} gives it
   */
  async of(phone: string, identity: Identity): Promise<Earlier> {
    await this.#catchUp();
    const ids = [...(this.#complaints.get(this.#digest(phone)) ?? [])].slice(-LOOKED_AT_MAX);
    const rows = this.views.read
      .all<Row>(
        `SELECT ${COLUMNS} FROM ${TABLE} c WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.openedAt DESC, c.id`,
        JSON.stringify(ids),
      )
      .filter(({ jurisdiction }) => seesAll(complaint.declaration, rolesIn(identity, jurisdiction, this.covers)));
    const fields = await openedFields(rows, this.vault, TOLD);
    const found = rows.flatMap(({ id, number, state, jurisdiction, openedAt }, index) => {
      const { complainant, ...told } = fields[index] ?? {};
      const who = complainant as { readonly name?: unknown; readonly phone?: unknown } | undefined;
      if (typeof who?.phone !== 'string' || dialled(who.phone) !== phone) return [];
      return [
        { ...told, id, number, state, jurisdiction, openedAt, name: typeof who.name === 'string' ? who.name : null },
      ];
    });
    return { items: found.slice(0, TOLD_MAX) as readonly JsonObject[], total: found.length };
  }

  /** One reading after another, each from where the one before ended. */
  #catchUp(): Promise<void> {
    this.#reading = this.#reading.then(
      () => this.#read(),
      () => this.#read(),
    );
    return this.#reading;
  }

  async #read(): Promise<void> {
    for (;;) {
      const rows = this.views.read.all<Pick<Row, 'id' | 'fields'> & { readonly position: string }>(
        `SELECT id, fields, position FROM ${TABLE} WHERE position > ? ORDER BY position LIMIT ?`,
        this.#upTo,
        BATCH,
      );
      const fields = await openedFields(rows, this.vault, ['complainant']);
      for (const [index, { id }] of rows.entries()) {
        const who = fields[index]?.['complainant'] as { readonly phone?: unknown } | undefined;
        this.#remember(id, typeof who?.phone === 'string' ? dialled(who.phone) : '');
      }
      this.#upTo = rows.at(-1)?.position ?? this.#upTo;
      if (rows.length < BATCH) return;
      // Others are answered in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #remember(id: string, phone: string): void {
    this.#forget(id);
    if (phone === '') return;
    const digest = this.#digest(phone);
    this.#digests.set(id, digest);
    const same = this.#complaints.get(digest);
    if (same) same.add(id);
    else this.#complaints.set(digest, new Set([id]));
    const [oldest] = this.#digests.keys();
    if (this.#digests.size > REMEMBERED_MAX && oldest !== undefined) this.#forget(oldest);
  }

  #forget(id: string): void {
    const digest = this.#digests.get(id);
    if (digest === undefined) return;
    this.#digests.delete(id);
    const same = this.#complaints.get(digest);
    same?.delete(id);
    if (same?.size === 0) this.#complaints.delete(digest);
  }

  #digest(phone: string): string {
    return createHmac('sha256', this.#key).update(phone).digest('base64url');
  }
}

/** A number as it is dialled within the country: the same whether it was written with hyphens or the country's code. */
export function dialled(phone: string): string {
  return phone.replaceAll(/[\s-]/g, '').replace(/^(\+|00)86/, '');
}
