/** Where rights reach: the district over all, a sub-district over itself and its neighbourhoods, anything else over itself. */
import { DISTRICT, type Covers } from '#libs/workflow';
import { reachOf, type Reach, type Role } from './roles.js';
import { isSubDistrict } from './sub-districts.js';

/** Whether rights held in `grant` reach a case that lies in `jurisdiction`. Never the other way round. */
export const covers: Covers = (grant, jurisdiction) =>
  grant === DISTRICT || grant === jurisdiction || (isSubDistrict(grant) && jurisdiction.startsWith(`${grant}/`));

const NAMED = /^(company|repair-unit|resident)\/[A-Za-z0-9][A-Za-z0-9-]{0,59}$/;
const NEIGHBOURHOOD = /^[a-z][a-z0-9-]{0,39}$/;

/** What kind of jurisdiction a text names, or nothing where it names none. */
export function kindOf(jurisdiction: string): Reach | undefined {
  if (jurisdiction === DISTRICT) return 'district';
  if (isSubDistrict(jurisdiction)) return 'sub-district';
  const named = NAMED.exec(jurisdiction)?.[1];
  if (named !== undefined) return named === 'resident' ? 'self' : (named as Reach);
  const [above = '', below = '', ...more] = jurisdiction.split('/');
  return more.length === 0 && isSubDistrict(above) && NEIGHBOURHOOD.test(below) ? 'neighbourhood' : undefined;
}

/** Whether a role can be held there: nobody is mediator of the whole district. */
export function mayBeHeldIn(role: Role, jurisdiction: string): boolean {
  const kind = kindOf(jurisdiction);
  return kind !== undefined && reachOf(role).includes(kind);
}
