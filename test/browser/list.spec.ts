/**
 * The list as people meet it, with ten thousand open complaints in it: found and narrowed by the server, kept as a view,
 * handled together, taken away as a file, brought up to date where it stands, and never holding anybody up.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { ownFolder, startLinli, type Program } from '../e2e/program.fixture.js';
import { until } from '../support/until.js';
import { breaches, choose, openBrowser, picture } from './browser.fixture.js';
import { longestTask } from './long-tasks.fixture.js';
import { multiply } from './many-complaints.fixture.js';
import { desksOf, filedAt, mediator } from './console.fixture.js';

/** Two cores may serve several browsers at once. */
jest.setTimeout(120_000);

const MANY = 10_000;
const CATEGORIES = ['parking', 'noise-neighbour', 'cleaning', 'charges'] as const;
/** A task of the page that takes the processor longer holds somebody up. */
const HELD_UP_MS = 200;
const officer = 'subdistrict-nanguan';

let folder: ReturnType<typeof ownFolder>;
let program: Program;
let url: string;
let browser: Browser;

beforeAll(async () => {
  folder = ownFolder();
  const data = `${folder.path}/data`;
  const first = startLinli({ args: ['--port', '0', '--data', data] });
  url = await first.ready();
  const [one] = await filed('原件');
  first.kill('SIGTERM');
  await first.ended;
  await multiply(data, one ?? '', MANY, (n) => ({
    story: `第${n}号反映：楼道堆放杂物，请尽快处理。`,
    category: CATEGORIES[n % CATEGORIES.length] ?? 'other',
  }));
  program = startLinli({ args: ['--port', '0', '--data', data] });
  [url, browser] = await Promise.all([program.ready(), openBrowser()]);
  await allSeen();
});
afterAll(async () => {
  await browser.close();
  program.kill('SIGTERM');
  await program.ended;
  folder.remove();
});

const desk = desksOf(
  {
    get browser() {
      return browser;
    },
    get url() {
      return url;
    },
  },
  { person: officer },
);

/** Complaints filed at the window just now, and their ids. */
async function filed(...stories: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const story of stories) ids.push(await filedAt(url, story));
  return ids;
}

/** How many fit, as the server counts them. */
async function total(query: string): Promise<number> {
  const { body } = await (await Client.signedIn(url, officer)).get(`/api/complaints?limit=1&${query}`);
  return Number(body['total']);
}

/** As the page writes it. */
const howMany = (n: number): string => n.toLocaleString('en-US');

const allSeen = () => until(async () => (await total('category=cleaning')) >= MANY / CATEGORIES.length, 60_000);

const rows = (page: Page) => page.locator('.rows-body .row:not(.row-awaited)');
const count = (page: Page, text: string | RegExp) => page.locator('.list-count').filter({ hasText: text }).waitFor();

async function shown(page: Page, query: string): Promise<void> {
  await page.goto(`/complaints${query}`);
  await rows(page).first().waitFor();
}

describe('finding', () => {
  it('asks the server for words in what is sealed, in names and in states, over everything there is', async () => {
    const page = await desk();
    await shown(page, '');
    await page.keyboard.press('/');
    await page.keyboard.type('第7777号');
    await count(page, '找到 1 件');
    await rows(page).filter({ hasText: '第7777号反映' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('第7777号');
    await page.getByRole('button', { name: /^未结 1$/ }).waitFor();
    expect(await page.locator('.list-find input').inputValue()).toBe('第7777号');
    const words = `q=${encodeURIComponent('槐荫 温如意 已登记')}`;
    await shown(page, `?state=all&${words}`);
    await count(page, `找到 ${howMany(await total(words))} 件`);
    await page.goto('/complaints?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%A0%B7%E7%9A%84%E4%BA%8B');
    await page.getByText('没有符合条件的记录').waitFor();
    await page.getByRole('button', { name: '清除条件' }).click();
    await rows(page).first().waitFor();
  });
});

describe('conditions', () => {
  it('are chosen, stand in the address, are followed by the tabs, and are kept as a view of one’s own', async () => {
    const page = await desk();
    await shown(page, '');
    await page.getByRole('button', { name: '筛选' }).click();
    await page.locator('.conditions').waitFor();
    expect(await breaches(page)).toEqual([]);
    await choose(page, '类别', '保洁');
    const cleaning = await total('category=cleaning');
    await page.getByRole('button', { name: new RegExp(`^全部 ${howMany(cleaning)}$`) }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.list-page h1').click();
    await page.getByRole('button', { name: '逾期', exact: true }).click();
    await page.waitForURL(/late=1/);
    expect(new URL(page.url()).searchParams.get('category')).toBe('cleaning');
    await page.getByRole('button', { name: '逾期', exact: true }).click();
    await count(page, '共');
    await picture(page, 'list-conditions');
    await page.getByRole('button', { name: '视图' }).click();
    await page.getByLabel('视图名称').fill('保洁待办');
    await page.getByRole('button', { name: '保存当前视图' }).click();
    await page.getByRole('button', { name: '删除视图：保洁待办' }).waitFor();
    await page.keyboard.press('Escape');
    await page.goto('/complaints');
    await page.getByRole('button', { name: '视图' }).click();
    await page.getByRole('button', { name: '保洁待办', exact: true }).click();
    await page.waitForURL(/category=cleaning/);
    await page.getByRole('button', { name: '去掉条件：类别' }).click();
    await page.waitForURL((at) => !at.searchParams.has('category'));
  });

  it('of one’s own cases are one click, and a link to them is everybody’s own', async () => {
    const page = await desk({ person: mediator });
    await shown(page, '?state=all');
    await page.getByRole('button', { name: '我的', exact: true }).click();
    await page.waitForURL(/mediator=me/);
    const mine = await Client.signedIn(url, mediator);
    const { body } = await mine.get('/api/complaints?limit=1&mediator=me');
    await count(page, `共 ${howMany(Number(body['total']))} 件`);
    expect(await total('mediator=me')).toBe(0);
  });
});

describe('what a button opens', () => {
  it('is entered by keys and gives the focus back, and lies within the window of a telephone', async () => {
    const page = await desk();
    await shown(page, '');
    for (const name of ['视图', '导出', '筛选', '列']) {
      const button = page.getByRole('button', { name, exact: true });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.locator('[role=dialog] :focus').waitFor();
      expect(await button.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      await page.locator('[role=dialog]').waitFor({ state: 'detached' });
      await page.locator('button:focus').filter({ hasText: name }).waitFor();
    }
    await page.setViewportSize({ width: 320, height: 700 });
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    const { x = -1, width = 320 } = (await page.getByRole('dialog', { name: '筛选' }).boundingBox()) ?? {};
    expect([x >= 0, x + width <= 320]).toEqual([true, true]);
    expect(await breaches(page)).toEqual([]);
  });

  it('the keys of the list take the focus into it, and those of a letter can be turned off', async () => {
    const page = await desk();
    await shown(page, '');
    await page.keyboard.press('j');
    await page.locator('[role=grid][aria-activedescendant]:focus').waitFor();
    await page.keyboard.press('?');
    await page.getByLabel(/单字母和符号键/).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /编号、小区/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/complaints');
    expect(await page.locator('dialog[open]').count()).toBe(1);
  });
});

describe('many at once', () => {
  it('are checked first, done with a result for each, and done once even when an answer is lost', async () => {
    const [first = '', second = '', gone = ''] = await filed('批量样本甲', '批量样本乙', '批量样本丙');
    const client = await Client.signedIn(url, mediator);
    expect((await client.post(`/api/complaints/${gone}/withdraw`, { reason: '本人撤回' })).status).toBe(200);
    const page = await desk();
    await shown(page, `?state=all&sort=newest&q=${encodeURIComponent('批量样本')}`);
    await count(page, '找到 3 件');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await page.getByText('已选 3 件').waitFor();
    expect(await page.locator('.row[aria-selected=true]').count()).toBe(3);
    const dialog = page.getByRole('dialog');
    // All of them are with one mediator, and so begins the form that asks for whom they are taken from.
    await page.getByRole('button', { name: '案件交接' }).click();
    await dialog
      .locator('.field')
      .filter({ hasText: /移交人.*秦玉兰/s })
      .waitFor();
    await dialog.getByRole('button', { name: '取消' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '指派调解员' }).click();
    await choose(page, /调解员/, '罗建民');
    const { promise: never, resolve: release } = Promise.withResolvers<void>();
    const check = /bulk\/assign-mediator\?dryRun=1/;
    await page.route(check, () => never);
    await dialog.getByRole('button', { name: '检查' }).click();
    await dialog.getByRole('button', { name: '停止' }).click();
    await dialog.getByRole('button', { name: '检查' }).waitFor();
    release();
    await page.unroute(check);
    await dialog.getByRole('button', { name: '检查' }).click();
    await dialog.getByText('2 件将会办理').waitFor();
    await dialog.getByText('1 件不能办理').waitFor();
    await dialog.getByText(/现在是“已撤回”/).waitFor();
    await picture(page, 'list-bulk');
    expect(await breaches(page)).toEqual([]);
    let lost = 0;
    const keys = new Set<string>();
    await page.route('**/bulk/assign-mediator', async (route) => {
      keys.add(route.request().headers()['idempotency-key'] ?? '');
      lost += 1;
      if (lost > 2) return route.fallback();
      const problem = {
        title: '',
        status: 429,
        detail: '请稍后再试',
        code: 'http/429',
        params: {},
        correlationId: 'x',
      };
      if (lost === 2) return route.fulfill({ status: 429, json: problem });
      await route.fetch();
      return route.abort();
    });
    await dialog.getByRole('button', { name: '办理 2 件' }).click();
    await dialog.getByText(/2 件未收到答复/).waitFor();
    // Turned away for now, it still is what was sent first.
    await dialog.getByRole('button', { name: '重试 2 件' }).click();
    await until(() => lost === 2, 30_000);
    await dialog.getByText(/2 件未收到答复/).waitFor();
    await dialog.getByRole('button', { name: '重试 2 件' }).click();
    await dialog.getByText('已办 2 件').waitFor();
    await dialog.getByText('1 件未办成').waitFor();
    expect(keys.size).toBe(1);
    expect(await dialog.getByRole('button', { name: /^重试/ }).count()).toBe(0);
    for (const id of [first, second]) {
      const { body } = await client.get(`/api/complaints/${id}/history`);
      const types = (body['items'] as { type: string }[]).map(({ type }) => type);
      expect(types).toEqual(['ComplaintFiled', 'MediatorAssigned']);
    }
    await dialog.getByRole('button', { name: '关闭' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('已选 3 件').waitFor({ state: 'detached' });
  });
});

describe('what is chosen', () => {
  it('is what was shown and counted, for steps and files alike; it stays, and so does what is typed for it', async () => {
    await filed('先来样本甲', '先来样本乙', '先来样本丙');
    const page = await desk();
    await shown(page, `?state=filed&q=${encodeURIComponent('先来样本')}`);
    await count(page, '找到 3 件');
    await page.getByRole('checkbox', { name: '选择全部 3 件' }).click();
    await page.getByText('已选 3 件').waitFor();
    await filed('先来样本丁');
    await page.getByRole('button', { name: /^1 件新/ }).waitFor();
    const lines = (file: Buffer): number => file.toString('utf8').trimEnd().split('\r\n').length;
    expect(lines(await exported(page, 'CSV 文件', '全部 3 件'))).toBe(4);
    await rows(page).filter({ hasText: '先来样本丙' }).getByRole('checkbox').click();
    await page.getByText('已选 2 件').waitFor();
    expect(lines(await exported(page, 'CSV 文件', '所选 2 件'))).toBe(3);
    await rows(page).filter({ hasText: '先来样本丙' }).getByRole('checkbox').click();

    await page
      .getByRole('button', { name: '按时间' })
      .or(page.getByText('按时间', { exact: true }))
      .first()
      .click();
    await page.waitForURL(/sort=newest/);
    await page.getByText('已选 3 件').waitFor();
    await page.goBack();
    await rows(page).filter({ hasText: '先来样本乙' }).locator('.cell-excerpt').click();
    await page.locator('.timeline').waitFor();
    await page.goBack();
    await page.getByText('已选 3 件').waitFor();
    await page.locator('[role=grid][aria-activedescendant]:focus').waitFor();

    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: '指派调解员' }).click();
    await choose(page, /调解员/, '罗建民');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('button:focus').filter({ hasText: '指派调解员' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText(/已恢复.*草稿/).waitFor();
    await dialog.locator('.field').filter({ hasText: '罗建民' }).waitFor();
    await dialog.getByRole('button', { name: '检查' }).click();
    await dialog.locator('.bulk-will:focus').filter({ hasText: '3 件将会办理' }).waitFor();
    await dialog.getByRole('button', { name: '办理 3 件' }).click();
    await dialog.locator('.bulk-will:focus').filter({ hasText: '已办 3 件' }).waitFor();
    await dialog.getByRole('button', { name: '关闭' }).click();
    await page.locator('.bulk-bar').waitFor({ state: 'detached' });
    expect(await total(`mediator=officer-nanguan-2&q=${encodeURIComponent('先来样本')}`)).toBe(3);
  });
});

describe('a mistyped link', () => {
  it('shows the list, and says in people’s words what it left out and which days shut each other out', async () => {
    const page = await desk();
    await shown(page, '?openedFrom=2026-02-31&late=maybe&community=../../x&colour=red');
    await page.getByText('链接中有看不懂的条件，已略去：登记不早于、逾期、小区、“colour”').waitFor();
    await page.goto('/complaints?openedFrom=2026-02-02&openedUntil=2026-01-01');
    await page.getByText('“登记不早于”的日期在“登记不晚于”之后，所以一条也没有').waitFor();
  });
});

describe('a list of what is never due', () => {
  it('speaks of no deadlines, and counts entries', async () => {
    const page = await desk();
    await page.goto('/communities');
    await rows(page).first().waitFor();
    await count(page, /共 [\d,]+ 条/);
    expect(await page.getByRole('columnheader', { name: '期限' }).count()).toBe(0);
    expect(await page.getByText(/未结|按期限|逾期/).count()).toBe(0);
  });
});

describe('with many columns', () => {
  it('rows reach to their end, what they are called stays in view, and a click at the right opens one', async () => {
    const page = await desk();
    await shown(page, '');
    await page.getByRole('button', { name: '列', exact: true }).click();
    const boxes = page.locator('.columns-choice input:not(:checked)');
    while ((await boxes.count()) > 0) await boxes.first().click();
    await page.keyboard.press('Escape');
    await page.evaluate("document.querySelector('.rows').scrollLeft = 100_000");
    const called = await rows(page).first().locator('.cell-called').boundingBox();
    const grid = await page.getByRole('grid').boundingBox();
    expect((called?.x ?? 0) >= (grid?.x ?? 1)).toBe(true);
    expect(
      await page.evaluate<boolean>(
        "document.querySelector('.rows-body .row').offsetWidth >= document.querySelector('.rows').scrollWidth",
      ),
    ).toBe(true);
    expect(await page.evaluate<boolean>("document.querySelector('.rows').scrollWidth > 1500")).toBe(true);
    await picture(page, 'list-many-columns');
    await rows(page).first().locator('.cell-opened').click();
    await page.locator('.timeline').waitFor();
  });
});

describe('taken away as a file', () => {
  it('is what is shown, every page of it: as a workbook with dates, and as text without formulas', async () => {
    await filed('=HYPERLINK("http://x")');
    const page = await desk();
    const query = 'sort=newest&category=parking';
    await shown(page, `?state=all&${query}`);
    const expected = await total(query);
    await count(page, `共 ${howMany(expected)} 件`);

    const shownOnly = (await exported(page, 'CSV 文件')).toString('utf8');
    const onScreen = await page.locator('.row-head [role=columnheader]:not(.cell-choose)').allInnerTexts();
    expect(shownOnly.slice(1).split('\r\n')[0]).toBe(onScreen.join(','));
    const csv = (await exported(page, 'CSV 文件', '附代码、期限名称和是否逾期')).toString('utf8');
    expect(csv.startsWith('\uFEFF编号,状态,状态（代码）,期限,期限名称,逾期,类别,类别（代码）,小区,')).toBe(true);
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(expected + 1);
    expect(lines[1]).toMatch(/,已登记,filed,\d{4}-\d\d-\d\d \d\d:\d\d,受理期限,否,停车,parking,槐荫小区,/);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);

    const parts = unzipSync(await exported(page, 'Excel 文件'));
    const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? []).toString('utf8');
    expect(sheet.match(/<row /g)).toHaveLength(expected + 1);
    expect(sheet).toContain('=HYPERLINK("http://x")</t>');
    expect(sheet).not.toContain('<f>');
    // Opened today, as a number of days that a sheet reads as a date.
    const opened = Number(/<c r="L2" s="3"><v>([\d.]+)<\/v>/.exec(sheet)?.[1]);
    expect(Math.abs(opened - ((Date.now() + 8 * 3_600_000) / 86_400_000 + 25_569))).toBeLessThan(1);
    expect(Object.keys(parts).sort()).toContain('xl/styles.xml');
  });
});

async function exported(page: Page, kind: string, which?: string): Promise<Buffer> {
  await page.getByRole('button', { name: '导出' }).click();
  if (which !== undefined) await page.getByText(which, { exact: true }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: kind }).click();
  return readFileSync(await (await saved).path());
}

describe('on paper', () => {
  it('is a table of what is loaded, with what narrows it, when and by whom, and no cell cut off', async () => {
    await filed('W'.repeat(3_000));
    const page = await desk();
    await shown(page, '?state=all&category=parking&sort=newest');
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1020, height: 700 });
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    const paper = page.locator('.list-paper');
    await paper.waitFor();
    expect(await page.locator('.shell').isVisible()).toBe(false);
    const heading = await paper.locator('p, h1, .chip').allInnerTexts();
    expect(heading.join(' ')).toMatch(/投诉.*全部.*所列为其中 [\d,]+ 件，共 [\d,]+ 件.*类别.*停车.*段文博 于 .* 打印/s);
    expect(await paper.locator('tbody tr').count()).toBeGreaterThan(20);
    // Names stand for what is referred to, down to the last row.
    await paper.locator('tbody tr').last().getByText('槐荫小区').waitFor();
    const clipped = await page.evaluate<number>(
      `[...document.querySelectorAll('.list-paper :is(th, td)')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length`,
    );
    expect(clipped).toBe(0);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(1020);
    // One long word takes nobody's room.
    const least = await page.evaluate<number>(
      `Math.min(...[...document.querySelectorAll('.list-paper thead th')].map((cell) => cell.offsetWidth))`,
    );
    expect(least).toBeGreaterThan(60);
    await picture(page, 'list-paper');
    await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
    await paper.waitFor({ state: 'detached' });
  });
});

describe('ten thousand', () => {
  it('scroll to their end, are narrowed and change in a burst without a task that holds anybody up', async () => {
    const page = await desk();
    const all = await total('state=filed');
    const client = await Client.signedIn(url, officer);
    const some = await client.get('/api/complaints?sort=newest&limit=200&category=charges');
    const ids = (some.body['items'] as { id: string }[]).map(({ id }) => id);
    const held = await longestTask(browser, page, async () => {
      await shown(page, '?state=filed');
      await page.keyboard.press('End');
      await page.locator(`.row[aria-rowindex="${all + 1}"].row-selected`).waitFor();
      await page.evaluate(
        "document.querySelector('.rows').scrollTop = document.querySelector('.rows').scrollHeight / 2",
      );
      await page.locator(`.row[aria-rowindex="${Math.floor(all / 2)}"]`).waitFor();
      await page.keyboard.press('Home');
      await page.locator('.row[aria-rowindex="2"].row-selected').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('第99');
      await count(page, /找到 [\d,]+ 件/);
      await page.evaluate("localStorage.setItem('linli.kept.columns.complaints', JSON.stringify(['mediator']))");
      await shown(page, '?state=filed&sort=newest&category=charges');
      const form = { mediator: 'officer-nanguan-2' };
      expect((await client.post('/api/complaints/bulk/assign-mediator', { ids, form })).status).toBe(200);
      // Two hundred changes, and none of the rows seen is left behind.
      await rows(page).filter({ hasText: '罗建民' }).nth(9).waitFor();
    });
    expect(held.tasks).toBeGreaterThan(100);
    expect(held.longestMs).toBeLessThan(HELD_UP_MS);
  });
});

describe('live', () => {
  it('brings rows up to date where they stand, offers new ones, and keeps what is chosen and where one is', async () => {
    const [id = ''] = await filed('公共区域堆物');
    const page = await desk({ person: mediator });
    await shown(page, '?sort=newest&mediator=me');
    const link = page.locator(`a[href="/complaints/${id}"]`);
    await link.waitFor();
    const row = page.locator('.row').filter({ has: link });
    await row.getByRole('checkbox').click();
    const excerpts = () => page.locator('.cell-excerpt').allInnerTexts();
    const before = await excerpts();
    const client = await Client.signedIn(url, mediator);
    const form = { track: 'handle', difficulty: 'simple', mediator };
    expect((await client.post(`/api/complaints/${id}/accept`, form)).status).toBe(200);
    await row.locator('.state').filter({ hasText: '已受理' }).waitFor();
    const [newer = ''] = await filed('又来一件');
    await page.getByRole('button', { name: /件新/ }).waitFor();
    expect(await excerpts()).toEqual(before);
    expect(await row.getAttribute('aria-selected')).toBe('true');
    expect(await row.getAttribute('class')).toContain('row-selected');
    await page.getByRole('button', { name: /件新/ }).click();
    await page.locator(`a[href="/complaints/${newer}"]`).waitFor();
    expect(await row.getAttribute('aria-selected')).toBe('true');
  });

  it('marks a row that no longer fits, and leaves it where it is', async () => {
    const [id = ''] = await filed('即将撤回');
    const page = await desk({ person: mediator });
    await shown(page, '?state=filed&sort=newest');
    const row = page.locator('.row').filter({ has: page.locator(`a[href="/complaints/${id}"]`) });
    await row.waitFor();
    const client = await Client.signedIn(url, mediator);
    expect((await client.post(`/api/complaints/${id}/withdraw`, { reason: '已自行解决' })).status).toBe(200);
    await page.locator('.row-left').filter({ hasText: '即将撤回' }).waitFor();
  });

  it('shows whoever comes back to it from a case what others did meanwhile', async () => {
    const [id = ''] = await filed('离开再回来');
    const page = await desk({ person: mediator });
    await shown(page, '?state=filed&sort=newest');
    const link = page.locator(`a[href="/complaints/${id}"]`);
    await link.click();
    await page.locator('.timeline').waitFor();
    const [newer = ''] = await filed('离开时登记');
    const client = await Client.signedIn(url, mediator);
    expect((await client.post(`/api/complaints/${id}/withdraw`, { reason: '已自行解决' })).status).toBe(200);
    await page.locator('.state').filter({ hasText: '已撤回' }).first().waitFor();
    await page.goBack();
    await page.locator(`a[href="/complaints/${newer}"]`).waitFor();
    await link.waitFor({ state: 'detached' });
  });

  it('counts the last change of a burst as well', async () => {
    const page = await desk({ person: mediator });
    const q = encodeURIComponent('接连登记');
    await page.goto(`/complaints?q=${q}`);
    await page.getByText('没有符合条件的记录').waitFor();
    const ids: string[] = [];
    for (let n = 1; n <= 4; n++) ids.push(...(await filed(`接连登记第${n}件`)));
    await page.getByRole('button', { name: /^未结 4$/ }).waitFor();
    const client = await Client.signedIn(url, mediator);
    for (const id of ids)
      expect((await client.post(`/api/complaints/${id}/withdraw`, { reason: '已自行解决' })).status).toBe(200);
    await page.getByRole('button', { name: /^已撤回 4$/ }).waitFor();
  });
});

describe('everybody', () => {
  it('walks it by keys alone, and is told which', async () => {
    const page = await desk();
    await shown(page, '?sort=newest');
    const grid = page.getByRole('grid');
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(MANY);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const active = await grid.getAttribute('aria-activedescendant');
    expect(await page.locator('.row-selected').getAttribute('id')).toBe(active);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('选择这一行').waitFor();
    expect(await breaches(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await page.locator('.timeline').waitFor();
    await page.goBack();
    await page.locator('.row-selected').waitFor();
    await page.keyboard.press('g');
    await page.getByRole('heading', { name: '待我办理' }).waitFor();
  });

  it('reads it in English, and on a telephone, with nothing cut off', async () => {
    const page = await desk({ language: 'en', width: 360 });
    await shown(page, '?category=parking&openedFrom=2026-01-01');
    // Where and of what kind stands before what it is about, once the place is known by its name.
    const about = rows(page)
      .filter({ hasText: /第\d+号反映/ })
      .locator('.cell-excerpt');
    await about
      .filter({ hasText: /槐荫/ })
      .filter({ hasText: /parking/i })
      .first()
      .waitFor();
    await picture(page, 'list-en-360');
    expect(await breaches(page)).toEqual([]);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(360);
    const labels = await page.locator('.list-page button, .tab, .chip-name, [role=columnheader]').allInnerTexts();
    expect(labels.length).toBeGreaterThan(10);
    expect(labels.filter((label) => /\p{Script=Han}/u.test(label))).toEqual([]);
    await page.goto('/communities?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA');
    await page.getByText('Nothing fits this filter').waitFor();
  });
});
