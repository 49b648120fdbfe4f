/**
 * What is read by the command line is recorded as what auditors read by HTTP is: durably, before it is told (ADR 12). Nobody
 * is signed in there; who asks is the user of the operating system, under a name that no person of the log can have.
 */
import { userInfo } from 'node:os';
import { streamKey } from '#libs/event-store';
import { reading, ReadingNotRecorded, ReadingRecorder } from '#libs/readings';
import type { Composition } from './compose.js';
import { OperationRefused } from './operation-refused.js';
import type { ReplayInput } from './replay.js';

/** Signs of the name within the name of a stream. */
const NAME_SIGNS_MAX = 100;

/** Who runs this process: whoever became another user by sudo is still who asks. */
export function machineUser(env: NodeJS.ProcessEnv): string {
  const bySudo = env['SUDO_USER'] ?? '';
  if (bySudo !== '') return bySudo;
  try {
    return userInfo().username;
  } catch (error) {
    // A user without an entry, as in a container.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error;
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** @throws OperationRefused where it cannot be recorded, so that nothing may be told; StoreUnavailable. */
export async function recordReading({ engine, views }: Composition, by: string, asked: ReplayInput): Promise<void> {
  if (!engine.ports.cases.declarations.has(reading.declaration.name)) return;
  const recorder = new ReadingRecorder({ engine, position: () => views.position });
  const { stream, at, open = false } = asked;
  const address = ['linli replay', stream, ...(at === undefined ? [] : ['--at', at]), ...(open ? ['--open'] : [])];
  try {
    await recorder.record(readerOf(by), { kind: 'replay', address: address.join(' ') });
  } catch (error) {
    if (!(error instanceof ReadingNotRecorded)) throw error;
    throw new OperationRefused('What is read is recorded first, and that cannot be done now: try again in a moment.');
  }
}

/** People have plain ids, without a colon. */
function readerOf(name: string): string {
  let kept = '';
  for (const sign of name) {
    if (streamKey(kept + sign).length > NAME_SIGNS_MAX) break;
    kept += sign;
  }
  return `os-user:${kept}`;
}
