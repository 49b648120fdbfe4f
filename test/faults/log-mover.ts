/** Moves the log of a folder to a server, says how far it is, and may be killed at any moment. */
import { migrate } from '#libs/event-store';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { SqliteEventStore } from '#libs/event-store/sqlite';

const [folder = '', connectionString = ''] = process.argv.slice(2);
const source = await SqliteEventStore.open({ folder, writer: 'main' });
const target = await KurrentEventStore.connect({ connectionString });
await migrate(source, target, {
  progress: ({ step, done }) => void process.stdout.write(`${step} ${done}\n`),
});
await target.close();
await source.close();
