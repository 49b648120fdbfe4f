/** Faults of the texts: a word missing in a language, Chinese that is none, a sentence that names what the refusal lacks. */
import { sharedRefusalTexts, standingCommandTexts, standingEventTexts } from '../../words/engine-texts.js';
import { choicePairs, fieldPair, type Worded } from '../../words/field-words.js';
import type { Pair, Texts } from '../../words/texts.js';
import type { Declaration } from '../declaration.js';
import type { Fields } from '../fields/field.js';
import { finding, type Finding } from './finding.js';

type Entry = readonly [where: string, pair: Pair | undefined];

export function textFindings(declaration: Declaration, texts: Texts): Finding[] {
  return [...entries(declaration, texts).flatMap(pairFindings), ...placeholderFindings(declaration, texts)];
}

/** Every text that the declaration needs, with what stands there. */
function entries(declaration: Declaration, texts: Texts): readonly Entry[] {
  const events = Object.values(declaration.events).filter((event) => !event.standing);
  const commands = Object.values(declaration.commands);
  const own = commands.filter((command) => !command.standing);
  const forms: readonly Fields[] = [...events.map((event) => event.fields), ...own.map((command) => command.form)];
  const at = (part: keyof Texts, names: readonly string[]): Entry[] =>
    [...new Set(names)].map((name) => [
      `texts.${part}.${name}`,
      Object.hasOwn(texts[part], name) ? (texts[part] as Record<string, Pair>)[name] : undefined,
    ]);
  return [
    ['texts.name', texts.name],
    ['texts.plural', texts.plural],
    ...at('states', declaration.states),
    ...at(
      'events',
      events.map((event) => event.name),
    ),
    ...at(
      'commands',
      own.map((command) => command.name),
    ),
    ...at('fields', [
      ...forms.flatMap((fields) => Object.keys(fields)),
      ...events.flatMap(({ shownAs }) => Object.values(shownAs ?? {})),
      ...own.flatMap(({ undoForetells }) => Object.keys(undoForetells ?? {})),
    ]),
    ...choicesOf(forms).map(([field, choice]): Entry => [
      `texts.choices.${field}.${choice}`,
      texts.choices[field]?.[choice],
    ]),
    ...[...Object.values(declaration.events), ...commands]
      .filter((step) => step.standing)
      .flatMap((step) => standingEntries(step, 'form' in step ? step.form : step.fields, texts)),
    ...at('deadlines', Object.keys(declaration.deadlines)),
    ...at(
      'settings',
      Object.keys(declaration.settings).map((name) => name.slice(declaration.name.length + 1)),
    ),
    ...at(
      'refusals',
      own.flatMap((command) => Object.keys(command.refuses)),
    ),
    ...commands
      .filter((command) => command.standing)
      .flatMap((command): Entry[] => [
        [`texts of the engine, ${command.name}`, standingCommandTexts[command.name]],
        ...Object.keys(command.refuses).map((code): Entry => {
          const full = `${command.path}-${code}`;
          return [`texts of the engine, ${full}`, (sharedRefusalTexts as Readonly<Record<string, Pair>>)[full]];
        }),
      ]),
    ...Object.entries(standingEventTexts).map(([name, pair]): Entry => [`texts of the engine, ${name}`, pair]),
  ];
}

/** The engine's own steps are worded by the engine, each in its own context: nothing of the workflow stands in for it. */
function standingEntries(step: Worded, fields: Fields, texts: Texts): readonly Entry[] {
  const where = `texts of the engine, ${step.name}`;
  return [
    ...Object.keys(fields).map((name): Entry => [`${where}.${name}`, fieldPair(name, texts, step)]),
    ...choicesOf([fields]).map(([name, choice]): Entry => [
      `${where}.${name}.${choice}`,
      choicePairs(name, texts, step)?.[choice],
    ]),
  ];
}

function choicesOf(forms: readonly Fields[]): readonly (readonly [field: string, choice: string])[] {
  return forms.flatMap((fields) =>
    Object.entries(fields).flatMap(([name, field]) => {
      const { enum: choices } = field.schema() as { readonly enum?: readonly string[] };
      return (choices ?? []).map((choice) => [name, choice] as const);
    }),
  );
}

function pairFindings([where, pair]: Entry): Finding[] {
  if (!pair) return [finding('text-missing', where, 'no text stands here, in neither language')];
  const [zh, en] = pair;
  return [
    ...(zh.trim() === '' ? [finding('text-missing', where, 'the Chinese text is empty')] : []),
    ...(en.trim() === '' ? [finding('text-missing', where, 'the English text is empty')] : []),
    ...(zh.trim() === '' || /\p{Script=Han}/u.test(zh)
      ? []
      : [finding('text-without-chinese', where, `the Chinese text holds no Chinese character: ${zh}`)]),
  ];
}

function placeholderFindings(declaration: Declaration, texts: Texts): Finding[] {
  return Object.values(declaration.commands)
    .filter((command) => !command.standing)
    .flatMap((command) =>
      Object.entries(command.refuses).flatMap(([code, params]) =>
        (texts.refusals[code] ?? []).flatMap((text) =>
          [...text.matchAll(/\{([^{}]*)\}/g)]
            .map(([, name = '']) => name)
            .filter((name) => !params.includes(name))
            .map((name) =>
              finding(
                'text-placeholder',
                `texts.refusals.${code}`,
                `the sentence names {${name}}, but ${command.name} refuses ${code} with ${params.join(', ') || 'no params'}`,
              ),
            ),
        ),
      ),
    );
}
