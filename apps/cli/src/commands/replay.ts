/** `linli replay`: the life of a case, as of now or of a moment (law 5). */
import { contexts } from '#server/contexts';
import { replayCase, type Replay, type ReplayInput } from '#server/replay';
import type { Spoken } from '#libs/workflow';
import { beijing, momentTyped } from '../beijing-time.js';
import type { Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import { lifeText } from '../life-text.js';
import { lifeOf } from '../life.js';
import { atFolder, withLog } from '../reach.js';
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
  const steps = terminal.steps(sentence('reading', language));
  try {
    const found = await atFolder<Replay>(caller, {
      operation: 'replay',
      input: { ...input },
      report: ({ done, of }) => steps.at(done, of),
      here: (folder) => withLog(folder, caller, (log) => replayCase(log, input, (passed) => steps.at(passed))),
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
