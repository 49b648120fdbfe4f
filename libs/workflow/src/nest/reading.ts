/** What people read: one case, fresh from its stream; lists, from this node's view; a history, as it was recorded. */
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Position } from '#libs/event-store';
import { ViewsNotReady, type Views } from '#libs/views';
import type { Case } from '../decide/case.js';
import type { Engine } from '../decide/execute.js';
import { fold, unborn } from '../decide/fold.js';
import { openData, subjectsIn } from '../decide/sealing.js';
import type { Identity } from '../decide/authorise.js';
import { nextSteps } from '../decide/next.js';
import { explainedDeadlines } from '../time/explained.js';
import { describeCase } from '../views/describe.js';
import { excusedDeadlines, lateDeadlines } from '../views/late-deadlines.js';
import { pausedDeadlines, shownDeadlines } from '../views/shown-deadlines.js';
import type { Answer } from './answer.js';
import { badQuery, queried, readAfter, type ApiRequest } from './api-request.js';
import { CaseList, pageOf, type Named } from './case-list.js';
import { NO_WORDS, type Vocabulary } from './described.js';
import { wordsOf } from './history-words.js';
import { inReach } from './in-reach.js';
import { languageOf } from './language.js';
import { filterOf } from './list-filters.js';
import { ENGINE, PEOPLE, SESSIONS, VIEWS, VOCABULARY, type People, type Sessions } from './ports.js';
import { ApiProblem } from './problem.js';
import { ReferenceNames } from './reference-names.js';
import { identityOf, REGISTERED, refuseUnseen, signedIn, type Registered } from './registered.js';

/** How long an answer waits for this node's view, in milliseconds. */
export const VIEW_WAIT_MS = 1_000;

/** How long somebody waits for the stream of a case, in milliseconds. */
const STREAM_WAIT_MS = 10_000;

/** Events of a history in one answer, at most and where nothing is said. */
export const HISTORY_MAX = 1_000;

const NAMELESS: People = { nameOf: () => undefined };

@Injectable()
export class Reading {
  readonly lists: CaseList;
  readonly #people: People;

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(VIEWS) private readonly views: Views,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(REGISTERED) registered: readonly Registered[],
    @Optional() @Inject(PEOPLE) people: People = NAMELESS,
    @Optional() @Inject(VOCABULARY) vocabulary: Vocabulary = NO_WORDS,
  ) {
    const names = new ReferenceNames(views, () => this.lists, registered, people, vocabulary);
    const { vault, covers } = engine.ports;
    const called: Named = (to, term, identity) => names.called(to, term, identity);
    this.lists = new CaseList(views, vault, covers, called, vocabulary.soundsLike);
    this.#people = people;
  }

  async list(registered: Registered, request: ApiRequest): Promise<Answer> {
    const identity = await this.#asker(request);
    const filter = filterOf(registered.spoken.declaration, request);
    const page = pageOf(request);
    await this.caughtUp(readAfter(request));
    return { status: 200, body: await this.lists.page(registered, identity, filter, page) };
  }

  async one(registered: Registered, request: ApiRequest, id: string): Promise<Answer> {
    const { spoken } = registered;
    const { declaration } = spoken;
    const identity = await this.#asker(request);
    const after = readAfter(request);
    const { one, events } = await this.#read(registered, id, identity);
    const { fields, comments, links } = describeCase(declaration, events, one.data, this.engine.ports.vault);
    const { actions, ahead, refusals } = this.engine.possible(declaration, one, identity);
    return {
      status: 200,
      headers: { ETag: etag(one.revision) },
      body: {
        ...fields,
        id: one.id,
        number: (await this.numberOf(registered, id, after)) ?? fields['number'] ?? null,
        ...this.#voidNumbers(registered, id),
        version: one.version,
        revision: one.revision,
        position: one.position ?? null,
        state: one.state,
        actions,
        next: nextSteps(declaration, one.state, actions, ahead),
        refusals,
        deadlines: shownDeadlines(one.armed),
        late: lateDeadlines(declaration, one),
        excused: excusedDeadlines(declaration, one),
        paused: pausedDeadlines(one.suspended),
        misses: one.misses,
        openedAt: one.openedAt,
        updatedAt: one.recordedAt,
        comments,
        links,
      },
    };
  }

  async history(registered: Registered, request: ApiRequest, id: string): Promise<Answer> {
    const identity = await this.#asker(request);
    const { one, events } = await this.#read(registered, id, identity);
    const language = languageOf(request);
    const { after, limit } = historyPageOf(request);
    // Versions count from 0 without a gap.
    const shown = events.slice(after + 1, after + 1 + limit);
    const items = shown.map((event) => ({
      ...event.envelope,
      data: openData(event.data, event.envelope.id, this.engine.ports.vault),
      hash: event.hash,
      position: event.position ?? null,
      words: wordsOf(event, registered.spoken, this.#people, language),
    }));
    return {
      status: 200,
      headers: { 'Content-Language': language, Vary: 'Accept-Language' },
      body: {
        items,
        total: events.length,
        next: after + 1 + limit < events.length ? String(after + limit) : null,
        position: one.position ?? null,
      },
    };
  }

  /** Why each running deadline ends when it does, down to the days that were counted. */
  async deadlines(registered: Registered, request: ApiRequest, id: string): Promise<Answer> {
    const identity = await this.#asker(request);
    const { one } = await this.#read(registered, id, identity);
    const items = explainedDeadlines(registered.spoken.declaration, one, this.engine.ports.timeTable());
    return { status: 200, body: { items, total: items.length, next: null, position: one.position ?? null } };
  }

  /** The number that people call a case by; waits for this node's view where the case may be newer than it. */
  async numberOf({ numbered }: Registered, id: string, after: Position | undefined): Promise<string | null> {
    if (!numbered) return null;
    const known = this.#number(numbered.table, id);
    if (known !== null || after === undefined) return known;
    await this.views.waitFor(after, VIEW_WAIT_MS);
    return this.#number(numbered.table, id);
  }

  /** @throws ApiProblem 503 where this node's view does not reach the position in time. */
  caughtUp(position: Position | undefined): Promise<void> {
    return caughtUp(this.views, position);
  }

  async #asker(request: ApiRequest): Promise<Identity> {
    return identityOf(this.engine, await signedIn(this.sessions, request));
  }

  /**
   * The case as it stands, with the keys of what it keeps sealed at hand.
   * @throws ApiProblem 404
   */
  async #read({ spoken }: Registered, id: string, identity: Identity) {
    const { declaration } = spoken;
    const events = await inReach(this.engine.ports.cases.events(declaration.name, id), STREAM_WAIT_MS);
    const one: Case = fold(declaration, unborn(declaration, `${declaration.name}-${id}`), events);
    refuseUnseen(this.engine, spoken, one, identity);
    await this.engine.ports.vault.load(subjectsIn(events.map((event) => event.data)));
    return { one, events };
  }

  #number(table: string, id: string): string | null {
    const read = () => this.views.read.get<{ text: string }>(`SELECT text FROM ${table} WHERE id = ?`, id)?.text;
    return orNotYet(read) ?? null;
  }

  /** The numbers that it was called by and that are void, where its kind keeps a register of them. */
  #voidNumbers({ numbered }: Registered, id: string) {
    const register = numbered?.register;
    if (register === undefined) return {};
    const sql = `SELECT text AS number, voidedBy AS why, voidReason AS reason, voidedAt AS at FROM ${register}
      WHERE id = ? AND voidedBy IS NOT NULL ORDER BY voidedAt`;
    return { voidNumbers: orNotYet(() => this.views.read.all<Record<string, string | null>>(sql, id)) ?? [] };
  }
}

/** What was done stays done, whether or not the views can say its number yet. */
function orNotYet<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ViewsNotReady) return undefined;
    throw error;
  }
}

/** @throws ApiProblem 503 where this node's view does not reach the position in time. */
export async function caughtUp(views: Pick<Views, 'waitFor'>, position: Position | undefined): Promise<void> {
  if (position === undefined || (await views.waitFor(position, VIEW_WAIT_MS))) return;
  throw new ApiProblem(503, 'views/behind', { headers: { 'Retry-After': '1' } });
}

/** Which events: those after a version, up to a number of them. */
function historyPageOf(request: ApiRequest): { after: number; limit: number } {
  const after = queried(request, 'after');
  if (after !== undefined && !/^(0|[1-9]\d{0,8})$/.test(after)) throw badQuery('after');
  const limit = queried(request, 'limit');
  if (limit !== undefined && !(/^[1-9]\d{0,3}$/.test(limit) && Number(limit) <= HISTORY_MAX)) throw badQuery('limit');
  return { after: after === undefined ? -1 : Number(after), limit: limit === undefined ? HISTORY_MAX : Number(limit) };
}

/** Revisions as entity tags: people's edits conflict with people's only (law 11). */
export function etag(revision: number): string {
  return `"${revision}"`;
}
