/** What waits where a guard or the separation of duties must be asked case by case. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandDeclaration, Declaration } from '../declare/declaration.js';
import { errand } from '../tiny.fixture.js';
import { Api, spoken } from './api.fixture.js';

/** Whoever took an errand may not finish it, and who runs it never changes: each case must be looked at. */
function guarded(): Declaration {
  const { commands } = errand.declaration;
  const change = (name: string, more: Partial<CommandDeclaration>): CommandDeclaration => ({
    ...(commands[name] as CommandDeclaration),
    ...more,
  });
  return {
    ...errand.declaration,
    commands: {
      ...commands,
      FinishErrand: change('FinishErrand', { by: ['clerk'], notActorOf: ['ErrandTaken'] }),
      ChangeRunner: change('ChangeRunner', { unless: ({ refuse }) => refuse('too-often', { changes: 1 }) }),
    },
  };
}

let api: Api;
let position: string;
const taken: string[] = [];
beforeAll(async () => {
  const declaration = guarded();
  api = await Api.start({ workflows: [{ declaration } as typeof errand], words: { ...spoken, declaration } });
  for (let n = 0; n < 3; n++) {
    const id = await api.asked();
    const by = n === 0 ? 'wang' : 'li';
    const sent = await api.post(`/api/errands/${id}/take`, { runner: 'li' }, { by });
    expect(sent.status).toBe(200);
    position = sent.body.position;
    taken.push(id);
  }
});
afterAll(() => api.stop());

const waiting = async (by: string) =>
  (await api.get('/api/waiting', { by, headers: { 'x-linli-after': position } })).body;

describe('what waits for somebody', () => {
  it('leaves out what they may not do for having done another part', async () => {
    expect(await waiting('li')).toMatchObject({
      total: 1,
      complete: true,
      items: [{ id: taken[0], next: ['finish'] }],
    });
    // Asked for at one moment, so that either may come first.
    expect((await waiting('wang')).items.map(({ id }) => id).sort()).toEqual(taken.slice(1).sort());
  });

  it('tells how many are alike of those that were asked, too', async () => {
    expect(await waiting('wang')).toMatchObject({
      groups: [{ workflow: 'errand', state: 'taken', due: 'finish', own: false, late: false, n: 2 }],
    });
  });
});
