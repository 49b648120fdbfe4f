/**
 * How a command reaches a data folder (law 12: one process owns it). A running server is asked through its socket;
 * otherwise the folder's lock is taken and the work done here. Files of a folder that somebody else holds are never opened.
 */
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import type { EventStore } from '#libs/event-store';
import { FolderInUse } from '#libs/event-store/sqlite';
import { askServer } from '#server/admin-socket';
import { Composition } from '#server/compose';
import type { Config } from '#server/config';
import { openLogAndKeys } from '#server/log-and-keys';
import { openDataFolder, type DataFolder, type OpenOptions } from '#server/data-folder';
import type { Report } from '#server/operations';
import { configOf, type Caller } from './caller.js';
import { Ended, EXIT } from './exit.js';
import { sentence } from './words.js';

/** A server that has just taken the folder needs a moment until its socket answers. */
const ANSWER_WITHIN_MS = 3_000;
const ASK_AGAIN_MS = 100;

export interface Work<T> {
  /** Its name as the server knows it. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly report?: Report;
  /** The same, done here while the folder is ours; it may rely on the lock, and does not release it. */
  readonly here: (folder: DataFolder, caller: Caller) => Promise<T>;
  /** What a folder becomes that does not exist; without it such a folder is refused. */
  readonly create?: OpenOptions['create'];
}

/**
 * @throws Ended with exit code 3 where another process holds the folder and does not answer; OperationRefused,
 *   StartRefused and what else the work meets.
 */
export async function atFolder<T>(caller: Caller, work: Work<T>): Promise<T> {
  const path = resolve(configOf(caller).data);
  const until = performance.now() + ANSWER_WITHIN_MS;
  for (;;) {
    const answer = await askServer(path, work.operation, work.input, work.report);
    if (answer) return answer.result as T;
    const folder = held(path, work.create);
    if (folder) return doneHere(folder, caller, work);
    if (performance.now() > until)
      throw new Ended(EXIT.inUse, sentence('unreachable', caller.language, { folder: path }));
    await delay(ASK_AGAIN_MS);
  }
}

async function doneHere<T>(folder: DataFolder, caller: Caller, { here }: Work<T>): Promise<T> {
  try {
    return await here(folder, caller);
  } finally {
    folder.release();
  }
}

/** The folder, locked; nothing where another process holds it. */
function held(path: string, create: OpenOptions['create']): DataFolder | undefined {
  try {
    return openDataFolder(path, create === undefined ? {} : { create });
  } catch (error) {
    if (error instanceof FolderInUse) return undefined;
    throw error;
  }
}

/** The whole node on a folder that is ours, for one piece of work; time does not pass in it. */
export async function withNode<T>(
  folder: DataFolder,
  caller: Caller,
  work: (node: Composition) => Promise<T>,
): Promise<T> {
  const config = configOf(caller);
  const node = await Composition.open({ folder, config, log: logOf(config) });
  try {
    return await work(node);
  } finally {
    await node.close();
  }
}

/** The log alone, on a folder that is ours: nothing is recorded by it and no view is built. */
export async function withLog<T>(
  folder: DataFolder,
  caller: Caller,
  work: (store: EventStore) => Promise<T>,
): Promise<T> {
  const config = configOf(caller);
  const { store, close } = await openLogAndKeys({ folder, config, log: logOf(config) });
  try {
    return await work(store);
  } finally {
    await close();
  }
}

function logOf({ logLevel }: Config): Logger {
  return pino({ level: logLevel }, pino.destination({ dest: 2, sync: true }));
}
