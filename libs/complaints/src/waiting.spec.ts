/**
 * What waits for whom, and the numbers of an officer's overview, for complaints in every state: each answer is held
 * against the cases themselves, counted one by one.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dayOf, statesOf, type CommandDeclaration } from '#libs/workflow';
import { complaint } from './complaint.js';
import { people, standing, type Who } from './station.fixture.js';
import { StationApi } from './station-api.fixture.js';

const { declaration } = complaint;
const everybody = Object.keys(people) as Who[];
const DAY_MS = 86_400_000;

interface One {
  readonly id: string;
  readonly state: string;
  readonly mediator?: string;
  readonly community: string;
  readonly category: string;
  readonly openedAt: string;
  readonly jurisdiction: string;
  readonly next: readonly string[];
  readonly refusals: readonly { readonly action: string; readonly code: string }[];
  readonly late: readonly { readonly name: string }[];
  readonly deadlines: readonly { readonly name: string; readonly dueAt: string }[];
  readonly misses: readonly { readonly excused: boolean }[];
}

interface Group {
  readonly state: string;
  readonly due: string | null;
  readonly own: boolean;
  readonly late: boolean;
  readonly n: number;
}

interface Page {
  readonly items: readonly One[];
  readonly total: number;
  readonly late: number;
  readonly groups: readonly Group[];
  readonly complete: boolean;
  readonly next: string | null;
}

interface Row {
  readonly by: string;
  readonly value: string | null;
  readonly open: number;
  readonly late: number;
  readonly soon: number;
  readonly oldestAt: string | null;
  readonly ended: number;
  readonly onTime: number;
  readonly ages: readonly number[];
  readonly onTimeShare: number | null;
  readonly inOffice?: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly opened?: number;
}

interface Numbers {
  readonly items: readonly Row[];
  readonly whole: Row;
  readonly asOf: string;
  readonly endedFrom: string;
}

let api: StationApi;
let ids: readonly string[];
beforeAll(async () => {
  api = await StationApi.start();
  const old: string[] = [];
  for (const [state, begin] of Object.entries(standing)) {
    const story = await begin(api.world);
    old.push(story.id);
    if (['accepted', 'resolved', 'filed'].includes(state))
      await story.does('AssignMediator', { mediator: 'luo' }, 'duan');
  }
  // Some miss what they wait for, and the rest is younger.
  await api.world.clock.advance(12 * DAY_MS);
  for (const id of old) await api.world.letTimersAct('complaint', id);
  for (const state of ['accepted', 'filed', 'mediating', 'closed']) await standing[state]!(api.world);
  const moved = await standing['accepted']!(api.world);
  await moved.does('TransferComplaint', { subDistrict: 'beixia', community: 'c-beixia-1', reason: '属北下街' });
  // Some stories take a second complaint: whoever sees all of them knows.
  ids = (await api.asks<Page>('?limit=200', { by: 'yan' })).body.items.map(({ id }) => id);
}, 180_000);
afterAll(() => api.stop());

const isEnd = (state: string) => declaration.ends.includes(state);

/** Every complaint as this person sees it, read one by one. */
async function seenBy(by: Who): Promise<readonly One[]> {
  const found = await Promise.all(ids.map((id) => api.asks<One & { subDistrict: string }>(`/${id}`, { by })));
  return found.flatMap(({ status, body }) => (status === 200 ? [{ ...body, jurisdiction: body.subDistrict }] : []));
}

function ordinary(state: string): readonly CommandDeclaration[] {
  return Object.values(declaration.commands).filter(
    ({ from, aside, standing: engines }) =>
      !engines && !aside && from.kind === 'states' && statesOf(declaration, from).includes(state),
  );
}

/** Somebody may move it on as far as who they are goes, and something ordinary can be done now. */
function waits({ state, next, refusals }: One): boolean {
  if (isEnd(state)) return false;
  const moving = ordinary(state).filter(({ yields }) =>
    yields.some((name) => {
      const { move, to } = declaration.events[name]!;
      return move === 'back' || (to !== undefined && to !== state);
    }),
  );
  const decisive = moving.length > 0 ? moving : ordinary(state);
  const theirs = ({ path }: CommandDeclaration) =>
    !refusals.some(({ action, code }) => action === path && code.startsWith('command/'));
  return decisive.some(theirs) && ordinary(state).some(({ path }) => next.includes(path));
}

async function waiting(by: Who, query = ''): Promise<Page> {
  const { status, body } = await api.asks<Page>(`/../waiting?limit=200${query}`, { by });
  expect(status).toBe(200);
  return body;
}

describe('what waits for somebody', () => {
  it.each(everybody)('is for %s every open complaint that only they, or they too, can move on', async (by) => {
    const expected = (await seenBy(by)).filter(waits);
    const page = await waiting(by);
    expect(page.items.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
    expect(page).toMatchObject({
      total: expected.length,
      late: expected.filter(({ late }) => late.length > 0).length,
      complete: true,
      next: null,
    });
    for (const one of page.items) expect(one.next).toEqual(expected.find(({ id }) => id === one.id)?.next);
  });

  it('is told to the mediator whose case it is, and what nobody took in to all of the station', async () => {
    const { items } = await waiting('qin');
    const states = (who: Page['items']) => new Set(who.map(({ state }) => state));
    expect(states(items.filter(({ mediator }) => mediator === 'luo'))).toEqual(new Set(['filed', 'resolved']));
    expect(states(items)).toContain('mediating');
    expect((await waiting('jiang')).items.map(({ state }) => state)).toEqual(['filed']);
  });

  it.each([
    ['&own=1', ({ mediator }: One) => mediator === 'qin'],
    ['&late=1', ({ late }: One) => late.length > 0],
    ['&state=filed,resolved', ({ state }: One) => state === 'filed' || state === 'resolved'],
    ['&due=first-session', ({ late, deadlines }: One) => (late[0] ?? deadlines[0])?.name === 'first-session'],
    ['&workflow=complaint&own=1&late=1', ({ mediator, late }: One) => mediator === 'qin' && late.length > 0],
  ])('is narrowed by %s, and its groups tell beforehand how many there are', async (query, fits) => {
    const all = await waiting('qin');
    const expected = all.items.filter(fits);
    const page = await waiting('qin', query);
    expect(page.items).toEqual(expected);
    expect(page.total).toBe(expected.length);
    expect(page.groups).toEqual(all.groups);
    expect(expected.length).toBeGreaterThan(0);
    expect(all.groups.reduce((sum, { n }) => sum + n, 0)).toBe(all.total);
  });

  it('comes in pages that join without gap or repeat', async () => {
    const { items } = await waiting('duan');
    const found: string[] = [];
    let after: string | null = '';
    for (let page = 0; after !== null && page < 50; page++) {
      const { body }: { body: Page } = await api.asks<Page>(`/../waiting?limit=2&after=${after}`, { by: 'duan' });
      found.push(...body.items.map(({ id }) => id));
      after = body.next;
    }
    expect(found).toEqual(items.map(({ id }) => id));
  });

  it.each(['state=gone', 'due=gone', 'own=yes', 'workflow=gone', 'after=x', 'limit=201', 'mine=1'])(
    'refuses %s as an address that cannot be understood',
    async (query) => {
      expect(await api.asks(`/../waiting?${query}`)).toMatchObject({ status: 400, body: { code: 'request/query' } });
    },
  );
});

const BY = 'state,mediator,community,category,jurisdiction,age,month';

async function numbers(by: Who, query = ''): Promise<Numbers> {
  const { status, body } = await api.asks<Numbers>(`/../overview?workflow=complaint&by=${BY}${query}`, { by });
  expect(status).toBe(200);
  return body;
}

function counted(cases: readonly One[], now: number): Omit<Row, 'by' | 'value' | 'onTimeShare' | 'ages'> {
  const open = cases.filter(({ state }) => !isEnd(state));
  const ended = cases.filter(({ state }) => isEnd(state));
  // Through the end of the sixth day from today, Beijing time.
  const soonUntil = Date.parse(`${dayOf(new Date(now + 6 * DAY_MS).toISOString())}T24:00:00+08:00`);
  const isSoon = ({ late, deadlines }: One) =>
    late.length === 0 && deadlines[0] !== undefined && Date.parse(deadlines[0].dueAt) <= soonUntil;
  return {
    open: open.length,
    late: open.filter(({ late }) => late.length > 0).length,
    soon: open.filter(isSoon).length,
    oldestAt: open.map(({ openedAt }) => openedAt).sort()[0] ?? null,
    ended: ended.length,
    onTime: ended.filter(({ misses }) => misses.length === 0).length,
  };
}

describe('the numbers of an overview', () => {
  it.each(['duan', 'qin', 'ge', 'yan', 'tan'] as const)(
    'are for %s those of the cases, counted one by one',
    async (by) => {
      const mine = people[by][0]?.split('@')[1] ?? '';
      const cases = (await seenBy(by)).filter(({ jurisdiction }) => mine === 'district' || mine === jurisdiction);
      const now = api.world.clock.now();
      const { items, whole } = await numbers(by);
      expect(whole).toMatchObject(counted(cases, now));
      for (const field of ['state', 'mediator', 'community', 'category', 'jurisdiction'] as const) {
        const values = new Set(cases.map((one) => one[field] ?? null));
        const rows = items.filter((row) => row.by === field);
        expect(rows.map(({ value }) => value).sort()).toEqual([...values].sort());
        for (const row of rows)
          expect(row).toMatchObject(
            counted(
              cases.filter((one) => (one[field] ?? null) === row.value),
              now,
            ),
          );
      }
      const ages = items.filter((row) => row.by === 'age');
      expect(ages.map(({ value }) => value)).toEqual(['7', '30', '90', 'older']);
      for (const { from = '0', until = '9', open } of ages) {
        const inside = ({ openedAt, state }: One) =>
          !isEnd(state) && dayOf(openedAt) >= from && dayOf(openedAt) <= until;
        expect(open).toBe(cases.filter(inside).length);
      }
      // Every open case has one age, as a whole and in each state.
      for (const row of items.filter(({ by: field }) => field !== 'age' && field !== 'month'))
        expect(row.ages.reduce((sum, n) => sum + n, 0)).toBe(row.open);
      expect(whole.ages).toEqual(ages.map(({ open }) => open));
      const months = items.filter((row) => row.by === 'month');
      expect(months).toHaveLength(13);
      expect(months.reduce((sum, { opened = 0 }) => sum + opened, 0)).toBe(cases.length);
    },
  );

  it.each(['duan', 'ge'] as const)('are for %s the totals of the lists that they open', async (by) => {
    const place = people[by][0]?.split('@')[1] ?? '';
    const within = place === 'district' ? '' : `&subDistrict=${place}`;
    const { items, whole, asOf, endedFrom } = await numbers(by, within);
    const open = declaration.states.filter((state) => !isEnd(state)).join(',');
    const total = async (query: string) => (await api.asks<Page>(`?limit=1${query}${within}`, { by })).body.total;
    const soonUntil = dayOf(new Date(Date.parse(asOf) + 6 * DAY_MS).toISOString());
    expect(await total(`&dueUntil=${soonUntil}`)).toBe(whole.soon);
    expect(await total(`&endedFrom=${endedFrom}`)).toBe(whole.ended);
    for (const { by: field, value, late, ended, ...row } of items) {
      if (field === 'month' || field === 'jurisdiction') continue;
      const days = `${row.from ? `&openedFrom=${row.from}` : ''}${row.until ? `&openedUntil=${row.until}` : ''}`;
      const where = field === 'age' ? days : `&${field}=${value ?? 'none'}`;
      const states = field === 'state' ? '' : `&state=${open}`;
      if (!(field === 'state' && isEnd(value ?? ''))) expect(await total(`${where}${states}`)).toBe(row.open);
      expect(await total(`${where}${states}&late=1`)).toBe(late);
      if (field !== 'age') expect(await total(`${where}&endedFrom=${endedFrom}`)).toBe(ended);
    }
  });

  it('tell no share where fewer than ten ended', async () => {
    const { items, whole } = await numbers('ge');
    expect(whole.ended).toBeGreaterThan(2);
    for (const row of [whole, ...items])
      expect(row.onTimeShare).toBe(row.ended < 10 ? null : Math.round((row.onTime * 10_000) / row.ended));
  });

  it('say which people no longer hold the office where their cases lie', async () => {
    expect((await numbers('duan')).items.filter((row) => row.by === 'mediator')).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ value: 'luo', inOffice: true })]) as object,
    );
    api.world.grant('luo', 'mediator@beixia');
    const rows = (await numbers('duan')).items.filter((row) => row.by === 'mediator');
    expect(rows.find(({ value }) => value === 'luo')?.inOffice).toBe(false);
    expect(rows.find(({ value }) => value === 'qin')?.inOffice).toBe(true);
    api.world.grant('luo', 'mediator@nanguan');
  });

  it('are narrowed by place and state, and are none for whoever sees no case', async () => {
    const there = await numbers('ge', '&subDistrict=beixia');
    expect(there.whole.open).toBe(1);
    expect((await numbers('duan', '&subDistrict=beixia')).whole.open).toBe(0);
    const closed = await numbers('ge', '&state=closed');
    expect(closed.items.filter(({ by }) => by === 'state').map(({ value }) => value)).toEqual(['closed']);
    expect((await numbers('niu')).whole).toMatchObject({ open: 0, ended: 0, oldestAt: null });
    const referred = (await seenBy('gong')).filter(({ state }) => !isEnd(state));
    expect((await numbers('gong')).whole.open).toBe(referred.length);
    expect(referred.length).toBeGreaterThan(0);
  });

  it.each(['workflow=gone&by=state', 'workflow=complaint&by=story', 'workflow=complaint&by=state,state', 'by=state'])(
    'refuses %s as an address that cannot be understood',
    async (query) => {
      expect(await api.asks(`/../overview?${query}`)).toMatchObject({ status: 400, body: { code: 'request/query' } });
    },
  );
});
