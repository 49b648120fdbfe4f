/**
 * Golden streams (law 6): streams as once recorded, kept beside their workflow with the fold they gave. Whatever a
 * declaration becomes, they must still be read, hash to the same and fold as before. A file is added, never edited:
 * recording refuses to overwrite one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { recordedFromObjects, type RecordedEvent } from '#libs/event-store';
import { fold, unborn, type Case, type Workflow } from '#libs/workflow';

interface GoldenStream {
  readonly about: string;
  readonly events: readonly Pick<RecordedEvent, 'envelope' | 'data' | 'hash'>[];
  readonly fold: unknown;
}

/** What a golden stream promises of its case: all that later decisions build on. */
function promised({ state, version, revision, data, armed, suspended, misses, extended, heldFrom }: Case): unknown {
  return JSON.parse(
    JSON.stringify({ state, version, revision, data, armed, suspended, misses, extended, heldFrom: heldFrom ?? null }),
  );
}

function foldOf({ declaration }: Pick<Workflow<never>, 'declaration'>, events: readonly RecordedEvent[]): Case {
  const [first] = events;
  if (!first) throw new RangeError('a golden stream without events');
  return fold(declaration, unborn(declaration, first.envelope.stream), events);
}

/** Names a story and plays it; gives the events it left. */
export type Stories = Readonly<Record<string, () => Promise<readonly RecordedEvent[]>>>;

/**
 * One test for every file of the folder. With `LINLI_RECORD_GOLDEN=1` the stories that have no file yet are played and
 * recorded first; a story without a file fails, so that none is forgotten.
 */
export function goldenStreams(workflow: Pick<Workflow<never>, 'declaration'>, folder: string, stories: Stories): void {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  for (const file of files)
    it(`law 6: golden streams fold as before: ${file}`, () => {
      const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as GoldenStream;
      const events = golden.events.map((event) =>
        recordedFromObjects({ stream: event.envelope.stream, version: event.envelope.version }, event),
      );
      // A fold may grow; what it once said it says for ever.
      expect(promised(foldOf(workflow, events))).toMatchObject(golden.fold as object);
    });
  it('law 6: every event that was ever declared stands in a golden stream', () => {
    const types = files.flatMap((file) =>
      (JSON.parse(readFileSync(join(folder, file), 'utf8')) as GoldenStream).events.map((one) => one.envelope.type),
    );
    const declared = Object.values(workflow.declaration.events).filter((event) => !event.standing);
    expect(declared.map((event) => event.name).filter((name) => !types.includes(name))).toEqual([]);
  });
  for (const [about, story] of Object.entries(stories)) {
    const file = `${about.replaceAll(' ', '-')}.json`;
    if (files.includes(file)) continue;
    it(`law 6: the story "${about}" is recorded among the golden streams`, async () => {
      if (process.env['LINLI_RECORD_GOLDEN'] !== '1')
        throw new Error(`${file} is not there: run this spec once with LINLI_RECORD_GOLDEN=1 and commit the file`);
      const events = await story();
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), goldenText(about, events, promised(foldOf(workflow, events))), { flag: 'wx' });
    });
  }
}

/** One event a line, so that a reader sees the story and a difference names its event. */
function goldenText(about: string, events: readonly RecordedEvent[], folded: unknown): string {
  const lines = events.map(({ envelope, data, hash }) => JSON.stringify({ envelope, data, hash }));
  return `{\n"about": ${JSON.stringify(about)},\n"events": [\n${lines.join(',\n')}\n],\n"fold": ${JSON.stringify(folded, null, 1)}\n}\n`;
}
