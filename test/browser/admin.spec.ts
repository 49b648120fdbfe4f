/** The pages of administrators: what is wrong is seen, mended and recorded; a rule is changed knowing what it moves. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { ownFolder } from '../e2e/program.fixture.js';
import { serveTroubled, type Troubled } from '../e2e/troubled.fixture.js';
import { breaches, openBrowser, picture } from './browser.fixture.js';
import { desksOf } from './console.fixture.js';
import { until } from '../support/until.js';

const WITHIN_MS = 60_000;
/** The first month and those that hold every kind of day are examined; more are more of the same. */
const MORE_MONTHS = '.month:nth-child(n + 3)';

let folder: ReturnType<typeof ownFolder>;
let node: Troubled;
let browser: Browser;
let mediator: Client;
beforeAll(async () => {
  folder = ownFolder();
  [node, browser] = await Promise.all([serveTroubled(`${folder.path}/data`), openBrowser()]);
  mediator = await Client.signedIn(node.server.url, 'officer-nanguan-1');
  const { reactions } = node.server.composition.work;
  await until(() => reactions.status().every(({ state }) => state === 'following'), WITHIN_MS);
}, WITHIN_MS);
afterAll(async () => {
  await browser.close();
  await node.server.close();
  folder.remove();
});

const desk = desksOf(
  {
    get browser() {
      return browser;
    },
    get url() {
      return node.server.url;
    },
  },
  { person: 'admin-1', waitMs: 30_000 },
);

async function filed(category: string): Promise<string> {
  const { status, body } = await mediator.post('/api/complaints', {
    source: 'window',
    category,
    community: 'c-nanguan-3',
    complainant: { name: '闻人素', phone: '13900004321' },
    story: '楼前污水井外溢。',
  });
  expect(status).toBe(201);
  return String(body['id']);
}

async function merged(): Promise<string> {
  const [duplicate, into] = [await filed('parking'), await filed('parking')];
  const { body } = await mediator.get(`/api/complaints/${duplicate}`);
  const { status } = await mediator.post(
    `/api/complaints/${duplicate}/merge-duplicate`,
    { into, reason: '同一事项' },
    { ifMatch: Number(body['revision']) },
  );
  expect(status).toBe(200);
  return duplicate;
}

const count = (sql: string, ...values: string[]): number =>
  node.server.composition.views.read.get<{ n: number }>(sql, ...values)?.n ?? 0;
const openIncidents = () => count(`SELECT COUNT(*) AS n FROM incidents WHERE state = 'open'`);

describe('an administrator', () => {
  it('sees what is wrong and what to do, retries what was refused and skips it with a reason', async () => {
    await merged();
    await merged();
    await until(() => openIncidents() === 2, WITHIN_MS);
    const page = await desk();
    await page.goto('/');
    await page.getByRole('link', { name: '系统管理' }).click();
    await page.getByRole('heading', { name: /项需要处理/ }).waitFor();
    await page.getByText('有 2 件自动操作未能完成').waitFor();
    await picture(page, 'admin-health');
    expect(await breaches(page)).toEqual([]);
    await page.locator('.trouble-wrong').filter({ hasText: '自动操作' }).getByRole('link', { name: '查看' }).click();
    const card = page.locator('.admin-card');
    await card.nth(1).waitFor();
    expect(await card.first().innerText()).toMatch(
      /the case it went into cannot be told[\s\S]*absorb[\s\S]*已尝试 1 次/,
    );
    await picture(page, 'admin-incidents');
    expect(await breaches(page)).toEqual([]);
    node.mended.reaction = true;
    await card.first().getByRole('button', { name: '重试' }).click();
    await page.getByRole('button', { name: /^已解决 1$/ }).waitFor();
    await card.getByRole('button', { name: '跳过' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '跳过' }).click();
    await dialog.getByText('请写明理由').waitFor();
    await dialog.getByLabel(/理由/).fill('已当面说明');
    await picture(page, 'admin-skip');
    expect(await breaches(page)).toEqual([]);
    await dialog.getByRole('button', { name: '跳过' }).click();
    await page.getByText('没有待处理的异常').waitFor();
    await page.getByRole('button', { name: /^已跳过 1$/ }).click();
    await page.getByText('跳过理由：已当面说明').waitFor();
  }, 150_000);

  it('sees an event that a view could not take, sealed as recorded, and mends it by a rebuild seen to its end', async () => {
    await filed('handover');
    await until(() => node.server.composition.views.poison().length > 0, WITHIN_MS);
    const page = await desk();
    await page.goto('/admin/poison');
    await page.getByText('RangeError: no column for handover').waitFor();
    await page.getByRole('button', { name: '原始事件' }).click();
    const raw = page.locator('.admin-raw');
    await raw.waitFor();
    expect(await raw.innerText()).toMatch(/"type": "ComplaintFiled"[\s\S]*\$sealed/);
    expect(await raw.innerText()).not.toMatch(/闻人素|13900004321/);
    await picture(page, 'admin-poison');
    expect(await breaches(page)).toEqual([]);
    node.mended.view = true;
    node.slow.ms = 25;
    await page.getByRole('button', { name: '再试一次' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/理由/).fill('规则已更正');
    await dialog.getByRole('button', { name: '再试一次' }).click();
    await page.getByText(/重建视图“category_counts”：进行中/).waitFor();
    await page.getByRole('link', { name: '视图', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'category_counts' });
    await row.getByText(/重建中 \d+ \/ \d+/).waitFor();
    expect(await row.innerText()).toContain('使用中');
    await picture(page, 'admin-views');
    node.slow.ms = 0;
    await row.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(node.server.composition.views.poison()).toEqual([]);
    await page.getByRole('link', { name: '操作记录' }).click();
    await page.locator('.rows-body .row').filter({ hasText: '重建视图' }).first().waitFor();
    await page.goto('/admin/timers?when=day');
    await page.getByRole('heading', { name: '到期计时' }).waitFor();
    await page.getByRole('button', { name: '立即检查' }).click();
    await dialog.getByLabel(/理由/).fill('核对');
    await dialog.getByRole('button', { name: '立即检查' }).click();
    await page.getByText('立即检查到期计时：已完成').waitFor();
    await picture(page, 'admin-timers');
    expect(await breaches(page)).toEqual([]);
  }, 150_000);
});

describe('the office', () => {
  it('changes a setting knowing which deadlines move, and sees the deadline of the case moved', async () => {
    const id = await filed('cleaning');
    const due = () =>
      node.server.composition.views.read.get<{ dueAt: string }>(
        `SELECT dueAt FROM timers WHERE id = ? AND name = 'accept'`,
        id,
      )?.dueAt;
    await until(() => due() !== undefined, WITHIN_MS);
    const before = due() ?? '';
    const page = await desk({ person: 'office-1' });
    await page.goto('/admin/settings');
    await page.getByRole('link', { name: '受理期限' }).click();
    const form = page.locator('.step-form');
    await form.getByLabel('改为').fill('12');
    await form.getByText('未结事项的期限也调整').click();
    await form.getByRole('button', { name: '预览影响' }).click();
    await form.getByText(/件未结事项的 \d+ 个期限将调整/).waitFor();
    expect(due()).toBe(before);
    const foretold = form.getByRole('row').filter({ has: page.locator(`a[href="/complaints/${id}"]`) });
    expect(await foretold.innerText()).toMatch(/受理期限[\s\S]*延后 \d+ 天/);
    await picture(page, 'admin-setting-preview');
    expect(await breaches(page)).toEqual([]);
    // The reason was not given yet: what was previewed is not what would be sent.
    await form.getByLabel('理由').fill('春节前人手不足');
    await form.getByText('内容已改动，请重新预览').waitFor();
    await form.getByRole('button', { name: '预览影响' }).click();
    await form.getByRole('button', { name: '确认变更' }).click();
    await page.locator('.admin-value').filter({ hasText: '12 个工作日' }).waitFor();
    await page.getByRole('row').filter({ hasText: '春节前人手不足' }).waitFor();
    await until(() => (due() ?? '') > before, WITHIN_MS);
    await page.goto(`/complaints/${id}`);
    await page.locator('.timeline').getByText('期限随日历或规定调整').first().waitFor();
  }, 150_000);

  it('reads a year at a glance and previews a day off before it is published', async () => {
    const page = await desk({ person: 'office-1' });
    await page.goto('/admin/calendars');
    await page.getByRole('button', { name: /更正 \d+ 年工作日历|公布 \d+ 年工作日历/ }).click();
    const form = page.locator('.step-form');
    const day = form.locator('button.day-work').last();
    await day.click();
    await form.getByLabel(/依据/).fill('临时放假通知');
    await form.getByRole('button', { name: '预览影响' }).click();
    await form.getByRole('heading', { name: '这项变更的影响' }).waitFor();
    await picture(page, 'admin-calendar-change');
    expect(await breaches(page, MORE_MONTHS)).toEqual([]);
    await form.getByRole('button', { name: '公布' }).click();
    await page.getByText('临时放假通知').first().waitFor();
    await picture(page, 'admin-calendar');
  }, 150_000);

  it('looks at how the program stands and is offered no repair', async () => {
    const page = await desk({ person: 'office-1' });
    await page.goto('/admin/views');
    await page.getByText('您可以查看；操作由系统管理员进行。').waitFor();
    await page.getByRole('row').filter({ hasText: 'category_counts' }).waitFor();
    expect(await page.getByRole('button', { name: /重建/ }).count()).toBe(0);
  });
});

describe('everybody', () => {
  const PAGES = [
    ['health', '/admin', '.cards'],
    ['incidents', '/admin/incidents?state=skipped', '.admin-filters'],
    ['poison', '/admin/poison', '.empty'],
    ['timers', '/admin/timers?when=day', '.admin-filters'],
    ['views', '/admin/views', '.admin-table'],
    ['letters', '/admin/dead-letters', '.empty'],
    ['settings', '/admin/settings', '.admin-table'],
    ['setting', '/admin/settings/complaint.accept', '.step-form'],
    ['calendars', '/admin/calendars', '.year'],
  ] as const;

  it.each([
    ['in English, dark', { language: 'en', shade: 'dark', width: 1360 }],
    ['on a narrow screen', { language: 'zh-CN', shade: 'light', width: 360 }],
  ] as const)(
    'reads each page %s',
    async (name, options) => {
      const page = await desk(options);
      for (const [part, path, ready] of PAGES) {
        await page.goto(path);
        await page.locator(ready).first().waitFor();
        await picture(page, `admin-${part}-${name === 'on a narrow screen' ? 360 : 'en'}`);
        const words = await page.locator('h1, h2, th, dt, button, .muted').allInnerTexts();
        // Reasons and sources are told as they were written; names are names.
        const ours = words.filter((text) => !/默认值|中文|通知|柯思远/.test(text));
        if (options.language === 'en') expect(ours.filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
        // What a year looks like is examined above, in light; the colours of its days are those of other pages.
        if (options.shade === 'dark' && part !== 'calendars')
          expect({ part, breaches: await breaches(page) }).toEqual({ part, breaches: [] });
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect({ part, wide }).toEqual({ part, wide: Math.min(wide, options.width) });
      }
    },
    90_000,
  );
});
