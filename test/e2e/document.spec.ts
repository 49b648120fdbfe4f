/** The measure that every test through the doors applies to answers is no blind one. */
import { describe, expect, it } from '@jest/globals';
import { holdToDocument } from './document.fixture.js';

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
