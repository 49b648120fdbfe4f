/** What is read again after a step, and what is not moved under the pointer. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { outdate, readAgain } from './outdated.js';

const KEYS = {
  errands: ['list', 'errands', 'due', ''],
  tasks: ['list', 'tasks', 'due', ''],
  waiting: ['waiting', 'pages', ''],
  counts: ['counts', 'errands', ''],
  one: ['case', 'errands', 'e1'],
  me: ['me'],
} as const;
type Name = keyof typeof KEYS;

let queries: QueryClient;
let read: Name[];
beforeEach(() => {
  queries = new QueryClient();
  read = [];
  for (const name of Object.keys(KEYS) as Name[]) queries.setQueryData(KEYS[name], 'read');
});
afterEach(() => queries.clear());

/** Somebody looks at it. @returns how to look away */
function look(name: Name): () => void {
  const queryFn = () => {
    read.push(name);
    return 'read';
  };
  const observer = new QueryObserver<unknown>(queries, { queryKey: KEYS[name], queryFn, staleTime: Infinity });
  return observer.subscribe(() => undefined);
}

const old = () => (Object.keys(KEYS) as Name[]).filter((name) => queries.getQueryState(KEYS[name])?.isInvalidated);

describe('after a step', () => {
  it('rows that somebody looks at stay as they are, and all else on the screen is read again', () => {
    const ends = [look('errands'), look('waiting'), look('counts'), look('me')];
    void readAgain(queries);
    expect(read).toEqual(['counts']);
    for (const end of ends) end();
  });

  it('rows off the screen are read again when somebody comes back to them', () => {
    void readAgain(queries);
    expect(old()).toEqual(expect.arrayContaining(['errands', 'waiting', 'one']));
    look('errands')();
    expect(read).toEqual(['errands']);
  });

  it('rows that did not come are asked for again', async () => {
    const queryFn = () => {
      read.push('errands');
      return Promise.reject(new Error('not signed in'));
    };
    const asked = { queryKey: KEYS.errands, queryFn, retry: false };
    await expect(queries.fetchQuery({ ...asked, staleTime: 0 })).rejects.toThrow();
    const end = new QueryObserver<unknown>(queries, { ...asked, staleTime: Infinity, retryOnMount: false }).subscribe(
      () => undefined,
    );
    read = [];
    await readAgain(queries);
    expect(read).toEqual(['errands']);
    end();
  });
});

describe('when something changed anywhere', () => {
  it('rows off the screen that may show it are old; those on it, and other workflows’, are not', () => {
    const ends = [look('waiting')];
    outdate(queries, { workflow: 'errand', path: 'errands', id: 'e2' });
    expect(old()).toEqual(['errands', 'counts']);
    look('errands')();
    expect(read).toEqual(['errands']);
    for (const end of ends) end();
  });

  it('and nobody knows what, all of them are', () => {
    outdate(queries, 'all');
    expect(old()).toEqual(['errands', 'tasks', 'waiting', 'counts']);
  });
});
