/**
 * What people wait for, in a real browser on this machine, by the browser's own protocol: how long until the first view
 * stands (cold cache, and warm), how much is loaded for it, and how long from the press of a button until the answer is on
 * screen. Budgets stand in the unit of each row; nothing fails here, numbers are compared.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, sitDown } from '../browser/browser.fixture.js';
import { benchList } from './browser-list.js';
import { percentile, type Row } from './rows.js';
import { RunningServer } from './running-server.js';

const VIEWS = 12;
const STEPS = 20;
/** Far longer than anybody waits: what is not there by then does not come. */
const MARKED_MS = 30_000;
const PERSON = 'officer-nanguan-1';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-1',
  complainant: { name: '张三', phone: '13800001111' },
  story: '三单元楼道灯坏了，已经一周没有人来修',
};

/** Marks the first paint in which something of this kind stands, however it came there. */
const watchFor = (selector: string, mark: string) => `(() => {
  const seen = () => {
    if (!document.querySelector(${JSON.stringify(selector)})) return false;
    requestAnimationFrame(() => setTimeout(() => performance.mark(${JSON.stringify(mark)})));
    return true;
  };
  const watcher = new MutationObserver(() => { if (seen()) watcher.disconnect(); });
  watcher.observe(document, { childList: true, subtree: true });
})()`;

export async function benchBrowser(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-browser-'));
  const server = await RunningServer.start(folder, 4);
  const browser = await openBrowser();
  try {
    await server.signIn(PERSON);
    await firstView(browser, server.url);
    const cold: number[] = [];
    const warm: number[] = [];
    let bytes = 0;
    for (let index = 0; index < VIEWS; index++) {
      const view = await firstView(browser, server.url);
      cold.push(view.coldMs);
      warm.push(view.warmMs);
      bytes = view.bytes;
    }
    return [
      rowOf('browser.first-view', cold, 'cold cache, home of a mediator, whole sample; budget 1,000 ms'),
      rowOf('browser.first-view.warm', warm, 'again, files in the cache; budget 1,000 ms'),
      {
        name: 'browser.shell',
        value: Math.round(bytes / 100) / 10,
        unit: 'kB of scripts and styles as sent; budget 300',
      },
      await steps(browser, server),
      ...(await benchList(browser, join(folder, 'many'))),
    ];
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

function rowOf(name: string, each: readonly number[], unit: string): Row {
  const sorted = [...each].sort((a, b) => a - b);
  return { name, p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), unit };
}

async function firstView(browser: Browser, url: string): Promise<{ coldMs: number; warmMs: number; bytes: number }> {
  const { context, page } = await sitDown(browser, url, { person: PERSON });
  await page.addInitScript(watchFor('.waiting-row', 'first-view'));
  const protocol = await context.newCDPSession(page);
  await protocol.send('Network.enable');
  const files = new Set<string>();
  let bytes = 0;
  protocol.on('Network.responseReceived', ({ requestId, response }) => {
    if (/\.(js|css)$/.test(response.url)) files.add(requestId);
  });
  protocol.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto('/');
  const coldMs = await marked(page, 'first-view');
  const loaded = bytes;
  await page.reload();
  const warmMs = await marked(page, 'first-view');
  await context.close();
  return { coldMs, warmMs, bytes: loaded };
}

/**
 * When something was marked, in milliseconds from the start of the navigation; waits for it.
 * @throws Error where it is not marked within {@link MARKED_MS}
 */
async function marked(page: Page, mark: string): Promise<number> {
  return page.evaluate<number>(`new Promise((told, failed) => {
    const until = performance.now() + ${MARKED_MS};
    const look = () => {
      const [found] = performance.getEntriesByName(${JSON.stringify(mark)});
      if (found) told(found.startTime);
      else if (performance.now() > until) failed(new Error(${JSON.stringify(`${mark} was not seen`)}));
      else setTimeout(look, 5);
    };
    look();
  })`);
}

/** From the click that sends the acceptance of a complaint to the paint that shows it accepted. */
async function steps(browser: Browser, server: RunningServer): Promise<Row> {
  const { context, page } = await sitDown(browser, server.url, { person: PERSON });
  const each: number[] = [];
  // One more than is counted: the first loads what all others share.
  for (let index = 0; index <= STEPS; index++) {
    const { body } = await server.ask('POST', '/api/complaints', filing);
    const took = await accepted(page, String(body['id']));
    if (index > 0) each.push(took);
  }
  await context.close();
  return rowOf('browser.step', each, 'from the click to the new state on screen; budget 200 ms');
}

async function accepted(page: Page, id: string): Promise<number> {
  await page.goto(`/complaints/${id}?step=accept`);
  await page.locator('.step-form input[type=radio]').first().waitFor({ state: 'attached' });
  // Of each question that is not answered yet, the first answer.
  await page.evaluate(`(() => {
    for (const one of document.querySelectorAll('.step-form input[type=radio]'))
      if (!document.querySelector('input:checked[name="' + one.name + '"]')) one.click();
  })()`);
  await page.evaluate(`(() => {
    const state = document.querySelector('.case-title .state');
    const before = state.textContent;
    document.querySelector('.step-form').addEventListener('submit', () => performance.mark('sent'), { capture: true, once: true });
    const watcher = new MutationObserver(() => {
      if (document.querySelector('.case-title .state')?.textContent === before) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => performance.mark('answered')));
    });
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
  })()`);
  await page.locator('.step-form button[type=submit]').click();
  const answered = await marked(page, 'answered');
  return answered - (await marked(page, 'sent'));
}
