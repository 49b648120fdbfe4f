/**
 * `npm run bench`: what the machine can do at best, and what Linli does of it, in one run on one disk. Nothing here is a
 * test: a number is compared with the row above it, or with another run (`--json FILE`).
 */
import { parseArgs } from 'node:util';
import { benchBrowser } from './browser.js';
import { benchCompileCost } from './compile-cost.js';
import { benchCluster } from './cluster.js';
import { benchEngine } from './engine.js';
import { benchEventStore } from './event-store.js';
import { benchHttp } from './http.js';
import { benchObserved } from './observed.js';
import { table, writeRows, type Row } from './rows.js';
import { benchScale } from './scale.js';
import { benchViews } from './views.js';

/** Each part gives rows; `--only` names parts, `--browser` is short for the last. */
const parts: Readonly<Record<string, () => Promise<Row[]>>> = {
  store: benchEventStore,
  engine: benchEngine,
  http: benchHttp,
  observed: benchObserved,
  cluster: benchCluster,
  views: benchViews,
  scale: benchScale,
  compile: benchCompileCost,
  browser: benchBrowser,
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      browser: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const names = values.only?.split(',') ?? (values.browser ? ['browser'] : Object.keys(parts));
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (values.help || unknown !== undefined) {
    process.stderr.write(
      `${unknown === undefined ? '' : `There is no part ${unknown}. `}npm run bench -- [--browser | --only ${Object.keys(parts).join(',')}] [--json FILE]\n`,
    );
    return unknown === undefined ? 0 : 2;
  }
  const rows: Row[] = [];
  let failed = 0;
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    // What was measured is told, also where another part fails.
    try {
      rows.push(...(await (parts[name] as () => Promise<Row[]>)()));
    } catch (error) {
      failed += 1;
      process.stderr.write(
        `${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
  }
  process.stdout.write(`${table(rows)}\n`);
  if (values.json !== undefined) await writeRows(values.json, rows);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
