/**
 * What neighbourhoods (社区) are called, by the place that rights are held in. Invented, for the sample: no rule asks this
 * register, and a neighbourhood that is not in it is called by its code.
 */
import type { Pair } from '#libs/workflow';

export interface Neighbourhood {
  /** Sub-district and code, as a grant names the place. */
  readonly id: string;
  readonly name: Pair;
}

export const neighbourhoods = [
  { id: 'nanguan/nanxun', name: ['南熏社区', 'Nanxun'] },
  { id: 'nanguan/huaiyin', name: ['槐荫社区', 'Huaiyin'] },
  { id: 'beixia/taying', name: ['塔影社区', 'Taying'] },
  { id: 'beixia/shuyuan', name: ['书院社区', 'Shuyuan'] },
] as const satisfies readonly Neighbourhood[];

export type NeighbourhoodId = (typeof neighbourhoods)[number]['id'];
