/** The wire server's log on disk: what was acknowledged is there again, whatever became of the process that wrote it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WireLog } from './log.js';
import type { NewEvent } from './wire-event.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wire-log-'));
  file = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true }));

let count = 0;
const event = (text: string): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  type: '记录',
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify({ text })),
  metadata: Buffer.from([0, 10, 255]),
});
const opened = (): WireLog => new WireLog(undefined, file);

describe('a log on disk', () => {
  it('is the same when it is opened again: events, places, and what was hidden or deleted', () => {
    const log = opened();
    log.append('a', -1, [event('漏水 💧'), event('two')]);
    log.append('$$counted', -1, [{ ...event(''), data: Buffer.from('{"$maxCount":1}') }]);
    for (const at of [-1, 0, 1]) log.append('counted', at, [event(String(at))]);
    for (const name of ['cut', 'soft', 'gone']) log.append(name, -1, [event('1'), event('2')]);
    log.truncate('cut', 1);
    log.softDelete('soft');
    log.tombstone('gone');
    log.close();
    const again = opened();
    expect(again.all).toEqual(log.all);
    for (const name of ['a', 'counted', 'cut', 'soft', 'gone']) expect(again.stream(name)).toEqual(log.stream(name));
    expect(again.stream('counted')).toHaveLength(1);
    const last = again.all.at(-1)!;
    again.append('a', 1, [event('three')]);
    expect(again.all.at(-1)!.position).toBeGreaterThan(last.position);
    again.close();
  });

  it('holds an append before anybody hears of it', () => {
    const log = opened();
    const heard: number[] = [];
    log.once('grown', () => heard.push(readFileSync(file, 'utf8').split('\n').length));
    log.append('a', -1, [event('one')]);
    expect(heard).toEqual([3]); // what the server itself writes, the append, and nothing behind its line's end
    log.close();
  });

  it('that was cut anywhere in its last append holds all those before it, and takes that one anew', () => {
    let log = opened();
    log.append('a', -1, [event('one')]);
    const whole = statSync(file).size;
    log.append('a', 0, [event('two'), event('three')]);
    log.close();
    const bytes = readFileSync(file);
    for (let end = whole; end < bytes.length; end += 29) {
      writeFileSync(file, bytes);
      truncateSync(file, end);
      log = opened();
      expect(log.stream('a')).toHaveLength(1);
      expect(log.append('a', 0, [event('two again')]).kind).toBe('written');
      log.close();
      log = opened();
      expect(log.stream('a')).toHaveLength(2);
      log.close();
    }
  });

  it('that is damaged before whole records is refused and left as it is', () => {
    const log = opened();
    log.append('a', -1, [event('one')]);
    log.append('a', 0, [event('two')]);
    log.close();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf(10) + 20]! ^= 1;
    writeFileSync(file, bytes);
    expect(opened).toThrow(/is damaged at byte \d+/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
