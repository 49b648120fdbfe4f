/**
 * What can be said against a declaration without running it: states nobody reaches or leaves, deadlines without effect,
 * commands nobody may issue, words that are missing. Each fault is a value with a sentence; a declaration without any
 * answers with an empty list.
 */
import { commandFindings } from './check/commands.js';
import { deadlineFindings } from './check/deadlines.js';
import type { CheckOptions, Finding } from './check/finding.js';
import { reach } from './check/reach.js';
import { stateFindings } from './check/states.js';
import { textFindings } from './check/words.js';
import { eventFindings, settingFindings } from './check/events.js';
import type { Declaration } from './declaration.js';

/**
 * Everything that is wrong with a declaration, in the order of its parts.
 * @example check(complaint.declaration, { texts: complaintTexts, roles }) // [] where all is well
 */
export function check(declaration: Declaration, options: CheckOptions = {}): readonly Finding[] {
  const reached = reach(declaration);
  return [
    ...stateFindings(declaration, reached, options),
    ...eventFindings(declaration, reached),
    ...deadlineFindings(declaration, reached),
    ...commandFindings(declaration, reached, options),
    ...settingFindings(declaration, options),
    ...(options.texts ? textFindings(declaration, options.texts) : []),
  ];
}

export type { CheckOptions, Finding, FindingRule } from './check/finding.js';
