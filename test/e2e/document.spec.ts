/** The measure that every test through the doors applies to answers is no blind one; and what it says of addresses holds. */
import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDataFolder } from '#server/data-folder';
import { serve } from '#server/server';
import { Client } from './client.fixture.js';
import { holdToDocument } from './document.fixture.js';
import { ownFolder } from './program.fixture.js';

const page = { items: [], total: 0, next: null, position: null };

describe('an answer held to the OpenAPI document', () => {
  it('passes where it is as described, or where the document says nothing of it', () => {
    holdToDocument('GET', '/api/complaints?limit=1', 200, page);
    holdToDocument('GET', '/api/complaints/numbers?station=nanguan&year=2026', 200, page);
    holdToDocument('GET', '/healthz', 200, {});
    holdToDocument('POST', '/api/complaints', 299, {});
  });

  it.each([
    ['lacks a member', 'GET', '/api/complaints', { ...page, total: undefined }, "property 'total'"],
    ['has one of another type', 'GET', '/api/counts', { ...page, total: 'many' }, 'must be integer'],
    ['has items of another kind', 'GET', '/api/complaints/numbers', { ...page, items: [{ id: 'c1' }] }, "'station'"],
    ['is of one case and says too little', 'GET', '/api/complaints/c1', { id: 'c1' }, "'actions'"],
    ['came of a step and says too little', 'POST', '/api/complaints/c1/accept', { id: 'c1' }, "'state'"],
    ['is of the administrators', 'GET', '/api/admin/timers', page, "'counts'"],
  ])('fails where it %s', (_what, method, path, answer, said) => {
    expect(() => holdToDocument(method, path, 200, JSON.parse(JSON.stringify(answer)))).toThrow(said);
  });
});

describe('an address', () => {
  it('with a part that its route does not know is refused by every route of the document', async () => {
    const folder = ownFolder();
    const server = await serve({
      folder: openDataFolder(join(folder.path, 'data'), { create: 'sample' }),
      config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
      log: pino({ level: 'silent' }),
    });
    try {
      const admin = await Client.signedIn(server.url, 'admin-1');
      const { paths } = (await admin.get('/api/openapi.json')).body as { paths: Readonly<Record<string, object>> };
      const read = Object.keys(paths).filter((path) => 'get' in (paths[path] ?? {}));
      expect(read.length).toBeGreaterThan(30);
      // Only a node with Redis has them: asked where there is one.
      const here = read.filter((path) => path !== '/api/dead-letters');
      const told = await Promise.all(
        here.map(async (path) => {
          const { status, body } = await admin.get(`${path.replaceAll(/\{\w+\}/g, 'x')}?nonsense=1`);
          return `${path} ${status} ${String(body['code'])}`;
        }),
      );
      expect(told).toEqual(here.map((path) => `${path} 400 request/query`));
    } finally {
      await server.close();
      folder.remove();
    }
  });
});
