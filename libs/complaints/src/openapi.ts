/** What the OpenAPI document says of the routes of this context's own. */
import { schemaParts, type BesideWorkflows } from '#libs/workflow/nest';

const { answer, anything, FIELDS_BESIDE, flag, instant, listed, listOf, objectOf, oneOf, operationsOf } = schemaParts;
const { orNull, refTo, text, whole } = schemaParts;

const operation = operationsOf('complaints');

const complaint = {
  id: text,
  number: orNull(text),
  state: text,
  jurisdiction: text,
  openedAt: instant,
};
const kind = { category: text, community: text, place: text };

const paths: BesideWorkflows['paths'] = {
  '/api/complaints/numbers': {
    get: operation(
      'complaints.numbers',
      '编号登记簿',
      'every number a station gave in a year, void ones with the reason',
      {
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
      parameters: [
        { name: 'community', in: 'query', required: true, schema: { type: 'string' } },
        { name: 'category', in: 'query', required: false, schema: { type: 'string' }, description: 'these come first' },
      ],
      responses: { 200: answer('those of the category first, then the newest', refTo('NearbyComplaints')) },
    }),
  },
  '/api/complaints/follow-ups': {
    get: operation('complaints.followUps', '回访名单', 'whom the caller may follow up', {
      responses: {
        200: answer('late ones first; `attempts` of `attemptsMax` reached nobody', refTo('FollowUps')),
      },
    }),
  },
};

const schemas: BesideWorkflows['schemas'] = {
  RegisteredNumber: objectOf({
    text,
    station: text,
    year: whole,
    n: whole,
    complaint: text,
    issuedAt: instant,
    voidedBy: { ...orNull(oneOf('undone', 'transferred')), description: 'null while it is in use' },
    voidReason: orNull(text),
    voidedAt: orNull(instant),
  }),
  NumberRegister: listed(refTo('RegisteredNumber')),
  EarlierComplaint: objectOf({ ...complaint, name: { ...orNull(text), description: 'as it was given then' } }, kind),
  EarlierComplaints: listed(refTo('EarlierComplaint')),
  NearbyComplaint: objectOf(complaint, {
    ...kind,
    mediator: text,
    story: anything('a text, or what is left of one that was erased'),
  }),
  NearbyComplaints: listed(refTo('NearbyComplaint')),
  FollowUp: objectOf(
    {
      ...complaint,
      version: whole,
      revision: whole,
      deadlines: listOf(refTo('Deadline')),
      late: listOf(refTo('Late')),
      excused: listOf(refTo('Late')),
      paused: listOf(refTo('PausedDeadline')),
      attempts: { ...whole, description: 'so many reached nobody' },
      attemptsMax: { ...whole, description: 'the last one that reaches nobody closes the case' },
    },
    {},
    FIELDS_BESIDE,
  ),
  FollowUps: listed(refTo('FollowUp'), { complete: flag }),
};

export const complaintsDocument: BesideWorkflows = { paths, schemas };
