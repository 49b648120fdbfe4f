/** Whether a JSON Schema accepts less than an older one did, as far as fields of events are described by it. */
import type { Json, JsonObject } from '#libs/event-store';

const FLOORS = ['minimum', 'minLength', 'minItems'] as const;
const CEILINGS = ['maximum', 'maxLength', 'maxItems'] as const;

/** In words, each thing that was accepted and is no longer; nothing where the newer schema accepts as much. */
export function narrower(was: JsonObject, is: JsonObject): readonly string[] {
  const found: string[] = [];
  for (const name of FLOORS)
    if (number(is[name]) > (was[name] === undefined ? -Infinity : number(was[name])))
      found.push(`${name} is ${number(is[name])}${was[name] === undefined ? '' : `, was ${number(was[name])}`}`);
  for (const name of CEILINGS)
    if (is[name] !== undefined && number(is[name]) < (was[name] === undefined ? Infinity : number(was[name])))
      found.push(`${name} is ${number(is[name])}${was[name] === undefined ? '' : `, was ${number(was[name])}`}`);
  for (const name of ['type', 'format', 'pattern', 'uniqueItems', 'additionalProperties'])
    if (is[name] !== undefined && JSON.stringify(is[name]) !== JSON.stringify(was[name]))
      found.push(`${name} is ${JSON.stringify(is[name])}, was ${JSON.stringify(was[name]) ?? 'free'}`);
  const choices = strings(is['enum']);
  if (is['enum'] !== undefined)
    for (const choice of was['enum'] === undefined ? ['anything else'] : strings(was['enum']))
      if (!choices.includes(choice)) found.push(`${choice} is no longer accepted`);
  for (const name of strings(is['required']))
    if (!strings(was['required']).includes(name)) found.push(`${name} is required`);
  found.push(...members(was['properties'], is['properties']));
  if (isObject(was['items']) && isObject(is['items']))
    found.push(...narrower(was['items'], is['items']).map((how) => `of each item, ${how}`));
  return found;
}

function members(was: Json | undefined, is: Json | undefined): string[] {
  if (!isObject(was)) return [];
  const after: JsonObject = isObject(is) ? is : {};
  return Object.entries(was).flatMap(([name, before]) => {
    const now = after[name];
    if (!isObject(now) || !isObject(before)) return [`${name} is gone`];
    return narrower(before, now).map((how) => `of ${name}, ${how}`);
  });
}

function number(value: Json | undefined): number {
  return typeof value === 'number' ? value : -Infinity;
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
