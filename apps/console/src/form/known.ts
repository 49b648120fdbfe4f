/** What a form need not ask, because it is known: who I am where my own office is asked for, and today where a day is. Pure. */
import type { Command, Person } from '../api/types.js';
import { beijingDay } from '../words/times.js';
import { fieldsOf, type Values } from './values.js';

/** Only what must be filled in is filled in, and all of it can be changed. */
export function knownValues(command: Command, me: Person, now: number): Values {
  return Object.fromEntries(
    fieldsOf(command.form).flatMap(({ name, field, required }): [string, unknown][] => {
      if (!required) return [];
      const office = field['x-linli-office'];
      if (office !== undefined && me.roles.includes(office)) return [[name, me.id]];
      // A day that can only be today or past is most often today.
      if (field.format === 'date' && field['x-linli-days']?.ahead === 0) return [[name, beijingDay(now)]];
      return [];
    }),
  );
}
