/** The parts of the OpenAPI document that are the same for every workflow: parameters, bodies, problems. */
import type { JsonObject } from '#libs/event-store';
import { said } from '../words/texts.js';
import { BULK_MAX } from './bulk.js';
import { PAGE_MAX } from './case-list.js';
import { IDS_MAX } from './list-filters.js';
import { HISTORY_MAX } from './reading.js';
import { statusTexts } from './problem-texts.js';
import { REF, text, whole } from './schema-parts.js';

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
  'X-Linli-Person': header(
    'X-Linli-Person',
    text,
    'the id of the person it is sent for, percent-encoded; refused with 409 `session/other-person` where somebody else is signed in',
  ),
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
