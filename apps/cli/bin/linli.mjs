#!/usr/bin/env node
/** `npx linli …` in a clone: prepares and runs the command line like every other program of the repository. */
import { run } from '../../../tools/programs.mjs';

process.exitCode = await run('linli', process.argv.slice(2));
