/** Arbitrary input for any form, from what its fields say of themselves. */
import * as fc from 'fast-check';
import type { Json } from '#libs/event-store';
import type { Field, Fields } from '../declare/fields/field.js';

/** What fields cannot know: which ids there are, and which values lead somewhere. */
export interface Values {
  /** By the name of a field: one of these is taken instead of anything that its kind allows. */
  readonly values?: Readonly<Record<string, readonly Json[]>>;
  /** By what a field refers to (`sub-district`, `community`): ids that exist. */
  readonly references?: Readonly<Record<string, readonly string[]>>;
}

const DAY_MS = 86_400_000;
/** Days are chosen near today, where rules about them differ. */
const NEAR_DAYS = 45;

/** Input that a form accepts; a field that may be left out is left out half of the time. `now` is the world's time in milliseconds. */
export function arbitraryForm(
  fields: Fields,
  known: Values,
  now: number,
): fc.Arbitrary<Readonly<Record<string, Json>>> {
  const members = Object.entries(fields);
  return fc.record(
    Object.fromEntries(members.map(([name, field]) => [name, arbitraryValue(name, field, known, now)])),
    { requiredKeys: members.flatMap(([name, field]) => (field.traits.optional ? [] : [name])) },
  ) as fc.Arbitrary<Readonly<Record<string, Json>>>;
}

function arbitraryValue(name: string, field: Field, { values, references }: Values, now: number): fc.Arbitrary<Json> {
  const chosen = values?.[name];
  if (chosen) return fc.constantFrom(...chosen);
  const target = field.references.find(({ path }) => path.length === 0)?.to;
  const ids = target === undefined ? undefined : references?.[target];
  if (ids) return fc.constantFrom(...ids);
  const { range } = field;
  if (!range) return field.arbitrary(fc);
  return fc
    .integer({ min: -Math.min(range.agoMax, NEAR_DAYS), max: Math.min(range.aheadMax, NEAR_DAYS) })
    .map((days) => new Date(now + days * DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10));
}
