/**
 * Events to case. Pure: no clock, no calendar, no setting; whatever was computed once stands in the event (laws 3 and 6).
 * `evolve` understands every event ever recorded and never refuses one.
 */
import { timerId, type JsonObject, type RecordedEvent } from '#libs/event-store';
import type { DeadlineDeclaration, Declaration, EventDeclaration } from '../declare/declaration.js';
import { REMARKS } from '../standing/standing.js';
import type { Anchor, Case, Miss, RecordedCommand, Running, Standing, Suspended } from './case.js';
import { instant, msOf } from '../time/clock.js';
import { countedFromMoment, waitsFor } from '../time/deadlines.js';
import { upcast } from './upcast.js';

/** The case before its first event. */
export function unborn(declaration: Declaration, stream: string): Case {
  return {
    workflow: declaration.name,
    stream,
    id: stream.slice(declaration.name.length + 1),
    version: -1,
    revision: 0,
    position: undefined,
    openedAt: '',
    recordedAt: '',
    personAt: '',
    commands: new Map(),
    actors: {},
    last: undefined,
    newest: undefined,
    state: '',
    data: declaration.initial,
    armed: [],
    suspended: [],
    paused: false,
    heldFrom: undefined,
    extended: {},
    misses: [],
    anchors: {},
  };
}

/** All of these events on top of a case. The case given stays as it was. */
export function fold(declaration: Declaration, from: Case, events: readonly RecordedEvent[]): Case {
  if (events.length === 0) return from;
  // One copy for the whole batch: a copy per event would be quadratic in a long stream.
  const commands = new Map(from.commands);
  return events.reduce<Case>((one, event) => evolveWith(declaration, one, event, commands), from);
}

export function evolve(declaration: Declaration, from: Case, event: RecordedEvent): Case {
  return fold(declaration, from, [event]);
}

function evolveWith(
  declaration: Declaration,
  from: Case,
  event: RecordedEvent,
  commands: Map<string, RecordedCommand>,
): Case {
  const { envelope } = event;
  if (envelope.version !== from.version + 1 || envelope.stream !== from.stream)
    throw new RangeError(
      `event ${envelope.version} of ${envelope.stream} does not follow event ${from.version} of ${from.stream}`,
    );
  const { declared, data } = upcast(declaration, event);
  const byPerson = envelope.actor.kind === 'person';
  const remark = REMARKS.includes(envelope.type);
  const standing = withClocks(declaration, afterEvent(declaration, from, event, declared, data), from, event, declared);
  const revision = from.revision + (byPerson && !remark ? 1 : 0);
  const known = commands.get(envelope.command.id);
  commands.set(envelope.command.id, {
    digest: envelope.command.digest,
    actor: envelope.actor.id,
    version: envelope.version,
    revision,
    position: event.position ?? known?.position,
  });
  // An append is whole: an event that is not the first of its command stands right behind the others.
  const continues = envelope.command.index > 0;
  return {
    ...from,
    ...standing,
    version: envelope.version,
    revision,
    position: event.position ?? from.position,
    openedAt: from.openedAt || envelope.recordedAt,
    recordedAt: envelope.recordedAt,
    personAt: byPerson && !remark ? envelope.occurredAt : from.personAt,
    commands,
    actors: byPerson
      ? { ...from.actors, [envelope.type]: [...new Set([...(from.actors[envelope.type] ?? []), envelope.actor.id])] }
      : from.actors,
    last: remark
      ? from.last
      : byPerson && envelope.type !== 'Undone' && from.version >= 0 && !(continues && from.last === undefined)
        ? {
            event: envelope.id,
            type: envelope.type,
            command: envelope.command.name,
            actor: envelope.actor.id,
            recordedAt: envelope.recordedAt,
            before: continues && from.last ? from.last.before : standingOf(from),
          }
        : undefined,
    newest: { id: envelope.id, correlationId: envelope.correlationId, depth: envelope.depth },
  };
}

/** What an undo restores. */
export function standingOf(one: Case): Standing {
  const { state, data, armed, suspended, paused, heldFrom, extended, misses, anchors } = one;
  return { state, data, armed, suspended, paused, heldFrom, extended, misses, anchors };
}

/** State, fold and anchors after the event, before its deadlines are taken over. */
function afterEvent(
  declaration: Declaration,
  from: Case,
  event: RecordedEvent,
  declared: EventDeclaration,
  data: JsonObject,
): Standing {
  const { envelope } = event;
  const here = standingOf(from);
  if (envelope.type === 'Undone') {
    if (!from.last) throw new RangeError(`event ${envelope.version} of ${envelope.stream} undoes what is not there`);
    return {
      ...from.last.before,
      state: envelope.to ?? from.last.before.state,
      armed: from.armed,
      suspended: from.last.before.suspended,
    };
  }
  const state = envelope.to ?? declared.to ?? from.state;
  const reducer = Object.hasOwn(declaration.reducers, envelope.type) ? declaration.reducers[envelope.type] : undefined;
  const folded = reducer
    ? (reducer as (d: unknown, e: unknown) => unknown)(from.data, settled(declared, data))
    : from.data;
  return {
    ...here,
    state,
    data: folded as Standing['data'],
    // Whatever leads elsewhere ends the hold too.
    heldFrom: declared.pausesClocks
      ? (from.heldFrom ?? from.state)
      : declared.move === 'stay'
        ? from.heldFrom
        : undefined,
    // A deadline counted anew by its own event starts without the extension of its last run.
    extended: Object.fromEntries(
      Object.entries(here.extended).filter(([name]) => !countsFrom(declaration.deadlines[name], envelope.type)),
    ),
    anchors: anchored(declaration, here, event, data),
  };
}

function countsFrom(deadline: DeadlineDeclaration | undefined, type: string): boolean {
  return deadline !== undefined && (deadline.from.includes(type) || deadline.until?.event === type);
}

/** The data without what may be corrected or erased: reducers never see it, not even at run time. */
function settled(declared: EventDeclaration, data: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(data).filter(([name]) => {
      const traits = declared.fields[name]?.traits;
      return traits !== undefined && !traits.note && !traits.sealed;
    }),
  );
}

function anchored(
  declaration: Declaration,
  { anchors, misses }: Standing,
  event: RecordedEvent,
  data: JsonObject,
): Standing['anchors'] {
  const { type, occurredAt } = event.envelope;
  const deadlines = Object.values(declaration.deadlines);
  if (!deadlines.some((deadline) => countsFrom(deadline, type))) return anchors;
  const named = deadlines.flatMap(({ from, day, until }) => [
    ...(until?.event === type ? [until.field] : []),
    ...(day !== undefined && from.includes(type) ? [day] : []),
  ]);
  const days = Object.fromEntries(
    named.flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]] as const] : [])),
  );
  const anchor: Anchor = { at: occurredAt, days, missesBefore: misses.length };
  return { ...anchors, [type]: anchor };
}

/** Takes over what the event says of deadlines. */
function withClocks(
  declaration: Declaration,
  standing: Standing,
  from: Case,
  event: RecordedEvent,
  declared: EventDeclaration,
): Standing {
  const { envelope } = event;
  const { armed = [], stopped = [], moved = [] } = envelope.deadlines ?? {};
  const pauses = declared.pausesClocks || envelope.type === 'ClockPaused';
  const by = declared.pausesClocks ? 'hold' : 'pause';
  const stoppedNow: readonly Suspended[] = pauses
    ? from.armed
        .filter((one) => stopped.includes(one.timerId) && !one.name.endsWith('.alert'))
        .map(({ name, dueAt, setting }) => ({ name, by, dueAt, setting, at: envelope.occurredAt }))
    : [];
  const running = standing.armed
    .filter((one) => !stopped.includes(one.timerId))
    .map((one): Running => {
      const move = moved.find((each) => each.timerId === one.timerId);
      if (!move) return one;
      const { dueAt, calendar } = move;
      return {
        ...one,
        timerId: timerId(envelope.id, one.name),
        dueAt,
        ...(one.remindAt === undefined ? {} : { remindAt: movedReminder(one.remindAt, one.dueAt, dueAt) }),
        calendar,
        setting: byEdition(event, one.setting),
      };
    });
  const names = new Set(armed.map((one) => one.name));
  const begun = armed.map((one): Running => ({
    ...one,
    ...countedFrom(declaration, standing, from, event, one.name, resumed(from, event, declared, one.name)),
  }));
  const suspended = [...stillSuspended(declaration, standing, from, event, declared), ...stoppedNow].filter(
    (one) => !names.has(one.name),
  );
  return {
    ...standing,
    armed: [...running.filter((one) => !names.has(one.name)), ...begun],
    suspended,
    paused: suspended.some((one) => one.by === 'pause'),
    extended: extensions(declaration, standing.extended, from, event, declared),
    misses: missed(standing.misses, event),
  };
}

/** Whether an event lets a deadline run on that had stood still. */
function resumed(from: Case, event: RecordedEvent, declared: EventDeclaration, name: string): Suspended | undefined {
  const how = resumesBy(event, declared);
  return from.suspended.find((one) => one.name === name && one.by === how);
}

function resumesBy(event: RecordedEvent, declared: EventDeclaration): Suspended['by'] | undefined {
  if (event.envelope.type === 'ClockResumed') return 'pause';
  return declared.move === 'back' && event.envelope.type !== 'Undone' ? 'hold' : undefined;
}

/** What stood still before the event and still does. */
function stillSuspended(
  declaration: Declaration,
  standing: Standing,
  from: Case,
  event: RecordedEvent,
  declared: EventDeclaration,
): readonly Suspended[] {
  if (event.envelope.type === 'Undone') return standing.suspended;
  const how = resumesBy(event, declared);
  if (standing.heldFrom !== undefined)
    // A clock that is let run on while its case is held waits for the end of the hold.
    return standing.suspended.map((one) => (how === 'pause' ? { ...one, by: 'hold' } : one));
  // Whatever ends a hold otherwise than by going back leaves nothing to take up again.
  if (from.heldFrom !== undefined && how !== 'hold') return [];
  const after: Case = { ...from, ...standing, version: event.envelope.version };
  return standing.suspended.filter((one) => {
    const deadline = declaration.deadlines[one.name];
    // A deadline that is counted anew, or that nobody waits for any more, has nothing left to run on with.
    return one.by !== how && deadline && waitsFor(deadline, after) && !countsFrom(deadline, event.envelope.type);
  });
}

/** A move is recorded without a reminder: it keeps its distance to the date, and the time of day of whole days with it. */
function movedReminder(remindAt: string, from: string, to: string): string {
  return instant(msOf(remindAt) + msOf(to) - msOf(from));
}

/** The edition of the setting that a moved deadline counts by: a new one only where a setting moved it. */
function byEdition(event: RecordedEvent, before: number): number {
  const edition = event.envelope.type === 'DeadlineMoved' ? event.data['setting'] : undefined;
  return typeof edition === 'number' ? edition : before;
}

/** Where a deadline that this event armed is counted from; needed only when a new calendar moves it. */
function countedFrom(
  declaration: Declaration,
  standing: Standing,
  from: Case,
  event: RecordedEvent,
  name: string,
  suspended: Suspended | undefined,
): Pick<Running, 'from' | 'kept'> {
  const { occurredAt, type } = event.envelope;
  const before = type === 'Undone' ? from.last?.before.armed.find((one) => one.name === name) : undefined;
  if (before) return { from: before.from, ...(before.kept ? { kept: before.kept } : {}) };
  if (suspended && !countsFrom(declaration.deadlines[name], type))
    return { from: occurredAt, kept: { at: suspended.at, dueAt: suspended.dueAt } };
  const deadline = declaration.deadlines[name];
  return { from: (deadline && countedFromMoment(deadline, standing.anchors)) ?? occurredAt };
}

/** Dates agreed for deadlines that run; one that begins anew has not been extended yet. */
function extensions(
  declaration: Declaration,
  extended: Standing['extended'],
  from: Case,
  event: RecordedEvent,
  declared: EventDeclaration,
): Standing['extended'] {
  const { armed = [], moved = [] } = event.envelope.deadlines ?? {};
  if (event.envelope.type === 'DeadlineExtended') {
    const dueAt = moved[0]?.dueAt;
    return dueAt === undefined ? extended : { ...extended, [event.data['name'] as string]: dueAt };
  }
  if (event.envelope.type === 'Undone') return extended;
  const anew = armed.filter(
    ({ name }) => beginsOnEntering(declaration.deadlines[name]) && !resumed(from, event, declared, name),
  );
  return Object.fromEntries(Object.entries(extended).filter(([name]) => !anew.some((one) => one.name === name)));
}

function beginsOnEntering(deadline: DeadlineDeclaration | undefined): boolean {
  return deadline !== undefined && deadline.from.length === 0 && deadline.until === undefined;
}

function missed(misses: readonly Miss[], event: RecordedEvent): readonly Miss[] {
  const { data } = event;
  const name = data['name'] as string;
  const newest = misses.findLastIndex((miss) => miss.name === name);
  switch (event.envelope.type) {
    case 'DeadlineMissed':
      return [...misses, { name, dueAt: data['dueAt'] as string, level: 0, excused: false }];
    case 'DeadlineAlerted':
      return misses.map((miss, index) => (index === newest ? { ...miss, level: data['level'] as number } : miss));
    case 'MissExcused':
      return misses.map((miss) => (miss.name === name ? { ...miss, excused: true } : miss));
    default:
      return misses;
  }
}
