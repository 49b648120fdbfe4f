/** What stands behind the observer, each promise by itself: slow commands, errors without secrets, scopes that do not mix. */
import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { CorruptEvent } from '#libs/event-store';
import type { CommandSeen } from '#libs/workflow';
import { StartRefused } from '../start-refused.js';
import { Metrics } from '../metrics.js';
import { nodeLog, toldOf } from './node-log.js';
import { NodeObserver } from './node-observer.js';
import { observedStore, type Store } from './observed-store.js';
import { openSpans } from './open-spans.js';
import { inScope, scopeNow } from './scope.js';
import { untraced, type OpenSpan, type Spans } from './spans.js';

type Line = Readonly<Record<string, unknown>>;

function logged(): { lines: Line[]; log: ReturnType<typeof nodeLog> } {
  const lines: Line[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Line);
  return { lines, log: nodeLog({ logLevel: 'info', nodeName: 'n' }, { write }) };
}

const seen: CommandSeen = {
  workflow: 'errand',
  command: 'TakeErrand',
  by: 'person',
  dryRun: false,
  id: 'e-1',
  commandId: 'c-1',
  correlationId: 'c-1',
  causationId: 'c-1',
};

describe('a command', () => {
  it('that is slow is a warning with where its time went', async () => {
    const { lines, log } = logged();
    const { commands } = new NodeObserver({ log, metrics: new Metrics(), slowMs: 0 });
    await commands.command(seen, async (command) => {
      await command.step('load', () => Promise.resolve());
      await command.step('load', () => Promise.resolve());
      command.ended({ kind: 'refused', code: 'errand/take-wrong-state', params: {} });
    });
    const slow = lines.find(({ msg }) => msg === 'a command was slow');
    expect(slow).toMatchObject({ level: 40, outcome: 'refused', loads: 2, events: 0, slowMs: 0, correlationId: 'c-1' });
    for (const name of ['ms', 'loadMs', 'decideMs', 'appendMs', 'waitMs'])
      expect(slow?.[name]).toBeGreaterThanOrEqual(0);
  });

  it('that is quick is none, and one that fails is thrown on and told as failed', async () => {
    const { lines, log } = logged();
    const metrics = new Metrics();
    const { commands } = new NodeObserver({ log, metrics });
    await commands.command(seen, (command) => Promise.resolve(command.recorded([], '1')));
    const broken = new Error('the disk is full');
    await expect(commands.command(seen, () => Promise.reject(broken))).rejects.toBe(broken);
    expect(lines.map(({ msg, level, outcome }) => [msg, level, outcome])).toEqual([
      ['recorded', 30, undefined],
      ['command', 30, 'overtaken'],
      ['command', 40, 'failed'],
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toContain('linli_command_seconds_count{workflow="errand",outcome="failed"} 1');
  });

  it('that was not found is told without what was asked for, which may be anything', async () => {
    const { lines, log } = logged();
    const { commands } = new NodeObserver({ log, metrics: new Metrics() });
    await commands.command({ ...seen, id: '13800001111' }, (command) =>
      Promise.resolve(command.ended({ kind: 'not-found', code: 'errand/not-found', params: {} })),
    );
    expect(JSON.stringify(lines)).not.toContain('13800001111');
    expect(lines[0]).toMatchObject({ code: 'errand/not-found' });
  });
});

async function* failing(fail: () => never): AsyncGenerator<never> {
  await Promise.resolve();
  fail();
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe('a damaged event', () => {
  const damaged = (version: number): CorruptEvent => new CorruptEvent('errand-1', version, 'does not match its hash');

  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['read with its stream', (store) => store.readStream('errand-1')],
    ['read with the log', (store) => all(store.readAll())],
    ['followed', (store) => all(store.subscribe({ signal: new AbortController().signal }))],
    ['met by an append', (store) => store.append('errand-1', 'none', [])],
  ])('%s is thrown on, counted each time and an alarm once', async (_how, meet) => {
    const { lines, log } = logged();
    const metrics = new Metrics();
    let version = 3;
    const fail = (): never => {
      throw damaged(version);
    };
    // Only these are asked for.
    const broken = {
      readStream: () => Promise.resolve().then(fail),
      append: () => Promise.resolve().then(fail),
      readAll: () => failing(fail),
      subscribe: () => failing(fail),
    } as unknown as Store;
    const store = observedStore(broken, new NodeObserver({ log, metrics }));
    for (version of [3, 3, 4]) await expect(meet(store)).rejects.toThrow(CorruptEvent);
    expect(store.corrupt.map((one) => one.version)).toEqual([3, 4]);
    expect(lines.filter(({ alarm }) => alarm === 'corrupt-event')).toMatchObject([
      { level: 50, stream: 'errand-1', version: 3 },
      { level: 50, stream: 'errand-1', version: 4 },
    ]);
    expect(await metrics.registry.metrics()).toMatch(/^linli_corrupt_events_total 3$/m);
  });
});

describe('a trace', () => {
  it('is not made of what nobody collects', async () => {
    const none = await openSpans({}, { nodeName: 'n', log: pino({ level: 'silent' }) });
    expect(none).toBe(untraced);
    const off = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' };
    expect(await openSpans(off, { nodeName: 'n', log: pino({ level: 'silent' }) })).toBe(untraced);
  });

  it('address that holds a password is not repeated where it is refused', async () => {
    const wrong = { OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://me:geheim@collector:4317' };
    const refusal = openSpans(wrong, { nodeName: 'n', log: pino({ level: 'silent' }) });
    await expect(refusal).rejects.toThrow(StartRefused);
    await expect(refusal).rejects.not.toThrow(/geheim/);
  });

  it('keeps the first command of a chain, and no more chains than it has room for', async () => {
    const links: (readonly OpenSpan[])[] = [];
    const spans: Spans = {
      isOn: true,
      begin: () => ({
        traceId: 't',
        set: () => undefined,
        end: () => undefined,
        link: (others) => void links.push(others),
      }),
      close: () => Promise.resolve(),
    };
    const observer = new NodeObserver({ log: pino({ level: 'silent' }), metrics: new Metrics(), spans });
    const run = (correlationId: string) =>
      observer.commands.command({ ...seen, correlationId }, () => Promise.resolve());
    const reacted = (correlationId: string) =>
      observer.reactions('absorb', { id: 'x', type: 'X', correlationId }, () => Promise.resolve());
    await run('first');
    await reacted('first');
    expect(links.at(-1)).toHaveLength(1);
    for (let count = 0; count < 2_000; count++) await run(`chain-${count}`);
    await reacted('first');
    expect(links.at(-1)).toEqual([]);
    await reacted('chain-1999');
    expect(links.at(-1)).toHaveLength(1);
  });
});

describe('a line of the log', () => {
  it('says where it was written, and beside it another says something else', async () => {
    const { lines, log } = logged();
    const wait = async (name: string): Promise<void> =>
      inScope({ requestId: name }, async () => {
        await Promise.resolve();
        log.info(name);
        await new Promise(setImmediate);
        log.info(name);
      });
    await Promise.all([wait('a'), wait('b')]);
    log.info('outside');
    expect(lines.map(({ msg, requestId }) => [msg, requestId])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['a', 'a'],
      ['b', 'b'],
      ['outside', undefined],
    ]);
    expect(scopeNow()).toEqual({});
  });

  it('tells an error by its name, words and causes, not by what a library hung on it', () => {
    const cause = Object.assign(new Error('redis://user:geheim@host:6379 refused'), {
      code: 'ECONNREFUSED',
      command: { name: 'auth', args: ['geheim'] },
    });
    const told = toldOf(new Error('no timetable', { cause }));
    expect(told).toMatchObject({ type: 'Error', message: 'no timetable', cause: { code: 'ECONNREFUSED' } });
    expect(told.cause?.message).toBe('redis://user:***@host:6379 refused');
    expect(JSON.stringify(told)).not.toContain('geheim');
    expect(toldOf('13')).toEqual({ type: 'string', message: '13' });
  });

  it('ends a chain of causes that bites its own tail', () => {
    const error = new Error('a');
    error.cause = error;
    let depth = 0;
    for (let told: ReturnType<typeof toldOf> | undefined = toldOf(error); told; told = told.cause) depth++;
    expect(depth).toBe(5);
  });
});
