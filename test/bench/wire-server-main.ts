/** The test server as a process of its own: prints its connection string, ends with its standard input. */
import { WireServer } from '../wire-server/index.js';

const server = new WireServer();
await server.start();
process.stdout.write(`${server.connectionString}\n`);
process.stdin.on('end', () => void server.stop()).resume();
