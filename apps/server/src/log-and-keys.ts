/**
 * The log that the configuration names, and the keys that belong to it: files of the folder where this process is the only
 * one, a server and the register beside its log where others write too. Keys close before the log that may hold them.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SharedKeyVault, SqliteKeyVault, type KeyVault } from '#libs/sealed';
import type { Config } from './config.js';
import type { DataFolder } from './data-folder.js';
import { agreeOnKind } from './log-kind.js';
import type { Store } from './observability/observed-store.js';
import { unobserved, type Observer } from './observability/observer.js';
import { StartRefused } from './start-refused.js';

export interface LogAndKeys {
  readonly store: Store;
  readonly vault: KeyVault;
  close(): Promise<void>;
}

export interface LogAndKeysOptions {
  /** Locked, and not released here. */
  readonly folder: Pick<DataFolder, 'path' | 'kind' | 'isBegun'>;
  readonly config: Pick<Config, 'eventStore' | 'streamPrefix' | 'masterKey'>;
  readonly log: Logger;
  readonly observer?: Observer;
}

/** @throws MasterKeyRefused, KeysRefused, StartRefused, StoreFileProblem, StoreUnavailable; nothing stays open. */
export function openLogAndKeys(options: LogAndKeysOptions): Promise<LogAndKeys> {
  const { eventStore } = options.config;
  return eventStore === undefined ? ownFiles(options) : onServer(options, eventStore);
}

/** Keys first: what is wrong with them is said before the log's file is opened. */
async function ownFiles({ folder, config, observer = unobserved }: LogAndKeysOptions): Promise<LogAndKeys> {
  if (folder.isBegun) refuseIncomplete(folder.path);
  const vault = ownKeys(folder.path, config.masterKey);
  try {
    const onCommitted = (group: Parameters<Observer['committed']>[0]): void => observer.committed(group);
    return pair(await SqliteEventStore.open({ folder: folder.path, onCommitted }), vault);
  } catch (error) {
    await vault.close();
    throw error;
  }
}

/** What was begun here has both files. Without one of them it would be made anew, and what the other holds be lost by it. */
function refuseIncomplete(folder: string): void {
  const isThere = (name: string): boolean => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (!isThere('events.db'))
    throw new StartRefused([
      `数据目录 ${folder} 已损坏：日志 events.db 缺失或为空；请用备份恢复，日志在服务器上的请设置 LINLI_EVENT_STORE；其中内容未作任何改动。`,
      `The data folder ${folder} is damaged: its log events.db is missing or empty; restore the folder from a backup, or set LINLI_EVENT_STORE if its log lies on a server; nothing in it was changed.`,
    ]);
  if (!isThere('keys.db'))
    throw new StartRefused([
      `数据目录 ${folder} 已损坏：keys.db 缺失或为空，没有它就无法读取个人信息；请用备份恢复；其中内容未作任何改动。`,
      `The data folder ${folder} is damaged: keys.db is missing or empty, and without it no personal data can be read; restore the folder from a backup; nothing in it was changed.`,
    ]);
}

async function onServer(
  { folder, config, log, observer = unobserved }: LogAndKeysOptions,
  connectionString: string,
): Promise<LogAndKeys> {
  // The client is a large package: whoever keeps the log in a file does not wait for it.
  const { KurrentEventStore } = await import('#libs/event-store/kurrentdb');
  const store = await KurrentEventStore.connect({
    connectionString,
    prefix: config.streamPrefix,
    onDrop: (cause, attempt) => {
      observer.dropped('store');
      log.warn({ err: cause, attempt }, 'the event store was lost for a moment');
    },
  }).catch(refuseSetting);
  try {
    // Before anything of this folder's is published there.
    await agreeOnKind(store, folder);
    const vault = await SharedKeyVault.open({
      folder: folder.path,
      masterKey: config.masterKey,
      checkpoints: store.checkpoints,
      onTrouble: (cause) => log.warn({ err: cause }, 'the register of keys cannot be read for a moment'),
    });
    return pair(store, vault);
  } catch (error) {
    await store.close();
    throw isDamaged(error) ? damaged(join(folder.path, 'keys.db'), error) : error;
  }
}

/** An address or a prefix that is none. */
function refuseSetting(error: unknown): never {
  if (!(error instanceof RangeError)) throw error;
  throw new StartRefused(
    [
      `LINLI_EVENT_STORE 或 LINLI_STREAM_PREFIX 无法使用（${error.message}）。`,
      `LINLI_EVENT_STORE or LINLI_STREAM_PREFIX cannot be used: ${error.message}.`,
    ],
    { cause: error },
  );
}

function pair(store: Store, vault: KeyVault): LogAndKeys {
  const close = async (): Promise<void> => {
    await vault.close();
    await store.close();
  };
  return { store, vault, close };
}

function ownKeys(folder: string, masterKey: string | undefined): KeyVault {
  try {
    return SqliteKeyVault.open({ folder, masterKey });
  } catch (error) {
    throw isDamaged(error) ? damaged(join(folder, 'keys.db'), error) : error;
  }
}

function damaged(file: string, cause: unknown): StartRefused {
  return new StartRefused(
    [
      `${file} 已损坏：请用备份恢复此目录；其中内容未作任何改动。`,
      `${file} is damaged: restore the folder from a backup; nothing in it was changed.`,
    ],
    { cause },
  );
}

/** SQLite's codes for a file that is corrupt, or no database at all (sqlite.org/rescode.html). */
export function isDamaged(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && [11, 26].includes(code & 0xff);
}
