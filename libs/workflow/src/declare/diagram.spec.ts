import { describe, expect, it } from '@jest/globals';
import { errand } from '../tiny.fixture.js';
import { errandTexts } from '../tiny-texts.fixture.js';
import { commandTable, deadlineTable, stateMap } from './diagram.js';

const spoken = { declaration: errand.declaration, texts: errandTexts };

describe('a workflow drawn from its declaration', () => {
  it('maps its states, with one arrow between two of them', () => {
    expect(stateMap(spoken)).toBe(
      [
        'stateDiagram-v2',
        '  state "已提出 asked" as asked',
        '  state "已接 taken" as taken',
        '  state "暂挂 held" as held',
        '  state "已完成 done" as done',
        '  state "已取消 dropped" as dropped',
        '  state "任一未结状态 any open state" as any_open',
        '  [*] --> asked: 提出 Ask',
        '  asked --> taken: 接下 Take',
        '  any_open --> held: 暂挂 Hold',
        '  held --> any_open: 恢复 Resume',
        '  taken --> done: 完成 Finish',
        '  any_open --> dropped: 取消 Drop<br>过期取消 Expire',
        '  done --> [*]',
        '  dropped --> [*]',
      ].join('\n'),
    );
  });

  it('gives a name with a hyphen to Mermaid as one that it can read', () => {
    const taken = { ...errand.declaration.events['ErrandTaken']!, to: 'taken-on' };
    const declaration = {
      ...errand.declaration,
      states: ['taken-on'],
      events: { ...errand.declaration.events, ErrandTaken: taken },
    };
    expect(stateMap({ declaration, texts: errandTexts })).toContain('asked --> taken_on: 接下 Take');
  });

  it('lists who may do what, when, and what it records', () => {
    const lines = commandTable(spoken).split('\n');
    expect(lines).toHaveLength(2 + 9);
    expect(lines[2]).toBe('| 提出 Ask | `POST /errands` | clerk | 新建 begins it | 提出跑腿 asked for an errand |  |');
    expect(lines[4]).toBe(
      '| 换人 Change the runner | `change-runner` | officer, clerk (本人 own: runner) | 已接 taken | 换人 changed the runner | 可批量 bulk |',
    );
    expect(lines.at(-1)).toContain('| 过期取消 Expire |  | 系统 engine: reaper |');
  });

  it('lists deadlines with their length by default', () => {
    expect(deadlineTable(spoken).split('\n').slice(2)).toEqual([
      '| 接单期限 take it on | 已提出 asked | 1个工作日 1 working day (`errand.take`) | 进入时 on entering |  |',
      '| 完成期限 finish it | 已接 taken | 5个工作日 5 working days (`errand.finish`) | 接下 took it on | 可暂停 pausable, 可延长一次 extended once |',
    ]);
    expect(deadlineTable({ ...spoken, declaration: { ...errand.declaration, deadlines: {} } })).toBe('');
  });
});
