/**
 * A declared workflow as whoever draws it needs it: states, events, steps with their forms, deadlines and refusals, every
 * word in both languages. It says enough that a page for a new workflow needs no line of code of its own.
 */
import type { JsonObject } from '#libs/event-store';
import { creates, statesOf, type CommandDeclaration, type Declaration } from '../declare/declaration.js';
import type { Field } from '../declare/fields/field.js';
import {
  refusalTexts,
  ruleTexts,
  sharedRefusalTexts,
  standingEventTexts,
  standingFieldTexts,
} from '../words/engine-texts.js';
import { engineSettingTexts } from '../time/texts.js';
import type { Spoken } from '../words/sentence.js';
import type { Pair, Texts } from '../words/texts.js';
import { filtersOf } from './list-filters.js';
import { ownFields } from '../views/counted-cases.js';
import { bulkRouteOf, issuable, routeOf } from './paths.js';
import { allInBoth, besideForm, commandPair, inBoth, spokenField, spokenForm } from './spoken-form.js';

/** Words for what references lead to: lists by id, roles, jurisdictions. Given by the program, which knows its registers. */
export interface Vocabulary {
  readonly registers: Readonly<Record<string, Readonly<Record<string, Pair>>>>;
  readonly roles: Readonly<Record<string, Pair>>;
  /** Whether a name is meant by how it sounds, where it is not by how it is written. */
  readonly soundsLike?: (name: string, typed: string) => boolean;
}

export const NO_WORDS: Vocabulary = { registers: {}, roles: {} };

/** Everything that is the same for everybody and changes only with a release. */
export function described(spoken: readonly Spoken[], vocabulary: Vocabulary): JsonObject {
  return {
    items: spoken.map((one) => workflowOf(withNames(one, spoken))),
    registers: Object.fromEntries(
      Object.entries(vocabulary.registers).map(([name, entries]) => [name, allInBoth(entries)]),
    ),
    roles: allInBoth(vocabulary.roles),
    refusals: { ...allInBoth(refusalTexts), ...allInBoth(sharedRefusalTexts) },
    rules: allInBoth(ruleTexts),
    /** Fields of what every workflow records, for whom a workflow's own field of the same name means something else. */
    standing: standingFieldsOf(spoken[0]),
  };
}

/** Fields that hold names which other workflows gave words to speak in those words. */
function withNames(one: Spoken, all: readonly Spoken[]): Spoken {
  const named = Object.entries(one.meant ?? {}).flatMap(([field, { names }]) =>
    names ? [[field, names] as const] : [],
  );
  if (named.length === 0) return one;
  const choices: Texts['choices'] = Object.fromEntries(
    named.map(([field, names]) => [
      field,
      { ...(names === 'setting' ? settingNames(all) : pathNames(all)), ...one.texts.choices[field] },
    ]),
  );
  return { ...one, texts: { ...one.texts, choices: { ...one.texts.choices, ...choices } } };
}

function settingNames(all: readonly Spoken[]): Readonly<Record<string, Pair>> {
  return {
    ...engineSettingTexts,
    ...Object.fromEntries(
      all.flatMap(({ declaration, texts: { name, settings } }) =>
        Object.entries(settings).map(([setting, [zh, en]]): [string, Pair] => [
          `${declaration.name}.${setting}`,
          [`${name[0]}：${zh}`, `${name[1]}: ${en}`],
        ]),
      ),
    ),
  };
}

function pathNames(all: readonly Spoken[]): Readonly<Record<string, Pair>> {
  return Object.fromEntries(all.map(({ declaration, texts }) => [declaration.path, texts.plural]));
}

function workflowOf(one: Spoken): JsonObject {
  const { declaration, texts } = one;
  const fields = recordedFields(declaration);
  return {
    name: declaration.name,
    path: declaration.path,
    words: { one: inBoth(texts.name), many: inBoth(texts.plural) },
    jurisdiction: declaration.jurisdiction ?? null,
    key: [...(declaration.key ?? [])],
    states: declaration.states.map((state) => ({
      name: state,
      words: inBoth(texts.states[state] ?? [state, state]),
      end: declaration.ends.includes(state),
      retired: declaration.retired.includes(state),
    })),
    moves: movesOf(declaration),
    events: Object.fromEntries(
      Object.values(declaration.events).map((event) => [
        event.name,
        {
          words: inBoth(
            texts.events[event.name] ??
              (standingEventTexts as Readonly<Record<string, Pair>>)[event.name] ?? [event.name, event.name],
          ),
          move: event.move,
          to: event.to ?? null,
          standing: event.standing,
          fields: Object.keys(event.fields),
        },
      ]),
    ),
    commands: issuable(declaration).map((command) => commandOf(one, command)),
    deadlines: Object.fromEntries(
      Object.values(declaration.deadlines).map(({ name, while: waiting, pausable, extend, urgent }) => [
        name,
        {
          words: inBoth(texts.deadlines[name] ?? [name, name]),
          while: [...waiting],
          pausable,
          extendable: extend === 'once',
          urgent,
        },
      ]),
    ),
    fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, spokenField(name, field, one)])),
    fieldWords: { ...allInBoth(standingFieldTexts), ...allInBoth(texts.fields) },
    refusals: allInBoth(texts.refusals),
    /** Fields by which a list can be narrowed, the likeliest first; and those that say whose case it is. */
    filters: filtersOf(declaration).map(({ name }) => name),
    own: [...ownFields(declaration)],
  };
}

function commandOf(one: Spoken, command: CommandDeclaration): JsonObject {
  const { declaration } = one;
  return {
    name: command.name,
    path: command.path,
    route: `/api/${routeOf(declaration, command).replace(':id', '{id}')}`,
    ...(command.bulk && !creates(command) ? { bulkRoute: `/api/${bulkRouteOf(declaration, command)}` } : {}),
    words: inBoth(commandPair(one, command)),
    creates: creates(command),
    standing: command.standing,
    sensitive: command.sensitive,
    undoable: command.undoable,
    bulk: command.bulk,
    aside: command.aside,
    from: [...statesOf(declaration, command.from)],
    yields: [...command.yields],
    roles: command.by.flatMap((who) => (typeof who === 'string' ? [who] : 'own' in who ? [who.role] : [])),
    form: spokenForm(one, command),
    beside: besideForm(one),
  };
}

/** From which state to which, by which commands; what may happen in any open state is left to the steps themselves. */
function movesOf(declaration: Declaration): JsonObject[] {
  const moves = new Map<string, { from: string | null; to: string; commands: string[] }>();
  for (const command of Object.values(declaration.commands).filter((each) => !each.standing)) {
    if (command.from.kind === 'open' || command.from.kind === 'any') continue;
    const from = creates(command) ? [null] : statesOf(declaration, command.from);
    const to = command.yields.flatMap((name) => declaration.events[name]?.to ?? []);
    for (const one of from)
      for (const other of to) {
        const key = `${one ?? ''} ${other}`;
        const move = moves.get(key) ?? { from: one, to: other, commands: [] };
        if (!move.commands.includes(command.name)) move.commands.push(command.name);
        moves.set(key, move);
      }
  }
  return [...moves.values()];
}

function standingFieldsOf(one: Spoken | undefined): JsonObject {
  if (!one) return {};
  const { texts, declaration } = one;
  const withoutOwn: Spoken = { declaration, texts: { ...texts, fields: {}, choices: {} } };
  return Object.fromEntries(
    Object.values(declaration.events)
      .filter((event) => event.standing)
      .flatMap((event) => Object.entries(event.fields))
      .map(([name, field]) => [name, spokenField(name, field, withoutOwn)]),
  );
}

/** Every field that some event records, by name; where events differ, the first one's. */
function recordedFields(declaration: Declaration): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const event of Object.values(declaration.events))
    if (!event.standing)
      for (const [name, field] of Object.entries(event.fields)) {
        fields[name] ??= field;
        const shown = event.shownAs?.[name];
        if (shown !== undefined) fields[shown] ??= field;
      }
  return fields;
}
