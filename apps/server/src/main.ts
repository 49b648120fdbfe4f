/** The program: reads its configuration, opens the node and its doors, says where, and ends when it is told to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkShape, readConfig, USAGE, type Config } from './config.js';
import { MARKER, openDataFolder } from './data-folder.js';
import { greeting, says } from './greeting.js';
import { nodeLog } from './observability/node-log.js';
import { openSpans } from './observability/open-spans.js';
import { serve, tryPort } from './server.js';
import { sentenceFor } from './start-refused.js';

/** A stop that takes longer than this is cut off; nothing acknowledged can be lost by it. */
const STOP_MS = 15_000;

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

// What a data folder holds is for its owner alone.
process.umask(0o077);
process.exitCode = await main();

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    out(USAGE);
    return 0;
  }
  let config: Config | undefined;
  try {
    config = readConfig(args, process.env);
    checkShape(config);
    return await run(config);
  } catch (error) {
    const foreseen = sentenceFor(error);
    const problem = error instanceof Error ? error.message : String(error);
    const [zh, en] = foreseen ?? [`邻里无法启动：${problem}。`, `Linli could not start: ${problem}.`];
    // Who starts it may read either, and the setting that says which may be what is wrong.
    complain(`${en}\n${zh}`);
    if (foreseen === undefined && config?.logLevel !== 'silent' && error instanceof Error) complain(error.stack ?? '');
    return 1;
  }
}

async function run(config: Config): Promise<number> {
  const stopped = signalled();
  const log = nodeLog(config);
  const spans = await openSpans(process.env, { nodeName: config.nodeName, log });
  // No folder is made for a start that ends at its port. Where there is one, whoever holds it is the better answer.
  if (!existsSync(join(config.data, MARKER))) await tryPort(config);
  // On a log that others share nobody makes a folder in passing: it would record the sample there.
  const folder = openDataFolder(config.data, config.eventStore === undefined ? { create: 'sample' } : {});
  const words = says(config.language);
  if (folder.isNew) out(words.firstStart(folder.path));
  const server = await serve({ folder, config, log, spans, onBuilding: (part) => out(words.building(part)) });
  out(greeting(config.language, { url: server.url, folder, role: config.role }));
  await stopped;
  const late = setTimeout(() => {
    complain(words.cutOff);
    process.exit(1);
  }, STOP_MS).unref();
  await server.close();
  await spans.close();
  clearTimeout(late);
  out(words.stopped);
  // A client whose Redis has gone keeps the process up for some seconds more, although everything is closed.
  if (config.redisUrl !== undefined) process.exit(0);
  return 0;
}

/** Resolves with the first signal to end; those that follow say the same. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}
