/**
 * `linli migrate`: the log of a data folder moved to a KurrentDB or EventStoreDB server, compared event by event
 * afterwards. The folder stays as it is; its keys and attachments stay where they are, and views follow from the log.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  migrate as migrateLog,
  MigrationStopped,
  type Json,
  type Migration,
  type MigrationProgress,
  type Position,
} from '#libs/event-store';
import type { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { FolderInUse, SqliteEventStore } from '#libs/event-store/sqlite';
import { movedPlace } from '#libs/workflow';
import type { Config } from '#server/config';
import { openDataFolder, type DataFolder } from '#server/data-folder';
import { kindOf, markLog } from '#server/log-kind';
import { configOf, type Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import type { Steps } from '../terminal.js';
import { sentence } from '../words.js';

const ADDRESS = /^(kurrentdb|esdb|kdb)(\+discover)?:\/\/\S+$/;

interface Destination {
  readonly connectionString: string;
  readonly prefix: string;
  /** As it may be shown: without name, password and settings. */
  readonly shown: string;
}

/** @throws Ended; StartRefused where the folder cannot be had; StoreUnavailable where a store cannot be reached. */
export async function migrate(caller: Caller): Promise<void> {
  const { terminal, language } = caller;
  const config = configOf(caller);
  const to = destination(caller, config);
  const folder = taken(config.data, caller);
  try {
    const began = performance.now();
    const moved = await movedFrom(folder, to, caller);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const { events, found, copied, digest, checkpoints } = moved;
    if (terminal.json) {
      terminal.give({ folder: folder.path, to: to.shown, prefix: to.prefix, ...moved, seconds });
      return;
    }
    const place = { folder: folder.path, to: to.shown, prefix: to.prefix };
    terminal.say(sentence('migrated', language, { ...place, found, copied, seconds }));
    terminal.say(sentence('compared', language, { events, digest }));
    if (checkpoints > 0) terminal.say(sentence('checkpointsMoved', language, { checkpoints }));
    terminal.say(sentence('notMoved', language, place));
  } finally {
    folder.release();
  }
}

/** Where to: what the line says, otherwise the configured server, so that a password need not stand in a list of processes. */
function destination({ told, language }: Caller, { eventStore, streamPrefix }: Config): Destination {
  const connectionString = told.to ?? eventStore;
  if (connectionString === undefined) throw new Ended(EXIT.usage, sentence('noTarget', language));
  // Never repeated: it may hold a password.
  if (!ADDRESS.test(connectionString)) throw new Ended(EXIT.usage, sentence('badTarget', language));
  const shown = connectionString.replace(/\/\/[^/?#]*@/, '//').replace(/[/?#]*\?.*$/, '');
  return { connectionString, prefix: told.prefix ?? streamPrefix, shown };
}

/** Locked here: what a running server still records would be missing from the other log. */
function taken(path: string, { language }: Caller): DataFolder {
  try {
    return openDataFolder(path);
  } catch (error) {
    if (error instanceof FolderInUse)
      throw new Ended(EXIT.inUse, sentence('held', language, { folder: error.folder }), { cause: error });
    throw error;
  }
}

async function movedFrom(folder: DataFolder, to: Destination, caller: Caller): Promise<Migration> {
  if (!existsSync(join(folder.path, 'events.db')))
    throw new Ended(EXIT.failed, sentence('noLog', caller.language, { folder: folder.path }));
  const source = await SqliteEventStore.open({ folder: folder.path });
  try {
    const target = await connected(to);
    const names = await source.checkpoints.names();
    const steps = stepsOf(caller);
    try {
      const said = await kindOf(target.checkpoints);
      if (said !== undefined && said !== folder.kind)
        throw new Ended(
          EXIT.failed,
          sentence('otherKind', caller.language, { folder: folder.path, kind: folder.kind, said }),
        );
      const moved = await migrateLog(source, target, {
        progress: (progress) => steps.at(progress),
        checkpoints: { source: source.checkpoints, target: target.checkpoints, names, moved: movedCheckpoint },
      });
      await markLog(target.checkpoints, folder.kind);
      return moved;
    } catch (error) {
      throw error instanceof MigrationStopped ? stopped(error, to, caller) : error;
    } finally {
      steps.end();
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function connected({ connectionString, prefix }: Destination): Promise<KurrentEventStore> {
  // A large package, loaded only where it is used.
  const { KurrentEventStore } = await import('#libs/event-store/kurrentdb');
  try {
    return await KurrentEventStore.connect({ connectionString, prefix });
  } catch (error) {
    // An address or a prefix that is none; the sentence does not repeat the address.
    if (error instanceof RangeError) throw new Ended(EXIT.usage, `${error.message}.`, { cause: error });
    throw error;
  }
}

/** One line of progress for each step of the move. */
function stepsOf({ terminal, language }: Caller): { at(progress: MigrationProgress): void; end(): void } {
  let step: MigrationProgress['step'] | undefined;
  let steps: Steps | undefined;
  return {
    at(progress) {
      if (progress.step !== step) {
        steps?.end();
        step = progress.step;
        steps = terminal.steps(sentence(step, language));
      }
      steps?.at(progress.done, progress.of);
    },
    end: () => steps?.end(),
  };
}

/** @throws MigrationStopped for a checkpoint of another kind, because a position in it would mean another event there. */
function movedCheckpoint(name: string, value: Json, at: (position: Position) => Position): Json {
  try {
    return movedPlace(value, at);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new MigrationStopped('source-damaged', `checkpoint ${name} is none that this version knows`, { cause });
  }
}

function stopped(cause: MigrationStopped, { shown, prefix }: Destination, { language }: Caller): Ended {
  const sentences = {
    'source-damaged': 'sourceDamaged',
    'prefix-not-empty': 'prefixNotEmpty',
    'not-the-same': 'notTheSame',
  } as const;
  const blanks = { problem: cause.message, to: shown, prefix };
  return new Ended(EXIT.failed, sentence(sentences[cause.code], language, blanks), { cause });
}
