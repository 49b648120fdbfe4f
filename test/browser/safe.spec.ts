/** Nothing that is typed is lost, nothing is done twice, and the page says how true it is: lost servers, lost sessions, many tabs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { ownFolder, startLinli, type Program } from '../e2e/program.fixture.js';
import { breaches, openBrowser, picture } from './browser.fixture.js';
import { desksOf, filedAt, historyAt, mediator } from './console.fixture.js';
import { until } from '../support/until.js';

/** Slow machines run several of these at once. */
const WAIT_MS = 60_000;

let folder: ReturnType<typeof ownFolder>;
let program: Program;
let url: string;
let browser: Browser;

const start = (port: string): Program => startLinli({ args: ['--port', port, '--data', `${folder.path}/data`] });

beforeAll(async () => {
  folder = ownFolder();
  program = start('0');
  [url, browser] = await Promise.all([program.ready(), openBrowser()]);
}, 120_000);
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
  // What a page says of a server that is away is part of these stories.
  { waitMs: WAIT_MS, isFault: () => false },
);
const filed = (story: string) => filedAt(url, story);
const historyOf = (id: string) => historyAt(url, id);

const submit = (page: Page) => page.locator('.step-form button[type=submit]').click();
const comment = async (page: Page, text: string): Promise<void> => {
  await page.getByPlaceholder(/写一条备注|Write a comment/).fill(text);
  await page.getByRole('button', { name: /添加备注|Add the comment/ }).click();
};
const keptIn = (page: Page) =>
  page.evaluate<string[]>(`Object.keys(localStorage).filter((name) => /^linli\\.(draft|outbox)/.test(name))`);

describe('a browser without a network', () => {
  it('sends what waits when it is back; what others changed meanwhile is shown, kept, and sent again on what it is now', async () => {
    const [id, other] = [await filed('楼道堆物'), await filed('路灯不亮')];
    const page = await desk();
    await page.goto(`/complaints/${other}`);
    await toAccept(page, id);
    await page.context().setOffline(true);
    await submit(page);
    await page.locator('.truth').filter({ hasText: '1 项待提交' }).waitFor();
    const officer = await Client.signedIn(url, 'subdistrict-nanguan');
    const given = await officer.post(`/api/complaints/${id}/assign-mediator`, { mediator: 'officer-nanguan-2' });
    expect(given.status).toBe(200);
    await page.context().setOffline(false);
    await page.locator('.truth').filter({ hasText: '1 项未能提交' }).waitFor();
    await page.locator('.truth button').click();
    const dialog = page.getByRole('dialog', { name: '待提交的内容' });
    await dialog.getByText('此件已被段文博改动').waitFor();
    await picture(page, 'outbox-conflict');
    expect(await breaches(page)).toEqual([]);
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await page.locator('.conflict').filter({ hasText: '段文博 指派调解员' }).waitFor();
    expect(await page.locator('.step-form').getByRole('radio', { name: '办理' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: '再次提交' }).click();
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'MediatorAssigned', 'ComplaintAccepted']);
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);
});

describe('a step', () => {
  it('is on the screen by its answer alone, before anything is read again, and once however often it is pressed', async () => {
    const id = await filed('电梯异响');
    const page = await desk();
    await toAccept(page, id);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route(new RegExp(`/api/complaints/${id}(/history)?$`), async (route) => {
      await held;
      await route.continue();
    });
    await page.locator('.step-form button[type=submit]').dblclick();
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
    expect(await page.locator('.case-steps .ant-btn-primary').innerText()).not.toBe('受理');
    release();
    await page.locator('.happened').filter({ hasText: '受理' }).first().waitFor();
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'ComplaintAccepted']);
  }, 120_000);

  it('that a busy server puts off is sent by itself at the moment it names', async () => {
    const id = await filed('水管漏水');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    let asked = 0;
    await page.route('**/comment', async (route) => {
      if (asked++ > 0) return route.continue();
      const problem = { title: '', status: 503, detail: '', code: 'store/unavailable', params: {}, correlationId: 'x' };
      return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: problem });
    });
    await comment(page, '已联系水务');
    await page.locator('.comments li').filter({ hasText: '已联系水务' }).waitFor();
    expect(asked).toBeGreaterThan(1);
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'Commented']);
  }, 120_000);

  it('that something in between answers is no answer: it waits like any other and goes out by itself, once', async () => {
    const id = await filed('路面塌陷');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    const line = page.getByPlaceholder(/写一条备注/);
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    let asked = 0;
    await page.route('**/comment', async (route) => {
      if (asked++ > 1) return route.continue();
      await held;
      return route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>请先登录上网</h1>' });
    });
    await comment(page, '已联系市政');
    await until(() => line.isDisabled(), WAIT_MS);
    release();
    await page.locator('.comments li').filter({ hasText: '已联系市政' }).waitFor();
    expect(asked).toBeGreaterThan(2);
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'Commented']);
    expect(await line.inputValue()).toBe('');
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);

  it('in a session that ended is finished after signing in again in place', async () => {
    const id = await filed('围墙倒塌');
    const page = await desk();
    await toAccept(page, id);
    await page.context().clearCookies();
    await submit(page);
    await page.getByRole('dialog', { name: '登录已失效' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.truth').filter({ hasText: '登录已失效' }).getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '以秦玉兰的身份重新登录' }).click();
    await page.getByRole('dialog', { name: '登录已失效' }).waitFor({ state: 'hidden' });
    expect(await page.locator('.step-form').getByRole('radio', { name: '办理' }).isChecked()).toBe(true);
    await submit(page);
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
  }, 120_000);
});

describe('an open form', () => {
  it('whose step somebody else makes impossible stays with its text, says who did what, and is copied or dropped', async () => {
    const id = await filed('井盖缺失');
    const page = await desk();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`/complaints/${id}`);
    const form = page.locator('.step-form');
    const reject = async (): Promise<void> => {
      await page
        .locator('.case-steps')
        .getByRole('button', { name: /^不予受理/ })
        .click();
      await form.waitFor();
    };
    await reject();
    await page.goBack();
    await form.waitFor({ state: 'detached' });
    await reject();
    await form.getByLabel(/说明/).fill('已由市政在建项目处理');
    const officer = await Client.signedIn(url, 'subdistrict-nanguan');
    const step = { track: 'handle', difficulty: 'simple', mediator };
    expect((await officer.post(`/api/complaints/${id}/accept`, step)).status).toBe(200);
    const said = page.getByRole('alert').filter({ hasText: '此件已被段文博改动 · 现在不能办理此步骤' });
    await said.filter({ hasText: '段文博 受理' }).waitFor();
    expect(await form.getByLabel(/说明/).inputValue()).toBe('已由市政在建项目处理');
    expect(await form.locator('button[type=submit]').count()).toBe(0);
    await picture(page, 'gone-form');
    expect(await breaches(page)).toEqual([]);
    await form.getByRole('button', { name: '复制填写的内容' }).click();
    await form.getByRole('button', { name: '已复制' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toContain('已由市政在建项目处理');
    await form.getByRole('button', { name: '丢弃并关闭' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);

  it('that came back from the outbox is dropped from there too; until then what waits says that it is no step any more', async () => {
    const id = await filed('护栏断裂');
    const page = await desk();
    await page.goto(`/complaints/${id}?step=reject`);
    const form = page.locator('.step-form');
    await form.locator('.choices label').first().click();
    await form.getByLabel(/说明/).fill('不属于受理范围，由公路部门处理');
    await page.context().setOffline(true);
    await submit(page);
    await form.getByRole('button', { name: '不核对，提交' }).click();
    await page.locator('.truth').filter({ hasText: '1 项待提交' }).waitFor();
    const officer = await Client.signedIn(url, 'subdistrict-nanguan');
    const step = { track: 'handle', difficulty: 'simple', mediator };
    expect((await officer.post(`/api/complaints/${id}/accept`, step)).status).toBe(200);
    await page.context().setOffline(false);
    await page.locator('.truth').filter({ hasText: '1 项未能提交' }).waitFor();
    await page.locator('.truth button').click();
    const waits = page.getByRole('dialog', { name: '待提交的内容' }).locator('.waiting-step');
    await waits.filter({ hasText: '此件已被段文博改动，现在不能办理此步骤' }).waitFor();
    await waits.filter({ hasText: '不属于受理范围，由公路部门处理' }).waitFor();
    await waits.getByRole('button', { name: '查看', exact: true }).click();
    await form.getByRole('button', { name: '丢弃并关闭' }).click();
    await form.waitFor({ state: 'detached' });
    await page.locator('.truth').filter({ hasText: '未能提交' }).waitFor({ state: 'detached' });
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);
});

describe('a draft', () => {
  it('that was emptied or dropped does not come back, and what is typed then is called no draft of before', async () => {
    const id = await filed('广告牌松动');
    const page = await desk();
    await page.goto(`/complaints/${id}?step=reject`);
    const said = page.locator('.step-form').getByLabel(/说明/);
    const restored = page.getByText(/已恢复.*草稿/);
    await said.fill('写错了');
    await page.reload();
    await restored.waitFor();
    await said.fill('');
    await until(async () => (await keptIn(page)).length === 0, WAIT_MS);
    await page.reload();
    await said.waitFor();
    expect(await said.inputValue()).toBe('');
    await said.fill('又写错了');
    await page.reload();
    await restored.waitFor();
    await page.getByRole('button', { name: '丢弃草稿' }).click();
    await said.fill('刚写的');
    await page.locator('.step-form').getByText('草稿').first().waitFor();
    expect(await restored.count()).toBe(0);
    await submit(page);
    const wrong = page.locator('.step-form .field').filter({ has: page.locator('.field-error') });
    await wrong.first().waitFor();
    expect(await wrong.locator('[aria-invalid=true]').count()).toBe(await wrong.count());
  }, 120_000);

  it.each([
    ['of a new case', () => Promise.resolve('/complaints/new'), '投诉内容'],
    ['of a step', async () => `/complaints/${await filed('树木倾斜')}?step=reject`, /说明/],
  ])(
    'in two tabs is two, %s: neither is written over, and what a closed tab left is offered',
    async (_, addressOf, label) => {
      const address = await addressOf();
      const first = await desk();
      const second = await first.context().newPage();
      for (const page of [first, second]) await page.goto(address);
      const text = (page: Page) => page.locator('.step-form').getByLabel(label);
      const elsewhere = (page: Page) => page.getByText('此表单也在另一个标签页中打开');
      await text(first).fill('窗口来人');
      await elsewhere(second).waitFor();
      await text(second).fill('电话来人');
      await elsewhere(first).waitFor();
      await picture(first, 'two-tabs');
      expect(await breaches(first)).toEqual([]);
      for (const [page, typed] of [
        [first, '窗口来人'],
        [second, '电话来人'],
      ] as const) {
        await page.reload();
        await page.getByText(/已恢复.*草稿/).waitFor();
        expect(await text(page).inputValue()).toBe(typed);
      }
      expect(await keptIn(first)).toHaveLength(2);
      await second.goto('/');
      const left = first.locator('.drafts-left li').filter({ hasText: '电话来人' });
      await left.waitFor();
      await picture(first, 'draft-left');
      expect(await breaches(first)).toEqual([]);
      await left.getByRole('button', { name: '恢复' }).click();
      expect(await text(first).inputValue()).toBe('电话来人');
      const before = first.locator('.drafts-left li').filter({ hasText: '窗口来人' });
      await before.getByRole('button', { name: '丢弃' }).click();
      await before.waitFor({ state: 'detached' });
      await first.reload();
      await first.getByText(/已恢复.*草稿/).waitFor();
      expect(await text(first).inputValue()).toBe('电话来人');
      expect(await keptIn(first)).toHaveLength(1);
    },
    120_000,
  );

  it('of a correction is told on its button after a reload, and remarks that wait are known by what they say', async () => {
    const id = await filed('井盖松动');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    const button = page.getByRole('button', { name: '更正：类别' });
    await button.click();
    await page.locator('.step-form').getByLabel('理由').fill('听错了');
    await page.reload();
    await button.filter({ hasText: '有草稿' }).waitFor();
    await page.context().setOffline(true);
    const waits = page.locator('.waiting-here .waiting-step');
    for (const said of ['已联系物业', '已联系城管']) {
      await comment(page, said);
      await waits.filter({ hasText: said }).waitFor();
    }
    expect(await waits.count()).toBe(2);
    await page.context().setOffline(false);
    await page.locator('.comments li').filter({ hasText: '已联系城管' }).waitFor();
  }, 120_000);

  it('of a handing over is back after a reload, with who takes what and why', async () => {
    const page = await desk({ person: 'subdistrict-nanguan' });
    await page.goto(`/hand-over?from=${mediator}`);
    const line = page.locator('.hand-over-case').first();
    await line.getByRole('checkbox').uncheck();
    await page.getByLabel('移交原因').fill('调离岗位');
    await page.reload();
    await page.getByText(/已恢复.*草稿/).waitFor();
    expect(await page.getByLabel('移交原因').inputValue()).toBe('调离岗位');
    expect(await line.getByRole('checkbox').isChecked()).toBe(false);
    await page.getByRole('button', { name: '丢弃草稿' }).click();
    expect(await page.getByLabel('移交原因').inputValue()).toBe('');
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);

  it('of a setting’s change is where the preview is, to which its step on the page of the setting leads', async () => {
    const page = await desk({ person: 'office-1' });
    await page.goto('/admin/settings/complaint.accept');
    await page.locator('.step-form textarea').last().fill('试一试');
    await until(async () => (await keptIn(page)).length === 1, WAIT_MS);
    await page.goto('/settings/complaint.accept?step=change');
    await page.waitForURL('**/admin/settings/complaint.accept');
    await page.locator('.step-form textarea').last().waitFor();
    expect(await page.locator('.step-form textarea').last().inputValue()).toBe('试一试');
    await page.goto('/settings');
    await page.waitForURL('**/admin/settings');
  }, 120_000);
});

describe('several tabs of a browser', () => {
  it.each([
    ['by a lock', ''],
    ['by a lease, where an address is plain and a browser offers no locks', 'delete Navigator.prototype.locks'],
  ])(
    'share one connection; another goes on with it when the one that held it is closed: %s',
    async (_, before) => {
      const id = await filed('广场噪音');
      const first = await desk();
      await first.context().addInitScript(before);
      await first.goto(`/complaints/${id}`);
      await first.locator('.timeline').waitFor();
      const second = await first.context().newPage();
      await second.goto(`/complaints/${id}`);
      await second.locator('.timeline').waitFor();
      const client = await Client.signedIn(url, mediator);
      const say = (text: string) => client.post(`/api/complaints/${id}/comment`, { text });
      const heard = (page: Page, text: string) => page.locator('.comments li').filter({ hasText: text }).waitFor();
      await until(async () => (await connections()) === 1, WAIT_MS);
      await say('第一条');
      await Promise.all([heard(first, '第一条'), heard(second, '第一条')]);
      expect(await connections()).toBe(1);
      await first.close();
      await say('第二条');
      await heard(second, '第二条');
      await until(async () => (await connections()) === 1, WAIT_MS);
    },
    120_000,
  );

  it('leave the lead to a tab that nobody looks at, whose timers run once a minute', async () => {
    const first = await desk();
    const holder = (page: Page) =>
      page.evaluate<string>(`(localStorage.getItem('linli.leads.outbox') ?? '').split(' ')[0]`);
    await first.clock.install();
    await first.context().addInitScript('delete Navigator.prototype.locks');
    await first.addInitScript(`
      Object.defineProperty(document, 'hidden', { get: () => true });
      const often = setInterval;
      window.setInterval = (what, ms) => often(what, Math.max(ms, 60_000));
    `);
    await first.goto('/');
    await until(async () => (await holder(first)) !== '', WAIT_MS);
    const leads = await holder(first);
    await first.clock.fastForward(61_000);
    const second = await first.context().newPage();
    await second.goto('/');
    await second.locator('nav').first().waitFor();
    await second.clock.fastForward(45_000);
    expect(await holder(second)).toBe(leads);
    await first.close();
    await second.clock.fastForward(60_000);
    await until(async () => (await holder(second)) !== leads, WAIT_MS);
  }, 120_000);

  it('take a long silence for a connection that is gone', async () => {
    const page = await desk();
    let opened = 0;
    page.on('request', (request) => (opened += Number(new URL(request.url()).pathname === '/api/live')));
    await page.clock.install();
    await page.goto('/');
    await until(async () => opened > 0 && (await connections()) === 1, WAIT_MS);
    const before = opened;
    await page.clock.fastForward(60_000);
    await until(async () => opened > before && (await connections()) === 1, WAIT_MS);
  }, 120_000);

  it('leave together: signing out says what is unsent, deletes it from this computer, and no tab stays behind', async () => {
    const id = await filed('Noise at night');
    const page = await desk({ language: 'en' });
    await page.goto(`/complaints/${id}`);
    const second = await page.context().newPage();
    await second.goto(`/complaints/${id}`);
    await second.getByPlaceholder(/Write a comment/).fill('Called them');
    await page.getByRole('button', { name: '秦玉兰' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    const dialog = page.getByRole('dialog', { name: 'Before you sign out' });
    await dialog.getByText('drafts not finished: 1').waitFor();
    expect(await dialog.innerText()).not.toMatch(/\p{Script=Han}/u);
    await picture(page, 'sign-out-en');
    expect(await breaches(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete them and sign out' }).click();
    for (const tab of [page, second]) await tab.waitForURL(/\/sign-in/);
    expect(await keptIn(page)).toEqual([]);
  }, 120_000);
});

describe('trouble', () => {
  it('of the server says what is saved and an id that its log knows, and is tried again', async () => {
    const id = await filed('绿化带被毁');
    const page = await desk();
    let broken = true;
    const problem = { title: '出错', status: 500, detail: '出现意外错误。', code: 'server/unexpected', params: {} };
    await page.route(`**/api/complaints/${id}`, (route) =>
      broken ? route.fulfill({ status: 500, json: { ...problem, correlationId: 'c0ffee' } }) : route.continue(),
    );
    await page.goto(`/complaints/${id}`);
    await page.getByRole('heading', { name: '出错了' }).waitFor();
    expect(await page.locator('.trouble-id code').innerText()).toBe('c0ffee');
    await page.getByText('未提交的草稿都在这台电脑上').waitFor();
    await picture(page, 'trouble');
    expect(await breaches(page)).toEqual([]);
    broken = false;
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.timeline').waitFor();
  }, 120_000);

  it('of the page itself, and a program file that is gone, are told in words, in both languages', async () => {
    const id = await filed('English');
    const page = await desk({ language: 'en' });
    await page.route(`**/api/complaints/${id}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as object), deadlines: 'nonsense' } });
    });
    await page.goto(`/complaints/${id}`);
    await page.getByText('This page could not be shown.').waitFor();
    expect(await page.locator('.trouble-id code').innerText()).toMatch(/^[0-9a-f]{8}$/);
    await page.unroute(`**/api/complaints/${id}`);
    await page.route(/\/assets\/case-[^/]*\.js$/, (route) => route.abort());
    await page.goto('/');
    await page.goto(`/complaints/${id}`);
    // It begins anew by itself, once.
    const isReloaded = `performance.getEntriesByType('navigation')[0]?.type === 'reload'`;
    await until(() => page.evaluate<boolean>(isReloaded).catch(() => false), WAIT_MS);
    await page.getByText('The program of this page could not be loaded').waitFor();
    expect(await page.locator('.empty').innerText()).not.toMatch(/\p{Script=Han}/u);
    await picture(page, 'trouble-en');
    expect(await breaches(page)).toEqual([]);
  }, 120_000);
});

describe('a server that is gone', () => {
  it('loses nothing: what was sent waits over a reload, goes out in order when somebody is signed in again, and is done once', async () => {
    const id = await filed('消防通道被占');
    const page = await desk();
    await page.goto(`/complaints/${id}?step=accept`);
    const form = page.locator('.step-form');
    await form.getByText('办理', { exact: true }).click();
    await form.getByText('简易').click();
    program.kill('SIGKILL');
    await program.ended;
    await submit(page);
    await form.getByText('已存入本机，等待提交').waitFor();
    await comment(page, '已电话联系物业');
    await page.locator('.truth').filter({ hasText: '2 项待提交' }).waitFor();
    await page
      .locator('.truth')
      .filter({ hasText: /与服务器的连接中断.*内容截至 \d\d:\d\d:\d\d/ })
      .waitFor();
    await page.locator('.waiting-here').filter({ hasText: '备注' }).waitFor();
    await picture(page, 'outbox-case');
    expect(await breaches(page)).toEqual([]);
    await page.getByRole('button', { name: '查看', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '待提交的内容' });
    expect(await dialog.locator('.waiting-step strong').allInnerTexts()).toEqual(['受理', '备注']);
    await picture(page, 'outbox');

    program = start(new URL(url).port);
    await program.ready();
    // What a node of its own knew of sessions is gone with it.
    await page.getByRole('heading', { name: '登录已失效' }).waitFor();
    await picture(page, 'session-ended');
    expect(await breaches(page)).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: '请选择身份' }).waitFor();
    expect(await keptIn(page)).toHaveLength(2);
    await page.getByRole('button', { name: /秦玉兰/ }).click();
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
    await page.locator('.comments li').filter({ hasText: '已电话联系物业' }).waitFor();
    await until(async () => (await keptIn(page)).length === 0, WAIT_MS);
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'ComplaintAccepted', 'Commented']);
  }, 120_000);
});

async function toAccept(page: Page, id: string): Promise<void> {
  await page.goto(`/complaints/${id}?step=accept`);
  const form = page.locator('.step-form');
  await form.getByText('办理', { exact: true }).click();
  await form.getByText('简易').click();
}

async function connections(): Promise<number> {
  const { body } = await new Client(url).get('/metrics');
  return Number(/^linli_live_connections (\d+)$/m.exec(String(body['text']))?.[1]);
}
