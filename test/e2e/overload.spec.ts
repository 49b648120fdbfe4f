/** Too many at once: what cannot be taken is refused at once, in words, and done once when it is sent again. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { isDone, type Outcome } from '#libs/workflow';
import type { Contexts } from '#server/contexts';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { asked, errands } from './errands.fixture.js';
import { ownFolder } from './program.fixture.js';

const CASE_MAX = 2;
const ALL_MAX = 4;
/** Whose commands stay under way, because who this is cannot be learned until the test says so. */
const SLOW = 'officer-nanguan-1';

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let gate: PromiseWithResolvers<void>;
let client: Client;
beforeEach(async () => {
  folder = ownFolder();
  gate = Promise.withResolvers();
  const behindGate: Contexts = {
    ...errands,
    identities: (cases) => {
      const known = errands.identities(cases);
      return {
        find: async (person, how) => {
          if (person === SLOW) await gate.promise;
          return known.find(person, how);
        },
      };
    },
  };
  server = await serve({
    folder: openDataFolder(`${folder.path}/data`, { create: 'sample' }),
    config: {
      eventStore: undefined,
      streamPrefix: 'linli.',
      masterKey: undefined,
      host: '127.0.0.1',
      port: 0,
      commandsMax: ALL_MAX,
      caseCommandsMax: CASE_MAX,
    },
    log: pino({ level: 'silent' }),
    contexts: behindGate,
  });
  client = await Client.signedIn(server.url, 'officer-nanguan-2');
});
afterEach(async () => {
  gate.resolve();
  await server.close();
  folder.remove();
});

/** Commands of somebody else, which are under way from now on until the gate opens. */
function underWay(count: number, command: string, form: object, target?: string): Promise<Outcome[]> {
  const requester = { kind: 'person', id: SLOW } as const;
  const { engine } = server.composition;
  const some = Array.from({ length: count }, () =>
    engine.execute({ workflow: 'errand', command, form, requester, ...(target === undefined ? {} : { target }) }),
  );
  return Promise.all(some);
}

describe('commands of people beyond what may be under way', () => {
  it('are answered 429 for one case and 503 for the node, soon to be sent again, counted by code, and then done once', async () => {
    const { id } = (await client.post('/api/errands', asked)).body as { id: string };
    const [comment, create] = [randomUUID(), randomUUID()];
    const send = (language = 'en') => ({
      comment: () =>
        client.post(
          `/api/errands/${id}/comment`,
          { text: '请尽快' },
          { key: comment, headers: { 'accept-language': language } },
        ),
      create: () => client.post('/api/errands', asked, { key: create, headers: { 'accept-language': language } }),
    });
    const crowd = underWay(CASE_MAX, 'Comment', { text: '在等' }, id);
    const crowded = await send().comment();
    expect(crowded).toMatchObject({
      status: 429,
      body: { code: 'command/case-crowded', params: { max: CASE_MAX }, title: 'Too many requests' },
    });
    const load = underWay(ALL_MAX - CASE_MAX, 'AskErrand', asked);
    const overloaded = await send().create();
    expect(overloaded).toMatchObject({ status: 503, body: { code: 'command/overloaded' } });
    for (const { headers, body } of [crowded, overloaded]) {
      expect(headers.get('retry-after')).toBe('1');
      expect(body['detail']).toContain('nothing you entered is lost');
    }
    // The node is full, and whoever crowds a case is told that first.
    expect(await send('zh-CN').comment()).toMatchObject({
      status: 429,
      body: { detail: expect.stringContaining('同时办理本件的操作过多（最多2项）') },
    });
    expect((await send('zh-CN').create()).body['detail']).toContain('系统此刻过于繁忙');

    gate.resolve();
    for (const outcome of [...(await crowd), ...(await load)]) expect(isDone(outcome)).toBe(true);
    for (const [again, status] of [
      [send().comment, 200],
      [send().create, 201],
    ] as const) {
      const first = await again();
      expect([first.status, first.headers.get('idempotent-replay')]).toEqual([status, null]);
      expect((await again()).headers.get('idempotent-replay')).toBe('true');
    }
    const { text } = (await client.get('/metrics')).body;
    for (const code of ['case-crowded', 'overloaded'])
      expect(text).toContain(`linli_refusals_total{workflow="errand",code="command/${code}"} 2`);
  });

  it('are people’s alone: what timers and the system do is never turned away', async () => {
    const { id } = (await client.post('/api/errands', asked)).body as { id: string };
    const crowd = underWay(CASE_MAX, 'Comment', { text: '在等' }, id);
    const load = underWay(ALL_MAX - CASE_MAX, 'AskErrand', asked);
    const { engine } = server.composition;
    const requester = { kind: 'timer', id: 'timer' } as const;
    const form = { timerId: randomUUID() };
    const acted = engine.execute({ workflow: 'errand', command: 'MissDeadline', target: id, form, requester });
    gate.resolve();
    await Promise.all([crowd, load]);
    expect(await acted).toMatchObject({ code: expect.not.stringMatching(/crowded|overloaded/) });
  });
});
