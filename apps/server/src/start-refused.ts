/** Why a start is refused, in one plain sentence of each language for whoever started it: what happened, to which thing, what to do. */
import { KeysRefused, MasterKeyRefused } from '#libs/sealed';
import { StoreUnavailable } from '#libs/event-store';
import { FolderInUse, StoreFileProblem } from '#libs/event-store/sqlite';
import type { Pair } from '#libs/workflow';

export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  /** @param sentence in Chinese and English; the message is the English one */
  constructor(
    readonly sentence: Pair,
    options?: ErrorOptions,
  ) {
    super(sentence[1], options);
  }
}

const WHAT_TO_DO: Readonly<Record<StoreFileProblem['code'], Pair>> = {
  newer: ['请使用写入它的邻里版本或更新的版本启动', 'start the version of Linli that wrote it, or a newer one'],
  damaged: ['请用备份恢复此目录；其中内容未作任何改动', 'restore the folder from a backup; nothing in it was changed'],
  foreign: ['请用 --data 另选目录', 'choose another folder with --data'],
  'not-writable': [
    '请为当前用户授予写入权限，或用 --data 另选目录',
    'give this user the right to write there, or choose another folder with --data',
  ],
};
const WHAT_IT_IS: Readonly<Record<StoreFileProblem['code'], string>> = {
  newer: '由更新的版本写成',
  damaged: '已损坏',
  foreign: '属于其他程序',
  'not-writable': '无法写入',
};

/** The sentence for an error that a start may meet, in Chinese and English, or nothing for one that nobody foresaw. */
export function sentenceFor(error: unknown): Pair | undefined {
  if (error instanceof StartRefused) return error.sentence;
  if (error instanceof FolderInUse)
    return [
      `数据目录 ${error.folder} 正由另一进程使用：请先停止该进程，或用 --data 另选目录。`,
      `The data folder ${error.folder} is in use by another process: stop that one, or choose another folder with --data.`,
    ];
  if (error instanceof StoreFileProblem) {
    const [zh, en] = WHAT_TO_DO[error.code];
    return [`${error.file} ${WHAT_IT_IS[error.code]}：${zh}。`, `${error.message}: ${en}.`];
  }
  if (error instanceof MasterKeyRefused) return [`主密钥不符或缺失（${error.message}）。`, `${error.message}.`];
  if (error instanceof KeysRefused)
    return [`密钥文件与日志不符，或无法使用（${error.message}）。`, `${error.message}.`];
  if (error instanceof StoreUnavailable) return [`日志暂时无法访问（${error.message}）。`, `${error.message}.`];
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return [
        `${pathOf(error, '数据目录')} 无法写入：${WHAT_TO_DO['not-writable'][0]}。`,
        `${pathOf(error)} cannot be written: ${WHAT_TO_DO['not-writable'][1]}.`,
      ];
    case 'ENOSPC':
      return [
        `磁盘已满，${pathOf(error, '数据目录')} 无法写入：请腾出空间后重新启动；数据没有丢失。`,
        `${pathOf(error)} cannot be written because the disk is full: make room and start again; nothing was lost.`,
      ];
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ENOENT':
      return [
        `${pathOf(error, '数据目录')} 无法建立，其路径中有一段不是目录：请用 --data 另选目录。`,
        `${pathOf(error)} cannot be made, because something in its path is no folder: choose another folder with --data.`,
      ];
    default:
      return undefined;
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function pathOf(error: unknown, otherwise = 'The data folder'): string {
  const path = (error as { path?: unknown } | null)?.path;
  return typeof path === 'string' ? path : otherwise;
}
