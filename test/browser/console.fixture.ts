/** What specs of the console begin and end with: the real program and a real browser, desks at it, complaints to look at. */
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { ownFolder, startLinli, type Ended, type Program } from '../e2e/program.fixture.js';
import { openBrowser, sitDown, type Desk, type DeskOptions } from './browser.fixture.js';

export const mediator = 'officer-nanguan-1';

/** A start, or an end, beside whatever else the machine does. */
const OPEN_MS = 180_000;

/** Where pages are looked at. */
export interface Place {
  readonly browser: Browser;
  readonly url: string;
}

export interface OfSpec extends Place {
  /** How the program ended; known after the tests. */
  readonly ended: Ended | undefined;
}

/** One program with the sample and one browser, from before the first test of the file until after the last. */
export function programOfSpec(): OfSpec {
  let folder: ReturnType<typeof ownFolder> | undefined;
  let program: Program | undefined;
  let browser: Browser | undefined;
  let url = '';
  let ended: Ended | undefined;
  beforeAll(async () => {
    folder = ownFolder();
    program = startLinli({ args: ['--port', '0', '--data', `${folder.path}/data`] });
    [url, browser] = await Promise.all([program.ready(), openBrowser()]);
  }, OPEN_MS);
  afterAll(async () => {
    await browser?.close();
    program?.kill('SIGTERM');
    ended = await program?.ended;
    folder?.remove();
  }, OPEN_MS);
  return {
    get browser() {
      if (!browser) throw new Error('the browser is open from beforeAll on');
      return browser;
    },
    get url() {
      return url;
    },
    get ended() {
      return ended;
    },
  };
}

export interface DesksOptions extends DeskOptions {
  /** How long a page waits for what a test looks for; the browser fixture's own bound where nothing is said. */
  readonly waitMs?: number;
  /** Of what a page complains of, what is a fault; all of it where nothing is said. */
  readonly isFault?: (complaint: string) => boolean;
  readonly onPage?: (page: Page) => void;
}

/** Sits somebody down. Each test's desks are left after it, and what a page complained of fails it. */
export function desksOf(
  place: Place,
  { waitMs, isFault = () => true, onPage, ...standing }: DesksOptions = {},
): (options?: DeskOptions) => Promise<Page> {
  let desks: Desk[] = [];
  afterEach(async () => {
    const faults = desks.flatMap((desk) => desk.faults).filter(isFault);
    for (const { context } of desks) await context.close();
    desks = [];
    expect(faults).toEqual([]);
  });
  return async (options = {}) => {
    const one = await sitDown(place.browser, place.url, { person: mediator, ...standing, ...options });
    if (waitMs !== undefined) one.context.setDefaultTimeout(waitMs);
    onPage?.(one.page);
    desks.push(one);
    return one.page;
  };
}

/** A complaint that was filed at the window just now; its id. */
export async function filedAt(url: string, story: string): Promise<string> {
  const client = await Client.signedIn(url, mediator);
  const { status, body } = await client.post('/api/complaints', {
    source: 'window',
    category: 'parking',
    community: 'c-nanguan-4',
    complainant: { name: '温如意', phone: '13800012345' },
    story,
  });
  expect(status).toBe(201);
  return String(body['id']);
}

/** Types of a complaint's events, in order. */
export async function historyAt(url: string, id: string): Promise<readonly string[]> {
  const { body } = await (await Client.signedIn(url, mediator)).get(`/api/complaints/${id}/history`);
  return (body['items'] as { type: string }[]).map(({ type }) => type);
}
