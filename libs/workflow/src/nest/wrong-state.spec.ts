/** Drawn from the declaration: every command in every state that it may not be issued in is refused, in both languages, and records nothing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { creates, statesOf, type CommandDeclaration } from '../declare/declaration.js';
import { Api, spoken } from './api.fixture.js';
import { issuable } from './paths.js';

const { declaration, texts } = spoken;
let api: Api;
const standing = new Map<string, string>();

/** A case in each state. Officers and runners are one person here, so that only the state can refuse. */
beforeAll(async () => {
  api = await Api.start({ people: { li: ['clerk@nanguan', 'officer@nanguan'] } });
  for (const state of declaration.states) {
    const id = state === 'asked' ? await api.asked() : await api.taken();
    const path = `/api/errands/${id}`;
    if (state === 'held') await api.post(`${path}/hold`, { reason: '等待' });
    if (state === 'done') await api.post(`${path}/finish`, { how: 'well' }, { headers: { 'if-match': '"2"' } });
    if (state === 'dropped') await api.post(`${path}/drop`, { reason: '不需要' });
    standing.set(state, id);
  }
});
afterAll(() => api.stop());

const forms: Readonly<Record<string, object>> = {
  TakeErrand: { runner: 'li' },
  ChangeRunner: { runner: 'wang' },
  HoldErrand: { reason: '等待' },
  ResumeErrand: {},
  FinishErrand: { how: 'well' },
  DropErrand: { reason: '不需要' },
  AuditErrand: { verdict: 'fine' },
  PauseClock: { why: 'awaiting-citizen' },
  ResumeClock: {},
  ExtendDeadline: { name: 'finish', until: '2026-12-30', reason: '材料未齐', consent: true },
};

/** Whoever a command belongs to by the fold is nobody before somebody took the case on: there the role refuses first. */
const ownBefore = (by: CommandDeclaration['by'], state: string) =>
  state === 'asked' && by.every((who) => typeof who === 'object');

const wrong = issuable(declaration)
  .filter((command) => !creates(command))
  .flatMap((command) =>
    declaration.states
      .filter((state) => !statesOf(declaration, command.from).includes(state) && !ownBefore(command.by, state))
      .map((state) => [command.name, state, command] as const),
  );

describe('in a state that it may not be issued in', () => {
  it('there are such pairs for every command that is not possible everywhere', () => {
    expect(wrong.length).toBeGreaterThan(15);
    expect(new Set(wrong.map(([name]) => name))).toEqual(
      new Set(Object.keys(forms).filter((name) => name !== 'AuditErrand')),
    );
  });

  it.each(wrong)('%s is refused when %s', async (name, state, command) => {
    const id = standing.get(state) ?? '';
    expect((await api.get(`/api/errands/${id}`)).body.state).toBe(state);
    const before = await api.recorded(id);
    const revision = (await api.world.case('errand', id)).revision;
    for (const [language, index] of [
      ['zh-CN', 0],
      ['en', 1],
    ] as const) {
      const sent = await api.post(`/api/errands/${id}/${command.path}`, forms[name], {
        headers: { 'accept-language': language, 'if-match': `"${revision}"` },
      });
      expect(sent).toMatchObject({ status: 409, body: { code: `errand/${command.path}-wrong-state`, state } });
      expect(sent.body.detail).toContain(texts.states[state]?.[index]);
      expect(sent.body.detail).not.toMatch(/\{\w+\}/);
    }
    expect(await api.recorded(id)).toBe(before);
  });
});
