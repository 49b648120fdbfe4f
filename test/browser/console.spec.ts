/** The console as people meet it: the real program, a real browser, from filing to closed. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { breaches, choose, picture } from './browser.fixture.js';
import { desksOf, filedAt, historyAt, programOfSpec } from './console.fixture.js';

const at = programOfSpec();
const desk = desksOf(at);
const filed = (story: string) => filedAt(at.url, story);
const historyOf = (id: string) => historyAt(at.url, id);

describe('the way in', () => {
  it('asks who one is, leads back to where one wanted to go, and shows what waits: late ones first', async () => {
    const page = await desk({ person: '' });
    await page.goto('/complaints?sort=newest');
    await page.getByRole('heading', { name: '请选择身份' }).waitFor();
    await picture(page, 'sign-in');
    expect(await breaches(page)).toEqual([]);
    await page.getByRole('button', { name: /秦玉兰/ }).click();
    await page.getByRole('heading', { name: /^投诉/ }).waitFor();
    expect(page.url()).toBe(`${at.url}/complaints?sort=newest`);
    await page.getByRole('link', { name: /待我办理/ }).click();
    await page.getByRole('heading', { name: /已逾期/ }).waitFor();
    const first = page.locator('.waiting-row').first();
    expect(await first.locator('.waiting-due').innerText()).toMatch(/^逾期 \d+ 天/);
    expect(await first.locator('.waiting-next').innerText()).toBe('受理 →');
    await picture(page, 'home');
    expect(await breaches(page)).toEqual([]);
  });

  it('calls a neighbourhood by its name: where one chooses who to be, in the account, and on a case', async () => {
    const page = await desk({ person: '' });
    await page.goto('/sign-in');
    await page.getByRole('heading', { name: '南熏社区居委会' }).waitFor();
    await page.getByRole('button', { name: /佟秀珍/ }).click();
    // In the bar, not the button that was just pressed and has the same name on it.
    await page.locator('.account').click();
    await page.getByText('社区工作人员 · 南关街道南熏社区').waitFor();
    const client = await Client.signedIn(at.url, 'neighbourhood-nanguan');
    const [one] = (await client.get('/api/complaints')).body['items'] as { id: string }[];
    await page.goto(`/complaints/${String(one?.id)}`);
    await page.locator('.fact', { hasText: '社区管辖' }).getByText('南关街道南熏社区').waitFor();
  });

  it('weighs less than 300 kB until the first view stands', async () => {
    const page = await desk();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const scripts = new Set<string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (/\.(js|css)$/.test(response.url)) scripts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto('/');
    await page.locator('.waiting-row').first().waitFor();
    expect(scripts.size).toBeGreaterThan(2);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300_000);
  });
});

describe('a case', () => {
  it('changed meanwhile says by whom and what, keeps what was typed, and is sent again on what it is now', async () => {
    const id = await filed('地下车库漏水');
    const page = await desk();
    await page.goto(`/complaints/${id}?step=accept`);
    const form = page.locator('.step-form');
    await form.getByText('办理', { exact: true }).click();
    await form.getByText('一般').click();
    const officer = await Client.signedIn(at.url, 'subdistrict-nanguan');
    const given = await officer.post(`/api/complaints/${id}/assign-mediator`, { mediator: 'officer-nanguan-2' });
    expect(given.status).toBe(200);
    const change = { field: 'story', value: '地下车库两处漏水', reason: '听漏了' };
    expect((await officer.post(`/api/complaints/${id}/correct`, change)).status).toBe(200);
    await form.locator('button[type=submit]').click();
    await page.getByText('此件已被段文博改动').waitFor();
    expect(await page.locator('.conflict').innerText()).toMatch(/段文博 指派调解员/);
    expect(await page.locator('.conflict').innerText()).toMatch(/投诉内容：地下车库两处漏水\s+理由：听漏了/);
    expect(await form.getByRole('radio', { name: '办理' }).isChecked()).toBe(true);
    await picture(page, 'conflict');
    expect(await breaches(page)).toEqual([]);
    await page.getByRole('button', { name: '再次提交' }).click();
    await page.getByRole('heading', { name: /管南调字第\d+号/ }).waitFor();
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'MediatorAssigned', 'Corrected', 'ComplaintAccepted']);
  });

  it('is recorded once when the answer is lost on its way, however often it is sent', async () => {
    const id = await filed('楼道灯不亮');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    let lost = 0;
    await page.route('**/comment', async (route) => {
      if (lost++ > 0) return route.fallback();
      await route.fetch();
      return route.abort();
    });
    await page.getByPlaceholder(/写一条备注/).fill('已电话联系物业');
    await page.getByRole('button', { name: '添加备注' }).click();
    await page.locator('.comments li').filter({ hasText: '已电话联系物业' }).waitFor();
    // The same again by itself, once the outbox has waited a moment.
    await expectText(page.locator('body'), '已提交：备注');
    expect(lost).toBeGreaterThan(1);
    expect((await historyOf(id)).filter((type) => type === 'Commented')).toHaveLength(1);
  });

  it('keeps a draft over a reload, drops it when it was sent, and takes back the last step', async () => {
    const id = await filed('电梯异响');
    const page = await desk();
    await page.goto(`/complaints/${id}?step=accept`);
    const form = page.locator('.step-form');
    await form.getByText('调解', { exact: true }).click();
    await page.reload();
    await page.getByText(/已恢复.*草稿/).waitFor();
    expect(await form.getByRole('radio', { name: '调解' }).isChecked()).toBe(true);
    await form.getByText('疑难').click();
    await form.locator('button[type=submit]').dblclick();
    await page.locator('.case-title .state').filter({ hasText: '已受理' }).waitFor();
    await page.locator('.case-missing').filter({ hasText: '请先登记对方当事人' }).waitFor();
    await page.getByRole('button', { name: /撤销上一步/ }).click();
    await page.locator('.step-form').getByRole('button', { name: '下一步：核对' }).click();
    await page.locator('.step-form').getByRole('button', { name: /^确认/ }).click();
    await page.locator('.case-title .state').filter({ hasText: '已登记' }).waitFor();
    expect(await historyOf(id)).toEqual(['ComplaintFiled', 'ComplaintAccepted', 'Undone']);
    const kept = await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('linli.draft')));
    expect(kept).toEqual([]);
  });

  it('says why a step is not possible, corrects a fact with its reason, and shows an event as it is recorded', async () => {
    const id = await filed('绿化带被毁');
    const page = await desk();
    await page.goto(`/complaints/${id}`);
    await page.getByRole('button', { name: '为什么不能办理其他步骤' }).click();
    const why = page.locator('.why-not');
    await why.waitFor();
    expect(await why.innerText()).toMatch(/登记办理结果\s+现在是“已登记”，不能“登记办理结果”/);
    expect(await breaches(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '更正：类别' }).click();
    await choose(page, /新内容/, '绿化');
    await page.getByLabel('理由').fill('听错了');
    await page.locator('.step-form button[type=submit]').click();
    const happened = page.locator('.happened').first();
    await happened.filter({ hasText: '更正' }).waitFor();
    expect(await happened.innerText()).toMatch(/停车\s*→\s*绿化\s*听错了/);
    await happened.getByRole('button', { name: '原始记录' }).click();
    expect(await happened.locator('.raw').innerText()).toContain('"type": "Corrected"');
  });

  it('that is not there, or not ours, says so in one way', async () => {
    const id = await filed('别处的投诉');
    const page = await desk({ person: 'officer-beixia-1' });
    for (const one of [id, 'nothing-1']) {
      await page.goto(`/complaints/${one}`);
      await page.getByRole('heading', { name: '没有找到' }).waitFor();
    }
    await page.goto('/nothing/at/all');
    await page.getByRole('heading', { name: '没有找到' }).waitFor();
  });
});

describe('everybody', () => {
  it('reads every page in English as well', async () => {
    const id = await filed('English, please');
    const page = await desk({ language: 'en' });
    await page.goto('/');
    await page.getByRole('heading', { name: 'Waiting for me' }).waitFor();
    await page.locator('.waiting-row').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await picture(page, 'home-en');
    await page.goto(`/complaints/${id}?step=accept`);
    await page.getByRole('heading', { name: 'Accept' }).waitFor();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    const labels = await page.locator('.field-label, h2, h3, .case-steps button, dt').allInnerTexts();
    expect(labels.length).toBeGreaterThan(15);
    expect(labels.filter((label) => /\p{Script=Han}/u.test(label))).toEqual([]);
    await picture(page, 'case-en');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '经过' }).waitFor();
  });

  it.each([
    ['dark', 1360],
    ['light', 360],
  ] as const)('sees it %s at %d pixels, nothing cut off and nothing without contrast', async (shade, width) => {
    const id = await filed('手机上看');
    const page = await desk({ shade, width });
    const pages = [
      ['home', '/', '.waiting-row'],
      ['list', '/complaints', '.rows-body .row'],
      ['case', `/complaints/${id}?step=accept`, '.step-form'],
      ['new', '/complaints/new', '.step-form'],
    ] as const;
    for (const [name, path, ready] of shade === 'dark' ? pages.filter(([one]) => one !== 'new') : pages) {
      await page.goto(path);
      await page.locator(ready).first().waitFor();
      // Where a form was scrolled to, the bar lies over what it passed.
      await page.evaluate('scrollTo(0, 0)');
      await picture(page, `${name}-${shade}-${width}`);
      expect({ name, breaches: await breaches(page) }).toEqual({ name, breaches: [] });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect({ name, wide }).toEqual({ name, wide: Math.min(wide, width) });
    }
  });
});

async function expectText(locator: ReturnType<Page['locator']>, text: string | RegExp): Promise<void> {
  await locator.filter({ hasText: text }).waitFor();
}
