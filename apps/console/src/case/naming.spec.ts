/** What is looked for where one asks which cases name this one. */
import { describe, expect, it } from '@jest/globals';
import type { Workflow } from '../api/types.js';
import { namingFields } from './naming.js';

const refers = (to: string) => ({ 'x-linli-ref': to });
const complaint = {
  name: 'complaint',
  path: 'complaints',
  filters: ['community', 'category', 'mediator', 'witness'],
  fields: {
    community: refers('community'),
    category: { enum: ['parking'] },
    mediator: refers('person'),
    witness: refers('person'),
  },
  own: ['mediator'],
  commands: [
    { creates: true, form: { properties: { community: refers('community'), category: {} } } },
    { creates: false, form: { properties: { mediator: refers('person') } } },
  ],
} as unknown as Workflow;
const person = {
  name: 'person',
  path: 'people',
  filters: [],
  fields: {},
  own: [],
  commands: [],
} as unknown as Workflow;

const found = (of: string) => namingFields(of, [person, complaint]).map(({ field, isAbout }) => [field, isAbout]);

describe('fields that name a case', () => {
  it('are those that another begins with', () => {
    expect(found('community')).toEqual([['community', true]]);
  });

  it('or that say whose the other is, and no others', () => {
    expect(found('person')).toEqual([['mediator', false]]);
    expect(found('complaint')).toEqual([]);
  });
});
