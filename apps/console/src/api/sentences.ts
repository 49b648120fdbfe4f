/** Why a step is not possible, as a sentence: the server tells the code, the texts came with the description. */
import { filled } from '../words/texts.js';
import type { Language } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import type { Description, NotNow, Workflow } from './types.js';

/** @param mine roles of whoever asks: refused for the role and holding it, they lack it in this case only */
export function whyNot(
  { code, params }: NotNow,
  workflow: Workflow,
  all: Description,
  language: Language,
  mine: readonly string[] = [],
): string {
  const short = code.slice(code.indexOf('/') + 1);
  const words =
    all.refusals[code] ??
    workflow.refusals[short] ??
    all.refusals[short.endsWith('-wrong-state') ? wrongState(params) : short];
  if (!words) return code;
  const sentence = filled(words[language], spoken(params, workflow, language))
    .replace(/[。.]?\s*(可以：|Possible: )\{possible\}/, '')
    .trim();
  const roles =
    code === 'command/not-your-role' ? workflow.commands.find((one) => one.name === params['command'])?.roles : [];
  const who = roleWords(roles ?? [], all, language, mine);
  return who === '' ? sentence : `${sentence}${filled(whoCan[language], { who })}`;
}

/** A state that leads to where the step is possible is named with it. */
function wrongState(params: NotNow['params']): string {
  return params['needs'] === undefined ? 'wrong-state' : 'wrong-state-needs';
}

const whoCan = { 'zh-CN': '，由{who}办理', en: '; it is for: {who}' } as const;
const ofThisCase = { 'zh-CN': '此件的{name}', en: '{name} of this case' } as const;

/** Roles by name. Those that only tell one department from another have no name of their own. */
export function roleWords(
  roles: readonly string[],
  all: Description,
  language: Language,
  mine: readonly string[] = [],
): string {
  const said = roles.flatMap((role): string[] => {
    const name = all.roles[role]?.[language] ?? '';
    if (name === '') return [];
    return [mine.includes(role) ? filled(ofThisCase[language], { name }) : name];
  });
  return [...new Set(said)].join(SIGNS[language].comma);
}

function spoken(params: NotNow['params'], workflow: Workflow, language: Language): Record<string, string | number> {
  const stateWords = (name: string) => workflow.states.find((one) => one.name === name)?.words[language];
  const words: Readonly<Record<string, (name: string) => string | undefined>> = {
    state: stateWords,
    needs: stateWords,
    command: (name) => workflow.commands.find((one) => one.name === name)?.words[language],
    name: (name) => workflow.deadlines[name]?.words[language],
    field: (name) => workflow.fieldWords[name]?.[language],
  };
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const choice = workflow.fields[name]?.['x-linli-choices']?.[String(value)]?.[language];
      return [name, words[name]?.(String(value)) ?? choice ?? value];
    }),
  );
}
