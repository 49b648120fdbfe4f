/** The life of a handled complaint as a mediator meets it: the real program, a real browser, from filing to closed. */
import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { breaches, choose, picture, sitDown } from './browser.fixture.js';
import { filedAt, mediator, programOfSpec } from './console.fixture.js';

const at = programOfSpec();

describe('the life of a handled complaint', () => {
  it('leads a mediator from filing to closed in fewer than forty inputs, each step the one that is offered', async () => {
    const desk = await sitDown(at.browser, at.url, { person: mediator });
    desk.context.setDefaultTimeout(45_000);
    const { page } = desk;
    let inputs = 0;
    const counted = async (act: Promise<unknown>, n = 1): Promise<void> => {
      await act;
      inputs += n;
    };
    const next = () => page.locator('.case-steps .ant-btn-primary');
    const confirm = () => page.locator('.step-form button[type=submit]');

    await page.goto('/');
    await counted(page.getByRole('link', { name: '登记投诉' }).click());
    await counted(page.getByRole('textbox', { name: /电话/ }).fill('13800012345'));
    await counted(page.getByRole('textbox', { name: /姓名/ }).fill('温如意'));
    await counted(choose(page, /小区/, '槐荫', '槐荫小区'), 2);
    await counted(page.locator('.chips').getByText('停车', { exact: true }).click());
    await counted(page.getByLabel('投诉内容').fill('消防通道停满了车，晚上救护车进不来。'));
    await picture(page, 'filing');
    expect(await breaches(page)).toEqual([]);
    await counted(confirm().click());
    await counted(page.getByRole('button', { name: '打开此件' }).click());

    await page.getByRole('heading', { name: '投诉 · 未编号' }).waitFor();
    expect(await next().innerText()).toBe('受理');
    await counted(next().click());
    await counted(page.locator('.step-form').getByText('办理', { exact: true }).click());
    await counted(page.locator('.step-form').getByText('简易').click());
    await picture(page, 'step-form');
    await counted(confirm().click());

    await page.getByRole('heading', { name: /管南调字第\d+号/ }).waitFor();
    await expectText(next(), '登记办理结果');
    await counted(next().click());
    expect(await page.getByLabel('办理日期').inputValue()).toBe(beijingToday());
    await counted(page.getByLabel('办理措施').fill('联系物业划线并清理通道'));
    await counted(choose(page, /责任方/, '物业', '物业服务企业'), 2);
    await counted(page.locator('.step-form').getByText('已解决').click());
    await counted(page.getByLabel('答复内容').fill('通道已清理并划线，请您留意。'));
    await counted(confirm().click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    expect(await page.locator('.would').innerText()).toMatch(/办理完成[\s\S]*已受理 → 已办结待回访[\s\S]*回访期限/);
    await picture(page, 'dry-run');
    expect(await breaches(page)).toEqual([]);
    await counted(confirm().click());

    await expectText(next(), '登记回访');
    await counted(next().click());
    await counted(page.locator('.step-form').getByText('满意', { exact: true }).click());
    await counted(confirm().click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await counted(confirm().click());
    await page.locator('.case-title .state-end').waitFor();
    expect(await page.locator('.case-title .state').innerText()).toBe('已结案');
    await page.getByRole('button', { name: '查看完整流程图' }).click();
    expect(await page.locator('.map-now').textContent()).toMatch(/已结案/);
    // The end of the map is at its right: it was moved to where the case stands.
    const scrolled = `(() => {
      const [map, now] = ['.map', '.map-now'].map((one) => document.querySelector(one).getBoundingClientRect());
      return now.left >= map.left && now.right <= map.right;
    })()`;
    expect(await page.evaluate<boolean>(scrolled)).toBe(true);
    await picture(page, 'closed');
    expect(await breaches(page)).toEqual([]);
    expect(inputs).toBeLessThan(40);
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  }, 180_000);
});

describe('the undo that a notice offers', () => {
  it('is that of the case that was moved, whatever page is open by then', async () => {
    const id = await filedAt(at.url, '楼道灯坏了');
    const desk = await sitDown(at.browser, at.url, { person: mediator });
    const { page } = desk;
    await page.goto(`/complaints/${id}?step=accept`);
    await page.locator('.step-form').getByText('办理', { exact: true }).click();
    await page.locator('.step-form').getByText('简易').click();
    await page.locator('.step-form button[type=submit]').click();
    const undo = page.locator('.ant-message').getByRole('button', { name: '撤销' });
    await undo.waitFor();
    await page.getByRole('link', { name: '投诉', exact: true }).first().click();
    await page.waitForURL(/\/complaints(\?|$)/);
    await undo.click();
    await page.waitForURL(`**/complaints/${id}?step=undo-last`);
    // What it would take back is said, and checked; the keys are those of every form.
    await page.locator('.undo-what').filter({ hasText: '受理' }).waitFor();
    await page.locator('.step-form').getByLabel('理由').press('Control+Enter');
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await page.locator('.step-form').getByRole('button', { name: /^确认/ }).click();
    await page
      .locator('.happened-undone')
      .filter({ hasText: /受理.*已撤销/s })
      .waitFor();
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  }, 180_000);
});

describe('related cases', () => {
  it('are found by what they are about, linked, and opened from each other; no id is typed or seen', async () => {
    const client = await Client.signedIn(at.url, mediator);
    const filed = async (story: string): Promise<string> => {
      const complainant = { name: '温如意', phone: '13800012345' };
      const about = { source: 'window', category: 'parking', community: 'c-nanguan-4' };
      return String((await client.post('/api/complaints', { ...about, complainant, story })).body['id']);
    };
    const [here, there] = [await filed('车位被长期占用'), await filed('地桩锁私自安装')];
    const desk = await sitDown(at.browser, at.url, { person: mediator });
    desk.context.setDefaultTimeout(45_000);
    const { page } = desk;
    await page.goto(`/complaints/${here}?step=link-related`);
    await choose(page, '哪一件', '地桩锁', /地桩锁私自安装/);
    await picture(page, 'link-related');
    expect(await breaches(page)).toEqual([]);
    await page.locator('.step-form button[type=submit]').click();
    const related = page.getByRole('region', { name: '关联事项' });
    await related.getByRole('link', { name: /未编号 · 停车 · 槐荫小区/ }).click();
    await page.waitForURL(`**/complaints/${there}`);
    await page.locator('.facts').getByText('地桩锁私自安装').waitFor();
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  }, 180_000);
});

function beijingToday(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

async function expectText(locator: Locator, text: string | RegExp): Promise<void> {
  await locator.filter({ hasText: text }).waitFor();
}
