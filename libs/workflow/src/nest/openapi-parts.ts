/** The parts of the OpenAPI document that are the same for every workflow: headers, answers, problems. */
import type { JsonObject } from '#libs/event-store';
import { said } from '../words/texts.js';
import { BULK_MAX } from './bulk.js';
import { PAGE_MAX } from './case-list.js';
import { IDS_MAX } from './list-filters.js';
import { HISTORY_MAX } from './reading.js';
import { statusTexts } from './problem-texts.js';

export const REF = '#/components/schemas/';

const text = { type: 'string' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const position = { type: ['string', 'null'], description: 'where it stands in the log; for X-Linli-After' } as const;

function query(name: string, schema: JsonObject, description: string): JsonObject {
  return { name, in: 'query', schema, description };
}

function header(name: string, schema: JsonObject, description: string): JsonObject {
  return { name, in: 'header', schema, description };
}

export const PARAMETERS: JsonObject = {
  id: { name: 'id', in: 'path', required: true, schema: text },
  'Idempotency-Key': header(
    'Idempotency-Key',
    { type: 'string', format: 'uuid' },
    'the id of the command, a UUID of version 4 or 7: the same one again answers the first outcome',
  ),
  'If-Match': header('If-Match', text, 'the revision that was seen, as "7"'),
  'X-Linli-After': header('X-Linli-After', text, 'a position that the answer must not lie behind'),
  dryRun: query('dryRun', { type: 'string', enum: ['0', '1'] }, 'decide and tell, but record nothing'),
  subDistrict: query('subDistrict', text, 'only what lies in this jurisdiction'),
  q: query('q', { ...text, maxLength: 400 }, 'words that must all be found in number, names, states, choices or texts'),
  late: query(
    'late',
    { type: 'string', enum: ['0', '1'] },
    'only what missed a deadline that its state still waits for',
  ),
  openedFrom: query('openedFrom', { ...text, format: 'date' }, 'opened on this day in Beijing or later'),
  openedUntil: query('openedUntil', { ...text, format: 'date' }, 'opened on this day in Beijing or earlier'),
  dueUntil: query('dueUntil', { ...text, format: 'date' }, 'open, not late, and due by the end of this day in Beijing'),
  endedFrom: query('endedFrom', { ...text, format: 'date' }, 'ended on this day in Beijing or later'),
  ids: {
    ...query('ids', { type: 'array', items: text, maxItems: IDS_MAX }, 'exactly these, as far as the rest holds too'),
    style: 'form',
    explode: false,
  },
  sort: query(
    'sort',
    { type: 'string', enum: ['newest', 'due'], default: 'newest' },
    'newest first; or by deadline, late ones before all others',
  ),
  after: query('after', text, '`next` of the page before'),
  limit: query('limit', { type: 'integer', minimum: 1, maximum: PAGE_MAX, default: 50 }, 'cases on a page'),
};

/** A history has pages of its own: after a version. */
export const historyParameters: readonly JsonObject[] = [
  query('after', whole, 'only what was recorded after this version: `next` of the page before'),
  query('limit', { type: 'integer', minimum: 1, maximum: HISTORY_MAX, default: HISTORY_MAX }, 'events on a page'),
];

const deadline: JsonObject = {
  type: 'object',
  required: ['name', 'timerId', 'dueAt', 'setting', 'calendar', 'provisional'],
  properties: {
    name: text,
    timerId: { type: 'string', format: 'uuid' },
    dueAt: instant,
    remindAt: instant,
    setting: { ...whole, description: 'edition of the setting' },
    calendar: { ...text, description: 'edition of the calendar' },
    provisional: { type: 'boolean' },
  },
};

const standing: JsonObject = {
  id: text,
  number: { type: ['string', 'null'] },
  version: { ...whole, description: 'of the newest event' },
  revision: { ...whole, description: 'number of edits by people; the ETag' },
  position,
  state: text,
  actions: { type: 'array', items: text, description: 'what you may do now' },
  next: { type: 'array', items: text, description: 'of the actions, what the state waits for; the next step first' },
  refusals: {
    type: 'array',
    description: 'why not the rest',
    items: {
      type: 'object',
      required: ['action', 'code', 'params'],
      properties: { action: text, code: text, params: { type: 'object' } },
    },
  },
  deadlines: { type: 'array', items: { $ref: `${REF}Deadline` } },
};

function page(items: JsonObject): JsonObject {
  return {
    type: 'object',
    required: ['items', 'total', 'next', 'position'],
    properties: { items: { type: 'array', items }, total: whole, next: { type: ['string', 'null'] }, position },
  };
}

const problem: JsonObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'params', 'correlationId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: text,
    status: whole,
    detail: { ...text, description: 'a sentence in the language asked for' },
    code: { ...text, description: 'stable' },
    params: { type: 'object' },
    correlationId: text,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { ...text, format: 'json-pointer' }, header: text, code: text, detail: text },
      },
    },
  },
};

export const answerSchemas: Record<string, JsonObject> = {
  Deadline: deadline,
  Problem: problem,
  Step: {
    type: 'object',
    required: Object.keys(standing),
    properties: {
      ...standing,
      dryRun: { type: 'boolean' },
      events: { type: 'array', items: text },
      follows: { type: 'object', description: 'of a dry run: what the rule works out from what was entered' },
    },
  },
  Case: {
    type: 'object',
    required: [...Object.keys(standing), 'late', 'misses', 'openedAt', 'comments', 'links'],
    description: 'the newest value of each field by name, and where the case stands',
    properties: {
      ...standing,
      late: {
        type: 'array',
        description: 'missed, not excused, and still waited for',
        items: { type: 'object', required: ['name', 'dueAt'], properties: { name: text, dueAt: instant } },
      },
      misses: { type: 'array', items: { type: 'object' } },
      openedAt: instant,
      updatedAt: instant,
      comments: { type: 'array', items: { type: 'object' } },
      links: { type: 'array', items: { type: 'object' } },
    },
  },
  List: page({ type: 'object', required: ['id', 'state', 'version', 'revision'] }),
  History: page({ type: 'object', required: ['id', 'type', 'stream', 'version', 'data', 'hash', 'words'] }),
  ExplainedDeadlines: page({
    type: 'object',
    required: [
      'name',
      'dueAt',
      'provisional',
      'from',
      'setting',
      'extended',
      'pausedAt',
      'dueBefore',
      'calendar',
      'days',
    ],
    properties: {
      name: text,
      dueAt: text,
      provisional: { type: 'boolean' },
      from: { ...text, description: 'the moment it is counted from' },
      setting: {
        type: ['object', 'null'],
        required: ['name', 'edition', 'span'],
        properties: { name: text, edition: { type: 'integer' }, span: { type: ['object', 'null'] } },
      },
      extended: { type: 'boolean' },
      pausedAt: { type: ['string', 'null'] },
      dueBefore: { type: ['string', 'null'] },
      calendar: text,
      days: {
        type: 'array',
        items: {
          type: 'object',
          required: ['day', 'working', 'reason', 'count'],
          properties: {
            day: text,
            working: { type: 'boolean' },
            reason: { enum: ['weekday', 'weekend', 'holiday', 'make-up', 'provisional'] },
            count: { type: 'integer' },
          },
        },
      },
    },
  }),
  Bulk: {
    type: 'object',
    required: ['items'],
    properties: {
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id'],
          properties: { id: text, done: { type: 'object' }, problem: { $ref: `${REF}Problem` } },
        },
      },
    },
  },
};

/** @param filters of the workflow, each as a schema */
export function bulkBody(form: string, filters: JsonObject): JsonObject {
  const common = { form: { $ref: form } };
  const named = { ids: { type: 'array', items: text, minItems: 1, maxItems: BULK_MAX } };
  const meant = {
    filter: { type: 'object', additionalProperties: false, properties: filters },
    position: { ...text, description: 'of the list that the filter was seen in' },
  };
  return {
    oneOf: [
      { type: 'object', additionalProperties: false, required: ['ids'], properties: { ...named, ...common } },
      {
        type: 'object',
        additionalProperties: false,
        required: ['filter', 'position'],
        properties: { ...meant, ...common },
      },
    ],
  };
}

export const problemAnswers: JsonObject = Object.fromEntries(
  Object.entries(statusTexts).map(([status, pair]) => [
    status,
    {
      description: `${said(pair, 'zh-CN')} · ${said(pair, 'en')}`,
      content: { 'application/problem+json': { schema: { $ref: `${REF}Problem` } } },
    },
  ]),
);
