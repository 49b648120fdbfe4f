/** What stands in the OpenAPI document beside the workflows: sessions, live updates, desks of complaints, administrators. */
import type { JsonObject } from '#libs/event-store';
import { schemaParts, type BesideWorkflows } from '#libs/workflow/nest';
import { adminPaths } from './admin/paths.js';
import { adminSchemas } from './admin/schemas.js';
import { ownSchemas } from './own-schemas.js';

const { refTo } = schemaParts;

const answer = (description: string, schema: JsonObject, type = 'application/json'): JsonObject => ({
  description,
  content: { [type]: { schema } },
});

const operation = (operationId: string, zh: string, en: string, rest: JsonObject): JsonObject => ({
  operationId,
  summary: `${zh} · ${en}`,
  tags: ['session'],
  ...rest,
});

const paths: BesideWorkflows['paths'] = {
  ...adminPaths,
  '/api/session/people': {
    get: operation('session.people', '示例人员', 'sample people (sample data only)', {
      responses: {
        200: answer('everybody of the sample', refTo('People')),
      },
    }),
  },
  '/api/session': {
    get: operation('session.whoAmI', '当前人员', 'who am I', {
      responses: { 200: answer('the person', refTo('Person')) },
    }),
    post: operation('session.signIn', '登录', 'sign in (sample data only)', {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { type: 'object', required: ['person'], properties: { person: { type: 'string' } } },
          },
        },
      },
      responses: { 201: answer('signed in; the cookie carries the session', refTo('Person')) },
    }),
    delete: operation('session.signOut', '退出', 'sign out', { responses: { 204: { description: 'signed out' } } }),
  },
  '/api/complaints/numbers': {
    get: operation(
      'complaints.numbers',
      '编号登记簿',
      'every number a station gave in a year, void ones with the reason',
      {
        tags: ['complaints'],
        parameters: [
          { name: 'station', in: 'query', required: true, schema: { type: 'string' }, description: 'a sub-district' },
          { name: 'year', in: 'query', required: true, schema: { type: 'integer' } },
          { name: 'after', in: 'query', required: false, schema: { type: 'string' }, description: '`next` of a page' },
        ],
        responses: {
          200: answer('in order; `voidedBy` is null while a number is in use', refTo('NumberRegister')),
        },
      },
    ),
  },
  '/api/complaints/of-phone': {
    post: operation(
      'complaints.ofPhone',
      '此号码以往的投诉',
      'earlier complaints of a telephone, as far as the caller sees them',
      {
        tags: ['complaints'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['phone'],
                additionalProperties: false,
                properties: { phone: { type: 'string', description: 'a whole number' } },
              },
            },
          },
        },
        responses: { 200: answer('newest first, each with the `name` given then', refTo('EarlierComplaints')) },
      },
    ),
  },
  '/api/complaints/open-nearby': {
    get: operation('complaints.openNearby', '此小区未办结的投诉', 'open complaints of a community', {
      tags: ['complaints'],
      parameters: [
        { name: 'community', in: 'query', required: true, schema: { type: 'string' } },
        { name: 'category', in: 'query', required: false, schema: { type: 'string' }, description: 'these come first' },
      ],
      responses: { 200: answer('those of the category first, then the newest', refTo('NearbyComplaints')) },
    }),
  },
  '/api/complaints/follow-ups': {
    get: operation('complaints.followUps', '回访名单', 'whom the caller may follow up', {
      tags: ['complaints'],
      responses: {
        200: answer('late ones first; `attempts` of `attemptsMax` reached nobody', refTo('FollowUps')),
      },
    }),
  },
  '/api/dead-letters': {
    get: operation('deadLetters.list', '多次失败的任务', 'looks that failed too often (administrators; with Redis)', {
      responses: {
        200: answer('newest first; `key` names a letter', refTo('DeadLetters')),
      },
    }),
  },
  '/api/live': {
    get: operation('live', '实时更新', 'live updates (server-sent events)', {
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          description: 'the position heard last; beyond 1,000 events behind, `reset` is told instead',
          schema: { type: 'string' },
        },
      ],
      responses: {
        200: answer(
          '`changed` with { workflow, path, id, position }, `open`, `reset`; `beat` with { behindS } every 15 s; `replaced` where a newer connection of the session takes this one’s place',
          { type: 'string' },
          'text/event-stream',
        ),
      },
    }),
  },
};

export const besideWorkflows: BesideWorkflows = { paths, schemas: { ...ownSchemas, ...adminSchemas } };
