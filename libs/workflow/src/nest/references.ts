/**
 * What a reference may name, for whoever fills in a form: entries of a register, cases of a workflow by what they are
 * called, or people who hold a role where the case lies. Only what the person asking may use or see.
 */
import type { Views } from '#libs/views';
import { DISTRICT, type Identity } from '../decide/authorise.js';
import { CALLED, creates, type Declaration } from '../declare/declaration.js';
import type { Fields } from '../declare/fields/field.js';
import type { Engine } from '../decide/execute.js';
import { dayOf } from '../time/day.js';
import { caseTable } from '../views/case-view.js';
import type { Spoken } from '../words/sentence.js';
import type { CaseList } from './case-list.js';
import { ordinalOf } from './case-search.js';
import type { Vocabulary } from './described.js';
import type { CaseFilter } from './list-filters.js';
import { askerOf, KeptAtPosition } from './kept-at-position.js';
import type { People } from './ports.js';
import type { Registered } from './registered.js';
import { inBoth } from './spoken-form.js';

const REFERENCES_MAX = 50;
const LOOKED_AT_MAX = 2_000;
/** Workflows, people asking and places whose cases are kept with what they are called: whoever types asks at every key. */
const KEPT_MAX = 16;

export interface Reference {
  readonly id: string;
  readonly words: { readonly 'zh-CN': string; readonly en: string };
  /** Where it lies, where it lies somewhere. */
  readonly jurisdiction?: string;
}

export interface Asked {
  readonly to: string;
  /** Part of a name or id, or of how a name sounds. */
  readonly search?: string | undefined;
  /** Exactly these, instead of a search. */
  readonly ids?: readonly string[] | undefined;
  readonly jurisdiction?: string | undefined;
  /** A role that the person named must hold there. */
  readonly office?: string | undefined;
  /** A case that others of its workflow are compared with: those most like it come first, itself not at all. */
  readonly like?: string | undefined;
}

/** How well something is meant, 0 best; nothing where it is not. */
type Meaning = (id: string, ...names: readonly string[]) => number | undefined;
type Found = Reference & { readonly how: number };

type Item = Readonly<Record<string, unknown>>;

/** Something with what it is called, before it is known whether it is meant. */
interface Candidate extends Reference {
  /** Values by which one resembles another. */
  readonly told: readonly unknown[];
}

/** Behind all that are called so. */
const TOLD_WITHIN = 4;

const UNNUMBERED = ['未编号', 'no number yet'] as const;
/** More would be no name. */
const TOLD_MAX = 3;

function beginningForm({ commands }: Declaration): Fields {
  return Object.values(commands).find(creates)?.form ?? {};
}

/** Which fields tell one case without a number from another: what is always there, is descriptive or refers, and is no secret. */
function toldBy(declaration: Declaration): readonly string[] {
  return Object.entries(beginningForm(declaration))
    .filter(
      ([, { traits, seals, references }]) =>
        !traits.optional && seals.length === 0 && (traits.note || references.some(({ path }) => path.length === 0)),
    )
    .slice(0, TOLD_MAX)
    .map(([name]) => name);
}

function nameOf(item: Item): string | undefined {
  return CALLED.map((field) => item[field]).find((value) => typeof value === 'string') as string | undefined;
}

/** `11/25`, by the clocks of China. */
function monthAndDay(instant: string): string {
  const [, month = '', day = ''] = dayOf(instant).split('-');
  return `${Number(month)}/${Number(day)}`;
}

/** Among equals the order stays. */
function best(found: readonly Found[], max: number): Reference[] {
  return [...found]
    .sort((a, b) => a.how - b.how)
    .slice(0, max)
    .map(({ how: _, ...reference }) => reference);
}

/** Somebody before whom nothing of a workflow is closed: only what its cases are called is read by them. */
function reachingAll({ seenBy: [role = 'anybody'] }: Declaration): Identity {
  return { id: '', active: true, grants: [{ role, jurisdiction: DISTRICT }], authority: '', version: 0 };
}

export class References {
  readonly #kept: KeptAtPosition<readonly Candidate[]>;

  constructor(
    private readonly engine: Engine,
    private readonly views: Pick<Views, 'read' | 'position'>,
    private readonly lists: CaseList,
    private readonly people: People,
    private readonly vocabulary: Vocabulary,
  ) {
    this.#kept = new KeptAtPosition(views, KEPT_MAX);
  }

  /**
   * All that are asked for by id, else at most `REFERENCES_MAX`, those first that are called just so; nothing where `to`
   * names no register and no workflow.
   */
  async find(asked: Asked, identity: Identity, registered: readonly Registered[]): Promise<Reference[] | undefined> {
    const { to } = asked;
    const max = asked.ids?.length ?? REFERENCES_MAX;
    const meant = this.#meaning(asked);
    const entries = this.vocabulary.registers[to];
    if (entries)
      return best(
        Object.entries(entries).flatMap(([id, pair]) => {
          const how = meant(id, ...pair);
          return how === undefined ? [] : [{ how, id, words: inBoth(pair) }];
        }),
        max,
      );
    if (to === 'person') return this.#people(asked, meant, registered, max);
    const found = registered.find(({ spoken }) => spoken.declaration.name === to);
    return found && this.#cases(found, asked, identity, meant, registered, max);
  }

  #meaning({ search = '', ids }: Asked): Meaning {
    const typed = search.trim().toLowerCase();
    return (id, ...names) => {
      if (ids) return ids.includes(id) ? 0 : undefined;
      const written = [id, ...names].map((name) => name.toLowerCase());
      if (written.includes(typed) || names.some((name) => ordinalOf(name) === typed)) return 0;
      if (written.some((name) => name.startsWith(typed))) return 1;
      if (written.some((name) => name.includes(typed))) return 2;
      return names.some((name) => this.vocabulary.soundsLike?.(name, typed)) ? 3 : undefined;
    };
  }

  async #cases(
    registered: Registered,
    { jurisdiction, like, ids, search = '' }: Asked,
    identity: Identity,
    meant: Meaning,
    all: readonly Registered[],
    max: number,
  ): Promise<Reference[]> {
    const { declaration } = registered.spoken;
    // Public names are told where a place or an id is named; what is merely looked for lies within one's own reach, and
    // whoever is no longer active has none.
    const isPublic = declaration.publicNames && identity.active && (ids !== undefined || jurisdiction !== undefined);
    const asking = isPublic ? reachingAll(declaration) : identity;
    // A case of another workflow that such a one refers to is no more public by that.
    const others = isPublic ? [] : all;
    const candidates = ids
      ? await this.#candidates(registered, { subDistrict: jurisdiction, ids }, asking, others)
      : await this.#kept.of(`${declaration.name} ${askerOf(asking)} ${jurisdiction ?? ''}`, () =>
          this.#candidates(registered, { subDistrict: jurisdiction }, asking, others),
        );
    const within = await this.#telling(registered, search, identity);
    const resembled = candidates.find(({ id }) => id === like);
    const found: (Found & { readonly alike: number })[] = [];
    for (const { told, ...one } of candidates) {
      const called = one.id === like ? undefined : meant(one.id, one.words['zh-CN'], one.words.en);
      const how = called ?? (one.id !== like && within.has(one.id) ? TOLD_WITHIN : undefined);
      if (how === undefined) continue;
      const alike = resembled ? told.filter((value, index) => value === resembled.told[index]).length : 0;
      found.push({ ...one, how, alike });
    }
    const alikeFirst = found.sort((a, b) => b.alike - a.alike).map(({ alike: _, ...one }) => one);
    return best(alikeFirst, max);
  }

  /** Those in which something is told of what is looked for, as the list finds it: who it is about, what was said. */
  async #telling(registered: Registered, search: string, identity: Identity): Promise<ReadonlySet<string>> {
    if (search.trim() === '') return new Set();
    const { filter } = await this.lists.narrowed(registered, identity, { q: search });
    return new Set(filter.ids);
  }

  /** The newest that the person may see, with what each is called; those asked for by id however old they are. */
  async #candidates(
    { spoken, numbered }: Registered,
    filter: CaseFilter,
    identity: Identity,
    all: readonly Registered[],
  ): Promise<readonly Candidate[]> {
    const { declaration } = spoken;
    const told = toldBy(declaration);
    const source = { declaration, numbered: numbered?.table };
    const rows = this.lists.rows(source, identity, filter, { order: 'newest' }, LOOKED_AT_MAX);
    const items: readonly Item[] = await this.lists.items(rows, [...CALLED, ...told]);
    const unnamed = await this.#told(spoken, told, rows, items, identity, all);
    return rows.map(({ id, openedAt, jurisdiction }, index) => {
      const item = items[index] ?? {};
      const name = nameOf(item);
      const words = name === undefined ? unnamed(item, openedAt) : { 'zh-CN': name, en: name };
      return { id, words, jurisdiction, told: told.map((field) => item[field]) };
    });
  }

  /** What a case without number or name is called: that it has none, what it is about, and the day it was opened. */
  async #told(
    { declaration, texts }: Spoken,
    told: readonly string[],
    rows: readonly { readonly id: string }[],
    items: readonly Item[],
    identity: Identity,
    all: readonly Registered[],
  ): Promise<(item: Item, openedAt: string) => Reference['words']> {
    const form = beginningForm(declaration);
    const names = new Map<string, Reference['words']>();
    for (const field of told) {
      const to = form[field]?.references.find(({ path }) => path.length === 0)?.to;
      // What refers to its own kind would be told by itself.
      if (to === undefined || to === declaration.name) continue;
      const ids = [...new Set(items.flatMap((item) => (nameOf(item) === undefined ? [item[field]] : [])))];
      const known = await this.find({ to, ids: ids.filter((id) => typeof id === 'string') }, identity, all);
      for (const { id, words } of known ?? []) names.set(`${field} ${id}`, words);
    }
    return (item, openedAt) => {
      const parts = told.flatMap((field): Reference['words'][] => {
        const value = item[field];
        if (typeof value !== 'string') return [];
        const choice = texts.choices[field]?.[value];
        if (choice) return [inBoth(choice)];
        const words = names.get(`${field} ${value}`);
        if (words) return [words];
        return (form[field]?.references.length ?? 0) > 0 ? [] : [inBoth([value, value])];
      });
      const day = monthAndDay(openedAt);
      const all = [inBoth(UNNUMBERED), ...parts, inBoth([day, day])];
      return { 'zh-CN': all.map((one) => one['zh-CN']).join(' · '), en: all.map((one) => one.en).join(' · ') };
    };
  }

  /** Names of those who act in office stand on papers, so everybody signed in may know them; nothing else is told. */
  async #people(
    { jurisdiction, office, ids }: Asked,
    meant: Meaning,
    registered: readonly Registered[],
    max: number,
  ): Promise<Reference[]> {
    const person = registered.find(({ spoken }) => spoken.declaration.name === 'person')?.spoken.declaration;
    if (!person) return [];
    const everybody = await this.#kept.of('person', () => this.#everybody(person));
    const called = best(
      everybody.flatMap(({ id, words }): Found[] => {
        const how = meant(id, words['zh-CN'], words.en);
        return how === undefined ? [] : [{ how, id, words }];
      }),
      LOOKED_AT_MAX,
    );
    const found: Reference[] = [];
    for (const person of called) {
      if (!ids && !(await this.#inOffice(person.id, office, jurisdiction))) continue;
      found.push(person);
      if (found.length === max) break;
    }
    return found;
  }

  #everybody(person: Declaration): readonly Candidate[] {
    const sql = `SELECT id FROM ${caseTable(person)} ORDER BY id LIMIT ?`;
    return this.views.read.all<{ id: string }>(sql, LOOKED_AT_MAX).map(({ id }) => {
      const words = { 'zh-CN': this.people.nameOf(id, 'zh-CN') ?? id, en: this.people.nameOf(id, 'en') ?? id };
      return { id, words, told: [] };
    });
  }

  async #inOffice(person: string, office: string | undefined, jurisdiction: string | undefined): Promise<boolean> {
    const identity = await this.engine.ports.identities.find(person, 'seen');
    if (!identity?.active) return false;
    return identity.grants.some(
      (grant) =>
        (office === undefined || grant.role === office) &&
        (jurisdiction === undefined || this.engine.ports.covers(grant.jurisdiction, jurisdiction)),
    );
  }
}
