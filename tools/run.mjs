/** The first thing every command of this repository runs: `node tools/run.mjs <program> [arguments]`. */
import { run } from './programs.mjs';

process.exitCode = await run(process.argv[2] ?? '', process.argv.slice(3));
