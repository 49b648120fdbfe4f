/** From a code and its params to a sentence in the reader's language. A code without a sentence is a mistake in the program. */
import type { Declaration } from '../declare/declaration.js';
import type { Problem } from '../declare/fields/field.js';
import type { Refused } from '../decide/refusal.js';
import { isDay } from '../time/day.js';
import {
  memberTexts,
  refusalTexts,
  ruleTexts,
  sharedRefusalTexts,
  standingCommandTexts,
  standingFieldTexts,
} from './engine-texts.js';
import { said, type Language, type Pair, type Texts } from './texts.js';

/** What a field is to people where its kind does not tell. Nothing that is recorded or judged depends on it. */
export interface Meant {
  /** What the ids in it lead to. */
  readonly ref?: string;
  readonly kind?: 'year' | 'day' | 'position';
  /** What is named in it: a setting, or the first word of an address. */
  readonly names?: 'setting' | 'path';
}

/** A workflow with its words, as registered with whoever speaks to people. */
export interface Spoken {
  readonly declaration: Declaration;
  readonly texts: Texts;
  /** By the name of a field. */
  readonly meant?: Readonly<Record<string, Meant>>;
}

/** No sentence stands for this code. */
export class UnspokenCode extends Error {
  override readonly name = 'UnspokenCode';
}

/**
 * @throws UnspokenCode
 */
export function sentenceOf(
  refusal: Pick<Refused, 'code' | 'params'>,
  spoken: Spoken | undefined,
  language: Language,
): string {
  const pair = pairOf(refusal, spoken);
  if (!pair) throw new UnspokenCode(refusal.code);
  return filled(said(pair, language), wordsFor(refusal.params, spoken, language));
}

/**
 * What is wrong with a field, as a whole sentence that names it, down to the member that is meant. The engine's own forms
 * (`standing`) speak the engine's words first: a workflow may call something else by the same name.
 */
export function problemSentence(
  problem: Problem,
  spoken: Spoken | undefined,
  language: Language,
  standing = false,
): string {
  const [name = '', ...members] = problem.pointer.split('/').slice(1);
  const own = named(spoken?.texts.fields, name);
  const shared = named(standingFieldTexts, name);
  const pair = standing ? (shared ?? own) : (own ?? shared);
  const rule = filled(said(ruleTexts[problem.rule], language), problem.params);
  const field = pair
    ? [said(pair, language), ...members.map((one) => memberWords(one, language))].join(' › ')
    : problem.pointer || (language === 'en' ? 'The form' : '表单');
  return language === 'en' ? `${capital(field)} ${rule}` : `${field}：${rule}`;
}

/** A member in words, an item of a list by its place, counted from one; what nobody named, as it was sent. */
function memberWords(member: string, language: Language): string {
  if (/^\d{1,6}$/.test(member)) return language === 'en' ? `item ${Number(member) + 1}` : `第${Number(member) + 1}项`;
  const pair = named(memberTexts, member);
  return pair ? said(pair, language) : member;
}

/** The words of a command: its own, or the standing one's. */
export function commandWords(command: string, spoken: Spoken | undefined, language: Language): string {
  const pair = named(spoken?.texts.commands, command) ?? named(standingCommandTexts, command);
  return pair ? said(pair, language) : command;
}

function pairOf({ code, params }: Pick<Refused, 'code' | 'params'>, spoken: Spoken | undefined): Pair | undefined {
  const own = named(refusalTexts, code);
  if (own) return own;
  const short = code.slice(code.indexOf('/') + 1);
  const texts = named(spoken?.texts.refusals, short);
  if (texts) return texts;
  if (!short.endsWith('-wrong-state')) return named(sharedRefusalTexts, short);
  return sharedRefusalTexts[params['needs'] === undefined ? 'wrong-state' : 'wrong-state-needs'];
}

/** The texts of a name that may come from outside: `__proto__` names nothing. */
function named<T>(texts: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return texts && Object.hasOwn(texts, name) ? texts[name] : undefined;
}

/** States, commands, deadlines, fields, choices and days among the params in the reader's words; anything else as it is. */
function wordsFor(
  params: Refused['params'],
  spoken: Spoken | undefined,
  language: Language,
): Record<string, string | number> {
  const word = (pair: Pair | undefined, else_: string | number): string | number =>
    pair ? said(pair, language) : else_;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const text = String(value);
      if (name === 'state' || name === 'needs') return [name, word(named(spoken?.texts.states, text), value)];
      if (name === 'command') return [name, commandWords(text, spoken, language)];
      if (name === 'name') return [name, word(named(spoken?.texts.deadlines, text), value)];
      if (name === 'field' || name.endsWith('Field')) return [name, word(named(spoken?.texts.fields, text), value)];
      if (name === 'possible') return [name, possibleWords(text, spoken, language)];
      if (typeof value === 'string' && isDay(value)) return [name, dayWords(value, language)];
      return [name, word(named(named(spoken?.texts.choices, name) ?? {}, text), value)];
    }),
  );
}

const longDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', dateStyle: 'long' });

/** A day as people write it: 2026年11月24日, 24 November 2026. */
function dayWords(day: string, language: Language): string {
  if (language === 'en') return longDay.format(new Date(day));
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

function possibleWords(paths: string, spoken: Spoken | undefined, language: Language): string {
  const none = language === 'en' ? 'nothing' : '无';
  const commands = Object.values(spoken?.declaration.commands ?? {});
  const words = paths.split(', ').flatMap((path) => {
    const command = commands.find((one) => one.path === path && !one.standing);
    return command ? [commandWords(command.name, spoken, language)] : [];
  });
  return words.length === 0 ? none : words.join(language === 'en' ? ', ' : '、');
}

function filled(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{([A-Za-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
