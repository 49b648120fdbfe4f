/** The command line: chooses language and output, runs one command, and ends with its code. */
import { readFileSync } from 'node:fs';
import { said, type Language } from '#libs/workflow';
import { OperationRefused } from '#server/operation-refused';
import { sentenceFor } from '#server/start-refused';
import type { Caller } from './caller.js';
import { config } from './commands/config.js';
import { Ended, EXIT } from './exit.js';
import { runLine } from './program.js';
import { Terminal } from './terminal.js';
import { sentence, type CommandName } from './words.js';

/** What each command needs is loaded with it: help and usage answer at once. */
const commands: Readonly<Record<CommandName, (caller: Caller) => Promise<void>>> = {
  init: async (caller) => (await import('./commands/init.js')).init(caller),
  start: async (caller) => (await import('./commands/start.js')).start(caller),
  seed: async (caller) => (await import('./commands/seed.js')).seed(caller),
  replay: async (caller) => (await import('./commands/replay.js')).replay(caller),
  rebuild: async (caller) => (await import('./commands/rebuild.js')).rebuild(caller),
  diagram: async (caller) => (await import('./commands/diagram.js')).diagram(caller),
  migrate: async (caller) => (await import('./commands/migrate.js')).migrate(caller),
  config: async (caller) => config(caller),
};

// What a data folder holds is for its owner alone.
process.umask(0o077);

const line = process.argv.slice(2);
const language = languageOf(line, process.env);

// Whoever reads our output may have read enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const code = await run();
// A server that was started here says its own code.
if (code !== EXIT.done) process.exitCode = code;

async function run(): Promise<number> {
  const complain = (text: string): void => void process.stderr.write(`${text}\n`);
  try {
    await runLine(line, {
      language,
      version: version(),
      say: (text) => void process.stdout.write(`${text}\n`),
      act: async (name, told) => {
        const terminal = new Terminal(process.stdout, process.stderr, {
          json: told.json === true,
          now: () => performance.now(),
        });
        await commands[name]({ told, language, env: process.env, terminal });
      },
    });
    return EXIT.done;
  } catch (error) {
    if (error instanceof Ended) {
      complain(error.message);
      return error.code;
    }
    const foreseen = sentenceFor(error);
    const known = error instanceof OperationRefused ? error.message : foreseen && said(foreseen, language);
    complain(
      known ?? sentence('broken', language, { problem: error instanceof Error ? error.message : String(error) }),
    );
    if (known === undefined && process.env['LINLI_LOG_LEVEL'] === 'debug' && error instanceof Error)
      complain(error.stack ?? '');
    return EXIT.failed;
  }
}

/** Needed before the line is read, for the sentence that says what is wrong with it. */
function languageOf(line: readonly string[], env: NodeJS.ProcessEnv): Language {
  const flag = line.indexOf('--language');
  const said =
    (flag === -1 ? undefined : line[flag + 1]) ??
    line.find((word) => word.startsWith('--language='))?.slice('--language='.length) ??
    env['LINLI_LANGUAGE'];
  return said === 'zh-CN' ? 'zh-CN' : 'en';
}

function version(): string {
  // Built files lie as deep below `dist` as sources below the root.
  for (const up of ['../../../package.json', '../../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as { version: string }).version;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return '';
}
