/** Why a step is not possible, as a sentence: the server tells the code, the texts came with the description. */
import { filled } from '../words/texts.js';
import type { Language } from '../words/language.js';
import type { Description, NotNow, Workflow } from './types.js';

export function whyNot({ code, params }: NotNow, workflow: Workflow, all: Description, language: Language): string {
  const short = code.slice(code.indexOf('/') + 1);
  const words =
    all.refusals[code] ??
    workflow.refusals[short] ??
    all.refusals[short.endsWith('-wrong-state') ? 'wrong-state' : short];
  if (!words) return code;
  return filled(words[language], spoken(params, workflow, language))
    .replace(/[。.]?\s*(可以：|Possible: )\{possible\}/, '')
    .trim();
}

function spoken(params: NotNow['params'], workflow: Workflow, language: Language): Record<string, string | number> {
  const words: Readonly<Record<string, (name: string) => string | undefined>> = {
    state: (name) => workflow.states.find((one) => one.name === name)?.words[language],
    command: (name) => workflow.commands.find((one) => one.name === name)?.words[language],
    name: (name) => workflow.deadlines[name]?.words[language],
    field: (name) => workflow.fieldWords[name]?.[language],
  };
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, words[name]?.(String(value)) ?? value]),
  );
}
