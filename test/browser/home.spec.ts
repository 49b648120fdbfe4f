/** Home of each role, numbers that open their lists, and a person's cases handed over whole. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { breaches, picture } from './browser.fixture.js';
import { desksOf, mediator, programOfSpec } from './console.fixture.js';

const colleague = 'officer-nanguan-2';
const officer = 'subdistrict-nanguan';

const at = programOfSpec();
const desk = desksOf(at, { waitMs: 45_000 });

async function total(person: string, path: string): Promise<number> {
  const { status, body } = await (await Client.signedIn(at.url, person)).get(path);
  expect(status).toBe(200);
  return Number(body['total']);
}

/** The number that a tab or link ends with. */
const numberIn = (text: string): number => Number(/(\d+)\s*$/.exec(text)?.[1]);

async function isWithin(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= window.innerWidth');
}

async function expectCount(page: Page, selector: string, n: number): Promise<void> {
  if (n > 0)
    await page
      .locator(selector)
      .nth(n - 1)
      .waitFor();
  await page.locator(selector).nth(n).waitFor({ state: 'detached' });
}

describe('the home of a mediator', () => {
  it('has a tab for each kind, with as many as it opens, and a row opens the case with the form of its next step', async () => {
    const page = await desk();
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    const tabs: Record<string, string> = {
      我的: 'own=1',
      待受理: 'state=filed',
      待开调解会: 'due=first-session',
      待回访: 'state=resolved',
      已逾期: 'late=1',
    };
    for (const [name, query] of Object.entries(tabs)) {
      const tab = page.getByRole('link', { name: new RegExp(`^${name} \\d+$`) });
      const n = numberIn(await tab.innerText());
      expect(n).toBe(await total(mediator, `/api/waiting?${query}`));
      await tab.click();
      await page.locator(`.home-tab-on`).filter({ hasText: name }).waitFor();
      await expectCount(page, '.waiting-row', n);
    }
    await picture(page, 'home-mediator-late');
    await page.getByRole('link', { name: /^全部 \d+$/ }).click();
    const first = page.locator('.waiting-row').first();
    const step = (await first.locator('.waiting-next').innerText()).replace(/ →$/, '');
    // Anywhere in the row but on what the case is called.
    await first.click({ position: { x: 12, y: 6 } });
    await page.locator('.step-form').getByRole('heading', { name: step }).waitFor();
  }, 180_000);

  it('tells what changed meanwhile without moving a row', async () => {
    const page = await desk();
    await page.goto('/');
    const row = page.locator('.waiting-row').nth(1);
    await row.waitFor();
    const id = String(await row.getAttribute('data-id'));
    const before = await row.boundingBox();
    const other = await Client.signedIn(at.url, officer);
    expect((await other.post(`/api/complaints/${id}/comment`, { text: '请尽快办理' })).status).toBe(200);
    const news = page.getByRole('button', { name: /件有更新/ });
    await news.waitFor();
    await page.locator(`[data-id="${id}"] .waiting-touched`).waitFor();
    expect(await page.locator('.waiting-row').nth(1).getAttribute('data-id')).toBe(id);
    expect((await row.boundingBox())?.y).toBe(before?.y);
    await news.click();
    await news.waitFor({ state: 'detached' });
  }, 180_000);

  it('explains its keys, and takes none that does nothing there', async () => {
    const page = await desk();
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    await page.evaluate("addEventListener('keydown', (event) => (window.taken = event.defaultPrevented))");
    for (const [key, taken] of [
      ['/', false],
      ['x', false],
      ['j', true],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await page.evaluate('window.taken')]).toEqual([key, taken]);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('j / k').waitFor();
    expect(await page.getByRole('dialog').locator('kbd').allInnerTexts()).not.toContain('/');
  }, 180_000);

  it('holds in English, in the dark, on 360 pixels, without a fault of access', async () => {
    const page = await desk({ language: 'en', shade: 'dark', width: 360 });
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    expect(await page.locator('.home-tabs').innerText()).toMatch(/All \d+[\s\S]*To accept \d+[\s\S]*Overdue \d+/);
    await picture(page, 'home-narrow-dark-en');
    expect(await isWithin(page)).toBe(true);
    expect(await breaches(page)).toEqual([]);
  }, 180_000);
});

describe('the home of everybody else', () => {
  it('shows an officer what is late, at which step, with whom and where, each number with its list', async () => {
    const page = await desk({ person: officer });
    await page.goto('/');
    await page.getByRole('heading', { name: /哪些逾期、为什么/ }).waitFor();
    await page.locator('.waiting-row').first().waitFor();
    await picture(page, 'home-officer');
    expect(await breaches(page)).toEqual([]);
    const late = page.locator('.home-card-late');
    const n = numberIn((await late.locator('.home-card-n').innerText()).trim());
    await late.click();
    await page.waitForURL(/\/complaints\?.*late=1/);
    await page
      .locator('.list-count')
      .filter({ hasText: `共 ${n} 件` })
      .waitFor();
    expect(await total(officer, '/api/complaints?late=1&limit=1')).toBe(n);
  }, 180_000);

  it.each([
    ['office-1', 'home-office'],
    ['auditor-1', 'home-auditor'],
    ['finance-1', 'home-finance'],
    ['company-anhe', 'home-company'],
    ['dispatcher-nanguan', 'home-dispatcher'],
  ])(
    'is no dead page for %s',
    async (person, name) => {
      const page = await desk({ person });
      await page.goto('/');
      await page.locator('.waiting-row, .home-readable').first().waitFor();
      await picture(page, name);
      const readable = page.locator('.home-readable');
      if ((await readable.count()) > 0) expect(await readable.innerText()).toMatch(/您可以查阅|目前没有可以查阅的记录/);
      if (person === 'dispatcher-nanguan') expect(await breaches(page)).toEqual([]);
    },
    60_000,
  );
});

describe('the overview', () => {
  it('counts what its lists hold, in charts, tables and words', async () => {
    const page = await desk({ person: officer });
    await page.goto('/overview');
    await page.locator('.chart-place[data-drawn]').nth(2).waitFor();
    await picture(page, 'overview');
    expect(await breaches(page)).toEqual([]);
    const numbers = await page.evaluate<[string, string][]>(
      `[...document.querySelectorAll('.numbers .number a')].map((link) => [link.getAttribute('href'), link.textContent])`,
    );
    expect(numbers.length).toBeGreaterThan(20);
    const open = (await (await Client.signedIn(at.url, officer)).get('/api/workflows')).body['items'] as {
      path: string;
      states: { name: string; end: boolean }[];
    }[];
    const states = open.find(({ path }) => path === 'complaints')?.states.filter(({ end }) => !end);
    const client = await Client.signedIn(at.url, officer);
    for (const [href, text] of numbers) {
      const asked = new URL(href, at.url).searchParams;
      // The list shows open cases where no state is named.
      if (asked.get('state') === 'all') asked.delete('state');
      else if (!asked.has('state')) asked.set('state', (states ?? []).map(({ name }) => name).join(','));
      const { body } = await client.get(`/api/complaints?limit=1&${asked.toString()}`);
      // A day is that of the oldest case; the list begins with it.
      if (text.includes('年')) expect({ href, some: Number(body['total']) > 0 }).toEqual({ href, some: true });
      else expect({ href, total: body['total'] }).toEqual({ href, total: Number(text) });
    }
    // And so do the pages that people see: the person with most, what is due soon, what ended within the year.
    const person = page.getByRole('region', { name: '按经办人' }).locator('tbody tr').first();
    for (const column of [0, 2, 4]) {
      const link = person.locator('td').nth(column).locator('a');
      const n = Number(await link.innerText());
      await link.click();
      await page.waitForURL(/\/complaints\?.*mediator=/);
      await page
        .locator('.list-count')
        .filter({ hasText: `共 ${n} 件` })
        .waitFor();
      await page.goBack();
      await person.waitFor();
    }
  }, 180_000);

  it('is sorted by any column, ranks nobody with fewer than ten ended cases, and holds narrow, dark and in English', async () => {
    const page = await desk({ person: 'office-1', language: 'en', shade: 'dark', width: 360 });
    await page.goto('/overview');
    await page.locator('.chart-place[data-drawn]').nth(2).waitFor();
    const people = page.getByRole('region', { name: 'By person' });
    await people.getByRole('button', { name: 'On time' }).click();
    await people.locator('th[aria-sort=descending]').filter({ hasText: 'On time' }).waitFor();
    const shares = await people.locator('tbody tr td:last-child').allInnerTexts();
    for (const share of shares) expect(share).toMatch(/^(\d+\.\d%|fewer than 10|—)/);
    await picture(page, 'overview-narrow-dark-en');
    expect(await isWithin(page)).toBe(true);
    expect(await breaches(page)).toEqual([]);
  }, 180_000);
});

describe('handing over', () => {
  it('leaves another sub-district’s mediator nothing to see and nothing to do', async () => {
    const page = await desk({ person: 'officer-beixia-1' });
    await page.goto(`/hand-over?from=${mediator}`);
    await page.getByRole('heading', { name: '移交案件', level: 1 }).waitFor();
    await page.getByLabel('移交人').click();
    await page.locator('.ant-select-item-option').first().waitFor();
    expect(await page.locator('.ant-select-item-option').allInnerTexts()).not.toEqual(
      expect.arrayContaining([expect.stringContaining('秦玉兰')]),
    );
    expect(await page.locator('.hand-over-case').count()).toBe(0);
    const client = await Client.signedIn(at.url, officer);
    const { body } = await client.get(`/api/complaints?mediator=${mediator}&state=accepted&limit=1`);
    const [one] = body['items'] as { id: string }[];
    const foreign = await Client.signedIn(at.url, 'officer-beixia-1');
    const form = { giver: mediator, mediator: 'officer-beixia-1', signedOn: '2026-11-01' };
    const tried = await foreign.post('/api/complaints/bulk/hand-over', { ids: [one?.id], form });
    expect(tried.body['items']).toMatchObject([{ problem: { status: 404 } }]);
  }, 180_000);

  it('is not offered to whoever may not, and tells a mediator whose it is to give', async () => {
    const auditor = await desk({ person: 'auditor-1' });
    await auditor.goto('/hand-over');
    await auditor.getByRole('heading', { name: '“移交案件”不属于您的岗位' }).waitFor();
    const page = await desk();
    await page.goto(`/hand-over?from=${mediator}`);
    await page.getByText(/请把清单交给街道办工作人员：段文博/).waitFor();
    expect(await page.getByRole('button', { name: /核对/ }).count()).toBe(0);
    await picture(page, 'hand-over-own');
    expect(await breaches(page)).toEqual([]);
  }, 180_000);

  it('gives all open cases of a person to others, after a check, with a list to sign and a result for each', async () => {
    const page = await desk({ person: officer });
    await page.goto('/hand-over');
    await page.getByLabel('移交人').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '秦玉兰' }).click();
    await page.getByLabel('全部交给').click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '罗建民' }).click();
    await page.getByLabel('移交原因').fill('调离岗位');
    const lines = page.locator('.hand-over-case');
    await lines.first().waitFor();
    const all = await lines.count();
    expect(all).toBeGreaterThan(3);
    const stays = String(await lines.last().getAttribute('data-id'));
    await lines.last().getByRole('checkbox').uncheck();
    await page.getByText(`已选 ${all - 1} 件，共 ${all} 件`).waitFor();
    await picture(page, 'hand-over-choose');
    expect(await breaches(page)).toEqual([]);
    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.getByText(`${all - 1} 件都可以移交`).waitFor();
    await picture(page, 'hand-over-check');

    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    const paper = page.locator('.hand-over-paper');
    await paper.waitFor();
    expect(await paper.innerText()).toMatch(
      /调解案件交接清单[\s\S]*秦玉兰[\s\S]*罗建民[\s\S]*调离岗位[\s\S]*管南调字第\d+号/,
    );
    expect(await paper.locator('.hand-over-list tbody tr').count()).toBe(all - 1);
    await picture(page, 'hand-over-paper');
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);

    await page.getByRole('button', { name: `确认移交 ${all - 1} 件` }).click();
    await page.getByText(`已移交 ${all - 1} 件`).waitFor();
    await picture(page, 'hand-over-done');
    expect(await breaches(page)).toEqual([]);

    await page.reload();
    await page.getByText(`已移交 ${all - 1} 件`).waitFor();
    expect(await page.locator('.hand-over-steps [aria-current=step]').innerText()).toContain('结果与清单');
    expect(await lines.count()).toBe(all - 1);
    expect(await lines.first().innerText()).toMatch(/罗建民[\s\S]*已移交/);
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    await paper.waitFor();
    expect(await paper.innerText()).toMatch(/秦玉兰[\s\S]*罗建民[\s\S]*段文博[\s\S]*调离岗位[\s\S]*管南调字第\d+号/);
    expect(await paper.locator('.hand-over-list tbody tr').count()).toBe(all - 1);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    const client = await Client.signedIn(at.url, officer);
    const given = await page.locator('.hand-over-case').first().getAttribute('data-id');
    const history = await client.get(`/api/complaints/${given}/history`);
    expect((history.body['items'] as unknown[]).at(-1)).toMatchObject({
      type: 'CaseHandedOver',
      data: { giver: mediator, mediator: colleague, reason: '调离岗位', witness: officer },
    });
    const { body } = await client.get(`/api/complaints/${stays}`);
    expect(body['mediator']).toBe(mediator);
    expect(await total(officer, `/api/overview?workflow=complaint&by=mediator`)).toBeGreaterThan(0);

    await page.getByRole('button', { name: '再移交一批' }).click();
    await page.getByLabel('移交人').waitFor();
    await page.goto(`/hand-over?from=${officer}`);
    await page.getByText('段文博（没有未结案件）').waitFor();
  }, 180_000);

  it('is what an officer is asked for where somebody who left still has open cases', async () => {
    const admin = await Client.signedIn(at.url, 'admin-1');
    const left = await admin.post(`/api/people/${colleague}/deactivate`, { reason: '调离' });
    expect(left.status).toBe(200);
    const page = await desk({ person: officer });
    await page.goto('/');
    const away = page.locator('.home-away li').filter({ hasText: '罗建民已不在岗' });
    await away.waitFor();
    const n = Number(/还有 (\d+) 件/.exec(await away.innerText())?.[1]);
    await picture(page, 'home-away');
    expect(await breaches(page)).toEqual([]);
    await away.getByRole('link', { name: /移交给他人/ }).click();
    await page.getByText(`已选 ${n} 件，共 ${n} 件`).waitFor();
    expect(await page.locator('.hand-over-fields').innerText()).toContain('不在岗');
  }, 180_000);
});
