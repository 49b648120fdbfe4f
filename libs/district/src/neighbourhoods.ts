/**
 * The neighbourhoods (社区) of the district, by the place that rights are held in. Invented, for the sample. A community is
 * put into one of these and no other; a place in an older record that is not among them is called by its code.
 */
import type { Pair } from '#libs/workflow';

export interface Neighbourhood {
  /** Sub-district and code, as a grant names the place; no two codes are alike. */
  readonly id: string;
  readonly name: Pair;
}

export const neighbourhoods = [
  { id: 'nanguan/nanxun', name: ['南熏社区', 'Nanxun'] },
  { id: 'nanguan/huaiyin', name: ['槐荫社区', 'Huaiyin'] },
  { id: 'beixia/taying', name: ['塔影社区', 'Taying'] },
  { id: 'beixia/shuyuan', name: ['书院社区', 'Shuyuan'] },
  { id: 'nancao/caoyuan', name: ['曹园社区', 'Caoyuan'] },
  { id: 'shibalihe/liuwan', name: ['柳湾社区', 'Liuwan'] },
  { id: 'longhai/tiecheng', name: ['铁成社区', 'Tiecheng'] },
  { id: 'erligang/gangshang', name: ['岗上社区', 'Gangshang'] },
  { id: 'chengdong/dongyuan', name: ['东垣社区', 'Dongyuan'] },
  { id: 'xidajie/xiting', name: ['西亭社区', 'Xiting'] },
  { id: 'dongdajie/wenmiao', name: ['文庙社区', 'Wenmiao'] },
  { id: 'zijingshan/wutong', name: ['梧桐社区', 'Wutong'] },
  { id: 'hanghaidong/fanying', name: ['帆影社区', 'Fanying'] },
  { id: 'jindai/jinsui', name: ['金穗社区', 'Jinsui'] },
  { id: 'jindai-cluster/jixian', name: ['集贤社区', 'Jixian'] },
] as const satisfies readonly Neighbourhood[];

export type NeighbourhoodId = (typeof neighbourhoods)[number]['id'];

const byCode: ReadonlyMap<string, Neighbourhood> = new Map(neighbourhoods.map((one) => [codeOf(one), one]));

/** What a form names it by: the part after its sub-district. */
export function codeOf({ id }: Pick<Neighbourhood, 'id'>): string {
  return id.slice(id.indexOf('/') + 1);
}

/** Nothing for a code that none has, and for one that lies in another sub-district. */
export function neighbourhoodIn(subDistrict: string, code: string): Neighbourhood | undefined {
  const one = byCode.get(code);
  return one?.id === `${subDistrict}/${code}` ? one : undefined;
}

export function isNeighbourhoodCode(code: string): boolean {
  return byCode.has(code);
}
