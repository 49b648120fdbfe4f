/**
 * What waits for somebody, over all workflows: open cases that wait for a step of theirs, late ones first, then by
 * deadline. Whom a state waits for is told by the declaration, so cases are found and counted by index; only what is shown
 * is asked, by the same `possible` that a case answers with, which steps are next.
 */
import type { Position } from '#libs/event-store';
import type { Views } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import type { Identity } from '../decide/authorise.js';
import { awaitedBy, type Awaits } from '../decide/awaited.js';
import type { Engine } from '../decide/execute.js';
import { nextSteps } from '../decide/next.js';
import { caseTable, remembered } from '../views/case-view.js';
import { ownFields } from '../views/counted-cases.js';
import type { CaseList } from './case-list.js';
import { all, any, isField, isIn, NEVER_TRUE, placesOf, tableOf, type Condition } from './counted.js';
import type { Registered } from './registered.js';

/** Cases of one workflow that must each be asked for one answer; beyond it the answer says that there are more. */
const ASKED_MAX = 2_000;
const ASKED_AT_ONCE = 100;

export interface Waiting {
  readonly workflow: string;
  readonly path: string;
  readonly id: string;
  /** Possible steps that its state waits for, the next one first. */
  readonly next: readonly string[];
  readonly [field: string]: unknown;
}

/** Of what waits, how many are alike. */
export interface WaitingGroup {
  readonly workflow: string;
  readonly state: string;
  /** The deadline that presses most; nothing where none runs. */
  readonly due: string | null;
  /** Whether the case is this person's own. */
  readonly own: boolean;
  readonly late: boolean;
  readonly n: number;
}

/** Which of what waits is meant: all that are set must hold. */
export interface WaitingFilter {
  readonly workflow?: string | undefined;
  readonly states?: readonly string[] | undefined;
  readonly due?: readonly string[] | undefined;
  readonly own?: boolean;
  readonly late?: boolean;
}

/** Where a page begins: after this date and id. */
export interface WaitingAfter {
  readonly urgentAt: string;
  readonly id: string;
}

export interface WaitingPage {
  readonly items: readonly Waiting[];
  readonly total: number;
  /** How many of them are late. */
  readonly late: number;
  /** Of everything that waits, whatever the filter. */
  readonly groups: readonly WaitingGroup[];
  /** Every case was looked at; else there may be more than `total` says. */
  readonly complete: boolean;
  readonly next: WaitingAfter | null;
  readonly position: Position | null;
}

interface Narrow {
  readonly id: string;
  readonly state: string;
  readonly urgentAt: string;
  readonly waitsFor: string | null;
  readonly isLate: number;
  readonly own: number;
}

/** What waits of one workflow: by condition, and cases that had to be asked one by one. */
interface Source {
  readonly registered: Registered;
  readonly sure: Condition;
  readonly asked: readonly Narrow[];
  readonly complete: boolean;
}

export class WaitingList {
  constructor(
    private readonly engine: Engine,
    private readonly views: Pick<Views, 'position' | 'read'>,
    private readonly lists: CaseList,
  ) {}

  async of(
    identity: Identity,
    registered: readonly Registered[],
    { filter = {}, limit, after }: { filter?: WaitingFilter; limit: number; after?: WaitingAfter | undefined },
  ): Promise<WaitingPage> {
    const sources: Source[] = [];
    for (const each of registered) sources.push(await this.#source(each, identity));
    const position = this.views.position ?? null;
    const groups = sources.flatMap((source) => this.#groups(source, identity));
    const meant = groups.filter((group) => isMeant(filter, group));
    const found = sources
      .flatMap((source) => this.#narrow(source, identity, filter, after, limit + 1).map((row) => ({ source, row })))
      .sort((a, b) => inOrder(a.row, b.row))
      .slice(0, limit + 1);
    const shown = found.slice(0, limit);
    const last = shown.at(-1)?.row;
    const items = await this.#items(shown, identity);
    return {
      items,
      total: sum(meant),
      late: sum(meant.filter(({ late }) => late)),
      groups,
      complete: sources.every(({ complete }) => complete),
      next: found.length > limit && last ? { urgentAt: last.urgentAt, id: last.id } : null,
      position,
    };
  }

  async #source(registered: Registered, identity: Identity): Promise<Source> {
    const { declaration } = registered.spoken;
    const sure: Condition[] = [];
    const unsure: Condition[] = [];
    for (const { roles, seen } of placesOf(this.views.read, declaration, identity, this.engine.ports.covers))
      for (const awaits of awaitedBy(declaration, roles))
        (awaits.isSure ? sure : unsure).push(all([...conditionsOf(awaits, identity), seen]));
    const known = any(sure);
    const open = unsure.length === 0 ? NEVER_TRUE : all([any(unsure), { ...known, sql: `NOT ${known.sql}` }]);
    const { asked, complete } = await this.#ask(declaration, identity, open);
    return { registered, sure: known, asked, complete };
  }

  /** Each case by itself; others are answered in between. */
  async #ask(declaration: Declaration, identity: Identity, condition: Condition) {
    if (condition.sql === NEVER_TRUE.sql) return { asked: [], complete: true };
    const rows = this.views.read.all<Narrow & { memory: string }>(
      `SELECT ${narrowColumns(declaration)}, (SELECT c.memory FROM ${caseTable(declaration)} c WHERE c.id = n.id) AS memory
       FROM ${tableOf(declaration)} n WHERE ${condition.sql} ORDER BY urgentAt, id LIMIT ?`,
      ...ownValues(declaration, identity),
      ...condition.values,
      ASKED_MAX + 1,
    );
    const asked: Narrow[] = [];
    for (const [index, { memory, ...row }] of rows.slice(0, ASKED_MAX).entries()) {
      if (index % ASKED_AT_ONCE === ASKED_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
      if (this.#next(declaration, memory, row.state, identity).length > 0) asked.push(row);
    }
    return { asked, complete: rows.length <= ASKED_MAX };
  }

  #next(declaration: Declaration, memory: string, state: string, identity: Identity): readonly string[] {
    const { actions, ahead } = this.engine.possible(declaration, remembered(memory), identity);
    return nextSteps(declaration, state, actions, ahead);
  }

  #groups({ registered, sure, asked }: Source, identity: Identity): readonly WaitingGroup[] {
    const { declaration } = registered.spoken;
    const counted =
      sure.sql === NEVER_TRUE.sql
        ? []
        : this.views.read.all<Omit<Narrow, 'id' | 'urgentAt'> & { n: number }>(
            `SELECT state, waitsFor, isLate, ${ownColumn(declaration)} AS own, count(*) AS n
             FROM ${tableOf(declaration)} WHERE ${sure.sql} GROUP BY 1, 2, 3, 4`,
            ...ownValues(declaration, identity),
            ...sure.values,
          );
    const groups = new Map<string, WaitingGroup>();
    for (const one of [...counted, ...asked.map((row) => ({ ...row, n: 1 }))]) {
      const key = JSON.stringify([one.state, one.waitsFor, one.isLate, one.own]);
      groups.set(key, { ...groupOf(declaration, one), n: (groups.get(key)?.n ?? 0) + one.n });
    }
    return [...groups.values()];
  }

  #narrow(
    { registered, sure, asked }: Source,
    identity: Identity,
    filter: WaitingFilter,
    after: WaitingAfter | undefined,
    limit: number,
  ): readonly Narrow[] {
    const { declaration } = registered.spoken;
    if (filter.workflow !== undefined && filter.workflow !== declaration.name) return [];
    const wanted = [
      sure,
      ...(filter.states ? [isIn('state', filter.states)] : []),
      ...(filter.due ? [isIn('waitsFor', filter.due)] : []),
      ...(filter.late ? [{ sql: 'isLate = 1', values: [] }] : []),
      ...(filter.own ? [{ sql: ownColumn(declaration), values: ownValues(declaration, identity) }] : []),
      ...(after ? [{ sql: '(urgentAt, id) > (?, ?)', values: [after.urgentAt, after.id] }] : []),
    ];
    const condition = all(wanted);
    const rows =
      sure.sql === NEVER_TRUE.sql
        ? []
        : this.views.read.all<Narrow>(
            `SELECT ${narrowColumns(declaration)} FROM ${tableOf(declaration)} n
             WHERE ${condition.sql} ORDER BY urgentAt, id LIMIT ?`,
            ...ownValues(declaration, identity),
            ...condition.values,
            limit,
          );
    const more = asked.filter(
      (row) =>
        isMeant(filter, groupOf(declaration, row)) &&
        (after === undefined || inOrder(after, row) < 0) &&
        !rows.some(({ id }) => id === row.id),
    );
    return [...rows, ...more].sort(inOrder).slice(0, limit);
  }

  async #items(shown: readonly { source: Source; row: Narrow }[], identity: Identity): Promise<readonly Waiting[]> {
    const items = new Map<string, Waiting>();
    for (const source of new Set(shown.map((one) => one.source))) {
      const { declaration } = source.registered.spoken;
      const ids = shown.filter((one) => one.source === source).map(({ row }) => row.id);
      const rows = this.lists.rowsOf(source.registered, ids);
      const opened = await this.lists.items(rows);
      for (const [index, row] of rows.entries()) {
        const next = this.#next(declaration, row.memory, row.state, identity);
        const { name: workflow, path } = declaration;
        items.set(`${workflow} ${row.id}`, { ...opened[index], workflow, path, id: row.id, next });
      }
    }
    return shown.flatMap(
      ({ source, row }) => items.get(`${source.registered.spoken.declaration.name} ${row.id}`) ?? [],
    );
  }
}

function conditionsOf({ state, own }: Awaits, identity: Identity): readonly Condition[] {
  const inState = { sql: 'state = ?', values: [state] };
  return own === undefined ? [inState] : [isField(own, identity.id), inState];
}

function narrowColumns(declaration: Declaration): string {
  return `id, state, urgentAt, waitsFor, isLate, ${ownColumn(declaration)} AS own`;
}

/** 1 where a field that decides whose case it is names the person, else 0. */
function ownColumn(declaration: Declaration): string {
  const named = any(ownFields(declaration).map((field) => isField(field, '')));
  return `coalesce(${named.sql}, 0)`;
}

function ownValues(declaration: Declaration, identity: Identity): readonly string[] {
  return ownFields(declaration).map(() => identity.id);
}

function groupOf({ name }: Declaration, row: Omit<Narrow, 'id' | 'urgentAt'>): Omit<WaitingGroup, 'n'> {
  return { workflow: name, state: row.state, due: row.waitsFor, own: row.own === 1, late: row.isLate === 1 };
}

function isMeant(filter: WaitingFilter, group: Omit<WaitingGroup, 'n'>): boolean {
  return (
    (filter.workflow === undefined || filter.workflow === group.workflow) &&
    (filter.states?.includes(group.state) ?? true) &&
    (filter.due === undefined || (group.due !== null && filter.due.includes(group.due))) &&
    (!filter.own || group.own) &&
    (!filter.late || group.late)
  );
}

function inOrder(a: WaitingAfter, b: WaitingAfter): number {
  if (a.urgentAt !== b.urgentAt) return a.urgentAt < b.urgentAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function sum(groups: readonly WaitingGroup[]): number {
  return groups.reduce((total, { n }) => total + n, 0);
}
