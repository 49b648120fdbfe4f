/**
 * The data folder: one process owns it (law 12), its format is known, and it is sample or real for ever. Whatever is
 * wrong with it is said before anything in it is touched.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { lockFolder, type FolderLock } from '#libs/event-store/sqlite';
import { codeOf, StartRefused } from './start-refused.js';

export const FORMAT = 1;
export const MARKER = 'linli.json';

export type DataKind = 'sample' | 'real';

export interface DataFolder {
  readonly path: string;
  readonly kind: DataKind;
  /** It was made just now. */
  readonly isNew: boolean;
  /** What a first start records is recorded: later ones add nothing of the sample, whatever became of it. */
  readonly isBegun: boolean;
  /** Remembers that for good. */
  begun(): void;
  /** Frees the folder; a second call does nothing. */
  release(): void;
}

/** What a process leaves that was killed before it had written the marker. */
const BEFORE_MARKER = /^(lock\.db(-journal|-wal|-shm)?|linli\.json\.part)$/;

export interface OpenOptions {
  /** What a folder becomes that does not exist yet; without it such a folder is refused. */
  readonly create?: DataKind;
}

/**
 * Locks the folder and reads what it is.
 * @throws StartRefused, FolderInUse, StoreFileProblem, or the error of the file system.
 */
export function openDataFolder(given: string, { create }: OpenOptions = {}): DataFolder {
  const path = resolve(given);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory())
    throw new StartRefused([
      `${path} 是文件，不是目录：请用 --data 选择目录。`,
      `${path} is a file, not a folder: choose a folder with --data.`,
    ]);
  if (!stats) {
    if (create === undefined)
      throw new StartRefused([
        `没有数据目录 ${path}：请用 "linli init" 建立。`,
        `There is no data folder ${path}: make one with "linli init".`,
      ]);
    makeFolder(path);
  }
  if (!existsSync(join(path, MARKER))) refuseForeign(path, create);
  const lock = lockFolder(path);
  try {
    return opened(path, lock, create);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** One level after the other: told to make them all, Node never ends where a file system such as /proc takes none. */
function makeFolder(path: string): void {
  const missing: string[] = [];
  let parent = path;
  while (!statSync(parent, { throwIfNoEntry: false }) && dirname(parent) !== parent) {
    missing.unshift(parent);
    parent = dirname(parent);
  }
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      // Another process was quicker.
      if (codeOf(error) === 'EEXIST' && statSync(folder).isDirectory()) continue;
      if (codeOf(error) !== 'ENOENT') throw error;
      throw new StartRefused(
        [
          `${path} 无法建立，因为 ${dirname(folder)} 不接受新目录：请用 --data 另选目录。`,
          `${path} cannot be made, because ${dirname(folder)} takes no new folder: choose another folder with --data.`,
        ],
        { cause: error },
      );
    }
  }
}

function opened(path: string, lock: FolderLock, create: DataKind | undefined): DataFolder {
  const isNew = !existsSync(join(path, MARKER));
  // Nobody else can be here any more: the lock is ours.
  if (isNew) writeMarker(path, { data: refuseForeign(path, create) });
  const { data, begun = false } = readMarker(join(path, MARKER));
  return {
    path,
    kind: data,
    isNew,
    isBegun: begun,
    begun: () => writeMarker(path, { data, begun: true }),
    release: () => lock.release(),
  };
}

function refuseForeign(path: string, create: DataKind | undefined): DataKind {
  const others = readdirSync(path).filter((name) => !BEFORE_MARKER.test(name));
  if (others.includes('events.db'))
    throw new StartRefused([
      `数据目录 ${path} 已损坏：缺少 ${MARKER}；请用备份恢复，其中内容未作任何改动。`,
      `The data folder ${path} is damaged: ${MARKER} is missing; restore it from a backup, nothing in it was changed.`,
    ]);
  if (others.length > 0)
    throw new StartRefused([
      `${path} 中有其他程序的文件（${others[0]}）：请用 --data 选择空目录。`,
      `${path} holds files of something else (${others[0]}): choose an empty folder with --data.`,
    ]);
  if (create === undefined)
    throw new StartRefused([
      `${path} 不是邻里的数据目录：请用 "linli init" 建立。`,
      `${path} is no data folder of Linli: make one with "linli init".`,
    ]);
  return create;
}

/** What stands in `linli.json` besides its format. */
interface Marker {
  readonly data: DataKind;
  readonly begun?: boolean;
}

function readMarker(marker: string): Marker {
  const damaged = new StartRefused([
    `${marker} 已损坏：请用备份恢复此目录；其中内容未作任何改动。`,
    `${marker} is damaged: restore the folder from a backup; nothing in it was changed.`,
  ]);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(marker, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged;
    throw error;
  }
  if (typeof read !== 'object' || read === null) throw damaged;
  const { format, data, begun } = read as { format?: unknown; data?: unknown; begun?: unknown };
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) throw damaged;
  if (format > FORMAT)
    throw new StartRefused([
      `${marker} 的格式为 ${format}，本版本最高支持 ${FORMAT}：请使用写入它的邻里版本或更新的版本启动。`,
      `${marker} has format ${format} and this version knows up to ${FORMAT}: start the version of Linli that wrote it, or a newer one.`,
    ]);
  if (data !== 'sample' && data !== 'real') throw damaged;
  return { data, begun: begun === true };
}

/** Complete and flushed before it carries its name. */
function writeMarker(path: string, marker: Marker): void {
  const part = join(path, `${MARKER}.part`);
  rmSync(part, { force: true });
  const file = openSync(part, 'wx', 0o600);
  try {
    writeSync(file, `${JSON.stringify({ format: FORMAT, ...marker })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, join(path, MARKER));
  // Windows cannot open a folder, and makes its names durable by itself.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
