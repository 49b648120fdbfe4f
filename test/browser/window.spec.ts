/** A mediator at the window: filing while somebody speaks, a dispute from filing to closed, and whom to call back. */
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { Client } from '../e2e/client.fixture.js';
import { breaches, picture } from './browser.fixture.js';
import { desksOf, mediator, programOfSpec } from './console.fixture.js';

const PHONE = '13911112222';

const addresses: string[] = [];
const at = programOfSpec();
const desk = desksOf(at, {
  waitMs: 45_000,
  onPage: (page) => page.on('request', (request) => addresses.push(request.url())),
});

// After the program has ended, so that all it said is known.
afterAll(() => {
  if (!at.ended) throw new Error('the program has not ended');
  const { out, errors } = at.ended;
  // Who complained is nobody's business that reads logs or addresses.
  expect(addresses.length).toBeGreaterThan(10);
  expect([...addresses, out, errors].filter((text) => text.includes(PHONE))).toEqual([]);
});

async function filed(more: object = {}): Promise<string> {
  const client = await Client.signedIn(at.url, mediator);
  const { status, body } = await client.post('/api/complaints', {
    source: 'window',
    category: 'parking',
    community: 'c-nanguan-4',
    place: '3号楼下',
    complainant: { name: '温如意', phone: PHONE },
    story: '消防通道停满了车',
    ...more,
  });
  expect(status).toBe(201);
  return String(body['id']);
}

/** What has the focus and lies under the bar, wholly or in part. */
const COVERED = `(() => {
  const { activeElement: at } = document;
  const bar = document.querySelector('.bar');
  const seen = at.closest('.field') ?? at;
  return bar.contains(at) || seen.getBoundingClientRect().bottom > bar.getBoundingClientRect().bottom &&
    at.getBoundingClientRect().top >= bar.getBoundingClientRect().bottom ? null : at.outerHTML.slice(0, 200);
})()`;

/** Counts what a person does: a field filled in, a press, a choice. */
function counter() {
  let n = 0;
  return {
    get n() {
      return n;
    },
    async did(act: Promise<unknown>, inputs = 1) {
      await act;
      n += inputs;
    },
  };
}

const stepForm = (page: Page) => page.locator('.step-form');
const send = (page: Page) => page.locator('.step-form button[type=submit]');
const next = (page: Page) => page.locator('.case-steps .ant-btn-primary');
const chip = (page: Page, name: string) => page.locator('.chips').getByText(name, { exact: true });
const has = (locator: Locator, text: string | RegExp) => locator.filter({ hasText: text }).first().waitFor();

async function checked(page: Page, name: string): Promise<void> {
  // Where something was scrolled to, the bar lies over what it passed.
  await page.evaluate('scrollTo(0, 0)');
  await picture(page, name);
  expect({ name, breaches: await breaches(page) }).toEqual({ name, breaches: [] });
}

describe('filing at the window', () => {
  it('takes somebody new down by keyboard alone, the community by its initials, in at most fifteen inputs', async () => {
    const page = await desk();
    const inputs = counter();
    await page.goto('/complaints/new');
    const phone = page.getByRole('textbox', { name: /电话/ });
    await phone.and(page.locator(':focus')).waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    await inputs.did(page.keyboard.type('13700009999'));
    await inputs.did(page.keyboard.press('Enter'));
    await page.getByRole('textbox', { name: /姓名/ }).and(page.locator(':focus')).waitFor();
    await inputs.did(page.keyboard.type('鲁班'));
    await inputs.did(page.keyboard.press('Enter'));
    // Until the answer to all that was typed is there, Enter chooses nothing.
    const answered = page.waitForResponse((response) => response.url().includes('search=hyxq'));
    await inputs.did(page.keyboard.type('hyxq'));
    await answered;
    await has(page.locator('.ant-select-dropdown:visible .ant-select-item-option-active'), '槐荫小区');
    await inputs.did(page.keyboard.press('Enter'));
    await page.getByRole('heading', { name: /此小区未办结的投诉 \d+/ }).waitFor();
    await page.getByRole('textbox', { name: /地点/ }).and(page.locator(':focus')).waitFor();
    await inputs.did(page.keyboard.press('Enter'));
    await page.getByRole('radio', { name: '收费' }).and(page.locator(':focus')).waitFor({ state: 'attached' });
    await inputs.did(page.keyboard.press('Space'));
    await inputs.did(page.keyboard.press('Enter'));
    await inputs.did(page.keyboard.type('物业多收了三个月停车费。'));
    await picture(page, 'window-filing');
    await inputs.did(page.keyboard.press('Control+Enter'));
    await page.getByRole('heading', { name: '已登记' }).waitFor();
    await page.getByRole('button', { name: '现在受理' }).and(page.locator(':focus')).waitFor();
    expect(await page.locator('.filed-facts').innerText()).toMatch(/鲁班[\s\S]*槐荫小区[\s\S]*收费[\s\S]*窗口/);
    await checked(page, 'window-filed');
    expect(inputs.n).toBeLessThanOrEqual(15);
    await page.getByRole('button', { name: '再登记一件' }).click();
    expect(await page.getByRole('textbox', { name: /电话/ }).inputValue()).toBe('');
  }, 120_000);

  it('recognises a caller by their telephone and shows what is open nearby; the same matter is merged afterwards', async () => {
    const before = await filed({ story: '车位被占，同一件事' });
    const page = await desk();
    const inputs = counter();
    await page.goto('/complaints/new');
    await inputs.did(page.getByRole('textbox', { name: /电话/ }).fill('139 1111 2222'));
    await has(page.locator('.known-title'), /此号码曾投诉 \d+ 次/);
    await inputs.did(page.keyboard.press('Enter'));
    await page
      .getByRole('button', { name: /温如意本人/ })
      .and(page.locator(':focus'))
      .waitFor();
    await inputs.did(page.keyboard.press('Enter'));
    await has(page.locator('.ant-select-content, .ant-select-selection-item'), '槐荫小区');
    expect(await page.getByRole('textbox', { name: /姓名/ }).inputValue()).toBe('温如意');
    await inputs.did(chip(page, '停车').click());
    const same = page.locator('.nearby-case').filter({ hasText: '车位被占，同一件事' });
    await same.locator('.nearby-kind').waitFor();
    await inputs.did(same.getByRole('button', { name: '就是这件' }).click());
    await inputs.did(page.getByLabel('投诉内容').fill('还是那个车位'));
    await checked(page, 'window-known');
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: /^并入/ }).waitFor();
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await checked(page, 'window-merge');
    await inputs.did(send(page).click());
    await page.waitForURL(`${at.url}/complaints/${before}`);
    await has(page.locator('.timeline'), '并入另一件');
    expect(inputs.n).toBeLessThanOrEqual(15);
  }, 120_000);

  it('adds what the same person brings to the case that is open, instead of filing it twice', async () => {
    const before = await filed({ story: '又来补充的一件' });
    const page = await desk();
    const comment = page.getByPlaceholder(/写一条备注/);
    await page.goto(`/complaints/${before}`);
    await comment.fill('已约物业明早来看');
    await page.goto('/complaints/new');
    await page.getByRole('textbox', { name: /电话/ }).fill(PHONE);
    await page.getByRole('button', { name: /温如意本人/ }).click();
    await page.getByLabel('投诉内容').fill('昨晚又停了一排');
    const same = page.locator('.nearby-case').filter({ hasText: '又来补充的一件' });
    await same.getByRole('button', { name: '就是这件' }).click();
    await page.getByRole('button', { name: '不登记，补充到该件' }).click();
    await page.waitForURL(`${at.url}/complaints/${before}`);
    await comment.waitFor();
    expect(await comment.inputValue()).toBe('已约物业明早来看\n温如意来访补充：昨晚又停了一排');
    await page.goto('/complaints/new');
    await page.getByRole('textbox', { name: /电话/ }).waitFor();
    expect(await page.getByRole('textbox', { name: /电话/ }).inputValue()).toBe('');
  }, 120_000);

  it('tells a mediator of another sub-district nothing of the caller', async () => {
    await filed();
    const page = await desk({ person: 'officer-beixia-1' });
    await page.goto('/complaints/new');
    const answered = page.waitForResponse('**/api/complaints/of-phone');
    await page.getByRole('textbox', { name: /电话/ }).fill(PHONE);
    expect(await (await answered).json()).toMatchObject({ items: [], total: 0 });
    await page.locator('.known').waitFor({ state: 'hidden' });
  }, 120_000);
});

describe('filing on a telephone', () => {
  it('begins at its title, leads to the first thing that is missing, and never hides under the bar where the keys are', async () => {
    const page = await desk({ width: 360 });
    await page.goto('/complaints/new');
    await page.getByRole('textbox', { name: /电话/ }).and(page.locator(':focus')).waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    await page.getByLabel('投诉内容').fill('楼道灯坏了');
    await send(page).click();
    await page.getByText('请更正标出的 3 处').waitFor();
    await page.getByRole('textbox', { name: /姓名/ }).and(page.locator(':focus')).waitFor();
    await has(page.locator('.field').filter({ has: page.getByRole('textbox', { name: /姓名/ }) }), '必填');
    await page.evaluate('scrollTo(0, 200)');
    await picture(page, 'window-telephone');
    const hidden: unknown[] = [];
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press(presses < 10 ? 'Tab' : 'Shift+Tab');
      hidden.push(await page.evaluate(COVERED));
    }
    expect(hidden.filter((one) => one !== null)).toEqual([]);
  }, 120_000);
});

describe('handing a case over', () => {
  it('begins with who has it, and offers the mediators of the place alone', async () => {
    const id = await filed();
    const page = await desk({ person: 'subdistrict-nanguan' });
    await page.goto(`/complaints/${id}?step=hand-over`);
    await has(page.locator('.field').filter({ hasText: '移交人' }).locator('.ant-select'), '秦玉兰');
    await page.getByRole('combobox', { name: /移交人/ }).click();
    const offered = page.locator('.ant-select-dropdown:visible .ant-select-item-option-content');
    await has(offered, '秦玉兰');
    const client = await Client.signedIn(at.url, 'subdistrict-nanguan');
    const { body } = await client.get('/api/references/person?office=mediator&jurisdiction=nanguan');
    const mediators = (body['items'] as { words: Record<string, string> }[]).map(({ words }) => words['zh-CN']);
    expect(await offered.allInnerTexts()).toEqual(mediators);
  }, 120_000);
});

describe('the life of a mediated complaint', () => {
  it('leads from filing through consents, session, agreement and performance to the follow-up, in at most sixty inputs', async () => {
    const page = await desk();
    const inputs = counter();
    await page.goto('/complaints/new');
    await inputs.did(page.getByRole('textbox', { name: /电话/ }).fill('13600001234'));
    await inputs.did(page.getByRole('textbox', { name: /姓名/ }).fill('白露'));
    const community = page.getByRole('combobox', { name: /小区/ });
    await inputs.did(community.fill('yfy'));
    await inputs.did(page.locator('.ant-select-dropdown:visible').getByText('豫丰苑').click());
    await inputs.did(chip(page, '噪声与邻里').click());
    await inputs.did(page.getByLabel('投诉内容').fill('楼上半夜装修，吵得睡不着。'));
    await inputs.did(send(page).click());
    await inputs.did(page.getByRole('button', { name: '现在受理' }).click());

    await stepForm(page).waitFor();
    await inputs.did(stepForm(page).getByText('调解', { exact: true }).click());
    await inputs.did(stepForm(page).getByText('一般').click());
    await picture(page, 'window-accept');
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: /管南调字第\d+号/ }).waitFor();

    await has(next(page), '登记调解意愿');
    await inputs.did(next(page).click());
    const agrees = async (who: string): Promise<void> => {
      await inputs.did(page.getByRole('button', { name: `同意调解：${who}` }).click());
      await has(page.locator('.party').filter({ hasText: who }), '已同意');
      await page.getByRole('heading', { name: '登记调解意愿' }).and(page.locator(':focus')).waitFor();
    };
    await agrees('白露');
    await inputs.did(page.getByRole('button', { name: '登记对方当事人' }).click());
    await inputs.did(stepForm(page).getByRole('textbox', { name: /姓名/ }).fill('雷鸣'));
    await picture(page, 'window-party');
    await inputs.did(send(page).click());
    await agrees('雷鸣');
    await picture(page, 'window-consent');
    await inputs.did(page.getByRole('button', { name: '登记第 1 次调解' }).click());

    await page.getByRole('heading', { name: '第 1 次调解' }).waitFor();
    expect(await page.getByLabel('调解地点').inputValue()).toMatch(/调解站$/);
    expect(await page.getByRole('checkbox', { name: '雷鸣' }).isChecked()).toBe(true);
    await inputs.did(page.getByRole('button', { name: '套用笔录格式' }).click());
    const minutes = page.getByLabel('调解笔录');
    await inputs.did(minutes.fill(`${await minutes.inputValue()}双方同意限定施工时间。`));
    await has(page.locator('.minutes-tools'), /已写 \d{2,} 字/);
    await picture(page, 'window-session');
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await inputs.did(send(page).click());

    await has(page.locator('.case-title .state'), '调解中');
    await has(page.locator('.case-steps'), '登记调解协议');
    await inputs.did(page.locator('.case-steps').getByRole('button', { name: '登记调解协议' }).click());
    await inputs.did(stepForm(page).getByText('书面', { exact: true }).click());
    await inputs.did(page.getByLabel('纠纷事实与责任').last().fill('楼上夜间施工属实，应予停止。'));
    await inputs.did(page.getByLabel('权利义务').last().fill('每日八时前、二十时后不施工。'));
    await inputs.did(page.getByLabel('履行方式').fill('自行遵守，调解站抽查'));
    await inputs.did(page.getByLabel('履行期限').fill(beijingDay(7)));
    await inputs.did(stepForm(page).locator('.choices').getByText('是', { exact: true }).click());
    expect(await page.getByRole('checkbox', { name: '白露' }).isChecked()).toBe(true);
    await picture(page, 'window-agreement');
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    expect(await page.locator('.would').innerText()).toMatch(/生效日期[\s\S]*起生效。\s*最迟于.*共同申请司法确认/);
    await checked(page, 'window-agreement-effect');
    await inputs.did(send(page).click());

    await has(page.locator('.case-title .state'), '已达成协议');
    await inputs.did(page.locator('.case-steps').getByRole('button', { name: '登记协议履行' }).click());
    await inputs.did(send(page).click());
    await page.getByRole('heading', { name: '提交后将会' }).waitFor();
    await inputs.did(send(page).click());
    await has(page.locator('.case-title .state'), '待回访');

    await inputs.did(page.getByRole('link', { name: '待回访' }).click());
    const line = page.locator('.follow-up').filter({ hasText: '半夜装修' });
    await line.waitFor();
    await inputs.did(line.getByRole('button', { name: /^登记回访/ }).click());
    expect(await line.getByRole('link', { name: '拨打 13600001234' }).getAttribute('href')).toBe('tel:13600001234');
    await inputs.did(line.locator('.chips').getByText('满意', { exact: true }).click());
    await checked(page, 'window-follow-ups');
    await inputs.did(line.locator('button[type=submit]').click());
    await line.getByRole('heading', { name: '提交后将会' }).waitFor();
    await inputs.did(line.locator('button[type=submit]').click());
    await line.waitFor({ state: 'detached' });
    expect(inputs.n).toBeLessThanOrEqual(60);
  }, 240_000);
});

describe('the desk of the station', () => {
  /** Complaints at each hand-made step, brought there by the API. */
  async function standing(): Promise<
    Readonly<Record<'accept' | 'record-consent' | 'record-session' | 'record-agreement', string>>
  > {
    const client = await Client.signedIn(at.url, mediator);
    const does = async (id: string, step: string, form: object): Promise<void> => {
      const { body } = await client.get(`/api/complaints/${id}`);
      const done = await client.post(`/api/complaints/${id}/${step}`, form, { ifMatch: body['revision'] as number });
      expect([step, done.status]).toEqual([step, 200]);
    };
    const accepted = async (): Promise<string> => {
      const id = await filed();
      await does(id, 'accept', { track: 'mediate', difficulty: 'ordinary', mediator });
      return id;
    };
    const willing = async (): Promise<string> => {
      const id = await accepted();
      await does(id, 'name-party', { side: 'respondent', who: { name: '雷鸣' } });
      for (const party of await partiesOf(client, id)) await does(id, 'record-consent', { party, consent: true });
      return id;
    };
    const met = await willing();
    const present = await partiesOf(client, met);
    const heldOn = beijingDay(0);
    await does(met, 'record-session', { heldOn, venue: '调解站', present, minutes: '双方陈述', result: '约定再谈' });
    return {
      accept: await filed(),
      'record-consent': await accepted(),
      'record-session': await willing(),
      'record-agreement': met,
    };
  }

  it.each([
    ['zh-CN', 'light', 360],
    ['en', 'dark', 1360],
  ] as const)(
    'reads in %s, %s, at %d pixels: nothing cut off, nothing without contrast',
    async (language, shade, width) => {
      const cases = await standing();
      const page = await desk({ language, shade, width });
      const look = async (name: string, ready: string): Promise<void> => {
        await page.locator(ready).first().waitFor();
        // The same parts in the other shade: those with colours of their own are enough.
        if (shade === 'light' || COLOURED.includes(name)) await checked(page, `window-${name}-${language}-${width}`);
        else await picture(page, `window-${name}-${language}-${width}`);
        const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect({ name, wide }).toEqual({ name, wide: Math.min(wide, width) });
        if (language !== 'en') return;
        const said = await page
          .locator('.field-label, h1, h2, h3, .step-form button, summary, legend, dt')
          .allInnerTexts();
        expect({ name, chinese: said.filter((text) => /\p{Script=Han}/u.test(text) && !PROPER.test(text)) }).toEqual({
          name,
          chinese: [],
        });
      };
      await page.goto('/complaints/new');
      await page.getByRole('textbox', { name: /^(电话|telephone)/i }).fill(PHONE);
      await page.locator('.known-people button').first().click();
      await look('filing', '.nearby-case');
      for (const [step, id] of Object.entries(cases)) {
        await page.goto(`/complaints/${id}?step=${step}`);
        await look(step, '.step-form, .consents');
      }
      await page.goto('/follow-ups');
      await look('follow-ups', '.follow-up .step-form');
    },
    240_000,
  );
});

const COLOURED = ['filing', 'record-consent', 'record-agreement'];

/** Names of people and numbers of cases stay as they are. */
const PROPER = /^\p{Script=Han}{2,4}$|^\(\d{4}\)\p{Script=Han}+\d+号$/u;

async function partiesOf(client: Client, id: string): Promise<readonly string[]> {
  const { body } = await client.get(`/api/complaints/${id}/history`);
  const items = body['items'] as { type: string; data: { party?: string } }[];
  return items.flatMap(({ type, data }) => (/Filed|Named/.test(type) && data.party ? [data.party] : []));
}

function beijingDay(ahead: number): string {
  return new Date(Date.now() + (8 + 24 * ahead) * 3_600_000).toISOString().slice(0, 10);
}
