/**
 * One step for many cases: each its own command under an id derived from the bulk's, so that a repeat takes up where the
 * first try ended, and each with a result of its own. Cases are named, or meant by a list's filter at its position.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Json } from '#libs/event-store';
import type { CommandDeclaration } from '../declare/declaration.js';
import { problem } from '../declare/fields/field.js';
import type { Engine } from '../decide/execute.js';
import { isDone, refused, type Outcome } from '../decide/refusal.js';
import { Acting, formOf } from './acting.js';
import type { Answer } from './answer.js';
import { bodyOf, commandIdOf, correlationIdOf, isDryRun, type ApiRequest } from './api-request.js';
import { filterFromBody } from './case-list.js';
import { languageOf } from './language.js';
import { ENGINE, SESSIONS, type Sessions } from './ports.js';
import { ApiProblem, asProblem, documentOf, malformed, problemFrom } from './problem.js';
import { Reading } from './reading.js';
import { identityOf, signedIn, type Registered } from './registered.js';

/** Cases of one bulk command. */
export const BULK_MAX = 500;
/** Items that are decided at the same time: enough for the store to commit them together. */
const AT_ONCE = 16;

/** A case of the bulk; `changedTo` where it was changed after the list that the person saw. */
interface Meant {
  readonly id: string;
  readonly changedTo?: number;
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
    const meant = await this.#meant(registered, person, body);
    const { form, ...beside } = formOf(command, formIn(body['form']));
    const bulk = commandIdOf(request) ?? this.engine.ports.newId();
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
        throw problemFrom(outcome, spoken);
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
  ): Promise<readonly Meant[]> {
    const { ids, filter, position } = body;
    if (filter === undefined) return this.#named(ids);
    if (ids !== undefined) throw malformed([problem('/ids', 'not-here')]);
    if (typeof position !== 'string' || !/^[A-Za-z0-9._:/-]{1,64}$/.test(position))
      throw malformed([problem('/position', position === undefined ? 'required' : 'text')]);
    const { declaration } = registered.spoken;
    const cases = filterFromBody(declaration, filter);
    const identity = await identityOf(this.engine, person);
    await this.reading.caughtUp(position);
    const count = this.reading.lists.count(declaration, identity, cases);
    if (count > BULK_MAX) throw tooMany(count);
    return this.reading.lists
      .rows({ declaration }, identity, cases, { order: 'newest' }, BULK_MAX)
      .map((row) => (row.position > position ? { id: row.id, changedTo: row.revision } : { id: row.id }));
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
