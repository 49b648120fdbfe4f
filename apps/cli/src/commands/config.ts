/** `linli config`: what a start from here would go by, and where each value comes from. */
import type { Language } from '#libs/workflow';
import { originsOf, type Origin } from '#server/config';
import { startFlags, type Caller } from '../caller.js';
import { sentence } from '../words.js';

/** @throws StartRefused naming every value that a start would refuse. */
export function config({ told, env, terminal, language }: Caller): void {
  const origins = originsOf(startFlags(told), env).map((one): Origin => spoken(one, told.language));
  if (terminal.json) {
    terminal.give({ values: origins });
    return;
  }
  const width = (column: (one: Origin) => string): number => Math.max(...origins.map((one) => column(one).length));
  const value = (one: Origin): string => (one.value === null ? sentence('unset', language) : String(one.value));
  const names = width(({ variable }) => variable);
  const values = width(value);
  for (const one of origins) terminal.say(`${one.variable.padEnd(names)}  ${value(one).padEnd(values)}  ${from(one)}`);

  function from({ from, flag, variable }: Origin): string {
    switch (from) {
      case 'flag':
        return `${sentence('fromFlag', language)} --${flag ?? ''}`;
      case 'environment':
        return `${sentence('fromEnvironment', language)} ${variable}`;
      case 'default':
        return sentence('fromDefault', language);
    }
  }
}

/** The language is a flag of the command line, which hands it on to whatever it starts. */
function spoken(one: Origin, language: Language | undefined): Origin {
  if (one.name !== 'language' || language === undefined) return one;
  return { ...one, value: language, flag: 'language', from: 'flag' };
}
