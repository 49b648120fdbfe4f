/**
 * What the API answers, by the names that the console uses. Everything is drawn from the OpenAPI document
 * (openapi.generated.ts); by hand stands only what a schema cannot say, with the reason.
 */
import type { components } from './openapi.generated.js';

export type { Json, JsonObject } from './openapi.generated.js';

/** Every answer and every part of one, by its name in the document. */
export type Answers = components['schemas'];

export type Person = Answers['Person'];

/**
 * A JSON Schema with the words and hints that a control is drawn from. Which fields a form has is told by each schema
 * while the console runs, so no form and no field of a case has a type of its own.
 */
export type Schema = Answers['Field'];

/** By hand: a page may fill in members of the form by itself, which no answer tells. */
export type Command = Answers['Command'] & { readonly fixed?: Readonly<Record<string, string>> };
export type State = Answers['State'];
export type Workflow = Answers['Workflow'];
export type Description = Answers['Description'];

export type Deadline = Answers['Deadline'];
export type Late = Answers['Late'];
export type PausedDeadline = Answers['PausedDeadline'];
export type CountedDay = Answers['CountedDay'];
/** Why a deadline ends when it does. */
export type ExplainedDeadline = Answers['ExplainedDeadline'];

/** A case as a list shows it; its fields stand beside by name. */
export type Row = Answers['Row'];
export type WaitingItem = Answers['WaitingRow'];
export type WaitingPage = Answers['Waiting'];
export type Counts = Answers['Counts'];

/** By hand: a schema has no parameter. That a list of such items is answered so, each list in the document says. */
export type Listed<T> = Omit<Answers['List'], 'items' | 'complete'> & { readonly items: readonly T[] };

export type NotNow = Answers['NotNow'];
export type Link = Answers['Link'];
export type Case = Answers['Case'];
export type HistoryItem = Answers['HistoryItem'];
export type Reference = Answers['Reference'];
export type StepAnswer = Answers['Step'];
export type Problem = Answers['Problem'];
