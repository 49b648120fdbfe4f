/**
 * What a reference may name, for whoever fills in a form: entries of a register, cases of a workflow by what they are
 * called, or people who hold a role where the case lies. Only what the person asking may use or see.
 */
import type { Views } from '#libs/views';
import type { Identity } from '../decide/authorise.js';
import type { Engine } from '../decide/execute.js';
import { caseTable } from '../views/case-view.js';
import type { CaseList } from './case-list.js';
import { CALLED } from './case-search.js';
import type { Vocabulary } from './described.js';
import type { People } from './ports.js';
import type { Registered } from './registered.js';
import { inBoth } from './spoken-form.js';

export const REFERENCES_MAX = 50;
const LOOKED_AT_MAX = 2_000;

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
}

/** How well something is meant, 0 best; nothing where it is not. */
type Meaning = (id: string, ...names: readonly string[]) => number | undefined;
type Found = Reference & { readonly how: number };

/** Among equals the order stays. */
function best(found: readonly Found[], max = REFERENCES_MAX): Reference[] {
  return [...found]
    .sort((a, b) => a.how - b.how)
    .slice(0, max)
    .map(({ how: _, ...reference }) => reference);
}

export class References {
  constructor(
    private readonly engine: Engine,
    private readonly views: Pick<Views, 'read'>,
    private readonly lists: CaseList,
    private readonly people: People,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** At most `REFERENCES_MAX`, those first that are called just so; nothing where `to` names no register and no workflow. */
  async find(asked: Asked, identity: Identity, registered: readonly Registered[]): Promise<Reference[] | undefined> {
    const { to } = asked;
    const meant = this.#meaning(asked);
    const entries = this.vocabulary.registers[to];
    if (entries)
      return best(
        Object.entries(entries).flatMap(([id, pair]) => {
          const how = meant(id, ...pair);
          return how === undefined ? [] : [{ how, id, words: inBoth(pair) }];
        }),
      );
    if (to === 'person') return this.#people(asked, meant, registered);
    const found = registered.find(({ spoken }) => spoken.declaration.name === to);
    return found && this.#cases(found, asked, identity, meant);
  }

  #meaning({ search = '', ids }: Asked): Meaning {
    const typed = search.trim().toLowerCase();
    return (id, ...names) => {
      if (ids) return ids.includes(id) ? 0 : undefined;
      const written = [id, ...names].map((name) => name.toLowerCase());
      if (written.includes(typed)) return 0;
      if (written.some((name) => name.startsWith(typed))) return 1;
      if (written.some((name) => name.includes(typed))) return 2;
      return names.some((name) => this.vocabulary.soundsLike?.(name, typed)) ? 3 : undefined;
    };
  }

  async #cases(
    { spoken: { declaration }, numbered }: Registered,
    { jurisdiction }: Asked,
    identity: Identity,
    meant: Meaning,
  ): Promise<Reference[]> {
    const source = { declaration, numbered: numbered?.table };
    const filter = { subDistrict: jurisdiction };
    const found: Found[] = [];
    const rows = this.lists.rows(source, identity, filter, { order: 'newest' }, LOOKED_AT_MAX);
    const items: readonly Readonly<Record<string, unknown>>[] = await this.lists.items(rows, CALLED);
    for (const [index, row] of rows.entries()) {
      const item = items[index] ?? {};
      const name = CALLED.map((field) => item[field]).find((value) => typeof value === 'string') as string | undefined;
      const how = meant(row.id, ...(name === undefined ? [] : [name]));
      if (how === undefined) continue;
      const called = name ?? row.id;
      found.push({ how, id: row.id, words: { 'zh-CN': called, en: called }, jurisdiction: row.jurisdiction });
    }
    return best(found);
  }

  /** Names of those who act in office stand on papers, so everybody signed in may know them; nothing else is told. */
  async #people(
    { jurisdiction, office, ids }: Asked,
    meant: Meaning,
    registered: readonly Registered[],
  ): Promise<Reference[]> {
    const person = registered.find(({ spoken }) => spoken.declaration.name === 'person')?.spoken.declaration;
    if (!person) return [];
    const table = caseTable(person);
    const rows = this.views.read.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY id LIMIT ?`, LOOKED_AT_MAX);
    const called = best(
      rows.flatMap(({ id }): Found[] => {
        const zh = this.people.nameOf(id, 'zh-CN') ?? id;
        const en = this.people.nameOf(id, 'en') ?? id;
        const how = meant(id, zh, en);
        return how === undefined ? [] : [{ how, id, words: { 'zh-CN': zh, en } }];
      }),
      LOOKED_AT_MAX,
    );
    const found: Reference[] = [];
    for (const person of called) {
      if (!ids && !(await this.#inOffice(person.id, office, jurisdiction))) continue;
      found.push(person);
      if (found.length === REFERENCES_MAX) break;
    }
    return found;
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
