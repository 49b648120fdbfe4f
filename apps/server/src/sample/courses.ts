/** How complaints of the sample go on after they were filed: each course is a list of steps from acceptance to where it stands today. */
import type { Moment, Step } from './play.js';

/** The people of one station. */
export interface Station {
  readonly mediator: string;
  readonly officer: string;
}

const at = (after: number, command: string, by: string, form: Step['form']): Step => ({ after, command, by, form });

export const accepted = (
  { mediator }: Station,
  track: 'handle' | 'mediate' = 'handle',
  difficulty = 'ordinary',
): Step[] => [at(0.05, 'AcceptComplaint', mediator, { track, difficulty, mediator })];

export const handled = (
  station: Station,
  after: number,
  measures: string,
  { outcome = 'solved', owedBy = 'company', basis }: { outcome?: string; owedBy?: string; basis?: string } = {},
): Step[] => [
  ...accepted(station, 'handle', 'simple'),
  at(after, 'RecordHandling', station.mediator, ({ day }: Moment) => ({
    handledOn: day(0),
    measures,
    owedBy,
    outcome,
    ...(basis === undefined ? {} : { basis }),
    reply: `您反映的问题已办理：${measures}`,
  })),
];

export const followedUp = ({ mediator }: Station, after: number, answer: string, remark?: string): Step =>
  at(after, 'RecordFollowUp', mediator, { answer, ...(remark === undefined ? {} : { remark }) });

/** Another side, and both say yes to mediation. */
export const partiesAgreed = (station: Station, respondent: { name: string; phone: string }): Step[] => [
  ...accepted(station, 'mediate'),
  at(1, 'NameParty', station.mediator, { side: 'respondent', who: respondent }),
  ...[0, 1].map((index) =>
    at(1.1 + index / 20, 'RecordConsent', station.mediator, ({ one }: Moment) => ({
      party: partiesOf(one.data)[index],
      consent: true,
    })),
  ),
];

export const session = ({ mediator }: Station, after: number, minutes: string): Step =>
  at(after, 'RecordSession', mediator, ({ one, day }: Moment) => ({
    heldOn: day(0),
    venue: '调解站一号调解室',
    present: partiesOf(one.data),
    minutes,
  }));

export const agreement = (
  { mediator }: Station,
  after: number,
  terms: string,
  { within = 15, seeksConfirmation = false }: { within?: number; seeksConfirmation?: boolean } = {},
): Step =>
  at(after, 'RecordAgreement', mediator, ({ one, day }: Moment) => ({
    form: 'written',
    agreedOn: day(0),
    signedOn: day(0),
    signedBy: partiesOf(one.data),
    facts: '双方对争议事实无异议。',
    terms,
    manner: '自行履行，调解站回访。',
    performBy: day(within),
    copies: 3,
    seeksConfirmation,
  }));

export const performed = ({ mediator }: Station, after: number): Step =>
  at(after, 'RecordPerformance', mediator, ({ day }: Moment) => ({ performedOn: day(0) }));

export const step = at;

function partiesOf(data: Case['data']): string[] {
  return (data['parties'] as readonly { readonly id: string }[]).map(({ id }) => id);
}

type Case = Moment['one'];
