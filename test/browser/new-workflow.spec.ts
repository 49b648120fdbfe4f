/** A workflow that the console has never heard of has its list, its forms and its case page from the declaration alone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { RunningServer } from '#server/server';
import { VirtualClock } from '#libs/workflow';
import { serveErrands } from '../e2e/errands.fixture.js';
import { ownFolder } from '../e2e/program.fixture.js';
import { breaches, openBrowser, picture, sitDown } from './browser.fixture.js';

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  folder = ownFolder();
  [server, browser] = await Promise.all([
    serveErrands(`${folder.path}/data`, new VirtualClock(new Date().toISOString())),
    openBrowser(),
  ]);
}, 180_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  folder.remove();
});

describe('a workflow of somebody else’s', () => {
  it('is filed, taken, finished and seen in the list without a line of code for it', async () => {
    const { page, faults, context } = await sitDown(browser, server.url, { person: 'officer-nanguan-1' });
    await page.goto('/');
    await page.getByRole('link', { name: '提出' }).click();
    const form = page.locator('.step-form');
    await form.getByLabel('片区').fill('nanguan');
    await form.getByLabel('事项').fill('换灯泡');
    await form.getByLabel('经过').fill('三单元楼道灯坏了');
    await form.getByLabel('姓名').fill('张三');
    await form.getByLabel('电话').fill('13800001111');
    await form.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: '跑腿 · 未编号' }).waitFor();
    expect(await page.locator('.case-dates').innerText()).toMatch(/接单期限 · 还剩/);
    await page.locator('.case-steps .ant-btn-primary').click();
    await form.getByLabel('经办人').fill('officer-nanguan-1');
    await form.locator('button[type=submit]').click();
    await page.locator('.case-title .state').filter({ hasText: '已接' }).waitFor();
    expect(await page.locator('.case-steps .ant-btn-primary').innerText()).toBe('完成');
    await picture(page, 'another-workflow');
    expect(await breaches(page)).toEqual([]);
    await page.locator('.case-steps .ant-btn-primary').click();
    await form.getByText('好', { exact: true }).click();
    await form.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await form.locator('button[type=submit]').click();
    await page.locator('.case-title .state').filter({ hasText: '已完成' }).waitFor();
    await page.getByRole('link', { name: '跑腿' }).first().click();
    await page.getByRole('button', { name: /^已完成 1$/ }).click();
    expect(await page.locator('.rows-body .row').innerText()).toMatch(/已完成[\s\S]*张三[\s\S]*三单元楼道灯坏了/);
    expect(faults).toEqual([]);
    await context.close();
  }, 180_000);
});
