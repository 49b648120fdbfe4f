/** `linli rebuild`: views built anew from the log, their hashes beside those of the ones that served. */
import { rebuild as rebuildHere, type Report } from '#server/operations';
import type { Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import { atFolder, withNode } from '../reach.js';
import { sentence } from '../words.js';

interface Hashed {
  readonly position?: string;
  /** By table. */
  readonly tables: Readonly<Record<string, string>>;
}

interface Rebuilt {
  readonly views: readonly { readonly name: string; readonly before: Hashed; readonly after: Hashed }[];
}

type Verdict = 'same' | 'different' | 'grew';

/** @throws Ended with exit code 1 where a view differed from what the log says. */
export async function rebuild(caller: Caller): Promise<void> {
  const { told, terminal, language } = caller;
  const input = told.projection === undefined ? {} : { view: told.projection };
  const steps = terminal.steps(sentence('rebuilding', language));
  const report = overall((done, of) => steps.at(done, of));
  let rebuilt: Rebuilt;
  try {
    rebuilt = await atFolder<Rebuilt>(caller, {
      operation: 'rebuild',
      input,
      report,
      here: (folder) =>
        withNode(folder, caller, async (node) => (await rebuildHere(node, input, report)) as unknown as Rebuilt),
    });
  } finally {
    steps.end();
  }
  const views = rebuilt.views.map((view) => ({ ...view, verdict: verdictOn(view) }));
  if (terminal.json) terminal.give({ views });
  else
    for (const { name, before, after, verdict } of views) {
      terminal.say(`${name}: ${sentence(verdict, language)}`);
      for (const [table, hash] of Object.entries(after.tables))
        terminal.say(`  ${table}  ${before.tables[table] ?? '-'} → ${hash}`);
    }
  const count = views.filter(({ verdict }) => verdict === 'different').length;
  if (count > 0) throw new Ended(EXIT.failed, sentence('differs', language, { count }));
}

function verdictOn({ before, after }: { before: Hashed; after: Hashed }): Verdict {
  // Beside a running server the log grows meanwhile, and two hashes of different moments say nothing of each other.
  if (before.position !== after.position) return 'grew';
  return JSON.stringify(before.tables) === JSON.stringify(after.tables) ? 'same' : 'different';
}

/** One count over all views that are being built. */
function overall(tell: (done: number, of: number) => void): Report {
  const views = new Map<string, { done: number; of: number }>();
  return ({ what, done, of = done }) => {
    views.set(what, { done, of });
    const all = [...views.values()];
    tell(
      all.reduce((sum, one) => sum + one.done, 0),
      all.reduce((sum, one) => sum + one.of, 0),
    );
  };
}
