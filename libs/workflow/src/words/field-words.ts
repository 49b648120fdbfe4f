/**
 * What a field and its choices are called within one step. The engine's own steps are worded by the engine alone, with the
 * words of that step first: whatever a workflow calls by the same name is something else. A workflow's steps are worded by
 * the workflow.
 */
import { standingChoiceTexts, standingFieldTexts, standingStepTexts } from './engine-texts.js';
import type { Pair, Texts } from './texts.js';

/** A command or an event; without one, a field of the workflow is meant. */
export interface Worded {
  readonly name: string;
  readonly standing: boolean;
}

export function fieldPair(name: string, texts: Pick<Texts, 'fields'>, step?: Worded): Pair | undefined {
  const shared = own(standingFieldTexts, name);
  if (step?.standing) return own(own(standingStepTexts, step.name) ?? {}, name) ?? shared;
  return own(texts.fields, name) ?? shared;
}

/** Words by choice. The deadlines that a step of the engine names have the workflow's words. */
export function choicePairs(
  name: string,
  texts: Pick<Texts, 'choices' | 'deadlines'>,
  step?: Worded,
): Readonly<Record<string, Pair>> | undefined {
  const shared = own(standingChoiceTexts, name);
  if (step?.standing) return name === 'name' ? texts.deadlines : shared;
  return own(texts.choices, name) ?? shared;
}

function own<T>(texts: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
