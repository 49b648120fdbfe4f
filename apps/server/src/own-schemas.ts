/** What the program answers beside the workflows: who is signed in, and what the desks of complaints ask. */
import type { JsonObject } from '#libs/event-store';
import { schemaParts } from '#libs/workflow/nest';

const { anything, FIELDS_BESIDE, flag, instant, listed, listOf, objectOf, oneOf, orNull, refTo, text, whole } =
  schemaParts;

const complaint = {
  id: text,
  number: orNull(text),
  state: text,
  jurisdiction: text,
  openedAt: instant,
};
const kind = { category: text, community: text, place: text };

export const ownSchemas: Readonly<Record<string, JsonObject>> = {
  Grant: objectOf({ role: text, jurisdiction: text }),
  Person: objectOf({
    id: text,
    name: text,
    organisation: text,
    roles: listOf(text),
    jurisdictions: listOf(text),
    grants: listOf(refTo('Grant')),
  }),
  People: listed(refTo('Person')),
  RegisteredNumber: objectOf({
    text,
    station: text,
    year: whole,
    n: whole,
    complaint: text,
    issuedAt: instant,
    voidedBy: { ...orNull(oneOf('undone', 'transferred')), description: 'null while it is in use' },
    voidReason: orNull(text),
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
      paused: listOf(refTo('PausedDeadline')),
      attempts: { ...whole, description: 'so many reached nobody' },
      attemptsMax: { ...whole, description: 'the last one that reaches nobody closes the case' },
    },
    {},
    FIELDS_BESIDE,
  ),
  FollowUps: listed(refTo('FollowUp'), { complete: flag }),
  DeadLetter: objectOf({
    key: text,
    of: {
      description: 'the timer, or the name of scheduled work',
      oneOf: [text, objectOf({ workflow: text, id: text, name: text, dueAt: instant })],
    },
    attempts: whole,
    failedAt: instant,
    error: text,
  }),
  DeadLetters: listed(refTo('DeadLetter')),
};
