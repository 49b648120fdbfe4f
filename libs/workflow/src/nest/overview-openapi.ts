/** What the document says of descriptions, of what waits, of counts and references. */
import type { JsonObject } from '#libs/event-store';
import { IDS_MAX } from './list-filters.js';
import { refTo, text } from './schema-parts.js';

function get(operationId: string, summary: string, description: string, more: JsonObject, answer: string): JsonObject {
  return {
    operationId,
    summary,
    tags: ['overview'],
    ...more,
    responses: { 200: { description, content: { 'application/json': { schema: refTo(answer) } } } },
  };
}

function query(name: string, description: string): JsonObject {
  return { name, in: 'query', schema: text, description };
}

const limit: JsonObject = { $ref: '#/components/parameters/limit' };
const after: JsonObject = { $ref: '#/components/parameters/X-Linli-After' };
const subDistrict: JsonObject = { $ref: '#/components/parameters/subDistrict' };

export const overviewPaths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  '/api/workflows': {
    get: get(
      'overview.workflows',
      '各类事项的说明 · how each workflow is described',
      'states, events, steps with their forms, deadlines, refusals: every word in both languages',
      {},
      'Description',
    ),
  },
  '/api/waiting': {
    get: get(
      'overview.waiting',
      '待我办理 · what waits for me',
      'open cases of every workflow in which the caller may take a step that the state waits for; late ones first, then by deadline',
      {
        parameters: [
          limit,
          query('after', 'the `next` of the page before'),
          query('workflow', 'by name'),
          query('state', 'one or several, joined by commas'),
          query('due', 'names of deadlines, joined by commas'),
          query('own', '1: only cases of the caller’s own'),
          query('late', '1: only late ones'),
          after,
        ],
      },
      'Waiting',
    ),
  },
  '/api/overview': {
    get: get(
      'overview.overview',
      '统计 · numbers of a workflow',
      'open cases by field, state, place and age; ended ones within a year by whether their deadlines were kept; of the cases that the caller may see',
      {
        parameters: [
          query('workflow', 'by name'),
          query('by', 'state, jurisdiction, age, month or a field; several joined by commas'),
          query('state', 'only cases in these states'),
          subDistrict,
          after,
        ],
      },
      'Tally',
    ),
  },
  '/api/counts': {
    get: get(
      'overview.counts',
      '各状态件数 · how many in which state',
      'for each workflow, of the cases that the caller may see; `readable` is false where there will never be any',
      {
        parameters: [
          query('path', 'only this workflow, which may then be narrowed by every filter that its list knows'),
          subDistrict,
          after,
        ],
      },
      'CountsList',
    ),
  },
  '/api/references/{to}': {
    get: get(
      'overview.references',
      '可引用的对象 · what a reference may name',
      'entries of a register, cases of a workflow by name, or `person` with the office asked for',
      {
        parameters: [
          { name: 'to', in: 'path', required: true, schema: text },
          query('search', 'part of a name or id'),
          query('ids', `exactly these, joined by commas, at most ${IDS_MAX}`),
          query('jurisdiction', 'where it lies, or where the office is held'),
          query('office', 'a role that the person holds'),
          query('like', 'the id of a case; those most like it come first, itself not at all'),
        ],
      },
      'References',
    ),
  },
};
