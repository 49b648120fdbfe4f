/**
 * What several steps of a complaint ask for in the same words. Stories, minutes and terms are sealed under the case's
 * key, names and telephones under each person's; what is descriptive may be corrected, and so nothing is decided by it.
 */
import { day, id, note, oneOf, optional, personal, ref, sealed, setOf, text, whole, yesNo } from '#libs/workflow';

export const reason = text(1, 500);

/** Today, or a day of the past year: most of it is entered from paper. */
export const pastDay = day({ agoMax: 366, aheadMax: 0 });

/** What people tell, in their own words. */
export const told = (charactersMax: number) => note(sealed(text(1, charactersMax), 'case'));

export const track = oneOf(['handle', 'mediate']);

/** How it ended for the citizen: closed and solved are two different things. */
export const outcome = oneOf(['solved', 'partly', 'explained', 'other-body', 'cannot-now']);

/** The citizen's own view, on five grades, or nobody was reached. */
export const answer = oneOf([
  'very-satisfied',
  'satisfied',
  'fairly-satisfied',
  'dissatisfied',
  'very-dissatisfied',
  'unreachable',
]);

/** The three levels of the joint conference, from below. */
export const levels = ['neighbourhood', 'sub-district', 'district'] as const;
export const level = oneOf(levels);

/** Where parties may turn whom mediation did not help (People's Mediation Law, articles 17 and 26). */
export const otherWay = oneOf(['court', 'arbitration', 'department', 'every-way']);

/** What the registration form and the application ask of each side (人民调解 case file, document 1). */
const particulars = {
  sex: oneOf(['male', 'female']),
  ethnicity: text(1, 20),
  age: text(1, 10),
  occupation: text(1, 60),
  address: text(1, 200),
};

/** Somebody of the case, with all that the papers ask. */
export const somebody = (role: string) => personal(role, particulars);

export const filing = {
  source: oneOf(['window', 'phone', 'web', 'wechat', 'hotline', 'neighbourhood', 'patrol']),
  category: note(
    oneOf([
      'charges',
      'cleaning',
      'greening',
      'security',
      'facilities',
      'noise-neighbour',
      'parking',
      'illegal-construction',
      'group-rental',
      'load-bearing-wall',
      'owners-committee',
      'handover',
      'other',
    ]),
  ),
  community: ref('community'),
  place: optional(note(text(1, 200))),
  complainant: somebody('complainant'),
  story: told(4_000),
  wish: optional(told(1_000)),
};

export const partyNaming = {
  side: oneOf(['applicant', 'respondent', 'third']),
  who: somebody('party'),
  agent: optional(personal('agent')),
  agentMaySettle: optional(yesNo()),
};

export const agreement = {
  form: oneOf(['written', 'oral']),
  agreedOn: pastDay,
  /** A written agreement binds from here. */
  signedOn: optional(pastDay),
  signedBy: optional(setOf(id(), 1, 20)),
  facts: told(4_000),
  terms: told(8_000),
  manner: told(1_000),
  placeOfPerformance: optional(note(text(1, 200))),
  performBy: day({ agoMax: 366, aheadMax: 3 * 366 }),
  copies: optional(whole(1, 50)),
  /** Only then does a clock run for the application to the court. */
  seeksConfirmation: yesNo(),
};

/** What the follow-up record asks besides the answer (人民调解 case file, document 10). */
export const followUp = {
  performed: optional(yesNo()),
  flaringUp: optional(told(500)),
  remark: optional(told(1_000)),
};

export const conference = { heldOn: pastDay, minutesNumber: text(1, 60), resolution: told(4_000) };
