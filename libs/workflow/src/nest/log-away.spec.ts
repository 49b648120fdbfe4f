/** What somebody who only looks is told while the log is out of reach. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type RecordedEvent } from '#libs/event-store';
import { MemoryEventStore } from '#libs/event-store/memory';
import type { Cases } from '../decide/cases.js';
import type { Identities } from '../decide/authorise.js';
import { Api } from './api.fixture.js';
import { Readers } from './in-reach.js';

const unavailable = (): Promise<never> =>
  Promise.reject(new StoreUnavailable('no answer from 10.0.0.7', 'nothing-written'));

/** A log that can be told to answer no more, or to be silent. */
class Away extends MemoryEventStore {
  reads: (() => Promise<never>) | undefined;

  override readStream(...given: Parameters<MemoryEventStore['readStream']>): Promise<RecordedEvent[]> {
    return this.reads ? this.reads() : super.readStream(...given);
  }
}

/** Known from the log, as people of a district are. */
function fromTheLog(store: Away): (cases: Cases) => Identities {
  return () => ({
    async find(id, how) {
      if (how === 'fresh') await store.readStream(`person-${id}`);
      const grants = [{ role: 'clerk', jurisdiction: 'nanguan' }];
      return { id, active: true, grants, authority: 'event-1', version: 0 };
    },
  });
}

let api: Api | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

describe('while the log is away', () => {
  it.each([
    ['refuses', unavailable],
    ['is silent', () => new Promise<never>(() => undefined)],
  ])('whoever it knew a moment ago goes on reading lists, also where it %s', async (_, reads) => {
    const store = new Away();
    api = await Api.start({ store, identities: fromTheLog(store) });
    await api.asked();
    const before = await api.get('/api/errands');
    expect(before.body.total).toBe(1);
    store.reads = reads;
    for (const path of ['/api/errands', '/api/waiting', '/api/counts'])
      expect([path, (await api.get(path)).status]).toEqual([path, 200]);
    expect((await api.get('/api/errands')).body.items).toEqual(before.body.items);
    store.reads = undefined;
    expect((await api.get('/api/errands')).status).toBe(200);
  });

  it('what cannot be read is said as that, and nobody is told to send anything again', async () => {
    const store = new Away();
    api = await Api.start({ store, identities: fromTheLog(store) });
    const id = await api.asked();
    await api.get('/api/errands');
    store.reads = unavailable;
    const headers = { 'accept-language': 'en' };
    const read = await api.get(`/api/errands/${id}`, { headers });
    expect([read.status, read.body.code, read.headers.get('retry-after')]).toEqual([503, 'store/unread', '1']);
    expect(read.body.detail).toMatch(/cannot be read just now/);
    expect(read.body.detail).not.toMatch(/command id|saved just now/);
    const stranger = await api.get('/api/errands', { by: 'wang' });
    expect([stranger.status, stranger.body.code]).toEqual([503, 'store/unread']);
  });
});

describe('who reads', () => {
  it('is who the log last said for an hour, and nobody after it until it answers', async () => {
    const store = new Away();
    let now = 0;
    const identities = fromTheLog(store)(undefined as unknown as Cases);
    const readers = new Readers({ identities, now: () => now });
    await readers.find('li');
    store.reads = unavailable;
    now = 3_600_000;
    expect(await readers.find('li')).toMatchObject({ id: 'li' });
    now += 1;
    await expect(readers.find('li')).rejects.toThrow(StoreUnavailable);
    store.reads = undefined;
    expect(await readers.find('li')).toMatchObject({ id: 'li' });
  });

  it('waits for a silent log once, not for each question', async () => {
    const store = new Away();
    const identities = fromTheLog(store)(undefined as unknown as Cases);
    const readers = new Readers({ identities, waitMs: 1 });
    await readers.find('li');
    let asked = 0;
    const { promise, reject } = Promise.withResolvers<never>();
    store.reads = () => {
      asked++;
      return promise;
    };
    await readers.find('li');
    await readers.find('li');
    await readers.find('li');
    expect(asked).toBe(1);
    reject(new StoreUnavailable('gone', 'nothing-written'));
    await promise.catch(() => undefined); // the log has answered
    store.reads = undefined;
    expect(await readers.find('li')).toMatchObject({ id: 'li' });
  });
});
