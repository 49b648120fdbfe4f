/**
 * One step for many cases: each its own command under an id derived from the bulk's, so that a repeat takes up where the
 * first try ended, and each with a result of its own. Cases are named, or meant by a list's filter at its position; a
 * repeat finds those again that the first try itself changed or led out of the filter.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { uuidV5, uuidVersion, type Json, type Position } from '#libs/event-store';
import type { CommandDeclaration } from '../declare/declaration.js';
import { problem } from '../declare/fields/field.js';
import type { Engine } from '../decide/execute.js';
import { isDone, refused, type Outcome } from '../decide/refusal.js';
import { Acting, formOf } from './acting.js';
import type { Answer } from './answer.js';
import { bodyOf, commandIdOf, correlationIdOf, isDryRun, isPosition, type ApiRequest } from './api-request.js';
import { languageOf } from './language.js';
import { filterFromBody } from './list-filters.js';
import { ENGINE, SESSIONS, type Sessions } from './ports.js';
import { ApiProblem, asProblem, documentOf, malformed, problemFrom, requestProblem } from './problem.js';
import { Reading } from './reading.js';
import { identityOf, signedIn, type Registered } from './registered.js';

/** Cases of one bulk command. */
export const BULK_MAX = 500;
/** Items that are decided at the same time: enough for the store to commit them together. */
const AT_ONCE = 16;

/** Cases changed after a list that a bulk sent under a key looks through for its own steps; a list older than that is too old. */
const CHANGED_MAX = 5_000;

/** A case of the bulk; `changedTo` where it was changed after the list that the person saw. */
interface Meant {
  readonly id: string;
  readonly changedTo?: number;
}

interface Listed {
  readonly openedAt: string;
  readonly item: Meant;
}

@Injectable()
export class Bulk {
  readonly #log = new Logger('api');

  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(Acting) private readonly acting: Acting,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  async run(registered: Registered, command: CommandDeclaration, request: ApiRequest): Promise<Answer> {
    const { spoken } = registered;
    const person = await signedIn(this.sessions, request);
    const body = bodyOf(request);
    const unknown = Object.keys(body).filter((name) => !['ids', 'filter', 'position', 'form'].includes(name));
    if (unknown.length > 0) throw malformed(unknown.map((name) => problem(`/${name}`, 'unknown-field')));
    if (request.headers['if-match'] !== undefined) throw requestProblem(400, 'request/if-match-bulk');
    const { form, ...beside } = formOf(command, formIn(body['form']));
    const bulk = commandIdOf(request) ?? this.engine.ports.newId();
    // Under an id that nobody sent, nothing can have been done before.
    const sent = request.headers['idempotency-key'] === undefined ? undefined : bulk;
    const meant = await this.#meant(registered, person, body, sent);
    const dryRun = isDryRun(request);
    const language = languageOf(request);
    const beforehand = { ...beside, bulk, requester: { kind: 'person', id: person }, dryRun } as const;
    const items = await inTurns(meant, async ({ id, changedTo }) => {
      try {
        const outcome: Outcome =
          changedTo === undefined
            ? await this.acting.issue(registered, command, form, { ...beforehand, target: id })
            : refused('changed', 'command/changed-meanwhile', { revision: changedTo });
        if (isDone(outcome)) return { id, done: doneOf(outcome) };
        throw problemFrom(outcome, spoken, command);
      } catch (error) {
        // One case's trouble is told beside the others' results.
        const { problem, unexpected } = asProblem(error);
        if (unexpected) this.#log.error({ id: problem.more.params?.['id'], case: id, err: error });
        return { id, problem: { ...documentOf(problem, language).document, correlationId: correlationIdOf(request) } };
      }
    });
    return { status: 200, body: { items, ...(dryRun ? { dryRun } : {}) } };
  }

  async #meant(
    registered: Registered,
    person: string,
    body: Readonly<Record<string, Json>>,
    sent: string | undefined,
  ): Promise<readonly Meant[]> {
    const { ids, filter, position } = body;
    if (filter === undefined) return this.#named(ids);
    if (ids !== undefined) throw malformed([problem('/ids', 'not-here')]);
    if (!isPosition(position)) throw malformed([problem('/position', position === undefined ? 'required' : 'text')]);
    const { declaration } = registered.spoken;
    const asked = filterFromBody(declaration, filter);
    const identity = await identityOf(this.engine, person);
    await this.reading.caughtUp(position);
    const { lists } = this.reading;
    const { filter: cases } = await lists.narrowed(registered, identity, asked);
    const count = lists.count(declaration, identity, cases);
    if (count > BULK_MAX) throw tooMany(count);
    const rows = lists.rows({ declaration }, identity, cases, { order: 'newest' }, BULK_MAX);
    const mine =
      sent === undefined || uuidVersion(sent) === undefined
        ? []
        : await this.#begun(registered, person, sent, position);
    const begun = new Set(mine.map(({ id }) => id));
    const still = rows.map(({ id, openedAt, revision, position: changedAt }) => ({
      openedAt,
      item: changedAt > position && !begun.has(id) ? { id, changedTo: revision } : { id },
    }));
    const inFilter = new Set(rows.map(({ id }) => id));
    const left = mine.filter(({ id }) => !inFilter.has(id)).map(({ id, openedAt }) => ({ openedAt, item: { id } }));
    return [...still, ...left].sort(newestFirst).map(({ item }) => item);
  }

  /** Cases that hold this person's step of this bulk already. What was recorded is in the case itself; views only narrow the search. */
  async #begun({ spoken }: Registered, person: string, bulk: string, position: Position) {
    const { declaration } = spoken;
    const { cases } = this.engine.ports;
    const changed = this.reading.lists.changedAfter(declaration, position, CHANGED_MAX + 1);
    if (changed.length > CHANGED_MAX)
      throw new ApiProblem(409, 'request/bulk-list-too-old', { params: { max: CHANGED_MAX } });
    const found = await inTurns(changed, async (row) => {
      const seen = await cases.seen(declaration.name, row.id);
      const { commands } = seen.version < row.version ? await cases.fresh(declaration.name, row.id) : seen;
      return commands.get(uuidV5(bulk, row.id))?.actor === person ? [row] : [];
    });
    return found.flat();
  }

  #named(ids: Json | undefined): readonly Meant[] {
    if (ids === undefined) throw malformed([problem('/ids', 'required')]);
    if (!Array.isArray(ids)) throw malformed([problem('/ids', 'list')]);
    if (ids.length > BULK_MAX) throw tooMany(ids.length);
    const wrong = ids.flatMap((id: Json, index) =>
      typeof id === 'string' && id !== '' ? [] : [problem(`/ids/${index}`, 'id')],
    );
    if (wrong.length > 0 || ids.length === 0)
      throw malformed(wrong.length > 0 ? wrong : [problem('/ids', 'list-length', { min: 1, max: BULK_MAX })]);
    return [...new Set(ids as string[])].map((id) => ({ id }));
  }
}

function newestFirst(a: Listed, b: Listed): number {
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? 1 : -1;
  return a.item.id < b.item.id ? 1 : -1;
}

function tooMany(count: number): ApiProblem {
  return new ApiProblem(422, 'request/bulk-too-many', { params: { count, max: BULK_MAX } });
}

function formIn(given: Json | undefined): Readonly<Record<string, Json>> {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw malformed([problem('/form', 'object')]);
  return given as Readonly<Record<string, Json>>;
}

function doneOf({ version, revision, position, state, replayed }: Outcome & { kind: 'done' }) {
  return { version, revision, position: position ?? null, state, ...(replayed ? { replayed } : {}) };
}

/** Results in the order of the items, a bounded number of them under way. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const turn = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, turn));
  return results;
}
