/** What stands in the OpenAPI document beside the workflows: sessions, live updates, administrators, and what contexts add. */
import { schemaParts, type BesideWorkflows } from '#libs/workflow/nest';
import { adminPaths } from './admin/paths.js';
import { adminSchemas } from './admin/schemas.js';
import type { Contexts } from './contexts.js';
import { ownSchemas } from './own-schemas.js';

const { answer, operationsOf, refTo } = schemaParts;

const operation = operationsOf('session');

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

export function besideWorkflows({ own = [] }: Pick<Contexts, 'own'>): BesideWorkflows {
  const all = [{ paths, schemas: { ...ownSchemas, ...adminSchemas } }, ...own.map(({ document }) => document)];
  return {
    paths: Object.assign({}, ...all.map((one) => one.paths)) as BesideWorkflows['paths'],
    schemas: Object.assign({}, ...all.map((one) => one.schemas)) as BesideWorkflows['schemas'],
  };
}
