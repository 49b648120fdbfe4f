/**
 * What waits for somebody, over all workflows: open cases in which they may now take a step that the state waits for, late
 * ones first, then by deadline. Rights are not asked twice: the same `possible` that a case answers with decides.
 */
import type { Position } from '#libs/event-store';
import type { Views } from '#libs/views';
import type { Identity } from '../decide/authorise.js';
import type { Engine } from '../decide/execute.js';
import { nextSteps } from '../decide/next.js';
import { remembered } from '../views/case-view.js';
import type { CaseList, ListedRow } from './case-list.js';
import type { Registered } from './registered.js';

/** Cases of one workflow that are looked at for one answer; beyond it the answer says that there are more. */
const LOOKED_AT_MAX = 1_000;
const BATCH = 100;

export interface Waiting {
  readonly workflow: string;
  readonly path: string;
  readonly id: string;
  /** Possible steps that its state waits for, the next one first. */
  readonly next: readonly string[];
  readonly [field: string]: unknown;
}

export interface WaitingPage {
  readonly items: readonly Waiting[];
  readonly total: number;
  /** How many of them are late. */
  readonly late: number;
  /** Every case was looked at; else there may be more than `total` says. */
  readonly complete: boolean;
  readonly next: null;
  readonly position: Position | null;
}

type Found = Waiting & { readonly urgentAt: string; readonly isLate: boolean };

export class WaitingList {
  constructor(
    private readonly engine: Engine,
    private readonly views: Pick<Views, 'position'>,
    private readonly lists: CaseList,
  ) {}

  async of(identity: Identity, registered: readonly Registered[], limit: number): Promise<WaitingPage> {
    const found: Found[] = [];
    let complete = true;
    for (const each of registered) complete = (await this.#collect(each, identity, found)) && complete;
    found.sort((a, b) => (a.urgentAt < b.urgentAt ? -1 : a.urgentAt > b.urgentAt ? 1 : a.id < b.id ? -1 : 1));
    return {
      items: found.slice(0, limit).map(({ urgentAt: _, isLate: __, ...item }) => item),
      total: found.length,
      late: found.filter((item) => item.isLate).length,
      complete,
      next: null,
      position: this.views.position ?? null,
    };
  }

  /** Answers whether every open case of the workflow was looked at. */
  async #collect({ spoken, numbered }: Registered, identity: Identity, found: Found[]): Promise<boolean> {
    const { declaration } = spoken;
    const states = declaration.states.filter((state) => !declaration.ends.includes(state));
    let after: { key: string; id: string } | undefined;
    for (let looked = 0; looked < LOOKED_AT_MAX; looked += BATCH) {
      const source = { declaration, numbered: numbered?.table };
      const rows: readonly ListedRow[] = this.lists.rows(source, identity, { states }, { order: 'due', after }, BATCH);
      const waiting = rows.flatMap((row) => {
        const { actions } = this.engine.possible(declaration, remembered(row.memory), identity);
        const next = nextSteps(declaration, row.state, actions);
        return next.length === 0 ? [] : [{ row, next }];
      });
      const items = await this.lists.items(waiting.map(({ row }) => row));
      for (const [index, { row, next }] of waiting.entries()) {
        const where = { workflow: declaration.name, path: declaration.path, id: row.id };
        found.push({ ...items[index], ...where, next, urgentAt: row.sortKey, isLate: row.late !== '[]' });
      }
      const last = rows.at(-1);
      if (rows.length < BATCH || !last) return true;
      after = { key: last.sortKey, id: last.id };
      // Others are answered in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return false;
  }
}
