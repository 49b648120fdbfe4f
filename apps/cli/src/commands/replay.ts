/** `linli replay`: the life of a case, as of now or of a moment (law 5). */
import { contexts } from '#server/contexts';
import { replay as replayHere, type Report } from '#server/operations';
import { machineUser } from '#server/read-at-the-machine';
import type { Replay, ReplayInput } from '#server/replay';
import type { Spoken } from '#libs/workflow';
import { beijing, momentTyped } from '../beijing-time.js';
import type { Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import { lifeText } from '../life-text.js';
import { lifeOf } from '../life.js';
import { atFolder, withNode } from '../reach.js';
import { sentence } from '../words.js';

export async function replay(caller: Caller): Promise<void> {
  const { told, terminal, language } = caller;
  const at = told.at === undefined ? undefined : momentTyped(told.at);
  if (told.at !== undefined && at === undefined)
    throw new Ended(EXIT.usage, sentence('badMoment', language, { at: told.at }));
  const input: ReplayInput = {
    stream: told.stream ?? '',
    ...(at === undefined ? {} : { at }),
    ...(told.open ? { open: true } : {}),
  };
  const by = machineUser(caller.env);
  const steps = terminal.steps(sentence('reading', language));
  const report: Report = ({ done, of }) => steps.at(done, of);
  try {
    const found = await atFolder<Replay>(caller, {
      operation: 'replay',
      input: { ...input, by },
      report,
      // The same operation: what is read is recorded, so it needs the engine.
      here: (folder) => withNode(folder, caller, (node) => replayHere(node, { ...input, by }, report)),
    });
    steps.end();
    tell(caller, found);
  } finally {
    steps.end();
  }
}

function tell({ terminal, language }: Caller, { stream, workflow, at, events }: Replay): void {
  const spoken = contexts.spoken.find(({ declaration }) => declaration.name === workflow) as Spoken;
  const read = events.map((event) => (event.opened ? { ...event, data: event.opened } : event));
  const life = lifeOf(spoken.declaration, stream, read);
  if (terminal.json) {
    const items = events.map(({ envelope, data, opened, hash, position }) => ({
      ...envelope,
      data,
      ...(opened ? { opened } : {}),
      hash,
      position: position ?? null,
    }));
    terminal.give({ stream, at, state: life.one.state, items, total: items.length });
    return;
  }
  if (at !== null) terminal.say(sentence('asOf', language, { at: beijing(at) }));
  for (const line of lifeText(life, spoken, language)) terminal.say(line);
}
