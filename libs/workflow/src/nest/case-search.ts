/**
 * Words found in cases as a list shows them: numbers, names of what is referred to, words of states and choices, texts,
 * and what is kept sealed. Sealed texts are opened for rows that the caller may see, in memory only, a bounded number of
 * them at a time with everybody else served in between; what was opened is kept for a while, within a bound, and looked
 * at no more once one of its keys is erased (law 8). No file and no log ever holds any of it.
 */
import type { Json } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import { CALLED, type Declaration } from '../declare/declaration.js';
import { subjectsIn } from '../decide/sealing.js';
import { openFields, type RecordedFields } from '../views/recorded-fields.js';
import type { Spoken } from '../words/sentence.js';
import type { Vocabulary } from './described.js';
import { filtersOf } from './list-filters.js';

/** Cases looked through for one search, the newest ones. */
export const SEARCHED_MAX = 50_000;
/** Words of one search; more are passed over. */
const TERMS_MAX = 8;
/** Rows that are opened before others have their turn: a few milliseconds. */
const OPENED_AT_ONCE = 100;
/** Signs kept, over all workflows: some 40 MiB. */
const KEPT_SIGNS_MAX = 20_000_000;
/** What nobody searched for so long is forgotten, in milliseconds. */
const KEPT_MS = 600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is known of a row without opening anything. */
export interface Candidate {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly number: string | null;
}

export interface SearchSource {
  /** The recorded fields of these cases, as stored. */
  fields(ids: readonly string[]): readonly { readonly id: string; readonly version: number; readonly fields: string }[];
  /** Ids of what a reference leads to that is called by this word. */
  named(to: string, term: string): Promise<ReadonlySet<string>>;
}

interface Kept {
  readonly version: number;
  readonly text: string;
  /** Field and value of what is said by a word of its own: `category=parking`. */
  readonly marks: readonly string[];
  /** What the case is called where it has no number: found by its sound as well. */
  readonly names: readonly string[];
  /** Whose keys opened it. */
  readonly subjects: readonly string[];
}

interface Term {
  readonly text: string;
  readonly isIn: (text: string) => boolean;
  readonly marks: ReadonlySet<string>;
}

/** Letters, digits and brackets of every width are the same to whoever types. */
export function foldedText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The digits that end what something is called: `20` of `南关调字第20号`. */
export function ordinalOf(name: string): string | undefined {
  return /(\d+)\D*$/.exec(name)?.[1];
}

/**
 * Finds a folded word in folded texts. A few digits alone are a number of their own and no part of a longer one, but for
 * the last four of a telephone: else every telephone would be found by them.
 */
export function finderOf(term: string): (text: string) => boolean {
  if (!/^\d{1,4}$/.test(term)) return (text) => text.includes(term);
  const whole = new RegExp(`${term.length < 4 ? '(?<!\\d)' : ''}${term}(?!\\d)`);
  return (text) => whole.test(text);
}

function termsOf(q: string): readonly string[] {
  return [...new Set(foldedText(q).split(/\s+/).filter(Boolean))].slice(0, TERMS_MAX);
}

export class CaseSearch {
  /** By workflow and id, the longest unused first. */
  readonly #kept = new Map<string, Kept>();
  #signs = 0;
  #forget: NodeJS.Timeout | undefined;

  constructor(
    private readonly vault: KeyVault,
    private readonly soundsLike: NonNullable<Vocabulary['soundsLike']> = () => false,
  ) {}

  /** Of the candidates, those in which every word of `q` is found, in their order. */
  async find(spoken: Spoken, q: string, candidates: readonly Candidate[], source: SearchSource): Promise<string[]> {
    const terms: Term[] = [];
    for (const text of termsOf(q))
      terms.push({ text, isIn: finderOf(text), marks: await marksFor(spoken, text, source) });
    const key = ({ id }: Candidate): string => `${spoken.declaration.name} ${id}`;
    const found: string[] = [];
    for (let from = 0; from < candidates.length;) {
      const batch: Candidate[] = [];
      let closed = 0;
      while (from < candidates.length && closed < OPENED_AT_ONCE && batch.length < OPENED_AT_ONCE * 20) {
        const one = candidates[from++] as Candidate;
        batch.push(one);
        if (this.#kept.get(key(one))?.version !== one.version) closed++;
      }
      await this.#open(spoken, batch, source);
      const matched = batch.filter((one) => this.#holds(key(one), one, terms));
      await this.#openAnew(spoken, matched, source);
      for (const one of matched) if (this.#holds(key(one), one, terms)) found.push(one.id);
      await new Promise((resolve) => setImmediate(resolve));
    }
    clearTimeout(this.#forget);
    this.#forget = setTimeout(() => {
      this.#kept.clear();
      this.#signs = 0;
    }, KEPT_MS).unref();
    return found;
  }

  /** Opens what is not kept as it is now. A row that has left meanwhile stays closed, and so is not found. */
  async #open({ declaration }: Spoken, batch: readonly Candidate[], source: SearchSource): Promise<void> {
    const missing = batch.filter(({ id, version }) => this.#kept.get(`${declaration.name} ${id}`)?.version !== version);
    if (missing.length === 0) return;
    const rows = source.fields(missing.map(({ id }) => id));
    const parsed = rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) as RecordedFields }));
    const secrets = parsed.map(({ fields }) => subjectsIn(Object.values(fields).map(({ value }) => value)));
    await this.vault.load([...new Set(secrets.flat())]);
    for (const [index, { id, version, fields }] of parsed.entries()) {
      const { text, marks, names } = readable(declaration, fields, this.vault);
      this.#keep(`${declaration.name} ${id}`, { version, text, marks, names, subjects: secrets[index] ?? [] });
    }
  }

  /** What was found in words whose key is gone by now is opened anew, and found no more. */
  async #openAnew(spoken: Spoken, matched: readonly Candidate[], source: SearchSource): Promise<void> {
    const name = spoken.declaration.name;
    const subjectsOf = ({ id }: Candidate): readonly string[] => this.#kept.get(`${name} ${id}`)?.subjects ?? [];
    await this.vault.load([...new Set(matched.flatMap(subjectsOf))]);
    const stale = matched.filter((one) => subjectsOf(one).some((subject) => this.vault.state(subject) !== 'known'));
    for (const { id } of stale) this.#drop(`${name} ${id}`);
    await this.#open(spoken, stale, source);
  }

  #holds(key: string, { state, number }: Candidate, terms: readonly Term[]): boolean {
    const kept = this.#kept.get(key);
    if (!kept) return false;
    const called = number === null ? '' : foldedText(number);
    return terms.every(
      ({ text, isIn, marks }) =>
        isIn(called) ||
        isIn(kept.text) ||
        marks.has(`state=${state}`) ||
        kept.marks.some((mark) => marks.has(mark)) ||
        kept.names.some((name) => this.soundsLike(name, text)),
    );
  }

  #keep(key: string, kept: Kept): void {
    this.#drop(key);
    this.#kept.set(key, kept);
    this.#signs += kept.text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#signs <= KEPT_SIGNS_MAX || oldest === key) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#signs -= this.#kept.get(key)?.text.length ?? 0;
    this.#kept.delete(key);
  }
}

/** What a word stands for besides itself: states and choices said by it in either language, names of what is referred to. */
async function marksFor({ declaration, texts }: Spoken, term: string, source: SearchSource): Promise<Set<string>> {
  const says = (pair: readonly string[] | undefined): boolean =>
    pair?.some((words) => foldedText(words).includes(term)) ?? false;
  const marks = new Set<string>();
  for (const state of declaration.states) if (says(texts.states[state])) marks.add(`state=${state}`);
  for (const { name, kind, choices, to } of filtersOf(declaration)) {
    if (kind === 'choice')
      for (const choice of choices) if (says(texts.choices[name]?.[choice])) marks.add(`${name}=${choice}`);
    if (kind === 'ref') for (const id of await source.named(to, term)) marks.add(`${name}=${id}`);
  }
  const place = placeOf(declaration);
  if (place) for (const id of await source.named(place.to, term)) marks.add(`${place.name}=${id}`);
  return marks;
}

/** The field that says where a case lies: no filter of its own, but its name is shown. */
function placeOf({ jurisdiction, events }: Declaration): { name: string; to: string } | undefined {
  if (jurisdiction === undefined) return undefined;
  for (const { fields } of Object.values(events)) {
    const to = fields[jurisdiction]?.schema()['x-linli-ref'];
    if (typeof to === 'string') return { name: jurisdiction, to };
  }
  return undefined;
}

/** The words of a row and what is said by words of their own. Ids mean nothing to people. */
function readable(declaration: Declaration, fields: RecordedFields, vault: KeyVault) {
  const marked = new Set([...filtersOf(declaration).map(({ name }) => name), declaration.jurisdiction ?? '']);
  const marks: string[] = [];
  const words: string[] = [];
  const collect = (value: Json): void => {
    if (typeof value === 'string') {
      if (!UUID.test(value)) words.push(value);
    } else if (typeof value === 'number') words.push(String(value));
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collect(one as Json);
  };
  const opened = Object.entries(openFields(fields, vault));
  for (const [name, value] of opened) {
    if (marked.has(name) && typeof value === 'string') marks.push(`${name}=${value}`);
    else collect(value as Json);
  }
  const names = opened.flatMap(([name, value]) => (CALLED.includes(name) && typeof value === 'string' ? [value] : []));
  return { text: foldedText(words.join('\n')), marks, names };
}
