/** What is answered of cases: the same for every workflow, but for the fields that stand beside by name. */
import type { JsonObject } from '#libs/event-store';
import {
  anything,
  day,
  FIELDS_BESIDE,
  flag,
  instant,
  listed,
  listOf,
  objectOf,
  oneOf,
  orNull,
  parameters,
  position,
  refTo,
  text,
  whole,
} from './schema-parts.js';

const actions = { ...listOf(text), description: 'what the caller may do now' };
const next = { ...listOf(text), description: 'of these, what the state waits for; the next step first' };

/** Where a case stands, as far as every answer about one says it. */
const standing = {
  id: text,
  number: orNull(text),
  version: { ...whole, description: 'of the newest event' },
  revision: { ...whole, description: 'number of edits by people; the ETag' },
  position,
  state: text,
  deadlines: listOf(refTo('Deadline')),
  paused: { ...listOf(refTo('PausedDeadline')), description: 'stand still, so they have no date' },
};

const possible = {
  actions,
  next,
  refusals: { ...listOf(refTo('NotNow')), description: 'why not the rest' },
};

const late = { ...listOf(refTo('Late')), description: 'missed, not excused, and still waited for' };
const excused = { ...listOf(refTo('Late')), description: 'missed and excused, and still waited for' };

const row = {
  ...standing,
  jurisdiction: text,
  openedAt: instant,
  updatedAt: instant,
  nextDueAt: orNull(instant),
  late,
  excused,
};

export const caseSchemas: Readonly<Record<string, JsonObject>> = {
  Deadline: objectOf(
    {
      name: text,
      timerId: { type: 'string', format: 'uuid' },
      dueAt: instant,
      setting: { ...whole, description: 'edition of the setting' },
      calendar: { ...text, description: 'edition of the calendar' },
      provisional: { ...flag, description: 'counted beyond the published calendar' },
    },
    { remindAt: instant },
  ),
  Late: objectOf({ name: text, dueAt: instant }),
  PausedDeadline: objectOf({
    name: text,
    by: { ...oneOf('pause', 'hold'), description: 'what ends: the pause of the clock, or the hold of the case' },
    pausedAt: instant,
    dueBefore: instant,
  }),
  Miss: objectOf({
    name: text,
    dueAt: instant,
    level: { ...whole, description: 'the level last told, 0 before the first' },
    excused: flag,
  }),
  Span: objectOf(
    { unit: oneOf('working-days', 'days', 'months', 'hours', 'minutes'), count: whole },
    { endsOn: oneOf('working-day') },
  ),
  CountedDay: objectOf({
    day,
    working: flag,
    reason: oneOf('weekday', 'weekend', 'holiday', 'make-up', 'provisional'),
    count: whole,
  }),
  ExplainedDeadline: objectOf({
    name: text,
    dueAt: instant,
    provisional: flag,
    from: { ...instant, description: 'the moment it is counted from' },
    setting: orNull(objectOf({ name: text, edition: whole, span: orNull(refTo('Span')) })),
    extended: flag,
    pausedAt: orNull(instant),
    dueBefore: orNull(instant),
    calendar: text,
    days: listOf(refTo('CountedDay')),
  }),
  ExplainedDeadlines: listed(refTo('ExplainedDeadline')),
  NotNow: objectOf({ action: text, code: text, params: parameters }),
  Comment: objectOf({
    id: text,
    text: anything('a text, or what is left of one that was erased'),
    by: text,
    at: instant,
  }),
  Link: objectOf({ id: text, workflow: text, to: text, by: text, at: instant }, { reason: text }),
  Step: objectOf(
    { ...standing, ...possible },
    {
      dryRun: flag,
      events: listOf(text),
      follows: { type: 'object', description: 'of a dry run: what the rule works out from what was entered' },
    },
  ),
  Case: objectOf(
    {
      ...standing,
      ...possible,
      late,
      excused,
      misses: listOf(refTo('Miss')),
      openedAt: instant,
      updatedAt: instant,
      comments: listOf(refTo('Comment')),
      links: listOf(refTo('Link')),
    },
    {
      voidNumbers: {
        ...listOf(objectOf({ number: text, why: text, reason: orNull(text), at: instant })),
        description: 'numbers that it was called by and that are void, where its kind keeps a register',
      },
    },
    { ...FIELDS_BESIDE, description: 'the newest value of each field by name, and where the case stands' },
  ),
  Row: objectOf(row, {}, { ...FIELDS_BESIDE, description: 'a case as lists show it, with its fields by name' }),
  List: listed(refTo('Row'), {}, { complete: { ...flag, description: 'false where not all could be searched' } }),
  WaitingRow: objectOf({ ...row, workflow: text, path: text, next }, {}, FIELDS_BESIDE),
  HistoryItem: objectOf(
    {
      v: whole,
      id: text,
      type: text,
      schema: whole,
      stream: text,
      version: whole,
      recordedAt: instant,
      occurredAt: instant,
      actor: objectOf(
        {
          id: text,
          kind: oneOf('person', 'timer', 'reaction', 'system'),
          roles: listOf(text),
          jurisdiction: text,
          authority: text,
        },
        { onBehalfOf: text },
      ),
      command: objectOf({ id: text, name: text, digest: text, index: whole, of: whole }),
      causationId: text,
      correlationId: text,
      depth: whole,
      dataHash: text,
      hash: text,
      position,
      data: { type: 'object', description: 'as recorded, opened as far as it is not erased' },
      words: objectOf({ who: text, when: text, what: text }),
    },
    {
      to: { ...text, description: 'the state after it, where that was computed' },
      deadlines: { type: 'object', description: 'deadlines that it armed, stopped or moved' },
    },
  ),
  History: listed(refTo('HistoryItem')),
  Bulk: objectOf(
    {
      items: listOf(
        objectOf(
          { id: text },
          {
            done: objectOf({ version: whole, revision: whole, position, state: text }, { replayed: flag }),
            problem: refTo('Problem'),
          },
        ),
      ),
    },
    { dryRun: flag },
  ),
  Problem: objectOf(
    {
      type: { type: 'string', format: 'uri' },
      title: text,
      status: whole,
      detail: { ...text, description: 'a sentence in the language asked for' },
      code: { ...text, description: 'stable' },
      params: parameters,
      correlationId: text,
    },
    {
      errors: listOf(
        objectOf({ pointer: { ...text, format: 'json-pointer' }, code: text, detail: text }, { header: text }),
      ),
    },
  ),
};
