/** `linli start`: the server itself, in this process, with its own words, signals and exit code. */
import { fileURLToPath } from 'node:url';
import { startFlags, type Caller } from '../caller.js';

/** Resolves when the server has ended; its exit code is the process's. */
export async function start({ told, language, env }: Caller): Promise<void> {
  const main = import.meta.resolve('#server/main');
  env['LINLI_LANGUAGE'] = language;
  process.argv = [process.execPath, fileURLToPath(main), ...startFlags(told)];
  await import(main);
}
