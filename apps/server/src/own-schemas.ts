/** What the program answers beside the workflows: who is signed in, and what failed too often. */
import type { JsonObject } from '#libs/event-store';
import { schemaParts } from '#libs/workflow/nest';

const { instant, listed, listOf, objectOf, refTo, text, whole } = schemaParts;

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
