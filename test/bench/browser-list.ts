/**
 * The list with ten thousand open complaints in a real browser: the longest task of the page while somebody scrolls, jumps
 * to the end, types what to find, and a burst of changes arrives. As the browser itself tells it (`longtask`, from 50 ms on).
 */
import type { Browser, Page } from 'playwright-core';
import { sitDown } from '../browser/browser.fixture.js';
import { multiply } from '../browser/many-complaints.fixture.js';
import type { Row } from './rows.js';
import { RunningServer } from './running-server.js';

const MANY = 10_000;
const OFFICER = 'subdistrict-nanguan';
const COLLEAGUE = { id: 'officer-nanguan-2', name: '罗建民' };
const FRAMES = 100;
const SEEN_MS = 60_000;
const MADE_LONG_MS = 150;

const filing = {
  source: 'window',
  category: 'parking',
  community: 'c-nanguan-4',
  complainant: { name: '温如意', phone: '13800012345' },
  story: '消防通道停满了车',
};

export async function benchList(browser: Browser, folder: string): Promise<Row[]> {
  const first = await RunningServer.start(folder, 4);
  await first.signIn('officer-nanguan-1');
  const { body } = await first.ask('POST', '/api/complaints', filing);
  await first.stop();
  await multiply(folder, String(body['id']), MANY, (n) => ({
    story: `第${n}号反映：楼道堆放杂物。`,
    category: n % 4 === 0 ? 'charges' : 'parking',
  }));
  const server = await RunningServer.start(folder, 4);
  try {
    await server.signIn(OFFICER);
    await allSeen(server);
    return await measured(browser, server);
  } finally {
    await server.stop();
  }
}

async function allSeen(server: RunningServer): Promise<void> {
  const until = performance.now() + SEEN_MS;
  for (;;) {
    const { body } = await server.ask('GET', '/api/complaints?limit=1&state=filed');
    if (Number(body['total']) >= MANY) return;
    if (performance.now() > until) throw new Error('the views do not catch up');
  }
}

async function measured(browser: Browser, server: RunningServer): Promise<Row[]> {
  const { context, page } = await sitDown(browser, server.url, { person: OFFICER });
  await page.addInitScript(`(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
  })()`);
  const rows: Row[] = [];
  const longest = async (name: string, happen: () => Promise<unknown>): Promise<void> => {
    await page.evaluate('window.longest = 0');
    await happen();
    // A task is told some time after it has ended.
    await page.evaluate(`new Promise((done) => setTimeout(done, ${MADE_LONG_MS}))`);
    const value = Math.round(await page.evaluate<number>('window.longest'));
    rows.push({
      name: `browser.list.${name}`,
      value,
      unit: `ms of the longest task (0: none of 50), ${MANY} open; budget 200`,
    });
  };
  await page.goto('/complaints?state=filed&sort=newest');
  await page.locator('.rows-body .row').first().waitFor();
  await believed(page);
  await longest('end', async () => {
    await page.keyboard.press('End');
    await page.locator(`.row[aria-rowindex="${MANY + 1}"]`).waitFor();
  });
  await longest('scroll', () => scrolled(page));
  await longest('find', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('第99');
    await page
      .locator('.list-count')
      .filter({ hasText: /找到 [\d,]+ 件/ })
      .waitFor();
  });
  // Who has the case is seen in its row.
  await page.evaluate(`localStorage.setItem('linli.kept.columns.complaints', '["mediator"]')`);
  await page.goto('/complaints?state=filed&sort=newest&category=charges');
  await page.locator('.rows-body .row').first().waitFor();
  await longest('burst', () => burst(page, server));
  await context.close();
  return rows;
}

/** A task that is made long is told as long; else every zero below would mean nothing. @throws Error where it is not */
async function believed(page: Page): Promise<void> {
  await page.evaluate(`new Promise((done) => setTimeout(() => {
    for (const until = performance.now() + ${MADE_LONG_MS}; performance.now() < until;);
    setTimeout(done, ${MADE_LONG_MS});
  }))`);
  const told = await page.evaluate<number>('window.longest');
  if (told < MADE_LONG_MS) throw new Error(`a task of ${MADE_LONG_MS} ms is told as one of ${told} ms`);
}

/** From the top to the end, a piece in each frame. */
function scrolled(page: Page): Promise<unknown> {
  return page.evaluate(`new Promise((done) => {
    const box = document.querySelector('.rows');
    let frame = 0;
    const next = () => {
      box.scrollTop = (box.scrollHeight * frame) / ${FRAMES};
      if (++frame <= ${FRAMES}) requestAnimationFrame(next);
      else done();
    };
    next();
  })`);
}

/** Two hundred cases change at once, and the rows that are seen follow. */
async function burst(page: Page, server: RunningServer): Promise<void> {
  const { body } = await server.ask('GET', '/api/complaints?sort=newest&limit=200&state=filed&category=charges');
  const ids = (body['items'] as { id: string }[]).map(({ id }) => id);
  await server.ask('POST', '/api/complaints/bulk/assign-mediator', { ids, form: { mediator: COLLEAGUE.id } });
  await page.locator('.rows-body .row').filter({ hasText: COLLEAGUE.name }).nth(9).waitFor();
}
