/**
 * The test server as a process of its own: `[--file LOG] [--port NUMBER]`. With a file, what it acknowledged is there again
 * when it is started anew, however it ended. Prints its connection string; ends with its standard input, so that it never
 * outlives whoever started it.
 */
import { parseArgs } from 'node:util';
import { WireServer } from './index.js';

const { values } = parseArgs({ options: { file: { type: 'string' }, port: { type: 'string', default: '0' } } });
const { file, port } = values;
const server = new WireServer({ port: Number(port), ...(file === undefined ? {} : { file }) });
await server.start();
process.stdout.write(`${server.connectionString}\n`);
const end = (): void => void server.stop().then(() => server.log.close());
process.stdin.once('close', end).resume();
// Ctrl-C reaches every process of the terminal: whoever started this one closes it.
process.on('SIGINT', () => undefined);
