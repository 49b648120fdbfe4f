/** What a jurisdiction is called: the district, a sub-district, a neighbourhood after its sub-district, anything else as it is written. */
import { DISTRICT, type Pair } from '#libs/workflow';
import { neighbourhoods } from './neighbourhoods.js';
import { subDistrict } from './sub-districts.js';

const byId: ReadonlyMap<string, Pair> = new Map(neighbourhoods.map(({ id, name }) => [id, name]));

/** A neighbourhood that is in no line of the register is called by its code. */
export function placeName(jurisdiction: string): Pair {
  if (jurisdiction === DISTRICT) return ['全区', 'the district'];
  const [above = '', code] = jurisdiction.split('/', 2);
  const within = subDistrict(above)?.name;
  if (!within) return [jurisdiction, jurisdiction];
  if (code === undefined) return within;
  const [zh, en] = byId.get(jurisdiction) ?? [code, code];
  return [`${within[0]}${zh}`, `${within[1]}, ${en}`];
}
