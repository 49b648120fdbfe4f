/** What the compiler knows of a generated command: each allowed use, then its forbidden twin. Compiled, never run. */
import { errand } from '../tiny.fixture.js';
import { commandOf } from './command-of.js';

class TakeErrand extends commandOf(errand, 'TakeErrand') {}
const issued = { requester: { kind: 'person', id: 'li' } } as const;

const take = new TakeErrand({ runner: 'li', doneBy: '2026-11-24' }, issued);
const runner: string = take.runner;
const doneBy: string | undefined = take.doneBy;
new TakeErrand({ runner: 'li' }, issued);
// @ts-expect-error a required field is missing
new TakeErrand({}, issued);
// @ts-expect-error a field of another kind
new TakeErrand({ runner: 7 }, issued);
// @ts-expect-error no field of this form
new TakeErrand({ runner: 'li', how: 'well' }, issued);
// @ts-expect-error a command says who issues it
new TakeErrand({ runner: 'li' }, {});
// @ts-expect-error what was issued does not change
take.runner = 'wang';
// @ts-expect-error no command of this workflow
commandOf(errand, 'TakeComplaint');

class FinishErrand extends commandOf(errand, 'FinishErrand') {}
const how: 'well' | 'badly' = new FinishErrand({ how: 'well' }, issued).how;
// @ts-expect-error no choice of this field
new FinishErrand({ how: 'quickly' }, issued);

export const seen = [runner, doneBy, how];
