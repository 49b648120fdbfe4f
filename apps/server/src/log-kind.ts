/**
 * A log that nodes share is sample or real for ever, as a data folder is: it says so itself, in a record beside the events
 * (`linli-ops.log`, the checkpoint `log`), written before the first of them. So a folder of the one kind never records in a
 * log of the other. Written once with `none`: of two first nodes that disagree one is refused.
 */
import type { Checkpoints, EventStore } from '#libs/event-store';
import type { DataFolder, DataKind } from './data-folder.js';
import { StartRefused } from './start-refused.js';

/** The name of the record; its value is `{ "data": "sample" }` or `{ "data": "real" }`. */
const RECORD = 'log';

export interface SharedLog {
  readonly checkpoints: Checkpoints;
  head: EventStore['head'];
}

/**
 * Makes an empty log one of this folder's kind, and compares with one that was begun.
 * @throws StartRefused where they differ, or where nobody can tell; nothing was changed then.
 */
export async function agreeOnKind(
  log: SharedLog,
  { path, kind, isBegun }: Pick<DataFolder, 'path' | 'kind' | 'isBegun'>,
): Promise<void> {
  const said = await kindOf(log.checkpoints);
  if (said === kind) return;
  if (said !== undefined) throw differs(path, kind, said);
  // Logs of earlier versions say nothing; of those only a folder that has been there before knows what they are.
  if (!isBegun && (await log.head()) !== undefined)
    throw new StartRefused([
      `服务器上的日志没有注明存放的是示例数据还是真实数据，而数据目录 ${path} 未曾用过该日志：请先启动数据目录与其相符的节点；未作任何改动。`,
      `The log on the server does not say whether it holds sample or real data, and the data folder ${path} is new to it: start a node first whose folder belongs to it; nothing was changed.`,
    ]);
  await markLog(log.checkpoints, kind);
  const agreed = await kindOf(log.checkpoints);
  if (agreed !== kind) throw differs(path, kind, agreed);
}

/** What the log says that it is; nothing where it says nothing. @throws StartRefused where it says what nobody knows. */
export async function kindOf(checkpoints: Checkpoints): Promise<DataKind | undefined> {
  const there = await checkpoints.read(RECORD);
  if (!there) return undefined;
  const { data } = (there.value ?? {}) as { data?: unknown };
  if (data === 'sample' || data === 'real') return data;
  throw new StartRefused([
    '本版本不认识服务器上的日志对自身的说明：请使用写入它的邻里版本或更新的版本启动。',
    'What the log on the server says about itself is not known to this version: start the version of Linli that wrote it, or a newer one.',
  ]);
}

/** Says what a log is that does not say it yet; one that does keeps what it says. */
export async function markLog(checkpoints: Checkpoints, kind: DataKind): Promise<void> {
  await checkpoints.write(RECORD, 'none', { data: kind });
}

function differs(path: string, kind: DataKind, said: DataKind | undefined): StartRefused {
  const words = { sample: '示例', real: '真实' };
  return new StartRefused([
    `数据目录 ${path} 用于${words[kind]}数据，而服务器上的日志存放${said ? words[said] : '未知'}数据：请用 --data 另选目录，或用 LINLI_EVENT_STORE、LINLI_STREAM_PREFIX 另选日志；未作任何改动。`,
    `The data folder ${path} is for ${kind} data and the log on the server holds ${said} data: choose another folder with --data, or another log with LINLI_EVENT_STORE or LINLI_STREAM_PREFIX; nothing was changed.`,
  ]);
}
