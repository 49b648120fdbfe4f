/** What people do: one step of one case, as a command over the bus to the engine, and what it came to as an answer. */
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Json } from '#libs/event-store';
import { creates, type CommandDeclaration } from '../declare/declaration.js';
import type { Engine } from '../decide/execute.js';
import { nextSteps } from '../decide/next.js';
import { isDone, type Done, type Outcome } from '../decide/refusal.js';
import { pausedDeadlines, shownDeadlines } from '../views/shown-deadlines.js';
import type { Answer } from './answer.js';
import { bodyOf, commandIdOf, ifMatch, isDryRun, type ApiRequest, type Demanded } from './api-request.js';
import { issue, type Issued } from './command-of.js';
import { ENGINE, SESSIONS, type Sessions } from './ports.js';
import { problemFrom, requestProblem } from './problem.js';
import { etag, Reading } from './reading.js';
import { signedIn, type Registered } from './registered.js';

/** No revision is this one: what matches none is refused as changed. */
const NO_REVISION = -1;

@Injectable()
export class Acting {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(SESSIONS) private readonly sessions: Sessions,
    @Inject(Reading) private readonly reading: Reading,
  ) {}

  /** Issues a command for a case, or for a new one, and answers with what came of it. */
  async step(registered: Registered, command: CommandDeclaration, request: ApiRequest, id?: string): Promise<Answer> {
    const { spoken } = registered;
    const person = await signedIn(this.sessions, request);
    const { form, ...beside } = formOf(command, bodyOf(request));
    const dryRun = isDryRun(request);
    const demanded = ifMatch(request);
    // What was not there was not seen: no demand on it can be met, not even `*` (RFC 9110 section 13.1.1).
    if (creates(command) && request.headers['if-match'] !== undefined)
      throw requestProblem(412, 'request/if-match-new');
    const outcome = await this.issue(registered, command, form, {
      ...beside,
      id: commandIdOf(request),
      target: id,
      requester: { kind: 'person', id: person },
      ifMatch: await this.#demanded(registered, demanded, id),
      dryRun,
    });
    if (!isDone(outcome)) throw problemFrom(outcome, spoken, command);
    return this.#answer(registered, command, outcome, dryRun);
  }

  issue({ spoken }: Registered, command: CommandDeclaration, form: unknown, issued: Issued): Promise<Outcome> {
    return this.bus.execute(issue(spoken.declaration, command.name, form, issued));
  }

  /** One of several revisions is enough; the engine then holds the step to that one. */
  async #demanded({ spoken }: Registered, demanded: Demanded, id: string | undefined): Promise<number | undefined> {
    if (demanded === undefined || id === undefined) return undefined;
    if (demanded.length <= 1) return demanded[0] ?? NO_REVISION;
    const { revision } = await this.engine.ports.cases.fresh(spoken.declaration.name, id);
    return demanded.includes(revision) ? revision : NO_REVISION;
  }

  async #answer(registered: Registered, command: CommandDeclaration, done: Done, dryRun: boolean): Promise<Answer> {
    const { id, version, revision, position, state, actions, possible, deadlines, suspended, events, follows } = done;
    const number = dryRun ? null : await this.reading.numberOf(registered, id, position);
    const body = {
      id,
      number,
      version,
      revision,
      position: position ?? null,
      state,
      actions,
      next: nextSteps(registered.spoken.declaration, state, actions, possible.ahead),
      refusals: possible.refusals,
      deadlines: shownDeadlines(deadlines),
      paused: pausedDeadlines(suspended),
    };
    if (dryRun) return { status: 200, body: { dryRun: true, events, follows: follows ?? {}, ...body } };
    return {
      status: creates(command) ? 201 : 200,
      headers: {
        ETag: etag(revision),
        ...(creates(command) ? { Location: `/api/${registered.spoken.declaration.path}/${id}` } : {}),
        ...(done.replayed ? { 'Idempotent-Replay': 'true' } : {}),
      },
      body,
    };
  }
}

/** The form, without what every command may carry beside it; a form that has such a field itself keeps it. */
export function formOf(
  command: CommandDeclaration,
  body: Readonly<Record<string, Json>>,
): { form: unknown; occurredAt?: unknown; lateReason?: unknown } {
  const beside = ['occurredAt', 'lateReason'].filter(
    (name) => Object.hasOwn(body, name) && !Object.hasOwn(command.form, name),
  );
  if (beside.length === 0) return { form: body };
  const form = Object.entries(body).filter(([name]) => !beside.includes(name));
  return { form: Object.fromEntries(form), ...Object.fromEntries(beside.map((name) => [name, body[name]])) };
}
