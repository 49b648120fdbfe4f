/** What a step that is not possible yet waits for. */
import { expect, it } from '@jest/globals';
import { anyOpen, ends, nothing, on, workflow } from '../declare/builder.js';
import type { CommandDeclaration } from '../declare/declaration.js';
import { nearestFor, nearestOf } from './nearest.js';

const { declaration } = workflow('loan', { path: 'loans' })
  .events({
    LoanAsked: on('asked', {}),
    LoanGranted: on('granted', {}),
    LoanPaidOut: on('paid-out', {}),
    LoanReturned: on('asked', {}),
    LoanLost: on('lost', {}),
    LoanRepaid: ends('repaid', {}),
  })
  .data({}, {})
  .command('AskLoan', { by: ['clerk'], from: nothing, yields: ['LoanAsked'] })
  .command('GrantLoan', { by: ['clerk'], from: ['asked'], yields: ['LoanGranted'] })
  .command('PayOut', { by: ['clerk'], from: ['granted'], yields: ['LoanPaidOut'] })
  .command('ReturnLoan', { by: ['clerk'], from: ['granted'], yields: ['LoanReturned'], aside: true })
  .command('LoseLoan', { by: ['clerk'], from: anyOpen, yields: ['LoanLost'] })
  .command('RepayLoan', { by: ['clerk'], from: ['paid-out'], yields: ['LoanRepaid'] });

it('is the nearest state of the ordinary way, with the step that leads into it', () => {
  expect(nearestOf(declaration, 'asked', ['paid-out'])).toEqual({ state: 'paid-out', through: 'pay-out' });
  expect(nearestOf(declaration, 'asked', ['paid-out', 'granted'])).toEqual({ state: 'granted', through: 'grant' });
});

it('is nothing where only a way aside, what is always possible, or no way at all leads there', () => {
  expect(nearestOf(declaration, 'granted', ['asked'])).toBeUndefined();
  expect(nearestOf(declaration, 'asked', ['lost'])).toBeUndefined();
  expect(nearestOf(declaration, 'repaid', ['granted'])).toBeUndefined();
});

it('is found once for a command and a state, and is the same ever after', () => {
  const repay = declaration.commands['RepayLoan'] as CommandDeclaration;
  const found = nearestFor(declaration, repay, 'asked');
  expect(found).toEqual({ state: 'paid-out', through: 'pay-out' });
  expect(nearestFor(declaration, repay, 'asked')).toBe(found);
  expect(nearestFor(declaration, repay, 'repaid')).toBeUndefined();
});
