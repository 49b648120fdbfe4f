/** What the administrators' pages are answered. A number that cannot be told just now is null. */
import type { JsonObject } from '#libs/event-store';
import { schemaParts } from '#libs/workflow/nest';

const { day, flag, instant, listed, listOf, mapOf, objectOf, oneOf, orNull, parameters, refTo } = schemaParts;
const { position, text, whole } = schemaParts;

const number = { type: 'number' } as const;
const words = refTo('Words');
const toldCase = refTo('ToldCase');
const node = { ...text, description: 'of this node' };

const edited = { by: text, byKind: text, at: instant };

const poison = {
  projection: text,
  version: whole,
  position: text,
  eventId: text,
  stream: text,
  error: text,
  at: { ...instant, description: 'when it was set aside' },
  type: orNull(text),
  case: toldCase,
};

const value = { description: 'a length of time, or a number', oneOf: [refTo('Span'), number] };

export const adminSchemas: Readonly<Record<string, JsonObject>> = {
  ToldCase: objectOf({
    workflow: text,
    path: orNull(text),
    id: text,
    number: orNull(text),
    state: orNull(text),
    openedAt: orNull(instant),
    mayOpen: flag,
  }),
  NodeSeen: objectOf({
    name: text,
    role: text,
    seenAt: instant,
    behindMs: whole,
    position,
    self: flag,
    silent: flag,
    work: {
      ...orNull(
        objectOf({
          timersFailing: orNull(whole),
          reactionsFailing: whole,
          movesFailing: orNull(text),
          timetable: orNull(text),
        }),
      ),
      description: 'nothing of a node that only answers',
    },
  }),
  Trouble: objectOf({
    code: text,
    params: parameters,
    weight: { ...oneOf('wrong', 'watch'), description: 'wrong: somebody must act; watch: it may pass by itself' },
  }),
  Health: objectOf({
    node: objectOf({ name: text, role: text, kind: text }),
    nodes: listOf(refTo('NodeSeen')),
    log: objectOf({ head: position, position, corrupt: whole }),
    views: objectOf({
      state: text,
      count: whole,
      building: whole,
      behindEvents: orNull(whole),
      behindEventsMax: whole,
      behindMs: whole,
      poison: whole,
    }),
    timers: objectOf({ due: orNull(whole), lateMs: orNull(number), failing: orNull(whole), day: orNull(whole) }),
    incidents: orNull(whole),
    upkeep: orNull(whole),
    reactionsFailing: orNull(whole),
    movesFailing: orNull(text),
    redis: orNull(text),
    deadLetters: orNull(whole),
    disk: orNull(refTo('Disk')),
    troubles: { ...listOf(refTo('Trouble')), description: 'the worst first' },
  }),
  Disk: objectOf({
    freeBytes: number,
    totalBytes: number,
    logBytes: { ...orNull(number), description: 'where it lies here' },
    viewsBytes: orNull(number),
  }),
  View: objectOf({
    name: text,
    version: whole,
    generation: orNull(whole),
    serves: flag,
    position,
    passed: whole,
    behind: orNull(whole),
    rows: orNull(listOf(objectOf({ table: text, rows: whole }))),
    poison: whole,
    building: {
      ...orNull(objectOf({ generation: whole, version: whole, done: whole, of: orNull(whole) })),
      description: 'the shadow of a rebuild',
    },
  }),
  ViewsPage: listed(refTo('View'), { node, behindMs: whole }),
  Poison: objectOf(poison),
  PoisonPage: listed(refTo('Poison'), { node }),
  PoisonEvent: objectOf({
    ...poison,
    event: { type: 'object', description: 'as it is recorded; sealed values are ciphertext' },
  }),
  Timer: objectOf(
    {
      timerId: text,
      name: text,
      kind: oneOf('deadline', 'alert'),
      dueAt: instant,
      lateMs: number,
      case: toldCase,
      waitsFor: { ...listOf(text), description: 'roles that may take the next step' },
    },
    { failed: objectOf({ attempts: whole, nextAttemptAt: instant, error: text }) },
  ),
  TimersPage: listed(refTo('Timer'), {
    counts: listOf(objectOf({ workflow: text, late: whole, day: whole })),
    failing: whole,
  }),
  Incident: objectOf({
    id: text,
    state: text,
    revision: whole,
    openedAt: instant,
    updatedAt: instant,
    reaction: text,
    command: text,
    code: text,
    why: words,
    event: objectOf({ id: text, type: orNull(text), at: orNull(instant) }),
    source: toldCase,
    target: orNull(toldCase),
    workflow: text,
    attempts: whole,
    skipReason: orNull(text),
  }),
  IncidentsPage: listed(refTo('Incident'), { counts: mapOf(whole), mayAct: flag }),
  SettingEdition: objectOf({
    edition: whole,
    value,
    effectiveOn: day,
    subDistrict: orNull(text),
    alsoOpen: flag,
    reason: text,
    ...edited,
  }),
  Setting: objectOf({
    name: text,
    workflow: text,
    words,
    group: words,
    kind: oneOf('span', 'number'),
    value,
    edition: whole,
    revision: whole,
    range: objectOf({ min: number, max: number }),
    deadlines: listOf(objectOf({ name: text, workflow: text, words })),
    editions: listOf(refTo('SettingEdition')),
  }),
  SettingsPage: listed(refTo('Setting'), { today: day }),
  CalendarEdition: objectOf({
    edition: whole,
    source: orNull(text),
    holidays: whole,
    makeUpDays: whole,
    ...edited,
  }),
  CalendarYear: objectOf({
    year: whole,
    edition: whole,
    revision: whole,
    holidays: listOf(day),
    makeUpDays: listOf(day),
    source: orNull(text),
    editions: listOf(refTo('CalendarEdition')),
  }),
  CalendarsPage: listed(refTo('CalendarYear'), { today: day }),
  Foretold: objectOf({
    at: { ...instant, description: 'when the edition takes effect' },
    looked: whole,
    moves: whole,
    cases: { ...whole, description: 'among which the moves are' },
    stays: mapOf(whole),
    moved: listOf(objectOf({ case: toldCase, name: text, from: instant, to: instant })),
    stayed: listOf(objectOf({ case: toldCase, name: text, from: instant, because: text })),
    complete: { ...flag, description: 'false where more run than were looked at' },
  }),
};
