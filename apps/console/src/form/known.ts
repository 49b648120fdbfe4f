/**
 * What a form need not ask, because it is known: who I am where my own office is asked for, today where a day is, and what
 * the case says already. Pure.
 */
import type { Case, Command, Person } from '../api/types.js';
import { beijingDay } from '../words/times.js';
import { fieldsOf, type Values } from './values.js';

/** Only what must be filled in is filled in, and all of it can be changed. */
export function knownValues(command: Command, me: Person, now: number): Values {
  return Object.fromEntries(
    fieldsOf(command.form).flatMap(({ name, field, required }): [string, unknown][] => {
      if (!required) return [];
      const office = field['x-linli-office'];
      if (office !== undefined && field['x-linli-begins'] === undefined && me.roles.includes(office))
        return [[name, me.id]];
      // A day that can only be today or past is most often today.
      if (field.format === 'date' && field['x-linli-days']?.ahead === 0) return [[name, beijingDay(now)]];
      return [];
    }),
  );
}

/** What such a field says of the case now, where all the cases say the same. */
export function begunWith(command: Command, cases: readonly Readonly<Record<string, unknown>>[]): Values {
  return Object.fromEntries(
    fieldsOf(command.form).flatMap(({ name, field }): [string, unknown][] => {
      const of = field['x-linli-begins'];
      if (of === undefined) return [];
      const [value, ...others] = new Set(cases.map((one) => one[of]));
      return others.length === 0 && typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** Of a step about one of the workflow's deadlines, only those that this case has for it: what runs, or what was missed. */
export function forDeadlinesOf(command: Command, one: Pick<Case, 'deadlines' | 'misses'>): Command {
  const has =
    command.name === 'ExtendDeadline'
      ? one.deadlines
      : command.name === 'ExcuseMiss'
        ? one.misses.filter((miss) => !miss.excused)
        : undefined;
  const name = command.form.properties?.['name'];
  if (!has || !name?.enum) return command;
  const left = name.enum.filter((choice) => has.some((each) => each.name === choice));
  if (left.length === 0) return command;
  const properties = { ...command.form.properties, name: { ...name, enum: left } };
  return { ...command, form: { ...command.form, properties } };
}
