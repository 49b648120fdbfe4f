import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '#libs/event-store';
import { KurrentEventStore } from '#libs/event-store/kurrentdb';
import { checkShape, originsOf, readConfig } from './config.js';
import { sentenceFor } from './start-refused.js';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig([], {})).toMatchObject({
      data: './data',
      port: 3000,
      host: '127.0.0.1',
      eventStore: undefined,
      streamPrefix: 'linli.',
      logLevel: 'warn',
      language: 'en',
      masterKey: undefined,
      commandsMax: 1_000,
      caseCommandsMax: 50,
    });
  });

  it('takes flags before variables, in both spellings', () => {
    const env = { LINLI_PORT: '1', LINLI_DATA: 'a', LINLI_HOST: '::1' };
    expect(readConfig(['--port', '0', '--data=b'], env)).toMatchObject({ port: 0, data: 'b', host: '::1' });
  });

  it('takes the file or a server as event store', () => {
    expect(readConfig([], { LINLI_EVENT_STORE: 'sqlite' }).eventStore).toBeUndefined();
    for (const address of ['kurrentdb://host:2113?tls=false', 'esdb+discover://a:b@host'])
      expect(readConfig([], { LINLI_EVENT_STORE: address }).eventStore).toBe(address);
  });

  it.each([
    [{ LINLI_PROT: '3000' }, [], /LINLI_PROT is no variable of Linli \(known: .*LINLI_PORT/],
    [{ LINLI_PORT: 'http' }, [], /LINLI_PORT must be a whole number from 0 to 65535, not "http"/],
    [{ LINLI_PORT: '' }, [], /LINLI_PORT must be/],
    [{ LINLI_DATA: ' ' }, [], /LINLI_DATA must be the path of a folder/],
    [{ LINLI_EVENT_STORE: 'mysql://x' }, [], /LINLI_EVENT_STORE must be "sqlite", or an address/],
    [{ LINLI_STREAM_PREFIX: 'Linli/' }, [], /LINLI_STREAM_PREFIX must be/],
    [{ LINLI_LANGUAGE: 'de' }, [], /LINLI_LANGUAGE must be zh-CN or en, not "de"/],
    [{ LINLI_LOG_LEVEL: 'loud' }, [], /LINLI_LOG_LEVEL must be one of silent/],
    [{ LINLI_COMMANDS_MAX: '0' }, [], /LINLI_COMMANDS_MAX must be a whole number from 1 to 100000: .*, not "0"/],
    [{ LINLI_CASE_COMMANDS_MAX: '1e3' }, [], /LINLI_CASE_COMMANDS_MAX must be a whole number from 1 to 10000/],
    [{}, ['--prot', '1'], /--prot.*--port/],
    [{}, ['--port', '70000'], /--port must be a whole number from 0 to 65535, not "70000"/],
    [{}, ['extra'], /extra/],
  ])('refuses %j %j by name', (env, args, sentence) => {
    expect(() => readConfig(args, env)).toThrow(sentence);
  });

  it('says it in Chinese too, by the same names', () => {
    expect.assertions(1);
    try {
      readConfig(['--port', 'x'], { LINLI_LANGUAGE: 'de', LINLI_X: '' });
    } catch (error) {
      expect(sentenceFor(error)?.[0]).toMatch(
        /^--port 必须是：0 到 65535 的整数，不能是 "x"；LINLI_LANGUAGE 必须是：zh-CN 或 en，不能是 "de"；邻里没有名为 LINLI_X 的变量（现有：.*）。$/,
      );
    }
  });

  it('says everything that is wrong at once', () => {
    const read = (): unknown => readConfig(['--port', 'x'], { LINLI_LANGUAGE: 'de', LINLI_X: '' });
    expect(read).toThrow(/--port.*; LINLI_LANGUAGE.*; LINLI_X/);
  });

  it('never repeats a secret that is malformed', () => {
    expect(() => readConfig([], { LINLI_MASTER_KEY: 'hunter2' })).toThrow(
      /LINLI_MASTER_KEY must be 32 bytes(?!.*hunter2)/,
    );
  });

  it('leaves alone what is not ours, and what tests read', () => {
    expect(() => readConfig([], { LINLIX: '1', LINLI_TEST_KURRENTDB: 'x' })).not.toThrow();
  });

  it('takes the role of a node from flag or variable', () => {
    expect(readConfig(['--role', 'worker'], { LINLI_ROLE: 'api' }).role).toBe('worker');
    expect(() => readConfig(['--role', 'king'], {})).toThrow(/--role must be one of all, api, worker, not "king"/);
  });

  const shared = {
    LINLI_EVENT_STORE: 'kurrentdb://linli:s3cret@store:2113',
    LINLI_REDIS_URL: 'redis://:s3cret@redis',
    LINLI_MASTER_KEY: 'ab'.repeat(32),
  };
  it.each([
    ['api', {}, /LINLI_ROLE=api needs LINLI_EVENT_STORE .*; LINLI_ROLE=api needs LINLI_REDIS_URL: whoever signs in/],
    ['worker', {}, /LINLI_ROLE=worker needs LINLI_EVENT_STORE .*; .* LINLI_REDIS_URL: workers share/],
    ['worker', { ...shared, LINLI_EVENT_STORE: 'sqlite' }, /^LINLI_ROLE=worker needs LINLI_EVENT_STORE [^;]*\.$/],
    ['api', { ...shared, LINLI_REDIS_URL: undefined }, /^LINLI_ROLE=api needs LINLI_REDIS_URL: [^;]*\.$/],
    ['worker', { ...shared, LINLI_MASTER_KEY: undefined }, /^LINLI_ROLE=worker needs LINLI_MASTER_KEY: [^;]*\.$/],
  ])('refuses the role %s with %j, because nodes share what is missing', (role, env, sentence) => {
    expect(() => checkShape(readConfig(['--role', role], env))).toThrow(sentence);
  });

  it('takes one of several nodes with all that they share, and one that does everything with any of it', () => {
    for (const role of ['api', 'worker', 'all'])
      expect(() => checkShape(readConfig(['--role', role], shared))).not.toThrow();
    for (const [name, value] of Object.entries(shared))
      expect(() => checkShape(readConfig([], { [name]: value }))).not.toThrow();
  });

  it.each([
    ['redis://h/0?password=hush', 'redis://h/0?password=***'],
    ['redis://h/0?db=1&p%61ssword=hush&family=4', 'redis://h/0?db=1&p%61ssword=***&family=4'],
    ['redis://:hush@h/0?connectTimeout=5', 'redis://:***@h/0?connectTimeout=5'],
  ])('shows of %s no password, wherever it stands', (address, told) => {
    const shown = originsOf([], { LINLI_REDIS_URL: address }).find(({ name }) => name === 'redisUrl');
    expect(shown?.value).toBe(told);
  });

  it('takes just the prefixes that the event store takes', async () => {
    // Nobody is there; a prefix that is none is refused before anybody is looked for.
    const store = (prefix: string): Promise<unknown> =>
      KurrentEventStore.connect({ connectionString: 'kurrentdb://127.0.0.1:1?tls=false', prefix, attemptsMax: 1 });
    for (const prefix of ['linli.', 'a.', 'linli-2.test.', `a${'b'.repeat(38)}.`]) {
      expect(readConfig([], { LINLI_STREAM_PREFIX: prefix }).streamPrefix).toBe(prefix);
      await expect(store(prefix)).rejects.toThrow(StoreUnavailable);
    }
    for (const prefix of ['linli', 'linli_a', 'linli_a.', 'Linli.', '.', '1.']) {
      expect(() => readConfig([], { LINLI_STREAM_PREFIX: prefix })).toThrow(/LINLI_STREAM_PREFIX must be up to 40/);
      await expect(store(prefix)).rejects.toThrow(RangeError);
    }
  });

  it('shows the addresses of the shared parts without their passwords', () => {
    const shown = originsOf([], shared).filter(({ name }) => name === 'eventStore' || name === 'redisUrl');
    expect(shown.map(({ value }) => value)).toEqual(['kurrentdb://linli:***@store:2113', 'redis://:***@redis']);
  });
});
