/** The administrators' pages in the OpenAPI document. */
import type { JsonObject } from '#libs/event-store';
import { schemaParts, type OpenApiDocument } from '#libs/workflow/nest';
import { INCIDENT_STATES } from './incidents.js';
import { WHEN } from './timers.js';

const readers = 'administrators, the office and auditors';

const parameter = (name: string, place: 'path' | 'query', description: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: place,
  required: place === 'path',
  description,
  schema: { type: 'string', ...more },
});

const operation = (
  id: string,
  zh: string,
  en: string,
  told: string,
  answer: string,
  rest: JsonObject = {},
): JsonObject => ({
  operationId: `admin.${id}`,
  summary: `${zh} · ${en}`,
  description: `Read by ${readers}.`,
  tags: ['admin'],
  responses: {
    200: { description: told, content: { 'application/json': { schema: schemaParts.refTo(answer) } } },
  },
  ...rest,
});

const body = (required: readonly string[], properties: JsonObject): JsonObject => ({
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', required: [...required], properties } } },
  },
});

const days: JsonObject = { type: 'array', items: { type: 'string', format: 'date' }, maxItems: 100 };
const foretold =
  'nothing is recorded: `moves` and `stays` are counts, `moved` and `stayed` the first 200 by date, `complete` is false where more run than were looked at';
const after = parameter('after', 'query', '`next` of the page before');

export const adminPaths: OpenApiDocument['paths'] = {
  '/api/admin/health': {
    get: operation(
      'health',
      '运行状况',
      'how the node stands',
      'numbers, and `troubles`: what is wrong, the worst first',
      'Health',
    ),
  },
  '/api/admin/views': {
    get: operation('views', '视图', 'views of this node', '`building` is the shadow of a rebuild', 'ViewsPage'),
  },
  '/api/admin/poison': {
    get: operation(
      'poison',
      '被搁置的事件',
      'events that a view could not take',
      'the first 200 in order of position',
      'PoisonPage',
    ),
  },
  '/api/admin/poison/{view}/{position}': {
    get: operation(
      'poisonEvent',
      '被搁置的事件原文',
      'one of them as it is recorded',
      'sealed values are ciphertext',
      'PoisonEvent',
      {
        parameters: [parameter('view', 'path', 'its name'), parameter('position', 'path', 'in the log')],
      },
    ),
  },
  '/api/admin/timers': {
    get: operation('timers', '到期计时', 'deadlines and alerts that run', 'in due order, 100 at a time', 'TimersPage', {
      parameters: [
        parameter('when', 'query', 'late, within 24 hours, or failed', { enum: WHEN }),
        parameter('workflow', 'query', 'only of this one'),
        after,
      ],
    }),
  },
  '/api/admin/incidents': {
    get: operation(
      'incidents',
      '异常',
      'automatic steps that were refused',
      'newest first, open ones unless said',
      'IncidentsPage',
      {
        parameters: [parameter('state', 'query', 'of the incident', { enum: INCIDENT_STATES }), after],
      },
    ),
  },
  '/api/admin/settings': {
    get: operation(
      'settings',
      '规定',
      'settings with all their editions',
      'value in force, range, editions',
      'SettingsPage',
    ),
  },
  '/api/admin/settings/{name}/preview': {
    post: operation('previewSetting', '预览规定变更', 'what a change would move', foretold, 'Foretold', {
      parameters: [parameter('name', 'path', 'of the setting')],
      ...body(['value', 'effectiveOn', 'alsoOpen'], {
        value: {},
        effectiveOn: { type: 'string', format: 'date' },
        subDistrict: { type: 'string' },
        alsoOpen: { type: 'boolean' },
        reason: { type: 'string' },
      }),
    }),
  },
  '/api/admin/calendars': {
    get: operation('calendars', '工作日历', 'the calendar of each year', 'newest year first', 'CalendarsPage'),
  },
  '/api/admin/calendars/{year}/preview': {
    post: operation('previewCalendar', '预览工作日历', 'what an edition would move', foretold, 'Foretold', {
      parameters: [parameter('year', 'path', 'four digits')],
      ...body(['holidays', 'makeUpDays'], { holidays: days, makeUpDays: days, source: { type: 'string' } }),
    }),
  },
};
