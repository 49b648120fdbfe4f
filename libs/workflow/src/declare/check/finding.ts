/** A fault of a declaration: which rule, where, and in words what is wrong and what would mend it. */
import type { Texts } from '../../words/texts.js';

export type FindingRule =
  | 'begins-nowhere'
  | 'unreachable-state'
  | 'dead-end'
  | 'enters-retired'
  | 'state-waits-for-nothing'
  | 'event-never-recorded'
  | 'unknown-event'
  | 'reducer-for-unknown-event'
  | 'upcaster-gap'
  | 'answer-hidden'
  | 'shown-not-in-data'
  | 'public-name-sealed'
  | 'back-without-pause'
  | 'deadline-without-state'
  | 'deadline-never-begun'
  | 'deadline-without-length'
  | 'command-without-state'
  | 'nobody-may-issue'
  | 'own-not-in-data'
  | 'jurisdiction-not-in-data'
  | 'key-not-in-form'
  | 'path-twice'
  | 'unknown-role'
  | 'refusal-name'
  | 'setting-unused'
  | 'text-missing'
  | 'text-without-chinese'
  | 'text-placeholder';

export interface Finding {
  readonly rule: FindingRule;
  /** As in the declaration: `deadlines.accept`. */
  readonly where: string;
  readonly sentence: string;
}

export interface CheckOptions {
  /** The words beside the declaration; without them no text is checked. */
  readonly texts?: Texts;
  /** Every role there is; without them any name of a role is taken. */
  readonly roles?: readonly string[];
  /** A case may stand in no open state without a deadline that waits for it. */
  readonly everyStateWaits?: boolean;
  /** Short names of settings that are read outside deciders: by functions they call, by views. */
  readonly settingsReadElsewhere?: readonly string[];
}

export function finding(rule: FindingRule, where: string, sentence: string): Finding {
  return { rule, where, sentence };
}
