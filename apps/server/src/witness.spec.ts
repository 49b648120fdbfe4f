import { describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { StoreUnavailable } from '#libs/event-store';
import { ReadingNotRecorded, type Asked } from '#libs/readings';
import type { Identities } from '#libs/workflow';
import { ApiProblem, type ApiRequest } from '#libs/workflow/nest';
import { witness } from './witness.js';

const grants: Readonly<Record<string, readonly string[]>> = {
  yan: ['auditor'],
  ge: ['office'],
  he: ['auditor', 'office'],
};
const identities: Identities = {
  find: (id) =>
    Promise.resolve({
      id,
      active: id !== 'gone',
      grants: (grants[id] ?? ['auditor']).map((role) => ({ role, jurisdiction: 'district' })),
      authority: '',
      version: 0,
    }),
};

/** What the routes behind it are told, and what was recorded by then. */
async function passed(person: string | undefined, originalUrl: string, record?: () => Promise<void>) {
  const asked: Asked[] = [];
  const request = { method: 'GET', originalUrl, headers: {} } as unknown as ApiRequest;
  const middleware = witness({
    sessions: { personOf: () => person },
    identities,
    recorder: { record: (_reader, one) => (record ? record() : Promise.resolve(void asked.push(one))) },
    kinds: new Set(['complaints']),
  });
  const error = await new Promise<unknown>((resolve) => middleware(request, {} as ServerResponse, resolve));
  return { asked, error, request };
}

describe('the witness of what auditors read', () => {
  it('records for whoever holds the role, also beside another, and only while they are active', async () => {
    for (const [person, times] of [
      ['yan', 1],
      ['he', 1],
      ['ge', 0],
      ['gone', 0],
      [undefined, 0],
    ] as const)
      expect((await passed(person, '/api/complaints')).asked).toHaveLength(times);
  });

  it('names a kind only by words that nobody typed', async () => {
    expect((await passed('yan', '/api/complaints?a=b')).asked).toEqual([
      { kind: 'complaints', address: 'GET /api/complaints?a=b', reads: true },
    ]);
    expect((await passed('yan', '/api/13800001111')).asked[0]?.kind).toBe('other');
  });

  it('lets nothing through that only begins like an address of nobody’s data', async () => {
    for (const path of [
      '/api/sessions',
      '/api/workflows/x',
      '/api/session/people/x',
      '/api/docs/x/y',
      '/api/workflows%2F',
    ])
      expect((await passed('yan', path)).asked).toHaveLength(1);
    for (const path of ['/api/session', '/api/workflows/', '/api/docs', '/api/openapi.json?x=1'])
      expect((await passed('yan', path)).asked).toHaveLength(0);
  });

  it.each([new ReadingNotRecorded('too many wait'), new StoreUnavailable('no disk', 'nothing-written')])(
    'answers nothing that could not be recorded: %s',
    async (trouble) => {
      const { error } = await passed('yan', '/api/complaints', () => Promise.reject(trouble));
      expect(error).toBeInstanceOf(ApiProblem);
      expect(error).toMatchObject({
        status: 503,
        code: 'request/reading-not-recorded',
        more: { headers: { 'Retry-After': '1' } },
      });
    },
  );

  it('spares routes a second look at who somebody is', async () => {
    expect((await passed('ge', '/api/complaints')).request.signedInAs).toBe('ge');
  });
});
