/** What the program around the routes must provide, globally, and under which tokens. */
import type { IncomingMessage } from 'node:http';
import type { Language } from '../words/texts.js';

/** The `Engine` of this node; its ports also give cases, identities, vault and clock. */
export const ENGINE = Symbol('ENGINE');
/** The `Views` of this node, with a `caseView` for each workflow. */
export const VIEWS = Symbol('VIEWS');
/** The `KeyVault`, for contexts that open sealed values themselves. */
export const VAULT = Symbol('VAULT');
/** A `Sessions`. */
export const SESSIONS = Symbol('SESSIONS');
/** A `People`; without one, people are called by their ids. */
export const PEOPLE = Symbol('PEOPLE');

/** A `Vocabulary`; without one, registers have no entries to offer and roles are called by their ids. */
export const VOCABULARY = Symbol('VOCABULARY');

/** Who sends a request. */
export interface Sessions {
  /** The person signed in, or nothing. Must be right every time: it is asked for every request. */
  personOf(request: IncomingMessage): string | undefined | Promise<string | undefined>;
}

/** What people are called in a history. */
export interface People {
  nameOf(person: string, language: Language): string | undefined;
}

/** Where the numbers that people see stand: a table of the views with the columns `id` and `text`. */
export interface Numbered {
  readonly table: string;
  /**
   * Where every number ever given stands, void ones with why, for what reason and since when: a table with the columns
   * `id`, `text`, `voidedBy`, `voidReason` and `voidedAt`.
   */
  readonly register?: string;
}
