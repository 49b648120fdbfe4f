/**
 * The ten steps from a command to its durable events, the same on every store. Each step is a function of its own; the
 * way back (a conflict, a refusal that may be stale) is bounded.
 */
import { StoreUnavailable, type ReadyEvent } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import { creates, type Declaration, type Emitted } from '../declare/declaration.js';
import { instant, msOf } from '../time/clock.js';
import { authorise, jurisdictionOf, mayBegin, rolesIn, type Identity } from './authorise.js';
import { exists, type Case } from './case.js';
import { complete, foreseen, subjectsOf } from './complete.js';
import { correctedSecrets } from './correct.js';
import { decide, type Known } from './decide.js';
import { evolve } from './fold.js';
import { followsFrom } from './follows.js';
import { causeOf, digestOf } from './identify.js';
import { possibleFor } from './possible.js';
import { lookUp, lookUpOfficers, lookUpRelated, type Facts } from './facts.js';
import { Lanes } from './lanes.js';
import { guarded, preconditions } from './preconditions.js';
import { identify, timerRequest, type CommandRequest, type EnginePorts, type Identified } from './request.js';
import { refused, type Done, type Malformed, type Outcome, type Refused } from './refusal.js';
import { placesToSeal, type SealPlace } from './sealing.js';
import { commandSeen, unwatched, type WatchedCommand } from './watch.js';

const ATTEMPTS_MAX = 6;
const APPENDS_MAX = 4;
const TIMERS_MAX = 64;

/** The code of what is not written because this machine's clock cannot be trusted; another node may do it. */
export const CLOCK_BEHIND = 'command/clock-behind';

/** What step 3 read. */
interface Read {
  readonly one: Case;
  readonly identity: Identity | undefined;
  readonly facts: Facts;
}

export class Engine {
  readonly #lanes: Lanes;
  #newest = '';

  constructor(readonly ports: EnginePorts) {
    this.#lanes = new Lanes(ports.underWayMax);
  }

  /** The newest `recordedAt` this engine has seen; it stamps none earlier (law 5). */
  get newestRecordedAt(): string {
    return this.#newest;
  }

  /** Tells the engine of an event that another node recorded. */
  observe(event: { readonly stream: string; readonly version: number; readonly recordedAt: string }): void {
    if (event.recordedAt > this.#newest) this.#newest = event.recordedAt;
    this.ports.cases.forget(event.stream, event.version);
  }

  /** Executes a command, or says why not. Never throws for what a person did; throws where a promise is broken. */
  async execute(request: CommandRequest): Promise<Outcome> {
    const identified = identify(request, this.ports);
    return this.#watched(request, identified, async (watched) => {
      // One command at a time for a case within this process: conflicts are left to other processes.
      const isPerson = request.requester.kind === 'person';
      const outcome =
        'kind' in identified
          ? identified
          : await this.#lanes.in(identified.stream, isPerson, () => this.#run(identified, watched));
      watched.ended(outcome);
      return outcome;
    });
  }

  #watched<T>(
    request: CommandRequest,
    known: Identified | Malformed | Refused,
    run: (watched: WatchedCommand) => Promise<T>,
  ): Promise<T> {
    return (this.ports.watch ?? unwatched).command(commandSeen(request, known), run);
  }

  async #run(identified: Identified, watched: WatchedCommand): Promise<Outcome> {
    let fresh = identified.request.dryRun === true;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      let read = await watched.step('load', () => this.#read(identified, fresh));
      const timers = await this.#letDueTimersAct(identified, read.one);
      if (timers.kind === 'busy') return timers.refusal;
      const stored = identified.request.dryRun ? read.one.version : timers.one.version;
      read = { ...read, one: timers.one };
      const result = await this.#decideAndAppend(identified, read, watched);
      if (result.kind === 'again') {
        fresh = true;
        continue;
      }
      if (result.outcome.kind === 'done' || !(await this.#grown(identified, read, stored))) return result.outcome;
      fresh = true;
    }
    return refused('busy', 'command/busy');
  }

  /** Step 3: fold the stream, and read who asks and what decide may know. */
  async #read({ declaration, command, target, request, form }: Identified, fresh: boolean): Promise<Read> {
    const { cases, identities } = this.ports;
    const one = fresh ? await cases.fresh(declaration.name, target) : await cases.seen(declaration.name, target);
    const identity =
      request.requester.kind === 'person'
        ? await identities.find(request.requester.id, fresh ? 'fresh' : 'seen')
        : undefined;
    const facts = await lookUp(declaration, command.form, form, one, cases, fresh);
    const how = fresh ? 'fresh' : 'seen';
    const officers = await lookUpOfficers(declaration, command.form, form, one, identities, this.ports.covers, how);
    const link =
      command.standing && command.name === 'LinkRelated'
        ? await lookUpRelated(form, one, identity, cases, this.ports.covers, fresh)
        : undefined;
    const all: Facts = {
      values: facts.values,
      versions: `${facts.versions} ${officers.versions} ${link?.versions ?? ''}`,
      unknown: [...facts.unknown, ...officers.unknown],
      related: link?.related,
    };
    return { one, identity, facts: all };
  }

  /** Law 10: is anything that a refusal rests on newer than what it was decided by? `stored` is the version that was in the log. */
  async #grown(identified: Identified, read: Read, stored: number): Promise<boolean> {
    const now = await this.#read(identified, true);
    return (
      now.one.version !== stored ||
      now.identity?.version !== read.identity?.version ||
      now.facts.versions !== read.facts.versions
    );
  }

  /** Timers of the case that are already due act before a person's command is decided (law 3). */
  async #letDueTimersAct(
    { declaration, request, command }: Identified,
    from: Case,
  ): Promise<{ kind: 'acted'; one: Case } | { kind: 'busy'; refusal: Refused }> {
    let one = from;
    if (request.requester.kind === 'timer') return { kind: 'acted', one };
    for (let count = 0; count < TIMERS_MAX; count++) {
      // The time that would be stamped now: a clock that is behind must not lose a miss.
      const now = this.#stamp(one);
      const due = one.armed.filter((timer) => timer.dueAt <= now).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))[0];
      if (!due) return { kind: 'acted', one };
      const timer = timerRequest(declaration, one, due, request.dryRun === true);
      const outcome = await this.#act(timer, one);
      if (outcome.kind === 'refused')
        return { kind: 'acted', one: await this.ports.cases.fresh(declaration.name, one.id) };
      one = outcome.kind === 'acted' ? outcome.one : await this.ports.cases.fresh(declaration.name, one.id);
    }
    return { kind: 'busy', refusal: refused('busy', 'command/busy', { command: command.name }) };
  }

  async #act(
    request: CommandRequest,
    one: Case,
  ): Promise<{ kind: 'acted'; one: Case } | { kind: 'again' } | { kind: 'refused' }> {
    const identified = identify(request, this.ports);
    if ('kind' in identified)
      throw new RangeError(`a timer's own command is not well formed: ${JSON.stringify(identified)}`);
    const read: Read = { one, identity: undefined, facts: { values: {}, versions: '', unknown: [] } };
    const result = await this.#watched(request, identified, async (watched) => {
      const decided = await this.#decideAndAppend(identified, read, watched);
      if (decided.kind === 'outcome') watched.ended(decided.outcome);
      return decided;
    });
    if (result.kind === 'again') return result;
    return result.outcome.kind === 'done' && result.after ? { kind: 'acted', one: result.after } : { kind: 'refused' };
  }

  /** Steps 4 to 10 on what was read. */
  async #decideAndAppend(
    identified: Identified,
    read: Read,
    watched: WatchedCommand,
  ): Promise<{ kind: 'outcome'; outcome: Outcome; after?: Case } | { kind: 'again' }> {
    const { declaration, command, request, form, commandId, stream, target } = identified;
    const { ports } = this;
    const { one, identity } = read;
    const no = (outcome: Outcome) => ({ kind: 'outcome', outcome }) as const;
    const now = this.#stamp(one);
    const timeTable = ports.timeTable();

    // 4 and 5. Who repeats their own command hears its outcome, even if it led the case out of their reach; a stranger
    // is not even told that the command is known.
    const actor = authorise(declaration, command, request.requester, identity, one, ports.covers);
    const known = one.commands.get(commandId);
    if (known) {
      const secrets = await this.#secrets(identified);
      await ports.vault.load(secrets.map((place) => place.subject));
      const digest = digestOf(command, target, form, secrets, ports.vault);
      const mine = known.actor === request.requester.id;
      if (!mine || (digest !== undefined && digest !== known.digest))
        return no('id' in actor || actor.kind !== 'not-found' ? refused('refused', 'command/id-reused') : actor);
      if (digest === undefined) return no(refused('refused', 'command/outcome-erased'));
      return no(
        this.#done(
          identified,
          { ...one, version: known.version, revision: known.revision, position: known.position },
          one,
          identity,
          { replayed: true, events: [] },
        ),
      );
    }
    if (creates(command) ? exists(one) : !exists(one))
      return no(
        exists(one)
          ? 'id' in actor || actor.kind !== 'not-found'
            ? refused('refused', `${declaration.name}/exists`, { id: one.id })
            : actor
          : refused('not-found', `${declaration.name}/not-found`),
      );
    if (!('id' in actor)) return no(actor);
    if (!request.dryRun && this.#clockIsBehind(now)) return no(refused('busy', CLOCK_BEHIND));

    // 6. Preconditions.
    const precondition = preconditions(identified, read, { now, actor, timeTable, ports });
    if (precondition) return no(precondition);

    // 7. Decide.
    const knownThings: Known = {
      declaration,
      command,
      form,
      one,
      actor,
      facts: read.facts.values,
      related: read.facts.related,
      now,
      occurredAt: identified.occurredAt ?? now,
      timeTable,
      commandId,
    };
    const decision = await watched.step('decide', () => decide(knownThings, ports.cases));
    if ('kind' in decision) return no(decision);
    const emitted = withLateReason(decision.emitted, identified.lateReason);

    const drafting = {
      declaration,
      command,
      commandId,
      actor,
      recordedAt: now,
      occurredAt: knownThings.occurredAt,
      cause: causeOf(request, commandId),
    };
    if (creates(command) && identity) {
      // Before any key is made: what is refused leaves nothing behind.
      const outside = mayBegin(declaration, command, identity, foreseen(one, emitted, drafting), ports.covers);
      if (outside) return no(outside);
    }

    // 8. Complete: keys first, for what is sealed under a key that is lost is lost.
    const secrets = await this.#secrets(identified);
    const subjects = [...subjectsOf(declaration, stream, emitted), ...secrets.map((place) => place.subject)];
    if (!request.dryRun) await ports.vault.prepare([...new Set(subjects)]);
    const vault = request.dryRun ? dryVault(ports.vault) : ports.vault;
    const digest = request.dryRun ? '0'.repeat(64) : digestOf(command, target, form, secrets, vault);
    if (digest === undefined) return no(refused('refused', 'command/outcome-erased'));
    const { events, after } = complete(one, emitted, { ...drafting, digest, timeTable, vault });
    const types = events.map((event) => event.envelope.type);
    if (request.dryRun)
      return {
        kind: 'outcome',
        outcome: this.#done(identified, { ...after, position: undefined }, after, identity, {
          replayed: false,
          events: types,
          follows: followsFrom(knownThings, emitted),
        }),
        after,
      };

    // 9. Append with the exact version; 10. acknowledge what is durable.
    const appended = await watched.step('append', () => this.#append(stream, one, events));
    if (appended === undefined) return { kind: 'again' };
    const durable: Case = withPosition(declaration, one, events, appended);
    ports.cases.keep(durable);
    if (now > this.#newest) this.#newest = now;
    watched.recorded(events, appended);
    return {
      kind: 'outcome',
      outcome: this.#done(identified, durable, durable, identity, { replayed: false, events: types }),
      after: durable,
    };
  }

  /** What the form holds in confidence, a corrected value as the field is that it corrects. */
  #secrets({ declaration, command, form, stream, target }: Identified): Promise<readonly SealPlace[]> | SealPlace[] {
    return command.standing && command.name === 'Correct'
      ? correctedSecrets(declaration, form, target, stream, this.ports.cases)
      : placesToSeal(command.form, form, stream);
  }

  async #append(stream: string, one: Case, events: readonly ReadyEvent[]): Promise<string | undefined> {
    const expected = one.version < 0 ? 'none' : one.version;
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.ports.store.append(stream, expected, events);
        if (result.kind === 'appended') return result.position;
        // A stream that is shorter than the case: a tail would never mend what was read of it.
        if (result.actual === 'none' || result.actual < one.version) this.ports.cases.drop(stream);
        return undefined;
      } catch (error) {
        // The same bytes, ids and version once more: the store then tells the first outcome, or a conflict does.
        if (!(error instanceof StoreUnavailable) || error.outcome !== 'unknown' || attempt >= APPENDS_MAX) throw error;
      }
    }
  }

  /** What is told after a command, or asked about a case. */
  #done(
    { declaration, request }: Identified,
    at: Case,
    today: Case,
    identity: Identity | undefined,
    how: Pick<Done, 'replayed' | 'events' | 'follows'>,
  ): Done {
    const possible = identity ? this.possible(declaration, today, identity) : { actions: [], ahead: [], refusals: [] };
    return {
      kind: 'done',
      workflow: declaration.name,
      id: today.id,
      version: at.version,
      revision: how.replayed ? today.revision : at.revision,
      ...(at.position === undefined || request.dryRun ? {} : { position: at.position }),
      state: today.state,
      actions: possible.actions,
      possible,
      deadlines: today.armed,
      suspended: today.suspended,
      ...how,
    };
  }

  /** What a person may do with a case now, and why not the rest. */
  possible(declaration: Declaration, one: Case, identity: Identity) {
    const now = instant(this.ports.clock.now());
    const roles = rolesIn(identity, jurisdictionOf(declaration, one), this.ports.covers);
    const actor = { id: identity.id, kind: 'person' as const, roles, jurisdiction: jurisdictionOf(declaration, one) };
    return possibleFor(declaration, one, actor, guarded(declaration, one, actor, now, this.ports.timeTable()));
  }

  /** The machine's time, but never before what this case or this engine has already recorded (law 5). */
  #stamp(one: Case): string {
    const now = instant(this.ports.clock.now());
    return [now, this.#newest, one.recordedAt].reduce((a, b) => (a > b ? a : b));
  }

  #clockIsBehind(stamp: string): boolean {
    const { clock, clockBehindMaxMs } = this.ports;
    return clockBehindMaxMs !== undefined && msOf(stamp) - clock.now() > clockBehindMaxMs;
  }
}

function withLateReason(emitted: readonly Emitted[], lateReason: string | undefined): readonly Emitted[] {
  return lateReason === undefined ? emitted : [...emitted, { event: 'Commented', data: { text: lateReason } }];
}

/** Seals nothing and makes no key: a dry run leaves no trace. */
function dryVault(vault: KeyVault): KeyVault {
  return {
    load: (subjects) => vault.load(subjects),
    state: (subject) => vault.state(subject),
    prepare: () => Promise.resolve(),
    seal: (subject) => ({ $sealed: 'v1', key: subject, iv: '', ct: '', tag: '' }),
    open: (value, associated) => vault.open(value, associated),
    mac: (subject, text) => vault.mac(subject, text),
    erase: () => Promise.reject(new Error('a dry run erases nothing')),
    close: () => Promise.resolve(),
  };
}

function withPosition(declaration: Declaration, one: Case, events: readonly ReadyEvent[], position: string): Case {
  return events.reduce<Case>(
    (folded, event, index) => evolve(declaration, folded, index === events.length - 1 ? { ...event, position } : event),
    one,
  );
}
