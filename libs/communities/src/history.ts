/**
 * Facts of a community that change with time, each version with the days it holds: a subsidy splits where the manager
 * changed, and an auditor asks from which document an area came (DOMAIN "Subsidy", PRACTICE f).
 */
import { compareDays } from '#libs/workflow';

/** Somebody managed the community from one day to another, both included; without `until` they still do. */
export interface ManagerSpell {
  readonly kind: 'company' | 'service-centre' | 'committee' | 'employer';
  readonly name: string;
  readonly creditCode?: string;
  readonly from: string;
  readonly until?: string;
  readonly contractUntil?: string;
}

/** `area` in hundredths of a square metre. */
export interface AreaVersion {
  readonly version: number;
  readonly area: number;
  readonly asOf: string;
  readonly source: string;
}

export interface GovernanceSpell {
  readonly body: 'none' | 'preparatory-group' | 'management-committee' | 'owners-committee';
  readonly from: string;
  readonly termUntil?: string;
}

/** Who managed on that day; nobody where there was a gap. */
export function managerOn(managers: readonly ManagerSpell[], day: string): ManagerSpell | undefined {
  return managers.findLast(
    (one) => compareDays(one.from, day) <= 0 && (one.until === undefined || compareDays(day, one.until) <= 0),
  );
}

/** The area by the newest document that was valid on that day. */
export function areaOn(areas: readonly AreaVersion[], day: string): AreaVersion | undefined {
  return areas.findLast((one) => compareDays(one.asOf, day) <= 0);
}

/** The body that spoke for the owners on that day; whether its term had run out is for the reader to say. */
export function governanceOn(spells: readonly GovernanceSpell[], day: string): GovernanceSpell | undefined {
  return spells.findLast((one) => compareDays(one.from, day) <= 0);
}
