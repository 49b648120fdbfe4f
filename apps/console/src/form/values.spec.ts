/** What of a form is told to be missing before anything is sent. */
import { describe, expect, it } from '@jest/globals';
import type { Schema } from '../api/types.js';
import { missingIn } from './values.js';

const text: Schema = { type: 'string' };
const somebody: Schema = {
  type: 'object',
  properties: { name: text, phone: text, home: { type: 'object', properties: { street: text }, required: ['street'] } },
  required: ['name', 'home'],
};

function form(field: Schema, required: boolean): Schema {
  return { type: 'object', properties: { complainant: field }, required: required ? ['complainant'] : [] };
}

describe('what is missing', () => {
  it('is told by the members that a group needs where nothing of the group was filled in, and where some was', () => {
    const needed = ['/complainant/name', '/complainant/home/street'];
    expect(missingIn(form(somebody, true), {})).toEqual(needed);
    expect(missingIn(form(somebody, true), { complainant: { name: ' ', phone: '' } })).toEqual(needed);
    expect(missingIn(form(somebody, true), { complainant: { phone: '13800001111' } })).toEqual(needed);
  });

  it('is the group itself where it needs no member more than another', () => {
    expect(missingIn(form({ ...somebody, required: [] }, true), {})).toEqual(['/complainant']);
  });

  it('is nothing of a group that may be left out', () => {
    expect(missingIn(form(somebody, false), {})).toEqual([]);
  });
});
