/** A real browser before the real program: pages that tell every error, every breach of the policy, and every fault of access. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Kept for whoever wants to see what was tested. */
const PICTURES = fileURLToPath(new URL('../../dist/screenshots/', import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** A machine that tests may be slow; nothing here waits for time as such. */
const WAIT_MS = 40_000;

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const found = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()).find(Boolean);
  if (found === undefined) throw new Error('Install Chromium; on Debian: apt-get install chromium fonts-noto-cjk');
  return chromium.launch({ executablePath: found, args: ARGUMENTS });
}

export interface Desk {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page, but for answers that say no: those are part of the story. */
  readonly faults: string[];
}

export interface DeskOptions {
  readonly person?: string;
  readonly language?: 'zh-CN' | 'en';
  readonly width?: number;
  readonly height?: number;
  readonly shade?: 'light' | 'dark';
}

/** But 400: a question that the server cannot understand is a fault of the page's own. */
const REFUSED = /Failed to load resource: the server responded with a status of 4(?!00)\d\d|net::ERR_FAILED/;

/** A browser of one's own, signed in as somebody of the sample. */
export async function sitDown(browser: Browser, url: string, options: DeskOptions = {}): Promise<Desk> {
  const { person, language = 'zh-CN', width = 1360, shade = 'light' } = options;
  const { height = width < 500 ? 780 : 860 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: shade,
    reducedMotion: 'reduce',
    locale: language,
    timezoneId: 'Asia/Shanghai',
    baseURL: url,
  });
  context.setDefaultTimeout(WAIT_MS);
  await context.addInitScript(`localStorage.setItem('linli.language', '${language}')`);
  if (person !== undefined) await context.request.post('/api/session', { data: { person } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${error.message}\n${error.stack ?? ''}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !REFUSED.test(message.text()))
      faults.push(`${message.text()} ${message.location().url}`);
  });
  return { context, page, faults };
}

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/**
 * Breaches of WCAG 2.2 A and AA on the page as it is now, each with the first places.
 * @param without a selector of what is the same many times over and need not be examined each time
 */
export async function breaches(page: Page, without?: string): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const { violations } = await (without === undefined ? axe : axe.exclude(without)).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`)
        .join(' | ')}`,
  );
}

/** Chooses in one of our selects by the label of its field, typing what somebody would type. */
export async function choose(
  page: Page,
  label: string | RegExp,
  typed: string,
  option: string | RegExp = typed,
): Promise<void> {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await box.fill(typed);
  await page
    .locator('.ant-select-dropdown:visible')
    .getByText(option, { exact: typeof option === 'string' })
    .first()
    .click();
}
