/** Why a start is refused, in one plain sentence for whoever started it: what happened, to which thing, what to do. */
import { KeysRefused, MasterKeyRefused } from '#libs/sealed';
import { StoreUnavailable } from '#libs/event-store';
import { FolderInUse, StoreFileProblem } from '#libs/event-store/sqlite';

export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

const WHAT_TO_DO: Readonly<Record<StoreFileProblem['code'], string>> = {
  newer: 'start the version of Linli that wrote it, or a newer one',
  damaged: 'restore the folder from a backup; nothing in it was changed',
  foreign: 'choose another folder with --data',
  'not-writable': 'give this user the right to write there, or choose another folder with --data',
};

/** The sentence for an error that a start may meet, or nothing for one that nobody foresaw. */
export function sentenceFor(error: unknown): string | undefined {
  if (error instanceof StartRefused) return error.message;
  if (error instanceof FolderInUse)
    return `The data folder ${error.folder} is in use by another process: stop that one, or choose another folder with --data.`;
  if (error instanceof StoreFileProblem) return `${error.message}: ${WHAT_TO_DO[error.code]}.`;
  if (error instanceof MasterKeyRefused || error instanceof KeysRefused || error instanceof StoreUnavailable)
    return `${error.message}.`;
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${pathOf(error)} cannot be written: ${WHAT_TO_DO['not-writable']}.`;
    case 'ENOSPC':
      return `${pathOf(error)} cannot be written because the disk is full: make room and start again; nothing was lost.`;
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
      return `${pathOf(error)} cannot be made, because something in its path is no folder: choose another folder with --data.`;
    default:
      return undefined;
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function pathOf(error: unknown): string {
  const path = (error as { path?: unknown } | null)?.path;
  return typeof path === 'string' ? path : 'The data folder';
}
