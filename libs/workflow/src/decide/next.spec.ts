/** Which step is next. */
import { describe, expect, it } from '@jest/globals';
import { anyOpen, ends, nothing, on, stay, workflow } from '../declare/builder.js';
import { text } from '../declare/fields/text.js';
import { nextSteps } from './next.js';

const reason = text(1, 100);
const { declaration } = workflow('visit', { path: 'visits' })
  .events({
    VisitAsked: on('asked', { reason }),
    VisitRejected: ends('rejected', { reason }),
    VisitPlanned: on('planned', { reason }),
    VisitMoved: on('planned', { reason }),
    ToolPacked: stay({ reason }),
    VisitPaid: ends('paid', { reason }),
  })
  .data({}, {})
  .command('AskVisit', { by: ['clerk'], from: nothing, yields: ['VisitAsked'] })
  .command('RejectVisit', { by: ['clerk'], from: ['asked'], yields: ['VisitRejected'], aside: true })
  .command('PlanVisit', { by: ['clerk'], from: ['asked'], yields: ['VisitPlanned'] })
  .command('PackTool', { by: ['clerk'], from: ['planned'], yields: ['ToolPacked'] })
  .command('MoveVisit', { by: ['clerk'], from: ['planned'], yields: ['VisitMoved'], aside: true })
  .command('PayVisit', { by: ['clerk'], from: ['planned'], yields: ['VisitPaid'] })
  .command('NoteReason', { by: ['clerk'], from: anyOpen, yields: ['ToolPacked'] });

const all = Object.values(declaration.commands).map(({ path }) => path);

describe('the next step', () => {
  it('moves the case on; what prepares it comes after, what leaves the ordinary way last', () => {
    expect(nextSteps(declaration, 'asked', all)).toEqual(['plan', 'reject']);
    expect(nextSteps(declaration, 'planned', all)).toEqual(['pay', 'pack-tool']);
  });

  it('is one that is possible now', () => {
    expect(nextSteps(declaration, 'planned', ['pack-tool', 'note-reason'])).toEqual(['pack-tool']);
    expect(nextSteps(declaration, 'asked', ['reject'])).toEqual(['reject']);
  });

  it('is before all others what goes ahead as the case stands, as far as it is possible', () => {
    expect(nextSteps(declaration, 'asked', all, ['reject'])).toEqual(['reject', 'plan']);
    expect(nextSteps(declaration, 'asked', ['plan'], ['reject'])).toEqual(['plan']);
  });

  it('is none where the case only rests, or only what is always possible is', () => {
    expect(nextSteps(declaration, 'paid', all)).toEqual([]);
    expect(nextSteps(declaration, 'asked', ['note-reason'])).toEqual([]);
  });
});
