/**
 * Which of the things that a reference may lead to are called by a word: entries of a register, people, cases of another
 * workflow by number or name. A person finds by what they may know themselves; names are read anew when the log went on.
 */
import type { Views } from '#libs/views';
import type { Identity } from '../decide/authorise.js';
import { caseTable } from '../views/case-view.js';
import { CALLED } from '../declare/declaration.js';
import type { CaseList } from './case-list.js';
import { finderOf, foldedText } from './case-search.js';
import type { Vocabulary } from './described.js';
import { askerOf, KeptAtPosition } from './kept-at-position.js';
import type { People } from './ports.js';
import type { Registered } from './registered.js';

/** Names looked through for one kind of reference. */
const NAMES_MAX = 2_000;
/** Kinds of references and people asking whose names are kept. */
const KEPT_MAX = 64;

type Names = readonly (readonly [id: string, ...names: string[]])[];

export class ReferenceNames {
  readonly #kept: KeptAtPosition<Names>;

  constructor(
    private readonly views: Pick<Views, 'read' | 'position'>,
    private readonly lists: () => CaseList,
    private readonly registered: readonly Registered[],
    private readonly people: People,
    private readonly vocabulary: Vocabulary,
  ) {
    this.#kept = new KeptAtPosition(views, KEPT_MAX);
  }

  /** @param term folded as `foldedText` does */
  async called(to: string, term: string, identity: Identity): Promise<ReadonlySet<string>> {
    const isIn = finderOf(term);
    const table = this.registered.find(({ spoken }) => spoken.declaration.name === to)?.numbered?.table;
    if (table !== undefined) {
      const sql = `SELECT id, text FROM ${table} WHERE instr(lower(text), ?) > 0 LIMIT ?`;
      const numbers = this.views.read.all<{ id: string; text: string }>(sql, term, NAMES_MAX);
      return new Set(numbers.filter(({ text }) => isIn(foldedText(text))).map(({ id }) => id));
    }
    const names = await this.#names(to, identity);
    const means = (name: string): boolean => isIn(name) || (this.vocabulary.soundsLike?.(name, term) ?? false);
    return new Set(names.filter(([, ...called]) => called.some(means)).map(([id]) => id));
  }

  async #names(to: string, identity: Identity): Promise<Names> {
    const entries = this.vocabulary.registers[to];
    if (entries) return Object.entries(entries).map(([id, pair]) => [id, ...pair.map(foldedText)]);
    if (to === 'person') return this.#kept.of(to, () => this.#people());
    return this.#kept.of(`${to} ${askerOf(identity)}`, () => this.#cases(to, identity));
  }

  /** Names of those who act in office stand on papers, so everybody signed in may know them. */
  #people(): Names {
    const person = this.registered.find(({ spoken }) => spoken.declaration.name === 'person')?.spoken.declaration;
    if (!person) return [];
    const sql = `SELECT id FROM ${caseTable(person)} ORDER BY id LIMIT ?`;
    return this.views.read
      .all<{ id: string }>(sql, NAMES_MAX)
      .map(({ id }) => [
        id,
        ...(['zh-CN', 'en'] as const).map((language) => foldedText(this.people.nameOf(id, language) ?? id)),
      ]);
  }

  async #cases(to: string, identity: Identity): Promise<Names> {
    const found = this.registered.find(({ spoken }) => spoken.declaration.name === to);
    if (!found) return [];
    const { declaration } = found.spoken;
    const lists = this.lists();
    const rows = lists.rows({ declaration }, identity, {}, { order: 'newest' }, NAMES_MAX);
    const items: readonly Readonly<Record<string, unknown>>[] = await lists.items(rows, CALLED);
    return rows.map(({ id }, index) => [
      id,
      ...CALLED.flatMap((field) => {
        const value = items[index]?.[field];
        return typeof value === 'string' ? [foldedText(value)] : [];
      }),
    ]);
  }
}
