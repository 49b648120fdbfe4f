/**
 * The form of a command as JSON Schema with its words: labels and choices in both languages (`x-linli-words`,
 * `x-linli-choices`), the kind of each field, what it refers to and whether it is kept sealed or may be corrected. A
 * control can be drawn from it without knowing the workflow.
 */
import type { JsonObject } from '#libs/event-store';
import type { CommandDeclaration } from '../declare/declaration.js';
import { formSchema, type Field } from '../declare/fields/field.js';
import { memberChoiceTexts, memberTexts, standingCommandTexts } from '../words/engine-texts.js';
import { choicePairs, fieldPair, type Worded } from '../words/field-words.js';
import type { Meant, Spoken } from '../words/sentence.js';
import type { Pair } from '../words/texts.js';

export function inBoth([zh, en]: Pair): { readonly 'zh-CN': string; readonly en: string } {
  return { 'zh-CN': zh, en };
}

export function commandPair({ texts }: Spoken, command: CommandDeclaration): Pair {
  return texts.commands[command.name] ?? standingCommandTexts[command.name] ?? [command.name, command.name];
}

/** What people fill in for a command. */
export function spokenForm(one: Spoken, command: CommandDeclaration): JsonObject {
  const schema = formSchema(command.form);
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(command.form).map(([name, field]) => [
        name,
        { ...spokenField(name, field, one, command), ...begun(field, command) },
      ]),
    ),
  };
}

/** What every command may carry beside its form. */
export function besideForm(one: Spoken): JsonObject {
  return {
    occurredAt: { type: 'string', format: 'date-time', ...wordsOf('occurredAt', one) },
    lateReason: { type: 'string', minLength: 1, maxLength: 500, ...wordsOf('lateReason', one) },
  };
}

/** `step` is the command or the event that the field belongs to; the engine's own are worded by the engine. */
export function spokenField(name: string, field: Field, one: Spoken, step?: Worded): JsonObject {
  const schema = field.schema();
  const office = officeOf(field);
  return {
    ...schema,
    ...membersOf(schema),
    ...wordsOf(name, one, step),
    ...choicesOf(name, one, step),
    'x-linli-kind': field.kind,
    ...meantBy(one.meant?.[name]),
    ...(isPlace(name, one) ? { 'x-linli-place': true } : {}),
    ...(office === undefined ? {} : { 'x-linli-office': office }),
    ...(field.seals.length > 0 ? { 'x-linli-sealed': true } : {}),
    ...(field.traits.note ? { 'x-linli-correctable': true } : {}),
  };
}

function officeOf(field: Field | undefined): string | undefined {
  return field?.references.find((spot) => spot.office !== undefined && spot.path.length === 0)?.office;
}

/** What it begins with, and the office that those hold among whom it is looked for. */
function begun({ begins }: Field, { form }: CommandDeclaration): JsonObject {
  if (begins === undefined) return {};
  const office = officeOf(form[begins]);
  return { 'x-linli-begins': begins, ...(office === undefined ? {} : { 'x-linli-office': office }) };
}

/** Whether it says where something lies or where rights are held, which is written `nanguan` or `nanguan/nanxun`. */
function isPlace(name: string, { declaration }: Spoken): boolean {
  return name === 'jurisdiction' || (declaration.within !== undefined && name === declaration.within);
}

/** A key kept as text may still be a day, or lead to somebody. */
function meantBy(meant: Meant | undefined): JsonObject {
  if (!meant) return {};
  return {
    ...(meant.ref === undefined ? {} : { 'x-linli-ref': meant.ref }),
    ...(meant.kind === undefined ? {} : { 'x-linli-kind': meant.kind }),
    ...(meant.kind === 'day' ? { format: 'date' } : {}),
  };
}

/** Particulars of people have the same words in every workflow. */
function membersOf({ properties }: JsonObject): JsonObject {
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return {};
  return {
    properties: Object.fromEntries(
      Object.entries(properties as JsonObject).map(([name, schema]) => {
        const words = memberTexts[name];
        const choices = memberChoiceTexts[name];
        return [
          name,
          {
            ...(schema as JsonObject),
            ...(words ? { 'x-linli-words': inBoth(words) } : {}),
            ...(choices ? { 'x-linli-choices': allInBoth(choices) } : {}),
            ...(name === 'phone' ? { 'x-linli-kind': 'phone' } : {}),
          },
        ];
      }),
    ),
  };
}

function wordsOf(name: string, { texts }: Spoken, step?: Worded): JsonObject {
  const pair = fieldPair(name, texts, step);
  return pair ? { 'x-linli-words': inBoth(pair) } : {};
}

function choicesOf(name: string, { texts }: Spoken, step?: Worded): JsonObject {
  const choices = choicePairs(name, texts, step);
  return choices ? { 'x-linli-choices': allInBoth(choices) } : {};
}

export function allInBoth(pairs: Readonly<Record<string, Pair>>): JsonObject {
  return Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, inBoth(pair)]));
}
