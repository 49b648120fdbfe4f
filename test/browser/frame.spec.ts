/** The frame of every page: the command bar, why a date is what it is, paper, the keyboard alone, and 200 % zoom. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { breaches, picture, sitDown, type Desk, type DeskOptions } from './browser.fixture.js';
import { filedAt, mediator, programOfSpec } from './console.fixture.js';
import { until } from '../support/until.js';

let desks: Desk[] = [];
let id: string;

const at = programOfSpec();

beforeAll(async () => {
  id = await filedAt(at.url, '地下车库出口被占用，早上出不去。');
}, 180_000);
afterEach(async () => {
  const faults = desks.flatMap((desk) => desk.faults);
  for (const { context } of desks) await context.close();
  desks = [];
  expect(faults).toEqual([]);
});

async function desk(options: DeskOptions = {}): Promise<Page> {
  const one = await sitDown(at.browser, at.url, { person: mediator, ...options });
  desks.push(one);
  return one.page;
}

describe('the command bar', () => {
  it('leads to a step of the open case, a page, a community, a case and a person’s work, by keys alone', async () => {
    const page = await desk();
    const open = async (typed: string) => {
      await page.keyboard.press('Control+k');
      const line = page.getByRole('combobox', { name: /编号、小区/ });
      await line.waitFor();
      await line.fill(typed);
    };
    const option = (name: RegExp) => page.getByRole('option', { name }).first();
    await page.goto(`/complaints/${id}`);
    await page.locator('.timeline').waitFor();
    await open('受理');
    await option(/^受理/).waitFor();
    await picture(page, 'command-bar');
    expect(await breaches(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/step=accept/);
    await page.getByRole('heading', { name: '受理', exact: true }).waitFor();

    await open('槐荫');
    await option(/槐荫小区/).waitFor();
    await option(/槐荫小区/).click();
    await page.waitForURL(/\/communities\//);

    await open('车库出口');
    await option(/车库出口被占用/).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(id));

    await open('秦玉兰');
    await option(/秦玉兰的投诉/).click();
    await page.waitForURL(/\/complaints\?mediator=me/);

    await open('没有这样的东西');
    await page.getByText('没有找到“没有这样的东西”').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.command-bar').waitFor({ state: 'detached' });
  });

  it('leads only where one may look, and finds a community by its initials', async () => {
    const page = await desk();
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    await page.keyboard.press('Control+k');
    const line = page.getByRole('combobox', { name: /编号、小区/ });
    const options = page.getByRole('option');
    await options.filter({ hasText: '移交案件' }).waitFor();
    await options.filter({ hasText: /^小区$/ }).waitFor();
    expect(await options.allInnerTexts()).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/规定|日历|异常/)]),
    );
    await line.fill('hyxq');
    await options.filter({ hasText: '槐荫小区' }).first().waitFor();
  });

  it('keeps every letter typed since Ctrl K, though what it finds is still on its way', async () => {
    const page = await desk({ person: 'subdistrict-nanguan' });
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route(/command-found-[^/]*\.js/, async (route) => {
      await held;
      return route.continue();
    });
    await page.goto('/complaints');
    await page.locator('.rows-body .row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('goverview');
    await page.keyboard.press('Home');
    await page.keyboard.press('Delete');
    expect(await page.getByRole('combobox', { name: /编号、小区/ }).inputValue()).toBe('overview');
    expect(new URL(page.url()).pathname).toBe('/complaints');
    // Pages are known by their words in both languages; Enter waits for them.
    await page.keyboard.press('Enter');
    release();
    await page.waitForURL(/\/overview/);
  });

  it('finds nothing of another sub-district', async () => {
    const page = await desk({ person: 'officer-beixia-1' });
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /编号、小区/ }).fill('车库出口');
    await page.getByText('没有找到“车库出口”').waitFor();
  });
});

describe('a page that is not for one’s role', () => {
  it.each([
    ['/communities/new', /不属于您的岗位/],
    ['/settings', /“.*”不属于您的岗位/],
    ['/admin', /不属于您的岗位/],
  ])('%s says so, and not that something broke', async (path, title) => {
    const page = await desk();
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('您的岗位：调解员').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/出错了|还没有|编号/);
    if (path !== '/communities/new') return;
    await picture(page, 'not-for-you');
    expect(await breaches(page)).toEqual([]);
  });
});

describe('the navigation', () => {
  it('stands on one line', async () => {
    const page = await desk();
    await page.goto('/');
    await page.locator('.nav-link').filter({ hasText: '小区' }).waitFor();
    const heights = await page.evaluate<string[]>(`[...document.querySelectorAll('.nav-link')].map((link) => {
      const { top, bottom } = link.getBoundingClientRect();
      return Math.round(top) + ' ' + Math.round(bottom);
    })`);
    expect(heights.length).toBeGreaterThan(3);
    expect(new Set(heights).size).toBe(1);
  });
});

describe('where the connection breaks', () => {
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

  it('pages open all the same, and count nothing before an answer', async () => {
    const page = await desk();
    await page.goto('/');
    await until(() => page.evaluate<boolean>(fetchedAhead('agreement-part')), 60_000);
    await page.context().setOffline(true);
    await page.locator('.nav-link').filter({ hasText: '投诉' }).click();
    await heading(page, '投诉').waitFor();
    expect(await page.locator('.list-count').innerText()).toBe('');
    await page.context().setOffline(false);
    await page.locator('.rows-body .row').first().waitFor();
    forgetSilence();
  });

  it('pages within pages open too, for whoever is led there', async () => {
    const page = await desk({ person: 'admin-1' });
    await page.goto('/');
    await until(() => page.evaluate<boolean>(fetchedAhead('order-page')), 60_000);
    await page.context().setOffline(true);
    await page.locator('.nav-link').filter({ hasText: '系统管理' }).click();
    await page.locator('.admin-page-link').filter({ hasText: '计时' }).click();
    await heading(page, '计时').waitFor();
    await page.context().setOffline(false);
    await page.locator('.admin-table, .empty').first().waitFor();
    forgetSilence();
  });

  it('a page that was not fetched waits for the server in plain words, and comes by itself', async () => {
    const page = await desk({ person: 'admin-1' });
    await page.route('**/timers-page-*', (route) => route.abort());
    await page.goto('/admin');
    await heading(page, '运行状况').waitFor();
    await page.context().setOffline(true);
    await page.unroute('**/timers-page-*');
    await page.locator('.admin-page-link').filter({ hasText: '计时' }).click();
    await heading(page, '没有连接到服务器').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/出错了|告诉管理员/);
    await page.context().setOffline(false);
    await page.locator('.admin-table, .empty').first().waitFor();
    await page.locator('.admin-page-link.active').filter({ hasText: '计时' }).waitFor();
    await heading(page, '没有连接到服务器').waitFor({ state: 'detached' });
    forgetSilence();
  });
});

describe('what does not come', () => {
  it('is told in words where it is the record of a case alone, which comes by itself later', async () => {
    const page = await desk();
    await page.route('**/history', (route) => route.abort());
    await page.goto(`/complaints/${id}`);
    await page.getByRole('heading', { name: '没有连接到服务器' }).waitFor();
    await page.unroute('**/history');
    await page.locator('.timeline').waitFor();
  });

  it('is told in words where it is the drawing of the numbers, and the numbers stand there all the same', async () => {
    const page = await desk({ person: 'subdistrict-nanguan' });
    await page.route(/\/draw-[^/]*\.js/, (route) => route.abort());
    await page.goto('/overview');
    await page.getByText('图表没能载入').first().waitFor();
    await page.locator('.chart .numbers').first().waitFor();
    expect(await page.locator('.chart .ant-skeleton').count()).toBe(0);
  });
});

describe('the page of a case', () => {
  it('says why a date is what it is, day by day', async () => {
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    await page
      .getByRole('button', { name: /为什么是这一天/ })
      .first()
      .click();
    const why = page.locator('.why-date');
    await why.waitFor();
    expect(await why.innerText()).toMatch(/起算[\s\S]*个工作日[\s\S]*第 1 个工作日/);
    const due = (await (await Client.signedIn(at.url, mediator)).get(`/api/complaints/${id}`)).body['deadlines'];
    const last = new Date(Date.parse((due as { dueAt: string }[])[0]?.dueAt ?? '') + 8 * 3_600_000 - 1);
    expect(await why.locator('li').last().innerText()).toContain(`${last.getUTCMonth() + 1}月${last.getUTCDate()}日`);
    await picture(page, 'why-date');
    expect(await breaches(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('comes to paper whole: title, number, facts, record, code, and nothing of the screen', async () => {
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    await page.getByRole('button', { name: '打印' }).waitFor();
    await page.locator('button:not([disabled]):has(.anticon-printer)').waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    const paper = page.locator('.paper');
    await paper.waitFor();
    const text = await paper.innerText();
    expect(text).toMatch(/投诉办理记录/);
    expect(text).toContain('地下车库出口被占用，早上出不去。');
    expect(text).toMatch(/办理经过[\s\S]*秦玉兰/);
    expect(text).toMatch(/经办人（签字）/);
    expect((await paper.locator('svg path').getAttribute('d'))?.length).toBeGreaterThan(500);
    expect(await page.locator('.shell').isVisible()).toBe(false);
    await picture(page, 'paper');
    await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
    await paper.waitFor({ state: 'detached' });
    await page.emulateMedia({ media: 'screen' });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.length).toBeGreaterThan(10_000);
  });
});

describe('without a mouse', () => {
  it('somebody signs in, opens what waits, and takes its next step', async () => {
    const page = await desk({ person: '' });
    await page.goto('/sign-in');
    await page.getByRole('button', { name: /秦玉兰/ }).waitFor();
    await tabTo(page, /秦玉兰/);
    await page.keyboard.press('Enter');
    await page.locator('.waiting-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    // What waits is opened with the form of its next step, and the form has the focus.
    await page.locator('.step-form :focus').waitFor();
    await fillInByKeys(page);
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
  });
});

describe('at 200 % zoom', () => {
  it.each([
    ['home', '/', '.waiting-row'],
    ['list', '/complaints', '.rows-body .row'],
    ['case', 'case', '.step-form'],
    ['new', '/complaints/new', '.step-form'],
  ])('%s needs no scrolling to the side and keeps its rules', async (name, path, ready) => {
    const page = await desk({ width: 680, height: 430 });
    await page.goto(path === 'case' ? `/complaints/${id}?step=accept` : path);
    await page.locator(ready).first().waitFor();
    await picture(page, `${name}-zoom`);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(680);
    // What the bar covers while the form has the focus is no target.
    await page.evaluate('window.scrollTo(0, 0)');
    expect(await breaches(page)).toEqual([]);
  });
});

/** Whether a file of the console has come. */
function fetchedAhead(name: string): string {
  return `performance.getEntriesByType('resource').some((one) => one.name.includes('/${name}-') && one.responseEnd > 0)`;
}

/** A browser without a network complains of each request by itself. */
function forgetSilence(): void {
  for (const { faults } of desks)
    faults.splice(0, faults.length, ...faults.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one)));
}

/** From field to field: what must be chosen is chosen, and the button at the end is pressed. */
async function fillInByKeys(page: Page): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    const at = await page.evaluate<string>(`(() => {
      const at = document.activeElement;
      if (at?.matches('.step-form button[type=submit]')) return 'submit';
      const open = at?.type === 'radio' && !document.querySelector('input:checked[name="' + at.name + '"]');
      return open ? 'choice' : 'other';
    })()`);
    if (at === 'choice') await page.keyboard.press('Space');
    if (at === 'submit') return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error('40 tabs did not lead to the end of the form');
}

/** Tab by tab until something of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate<string>(
      'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""',
    );
    if (name.test(text.trim())) return;
  }
  throw new Error(`80 tabs did not lead to ${String(name)}`);
}
