/**
 * The thirteen units of jurisdiction of the district (policy, Annex 1 and DOMAIN "Words"), as data: an id for URLs,
 * streams and envelopes, names in both languages, and the short name that stands in numbers such as (2026)管南调字第12号.
 */
import type { Pair } from '#libs/workflow';

export interface SubDistrict {
  readonly id: string;
  readonly name: Pair;
  /** District and sub-district as numbers print them; no two are alike. */
  readonly short: string;
}

export const subDistricts = [
  { id: 'nancao', name: ['南曹街道', 'Nancao'], short: '管曹' },
  { id: 'shibalihe', name: ['十八里河街道', 'Shibalihe'], short: '管十' },
  { id: 'beixia', name: ['北下街街道', 'Beixia Street'], short: '管北' },
  { id: 'nanguan', name: ['南关街道', 'Nanguan'], short: '管南' },
  { id: 'longhai', name: ['陇海马路街道', 'Longhai Road'], short: '管陇' },
  { id: 'erligang', name: ['二里岗街道', 'Erligang'], short: '管二' },
  { id: 'chengdong', name: ['城东路街道', 'Chengdong Road'], short: '管城东' },
  { id: 'xidajie', name: ['西大街街道', 'West Street'], short: '管西' },
  { id: 'dongdajie', name: ['东大街街道', 'East Street'], short: '管东' },
  { id: 'zijingshan', name: ['紫荆山南路街道', 'South Zijingshan Road'], short: '管紫' },
  { id: 'hanghaidong', name: ['航海东路街道', 'East Hanghai Road'], short: '管航' },
  { id: 'jindai', name: ['金岱街道', 'Jindai'], short: '管金' },
  { id: 'jindai-cluster', name: ['金岱产业集聚区', 'Jindai Industrial Cluster'], short: '管集' },
] as const satisfies readonly SubDistrict[];

export type SubDistrictId = (typeof subDistricts)[number]['id'];

const byId: ReadonlyMap<string, SubDistrict> = new Map(subDistricts.map((one) => [one.id, one]));

export function isSubDistrict(id: string): id is SubDistrictId {
  return byId.has(id);
}

/** Nothing for an id that is none of the thirteen. */
export function subDistrict(id: string): SubDistrict | undefined {
  return byId.get(id);
}
