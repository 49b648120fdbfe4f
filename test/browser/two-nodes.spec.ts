/** The console in front of two nodes behind one door: what was just done is seen wherever it is read, and a node may die. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Door } from '../cluster/door.js';
import { Client } from '../e2e/client.fixture.js';
import { Cluster } from '../e2e/cluster.fixture.js';
import { startLinli, type Program } from '../e2e/program.fixture.js';
import { itDisturbs } from '../support/shared-log.js';
import { breaches, openBrowser, picture, sitDown, type Desk } from './browser.fixture.js';
import { until } from '../support/until.js';

const mediator = 'officer-nanguan-1';
/** Slow machines run several of these at once. */
const WAIT_MS = 60_000;

let cluster: Cluster;
/** The node that is killed. */
let mortal: Program;
let door: Door;
let browser: Browser;
let desks: Desk[] = [];
/** What was started, to be ended however far it came. */
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  cluster = await Cluster.start();
  ends.push(() => cluster.stop());
  const lasting = await cluster.node('api');
  mortal = startLinli(cluster.program('api'));
  ends.push(() => {
    mortal.kill('SIGKILL');
    return mortal.ended;
  });
  const [mortalUrl] = await Promise.all([mortal.ready(), cluster.node('worker')]);
  door = await Door.open([
    { name: 'lasting', url: lasting.url },
    { name: 'mortal', url: mortalUrl },
  ]);
  ends.push(() => door.close());
  browser = await openBrowser();
  ends.push(() => browser.close());
}, 180_000);
afterEach(async () => {
  const faults = desks
    .flatMap((desk) => desk.faults)
    .filter((fault) => !/Failed to load resource(?!.*status of 400)/.test(fault));
  for (const { context } of desks) await context.close();
  desks = [];
  expect(faults).toEqual([]);
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
}, 180_000);

async function desk(person = mediator): Promise<Page> {
  const one = await sitDown(browser, door.url, { person });
  one.context.setDefaultTimeout(WAIT_MS);
  desks.push(one);
  return one.page;
}

async function filed(story: string): Promise<string> {
  const client = await Client.signedIn(door.url, mediator);
  const { body } = await client.post('/api/complaints', {
    source: 'window',
    category: 'parking',
    community: 'c-nanguan-4',
    complainant: { name: '温如意', phone: '13800012345' },
    story,
  });
  return String(body['id']);
}

async function fillAcceptance(page: Page): Promise<void> {
  const form = page.locator('.step-form');
  await form.getByText('办理', { exact: true }).click();
  await form.getByText('简易').click();
}
const submit = (page: Page) => page.locator('.step-form button[type=submit]').click();
const state = (page: Page, words: string) => page.locator('.case-title .state').filter({ hasText: words }).waitFor();

describe('two nodes behind one door', () => {
  it('show what was just done wherever it is read, and tell everybody who looks, whichever node they hear', async () => {
    const id = await filed('消防通道被占');
    const [page, colleague] = [await desk(), await desk('subdistrict-nanguan')];
    await colleague.goto(`/complaints/${id}`);
    await state(colleague, '已登记');
    await page.goto(`/complaints/${id}?step=accept`);
    await fillAcceptance(page);
    await submit(page);
    await state(page, '已受理');
    await state(colleague, '已受理');
    // Each read of the list may go to the other node.
    for (let turn = 0; turn < 3; turn++) {
      await page.locator('.crumbs a').click();
      const row = page.locator('.row').filter({ has: page.locator(`a[href="/complaints/${id}"]`) });
      await row.locator('.state').filter({ hasText: '已受理' }).waitFor();
      await row.locator(`a[href="/complaints/${id}"]`).click();
      await state(page, '已受理');
    }
    await page.getByPlaceholder(/写一条备注/).fill('已联系物业');
    await page.getByRole('button', { name: '添加备注' }).click();
    for (const one of [page, colleague]) await one.locator('.comments li').filter({ hasText: '已联系物业' }).waitFor();
    const client = await Client.signedIn(door.url, mediator);
    const handled = await client.post(`/api/complaints/${id}/record-handling`, {
      handledOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      measures: '划线并清理通道',
      owedBy: 'company',
      outcome: 'solved',
      reply: '通道已清理并划线，请您留意。',
    });
    expect(handled).toMatchObject({ status: 200 });
    for (const one of [page, colleague]) await state(one, '已办结待回访');
    await client.post(`/api/complaints/${id}/record-follow-up`, { answer: 'satisfied' });
    for (const one of [page, colleague]) await state(one, '已结案');
  }, 180_000);

  itDisturbs(
    'say how old it is what they show while the log is out of reach, and nothing once it is back',
    async () => {
      await filed('电梯异响');
      const page = await desk();
      await page.goto('/complaints');
      await page.locator('.rows-body .row').first().waitFor();
      await cluster.log.server.stop();
      const truth = page.locator('.truth').filter({ hasText: /数据截至 \d\d:\d\d:\d\d\s*落后 \d+ 秒/ });
      await truth.waitFor();
      await picture(page, 'lagging');
      expect(await breaches(page)).toEqual([]);
      await cluster.log.server.start();
      await truth.waitFor({ state: 'hidden' });
      // The door asks them again too.
      await until(async () => (await new Client(door.url).get('/health/ready')).status === 200, WAIT_MS);
    },
    180_000,
  );

  it('lose nothing when one of them is killed: what is under way is done once, and who hears goes on hearing', async () => {
    const id = await filed('路灯不亮');
    const [page, colleague] = [await desk(), await desk('subdistrict-nanguan')];
    await colleague.goto(`/complaints/${id}`);
    await state(colleague, '已登记');
    await page.goto(`/complaints/${id}?step=accept`);
    await fillAcceptance(page);
    mortal.kill('SIGKILL');
    await submit(page);
    await state(page, '已受理');
    await state(colleague, '已受理');
    await page.getByPlaceholder(/写一条备注/).fill('还在');
    await page.getByRole('button', { name: '添加备注' }).click();
    for (const one of [page, colleague]) await one.locator('.comments li').filter({ hasText: '还在' }).waitFor();
    expect(await cluster.recorded(`complaint-${id}`)).toEqual(['ComplaintFiled', 'ComplaintAccepted', 'Commented']);
  }, 180_000);
});
