/** How the console's files are served: what may be kept and how long, what may run, and what is not the console's at all. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { ArgumentsHost } from '@nestjs/common';
import { ProblemFilter } from '#libs/workflow/nest';
import { consoleFrom } from './console.js';

const script = 'console'.repeat(400);
let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__NONCE__"><div id="root"></div>');
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, '.built.json'), 'secret');
  writeFileSync(join(folder, 'assets/main-1a2b.js'), script);
  writeFileSync(join(folder, 'assets/main-1a2b.js.gz'), gzipSync(script));
  const pages = consoleFrom(folder);
  server = createServer((request, response) =>
    pages?.(request, response, (error) => {
      if (error !== undefined) return new ProblemFilter().catch(error, { switchToHttp } as ArgumentsHost);
      response.statusCode = 404;
      response.end('not the console');
      function switchToHttp() {
        return { getRequest: <T>() => request as T, getResponse: <T>() => response as T, getNext: <T>() => pages as T };
      }
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

function get(path: string, headers: Record<string, string> = { accept: 'text/html' }, method = 'GET'): Promise<Got> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    ask({ port, path, method, headers, host: '127.0.0.1' }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the page', () => {
  it('stands at every address that a browser asks for, with a nonce of its own each time', async () => {
    const [one, other] = [await get('/'), await get('/complaints/7?step=accept')];
    const nonces = [one, other].map(({ headers, bytes }) => {
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(bytes.toString()).toContain(`content="${nonce}"`);
      expect(policy).not.toContain('unsafe');
      expect(policy).toMatch(/script-src 'self';/);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
    expect(one.headers['cache-control']).toBe('no-store');
  });

  it.each(['/api', '/api/complaints', '/health/ready', '/metrics'])('is not at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each([{ accept: '*/*' }, { accept: 'application/json, */*;q=0.1' }, { accept: 'text/*' }, {}])(
    'stands at the first address for whoever takes anything: %j',
    async (headers: Record<string, string>) => {
      expect(await get('/', headers)).toMatchObject({ status: 200, headers: { vary: 'Accept' } });
    },
  );

  it('is not forced on a program that takes JSON alone: it is told where to look', async () => {
    const { status, headers, bytes } = await get('/', { accept: 'application/json', 'accept-language': 'en' });
    expect([status, headers['content-type']]).toEqual([406, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(bytes.toString())).toMatchObject({
      code: 'request/page-only',
      detail: expect.stringContaining('/api/docs'),
    });
  });

  it('is no answer to a program, to a form, or for a file that is missing', async () => {
    expect((await get('/nothing', { accept: '*/*' })).status).toBe(404);
    expect((await get('/nothing', { accept: 'text/html' }, 'POST')).status).toBe(404);
    expect((await get('/assets/gone-9.js')).status).toBe(404);
    expect((await get('/gone.js')).status).toBe(404);
  });
});

describe('an asset', () => {
  it('is kept for a year, and comes compressed to whoever can read it', async () => {
    const plain = await get('/assets/main-1a2b.js', {});
    expect(plain.bytes.toString()).toBe(script);
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    const small = await get('/assets/main-1a2b.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(small.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(small.bytes).toString()).toBe(script);
    const unwanted = await get('/assets/main-1a2b.js', { 'accept-encoding': 'br;q=0, gzip;q=0' });
    expect([unwanted.headers['content-encoding'], unwanted.bytes.toString()]).toEqual([undefined, script]);
    const head = await get('/assets/main-1a2b.js', {}, 'HEAD');
    expect([head.headers['content-length'], head.bytes.length]).toEqual([String(script.length), 0]);
  });

  it('without a hash in its name is asked for again soon; what lies beside the assets is nobody’s', async () => {
    expect((await get('/favicon.svg')).headers['cache-control']).toBe('public, max-age=3600');
    expect((await get('/.built.json', {})).status).toBe(404);
    expect((await get('/assets/../.built.json', {})).status).toBe(404);
    expect((await get('/%2e%2e/package.json', {})).status).toBe(404);
  });
});

describe('a copy without a built console', () => {
  it('serves the API alone', () => {
    expect(consoleFrom(join(folder, 'nowhere'))).toBeUndefined();
  });
});
