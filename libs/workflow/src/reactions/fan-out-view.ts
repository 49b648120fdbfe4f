/**
 * The targets of a fan-out, recorded by a view at exactly the position of the event that asks for them: since a projection
 * applies the log in order, the answer is the same on every node and after every rebuild, however late it is read. It
 * also remembers which event of each case asked last, so that an old one is not mistaken for the word of today.
 */
import type { Projection, ProjectionDb, ViewReader } from '#libs/views';
import type { Reaction, TargetReader } from './reaction.js';
import { concerns, told } from './told.js';

/** More cases than one event may reach; the event is set aside, with an alarm. */
const TARGETS_MAX = 20_000;

type FanOut = Reaction & { readonly each: NonNullable<Reaction['each']> };

export function isFanOut(reaction: Reaction): reaction is FanOut {
  return reaction.each !== undefined;
}

/** The views that these reactions need; to be kept by every node that runs them. */
export function reactionViews(reactions: readonly Reaction[]): readonly Projection[] {
  return reactions.filter(isFanOut).map(fanOutView);
}

export function fanOutView(reaction: FanOut): Projection {
  const { view, targets } = reaction.each;
  const [reached, asked] = [tableOf(reaction, 'reached'), tableOf(reaction, 'asked')];
  const source = reaction.on.declaration.name;
  return {
    name: tableOf(reaction, 'targets'),
    version: view.version,
    ...(view.categories ? { categories: [...new Set([...view.categories, source])] } : {}),
    tables: [
      ...view.tables,
      {
        name: reached,
        columns: 'event TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (event, target)',
        withoutRowid: true,
      },
      { name: asked, columns: 'stream TEXT PRIMARY KEY, event TEXT NOT NULL', withoutRowid: true },
    ],
    apply(event, db: ProjectionDb) {
      const { id, stream } = event.envelope;
      if (!view.categories || view.categories.includes(stream.slice(0, stream.indexOf('-')))) view.apply(event, db);
      if (!concerns(reaction, event)) return;
      const reach = targets(told(reaction, event), db);
      if (reach.length > TARGETS_MAX)
        throw new RangeError(`${reaction.name} reaches ${reach.length} cases at once; at most ${TARGETS_MAX}`);
      for (const target of reach) db.run(`INSERT OR IGNORE INTO {${reached}} VALUES (?, ?)`, id, target);
      db.run(`INSERT OR REPLACE INTO {${asked}} VALUES (?, ?)`, stream, id);
    },
  };
}

/** The recorded targets of an event, in pages; each is read when the one before was worked off. */
export function* reachedBy(reaction: FanOut, event: string, read: ViewReader, page: number): Iterable<string[]> {
  const sql = `SELECT target FROM ${tableOf(reaction, 'reached')} WHERE event = ? AND target > ? ORDER BY target LIMIT ?`;
  for (let after = ''; ;) {
    const targets = read.all<{ target: string }>(sql, event, after, page).map(({ target }) => target);
    const last = targets.at(-1);
    if (last === undefined) return;
    after = last;
    yield targets;
  }
}

/** Whether no later event of the same case has asked since. */
export function askedLast(reaction: FanOut, stream: string, event: string, read: ViewReader): boolean {
  const sql = `SELECT event FROM ${tableOf(reaction, 'asked')} WHERE stream = ?`;
  return read.get<{ event: string }>(sql, stream)?.event === event;
}

/** The view of this moment, for the same questions that the projection asks. */
export function liveReader(read: ViewReader): TargetReader {
  const plain = (sql: string): string => sql.replaceAll(/\{([a-z][a-z0-9_]*)\}/g, '$1');
  return {
    get: (sql, ...params) => read.get(plain(sql), ...params),
    all: (sql, ...params) => read.all(plain(sql), ...params),
  };
}

function tableOf({ name }: Reaction, what: 'targets' | 'reached' | 'asked'): string {
  return `${name.replaceAll('-', '_')}_${what}`;
}
