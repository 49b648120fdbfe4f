import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

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
    [{}, ['--prot', '1'], /--prot.*--port/],
    [{}, ['--port', '70000'], /--port must be a whole number from 0 to 65535, not "70000"/],
    [{}, ['extra'], /extra/],
  ])('refuses %j %j by name', (env, args, sentence) => {
    expect(() => readConfig(args, env)).toThrow(sentence);
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
});
