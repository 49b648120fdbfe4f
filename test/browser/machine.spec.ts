/** The machine under the page is not as one would wish: another person at it, a wrong clock, nothing kept, half a release, a line that speaks for the server. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { until } from '../support/until.js';
import { breaches, picture } from './browser.fixture.js';
import { desksOf, filedAt, historyAt, mediator, programOfSpec } from './console.fixture.js';

const WAIT_MS = 60_000;
const HOUR_MS = 3_600_000;

const at = programOfSpec();
const desk = desksOf(at, { waitMs: WAIT_MS });
const filed = (story: string) => filedAt(at.url, story);
const historyOf = (id: string) => historyAt(at.url, id);

const line = (page: Page) => page.getByPlaceholder(/写一条备注|Write a comment/);
const sendLine = (page: Page) => page.getByRole('button', { name: /添加备注|Add the comment/ }).click();
const banner = (page: Page, words: string | RegExp) => page.locator('.truth').filter({ hasText: words });
const drafts = (page: Page) =>
  page.evaluate<string[]>(`Object.keys(localStorage).filter((name) => name.startsWith('linli.draft.'))`);

/** Days as Beijing counts them. */
const day = (ms: number): string => new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 10);

describe('a page that somebody opened', () => {
  it('records nothing in the name of whoever signed in meanwhile: it says who that is, and keeps what was written', async () => {
    const id = await filed('楼顶漏雨');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    await line(page).fill('明天上门查看');
    await page.context().request.post('/api/session', { data: { person: 'officer-nanguan-2' } });
    await sendLine(page);
    const dialog = page.getByRole('dialog', { name: '此浏览器已换人登录' });
    await dialog.getByText('现在登录的是罗建民，而这一页是秦玉兰的。').waitFor();
    await picture(page, 'other-person');
    expect(await breaches(page)).toEqual([]);
    expect(await historyOf(id)).toEqual(['ComplaintFiled']);
    expect(await line(page).inputValue()).toBe('明天上门查看');
    expect(await drafts(page)).toEqual([expect.stringContaining(mediator)]);
    await page.keyboard.press('Escape');
    await banner(page, '此浏览器已换人登录').getByRole('button', { name: '登录' }).click();
    await dialog.getByRole('button', { name: '以秦玉兰的身份重新登录' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await sendLine(page);
    const said = page.locator('.comments li').filter({ hasText: '明天上门查看' });
    await said.waitFor();
    expect(await said.locator('strong').innerText()).toBe('秦玉兰');
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'Commented']);
  }, 120_000);

  it('says that what waits goes out once its person is signed in again, and then it does, once', async () => {
    const id = await filed('化粪池满溢');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    await page.locator('.timeline').waitFor();
    await page.route('**/comment', (route) => route.abort());
    await line(page).fill('已联系清运');
    await sendLine(page);
    await banner(page, '1 项待提交').waitFor();
    // As after a restart of a server that keeps its sessions in memory.
    await page.context().clearCookies();
    await page.unroute('**/comment');
    const dialog = page.getByRole('dialog', { name: '登录已失效' });
    await dialog.waitFor();
    await banner(page, '1 项待提交，重新登录后会自动提交').waitFor();
    await dialog.getByRole('button', { name: '以秦玉兰的身份重新登录' }).click();
    await page.locator('.comments li').filter({ hasText: '已联系清运' }).waitFor();
    await banner(page, '待提交').waitFor({ state: 'detached' });
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'Commented']);
  }, 120_000);
});

describe('a browser that keeps nothing', () => {
  it('shows every page and records what is sent, and says that drafts are not kept', async () => {
    const id = await filed('门禁损坏');
    const page = await desk();
    await page.context().addInitScript(`{
      const refuse = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: refuse });
      window.BroadcastChannel = class { constructor() { refuse(); } };
      navigator.locks.request = () => Promise.reject(new DOMException('Access is denied.', 'SecurityError'));
    }`);
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    await banner(page, '草稿不会保留').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await banner(page, 'drafts are not kept').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.goto(`/complaints/${id}`);
    await line(page).fill('已报修');
    await page.getByText('本机存不下草稿').waitFor();
    await sendLine(page);
    await page.locator('.comments li').filter({ hasText: '已报修' }).waitFor();
    // What others do is heard as well.
    await (await Client.signedIn(at.url, mediator)).post(`/api/complaints/${id}/comment`, { text: '已修好' });
    await page.locator('.comments li').filter({ hasText: '已修好' }).waitFor();
  }, 120_000);

  it('because it is full calls no draft kept', async () => {
    const id = await filed('电线老化');
    const page = await desk();
    await page.addInitScript(`{
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (name, text) {
        if (window.full) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        setItem.call(this, name, text);
      };
    }`);
    await page.goto(`/complaints/${id}?step=reject`);
    const form = page.locator('.step-form');
    await form.getByLabel(/说明/).fill('由电力公司处理');
    await form.getByText('草稿已保存在本机').waitFor();
    await page.evaluate('window.full = true');
    await form.getByLabel(/说明/).fill('由电力公司处理，已转告');
    await form.getByText('本机存不下草稿').waitFor();
    expect(await form.getByText('草稿已保存在本机').count()).toBe(0);
    await line(page).fill('再看一次');
    await page.locator('.comment-line').getByText('本机存不下草稿').waitFor();
  }, 120_000);
});

describe('a clock that is wrong', () => {
  it.each([
    [60 * HOUR_MS, '本机时钟快 2 天 12 小时'],
    [9 * HOUR_MS, '本机时钟快 9 小时'],
    [-30 * HOUR_MS, '本机时钟慢 1 天 6 小时'],
  ])(
    'by %d ms changes no deadline and no day, and is told',
    async (off, words) => {
      const id = await filed('路面坑洼');
      const client = await Client.signedIn(at.url, mediator);
      const step = { track: 'handle', difficulty: 'simple', mediator };
      expect((await client.post(`/api/complaints/${id}/accept`, step)).status).toBe(200);
      const right = await desk();
      const wrong = await desk();
      await wrong.addInitScript(`{
        const Real = Date;
        window.Date = class extends Real {
          constructor(...parts) { if (parts.length > 0) super(...parts); else super(Real.now() + ${off}); }
          static now() { return Real.now() + ${off}; }
        };
      }`);
      const groups = async (page: Page) => {
        await page.goto('/');
        await page.locator('.waiting-row').first().waitFor();
        return page.locator('.waiting h2').allInnerTexts();
      };
      expect(await groups(wrong)).toEqual(await groups(right));
      await banner(wrong, words).waitFor();
      expect(await banner(right, '本机时钟').count()).toBe(0);
      await picture(wrong, 'wrong-clock');
      expect(await breaches(wrong)).toEqual([]);
      await wrong.goto(`/complaints/${id}`);
      await wrong.locator('.case-steps .ant-btn-primary').click();
      const handledOn = wrong.getByLabel('办理日期');
      expect(await handledOn.inputValue()).toBe(day(Date.now()));
      expect(await handledOn.getAttribute('max')).toBe(day(Date.now()));
    },
    120_000,
  );
});

describe('half a release', () => {
  it('that took a style file away is helped by loading the page again, by itself and once', async () => {
    const page = await desk();
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    let asked = 0;
    await page.route(/\/assets\/list-page-[^/]*\.css$/, (route) =>
      asked++ === 0 ? route.fulfill({ status: 404, body: '' }) : route.continue(),
    );
    await page.locator('.nav-link').filter({ hasText: '投诉' }).click();
    await page.locator('.rows-body .row').first().waitFor();
    const isReloaded = `performance.getEntriesByType('navigation')[0]?.type === 'reload'`;
    expect([asked > 1, await page.evaluate<boolean>(isReloaded)]).toEqual([true, true]);
  }, 120_000);
});

describe('a line that answers for the server', () => {
  it('is a lost connection, on a page that only reads too, which comes by itself later', async () => {
    const page = await desk();
    await page.route('**/api/waiting?*', (route) =>
      route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>请先登录上网</h1>' }),
    );
    await page.goto('/');
    await page.getByRole('heading', { name: '没有连接到服务器' }).waitFor();
    await page.unroute('**/api/waiting?*');
    await page.locator('.waiting-row').first().waitFor();
  }, 120_000);
});

describe('the page that the API is read by', () => {
  it('is drawn whole by what its policy lets it have', async () => {
    const page = await desk();
    await page.goto('/api/docs');
    await page.locator('.swagger-ui .opblock').first().waitFor();
    await until(() => page.evaluate<boolean>('document.readyState === "complete"'), WAIT_MS);
  }, 120_000);
});
