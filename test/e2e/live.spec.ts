import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunningServer } from '#server/server';
import { Client } from './client.fixture.js';
import { asked, serveErrands } from './errands.fixture.js';
import { ownFolder } from './program.fixture.js';
import { until } from '../support/until.js';

interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A browser's EventSource, without one. */
class Listener {
  readonly messages: Message[] = [];
  /** Each says how many seconds the node lies behind; they come when they come. */
  readonly beats: unknown[] = [];
  readonly #leaving = new AbortController();
  status = 0;
  isOpen = true;

  constructor(client: Client, after?: string) {
    void this.#listen(client, after);
  }

  leave(): void {
    this.#leaving.abort();
  }

  ids(event = 'changed'): unknown[] {
    return this.messages.filter((message) => message.event === event).map(({ data }) => data['id']);
  }

  async #listen(client: Client, after: string | undefined): Promise<void> {
    try {
      const response = await fetch(`${client.url}/api/live`, {
        headers: { cookie: client.cookie, ...(after === undefined ? {} : { 'last-event-id': after }) },
        signal: this.#leaving.signal,
      });
      this.status = response.status;
      let text = '';
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString('utf8');
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const message of parts.filter((part) => part.startsWith('event: ')).map(parsed)) {
          if (message.event === 'beat') this.beats.push(message.data['behindS']);
          else this.messages.push(message);
        }
      }
    } catch (error) {
      if (!this.#leaving.signal.aborted) throw error;
    } finally {
      this.isOpen = false;
    }
  }
}

function parsed(part: string): Message {
  const of = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
  return { event: of('event'), id: of('id'), data: JSON.parse(of('data')) as Message['data'] };
}

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let li: Client;
let far: Client;
let listeners: Listener[];

beforeEach(async () => {
  folder = ownFolder();
  listeners = [];
  server = await serveErrands(`${folder.path}/data`);
  li = await Client.signedIn(server.url, 'officer-nanguan-1');
  far = await Client.signedIn(server.url, 'officer-beixia-1');
});
afterEach(async () => {
  for (const listener of listeners) listener.leave();
  await server.close();
  folder.remove();
});

async function listen(client: Client, after?: string): Promise<Listener> {
  const listener = new Listener(client, after);
  listeners.push(listener);
  await until(() => listener.status !== 0 && (after !== undefined || listener.messages.length > 0));
  return listener;
}

const ask = async (area: string, client = li): Promise<string> =>
  String((await client.post('/api/errands', { ...asked, area })).body['id']);

describe('live updates', () => {
  it('tell ids of changed cases, and nothing else, to those in whose jurisdiction they lie', async () => {
    const [here, there] = [await listen(li), await listen(far)];
    expect(here.messages[0]).toMatchObject({ event: 'open', data: {} });
    const mine = await ask('nanguan');
    const theirs = await ask('beixia', far);
    await until(() => here.ids().length === 1 && there.ids().length === 1);
    expect([here.ids(), there.ids()]).toEqual([[mine], [theirs]]);
    expect(here.messages[1]?.data).toEqual({
      workflow: 'errand',
      path: 'errands',
      id: mine,
      position: here.messages[1]?.id,
    });
  });

  it('come after this node’s view shows the change', async () => {
    const here = await listen(li);
    const id = await ask('nanguan');
    await until(() => here.ids().length === 1);
    const { position } = server.composition.views;
    expect(position && position >= String(here.messages[1]?.id)).toBe(true);
    expect((await li.get('/api/errands')).body).toMatchObject({ total: 1, items: [{ id }] });
  });

  it('resume where the browser was: nothing lost, nothing twice', async () => {
    const first = await listen(li);
    const one = await ask('nanguan');
    await until(() => first.ids().length === 1);
    const last = String(first.messages.at(-1)?.id);
    first.leave();
    const missed = [await ask('nanguan'), await ask('nanguan')];
    await ask('beixia', far);
    const second = await listen(li, last);
    const later = await ask('nanguan');
    await until(() => second.ids().length >= 3);
    expect(second.ids()).toEqual([...missed, later]);
    expect(first.ids()).toEqual([one]);
  });

  it('say reset to a browser that was away too long, or listened to another log', async () => {
    const id = await ask('nanguan');
    await li.post(`/api/errands/${id}/take`, { runner: 'officer-nanguan-1' });
    const start = server.composition.views.position;
    for (let count = 0; count < 1_001; count += 91)
      await Promise.all(Array.from({ length: 91 }, () => li.post(`/api/errands/${id}/comment`, { text: '已联系' })));
    await until(async () => server.composition.views.position === (await server.composition.store.head()));
    for (const after of [String(start), '9999999999999999', 'elsewhere']) {
      const listener = await listen(li, after);
      await until(() => listener.messages.length > 0);
      expect(listener.messages).toMatchObject([{ event: 'reset', id: server.composition.views.position, data: {} }]);
    }
  });

  it('are one connection for each session: a newer one takes the place of the older, which is told', async () => {
    const again = await Client.signedIn(server.url, 'officer-nanguan-1');
    const [older, elsewhere] = [await listen(li), await listen(again)];
    const newer = await listen(li);
    await until(() => !older.isOpen);
    expect(older.messages.at(-1)?.event).toBe('replaced');
    expect([newer.isOpen, elsewhere.isOpen]).toEqual([true, true]);
    const id = await ask('nanguan');
    await until(() => newer.ids().length === 1 && elsewhere.ids().length === 1);
    expect([older.ids(), newer.ids()]).toEqual([[], [id]]);
    expect(String((await li.get('/metrics')).body['text'])).toMatch(/^linli_live_connections 2$/m);
  });

  it('tell at once, and with every beat, whether the node lies behind', async () => {
    const here = await listen(li);
    expect(here.beats).toEqual([0]);
  });

  it('need somebody who is signed in, and end with the program', async () => {
    const nobody = await listen(new Client(server.url), 'x');
    expect(nobody.status).toBe(401);
    const here = await listen(li);
    await server.close();
    await until(() => !here.isOpen);
  });
});
