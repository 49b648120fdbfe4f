/** Which encodings a client takes, by weight; and which answers are never packed, whoever asks. */
import { randomBytes } from 'node:crypto';
import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { send, type Answer } from './answer.js';
import { encodingOf, PACKED_FROM_BYTES } from './encoding.js';

describe('an encoding', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=1.0', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['*;q=0, gzip', 'gzip'],
    ['gzip;q=nonsense', undefined],
    ['xbr, gzipped', undefined],
    ['identity', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for %j is %j', (header, name) => {
    expect(encodingOf({ headers: header === undefined ? {} : { 'accept-encoding': header } }, ['br', 'gzip'])).toBe(
      name,
    );
  });
});

const large: Answer = { status: 200, body: { items: Array.from({ length: 400 }, () => '三单元楼道灯坏了') } };
const answers: Readonly<Record<string, Answer>> = {
  '/large': large,
  '/small': { status: 200, body: { items: [randomBytes(PACKED_FROM_BYTES / 4).toString('hex')] } },
  '/tagged': { ...large, headers: { ETag: '"7"' } },
  '/worded': { ...large, status: 409, headers: { Vary: 'Accept-Language' } },
};
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => send(request, response, answers[request.url ?? ''] ?? large));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ readonly headers: IncomingHttpHeaders; readonly bytes: Buffer }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    ask({ port, path, method, headers: { 'accept-encoding': 'gzip', ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}

describe('an answer', () => {
  it('that is large comes packed to whoever takes it, with its length, and says that it depends on that', async () => {
    const { headers, bytes } = await get('/large');
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(bytes.length),
      vary: 'Accept-Encoding',
    });
    expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(large.body);
    const head = await get('/large', {}, 'HEAD');
    expect([head.headers['content-length'], head.bytes.length]).toEqual([String(bytes.length), 0]);
    const plain = await get('/large', { 'accept-encoding': 'gzip;q=0' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['vary']).toBe('Accept-Encoding');
    expect(JSON.parse(plain.bytes.toString())).toEqual(large.body);
    expect((await get('/worded')).headers['vary']).toBe('Accept-Language, Accept-Encoding');
  });

  it.each([
    ['is small', '/small', {}],
    ['has a tag by which it is compared byte for byte', '/tagged', {}],
    ['another site’s page made a browser ask for', '/large', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring site made a browser ask for', '/large', { 'sec-fetch-site': 'same-site' }],
  ])('that %s comes as it is', async (_, path, headers) => {
    const { headers: said, bytes } = await get(path, headers);
    expect(said['content-encoding']).toBeUndefined();
    expect(JSON.parse(bytes.toString())).toEqual(answers[path]?.body);
  });
});
