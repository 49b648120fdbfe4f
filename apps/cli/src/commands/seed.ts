/** `linli seed`: the sample data, as far as a sample folder does not hold it yet. */
import { resolve } from 'node:path';
import type { EventStore } from '#libs/event-store';
import { OperationRefused } from '#server/operation-refused';
import { seed as seedHere } from '#server/operations';
import { configOf, type Caller } from '../caller.js';
import { atFolder, withLog, withNode } from '../reach.js';
import { sentence } from '../words.js';

/** @throws OperationRefused in a real folder. */
export async function seed(caller: Caller): Promise<void> {
  const { terminal, language } = caller;
  const { recorded } = await atFolder<{ recorded: number }>(caller, {
    operation: 'seed',
    input: {},
    create: 'sample',
    here: async (folder) => {
      if (folder.kind !== 'sample')
        throw new OperationRefused(sentence('realFolder', language, { folder: folder.path }));
      // Opening a new sample folder records the sample, and an older one is asked for what it lacks.
      const before = await withLog(folder, caller, commandsIn);
      const after = await withNode(folder, caller, async (node) => {
        await seedHere(node);
        return commandsIn(node.store);
      });
      return { recorded: after - before };
    },
  });
  const folder = resolve(configOf(caller).data);
  if (terminal.json) terminal.give({ folder, recorded });
  else terminal.say(sentence(recorded === 0 ? 'seededAll' : 'seeded', language, { folder, recorded }));
}

async function commandsIn(store: EventStore): Promise<number> {
  let count = 0;
  for await (const { envelope } of store.readAll()) if (envelope.command.index === 0) count++;
  return count;
}
