import { beforeEach, describe, expect, it } from '@jest/globals';
import { World } from '#libs/workflow/specification';
import { openData, settingSpoken, type Language, type Pair } from '#libs/workflow';
import { errandTexts } from '../../../libs/workflow/src/tiny-texts.fixture.js';
import { errand } from '../../../libs/workflow/src/tiny.fixture.js';
import { lifeText } from './life-text.js';
import { lifeOf } from './life.js';

const spoken = { declaration: errand.declaration, texts: errandTexts };
const DAY_MS = 86_400_000;

let world: World;
beforeEach(async () => {
  world = await World.begin({
    workflows: [errand],
    people: { li: ['clerk@nanguan'], zhou: ['officer@nanguan'] },
    registers: { area: (id) => id === 'nanguan' },
  });
});

async function asked(occurredAt?: string): Promise<string> {
  const form = { area: 'nanguan', what: '换灯泡', story: '三单元楼道灯坏了', caller: { name: '张三' } };
  return (await world.given('AskErrand', form, { by: 'li', ...(occurredAt ? { occurredAt } : {}) })).id;
}

async function told(id: string, language: Language = 'en', open = false): Promise<string> {
  const events = await world.events('errand', id);
  const read = open
    ? events.map((event) => ({ ...event, data: openData(event.data, event.envelope.id, world.vault) }))
    : events;
  return lifeText(lifeOf(errand.declaration, `errand-${id}`, read), spoken, language).join('\n');
}

/** What is told of the newest event. */
async function newest(id: string, language: Language = 'en'): Promise<string> {
  return (await told(id, language)).split('\n\n').at(-2) ?? '';
}

describe('the life of a case', () => {
  it('says when in Beijing, what, who with which role, the state, the deadline and where it stands', async () => {
    const id = await asked('2026-11-23T23:30:00.000Z');
    const text = await told(id);
    expect(text).toContain('#0  2026-11-24 09:00:00  asked for an errand → asked');
    expect(text).toContain('by li (clerk, Nanguan)');
    expect(text).toContain('occurred 2026-11-24 07:30:00');
    expect(text).toContain('deadline “take it on” begins, due 2026-11-25 24:00');
    expect(text).toContain('stands at: asked\nrunning: take it on 2026-11-25 24:00');
    expect(await told(id, 'zh-CN')).toContain(
      '提出跑腿 → 已提出\n    办理人：li（clerk，南关街道）\n    发生时间：2026-11-24 07:30:00\n    期限“接单期限”开始计时，2026-11-25 24:00到期',
    );
  });

  it('does not repeat a moment that was entered as it happened', async () => {
    expect(await told(await asked())).not.toContain('occurred');
  });

  it('law 8: sealed values stay sealed unless they are opened, and erased ones say so', async () => {
    const id = await asked();
    expect(await told(id)).toContain('story: [sealed]');
    expect(await told(id)).not.toMatch(/三单元|张三/);
    expect(await told(id, 'zh-CN', true)).toContain('经过：三单元楼道灯坏了\n    来电人：姓名：张三；人员编号：');
    const [event] = await world.events('errand', id);
    await world.vault.erase(`party-${(event?.data['caller'] as { person: string }).person}`);
    expect(await told(id, 'en', true)).toContain('caller: name: [erased]; id: ');
  });

  it('says what is settled, moved with its reason, stands still and goes on', async () => {
    const id = await asked();
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    expect(await newest(id)).toContain('deadline “finish it” begins, due 2026-12-01 24:00');
    expect(await newest(id)).toContain('deadline “take it on” settled (was due 2026-11-25 24:00)');
    const extension = { name: 'finish', until: '2026-12-03', reason: '等待配件', consent: true };
    await world.given('ExtendDeadline', extension, { by: 'li', on: id });
    expect(await newest(id, 'zh-CN')).toMatch(/延长期限[^]*“完成期限”改为2026-12-03 24:00到期\n {4}理由：等待配件/);
    await world.given('PauseClock', { why: 'awaiting-citizen' }, { by: 'li', on: id });
    expect(await newest(id)).toContain('deadline “finish it” stands still (was due 2026-12-03 24:00)');
    expect(await newest(id, 'zh-CN')).toContain('原因：等待当事人补充');
    await world.given('ResumeClock', {}, { by: 'li', on: id });
    expect(await newest(id)).toContain('deadline “finish it” begins');
  });

  it('tells a miss once, by its event, and who said so', async () => {
    const id = await asked();
    await world.clock.advance(2 * DAY_MS);
    await world.letTimersAct('errand', id);
    const text = await told(id);
    expect(text).toMatch(/deadline missed\n {4}by the system \(timer\)\n {4}occurred .*\n {4}deadline: take it on/);
    expect(text).not.toContain('“take it on” settled');
    expect(text).not.toContain('.alert');
  });

  it('says lengths of time in words, and whom a miss was told in the words of the engine', async () => {
    const events = await world.events('setting', 'errand.take');
    const life = lifeOf(settingSpoken.declaration, 'setting-errand.take', events);
    expect(lifeText(life, settingSpoken, 'zh-CN').join('\n')).toContain('：1个工作日');
    expect(lifeText(life, settingSpoken, 'en').join('\n')).toContain(': 1 working days');
    const id = await asked();
    await world.clock.advance(3 * DAY_MS);
    await world.letTimersAct('errand', id);
    const level: Pair = ['楼层', 'storey'];
    const renamed = {
      ...spoken,
      texts: { ...errandTexts, fields: { ...errandTexts.fields, level } },
    };
    const missed = lifeOf(errand.declaration, `errand-${id}`, await world.events('errand', id));
    expect(lifeText(missed, renamed, 'zh-CN').join('\n')).toContain('提醒对象：承办人');
  });

  it('says of an undone step where the case went back to', async () => {
    const id = await asked();
    await world.given('TakeErrand', { runner: 'li' }, { by: 'li', on: id });
    await world.given('UndoLast', {}, { by: 'li', on: id });
    expect(await newest(id)).toContain('undid the last step → asked');
    expect(await newest(id)).toContain('type of event: took it on');
  });

  it('says of a correction what stood before and what stands now', async () => {
    const id = await asked();
    await world.given('Correct', { field: 'what', value: '换灯管', reason: '笔误' }, { by: 'zhou', on: id });
    const text = await newest(id, 'zh-CN');
    expect(text).toContain('理由：笔误');
    expect(text).toContain('字段：事项');
    expect(text).toContain('原内容：换灯泡');
    expect(text).toContain('新内容：换灯管');
  });
});
