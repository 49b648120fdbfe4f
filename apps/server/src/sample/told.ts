/** The stations of the sample, and how a story begins: somebody comes, and it is written down. */
import { followedUp, step, type Station } from './courses.js';
import type { Moment, Step, Story } from './play.js';

export const nanguan: Station = { mediator: 'officer-nanguan-1', officer: 'subdistrict-nanguan' };
export const nanguan2: Station = { mediator: 'officer-nanguan-2', officer: 'subdistrict-nanguan' };
export const beixia: Station = { mediator: 'officer-beixia-1', officer: 'subdistrict-beixia' };
export const beixia2: Station = { mediator: 'officer-beixia-2', officer: 'subdistrict-beixia' };

export const OFFICE = 'office-1';
export const DEPARTMENT = 'department-urban-management';

export type Filing = readonly [
  community: string,
  source: string,
  category: string,
  name: string,
  phone: string,
  story: string,
  wish?: string,
];

export function told(
  name: string,
  daysAgo: number,
  by: string,
  [community, source, category, who, phone, story, wish]: Filing,
  steps: readonly Step[] = [],
): Story {
  const form = {
    source,
    category,
    community,
    complainant: { name: who, phone },
    story,
    ...(wish === undefined ? {} : { wish }),
  };
  return { name, daysAgo, steps: [step(0, 'FileComplaint', by, form), ...steps] };
}

export const reopened = (station: Station, from: number): Step[] => [
  followedUp(station, from, 'dissatisfied', '反映问题没有真正解决'),
  step(from + 4, 'RecordHandling', station.mediator, ({ day }: Moment) => ({
    handledOn: day(0),
    measures: '再次上门核查并督促整改',
    owedBy: 'company',
    outcome: 'partly',
    reply: '已再次督促整改，请您留意。',
  })),
];
