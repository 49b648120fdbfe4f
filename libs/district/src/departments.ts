/** The departments that matters are referred to, and what for (policy 三(五)); data, so another is one more line. */
import type { Pair } from '#libs/workflow';

export interface Department {
  readonly id: string;
  readonly name: Pair;
  /** What is theirs to decide, as told to the citizen whose matter is referred. */
  readonly duties: Pair;
}

export const departments = [
  {
    id: 'urban-management',
    name: ['城市管理局', 'Urban Management Bureau'],
    duties: ['垃圾分类、违法建设', 'waste sorting, illegal construction'],
  },
  {
    id: 'justice',
    name: ['司法局', 'Bureau of Justice'],
    duties: ['指导人民调解', 'guidance of mediation'],
  },
  {
    id: 'market-regulation',
    name: ['市场监督管理局', 'Market Regulation Bureau'],
    duties: ['收费公示、特种设备、市场秩序', 'posted charges, special equipment, market order'],
  },
  { id: 'taxation', name: ['税务局', 'Tax Bureau'], duties: ['税费', 'taxes and fees'] },
  { id: 'finance', name: ['财政局', 'Finance Bureau'], duties: ['财政预算', 'budget'] },
  {
    id: 'development-reform',
    name: ['发展和改革委员会', 'Development and Reform Commission'],
    duties: ['物业服务收费', 'fees for property services'],
  },
  {
    id: 'human-resources',
    name: ['人力资源和社会保障局', 'Human Resources and Social Security Bureau'],
    duties: ['用工、社会保障', 'employment, social security'],
  },
  {
    id: 'social-governance',
    name: ['社治委', 'Social Governance Commission'],
    duties: ['社区治理', 'governance of neighbourhoods'],
  },
  {
    id: 'public-security',
    name: ['公安分局', 'Public Security Branch'],
    duties: ['治安、群租房', 'public order, group rental'],
  },
  {
    id: 'emergency-management',
    name: ['应急管理局', 'Emergency Management Bureau'],
    duties: ['安全生产', 'safety'],
  },
  {
    id: 'housing-construction',
    name: ['城乡建设和交通运输局', 'Urban and Rural Construction and Transport Bureau'],
    duties: ['承重墙、工程质量保修', 'load-bearing walls, warranty of construction'],
  },
  {
    id: 'ecology-environment',
    name: ['生态环境分局', 'Ecology and Environment Branch'],
    duties: ['噪声、油烟、污染', 'noise, fumes, pollution'],
  },
  {
    id: 'natural-resources',
    name: ['自然资源和规划分局', 'Natural Resources and Planning Branch'],
    duties: ['规划、用地', 'planning, land'],
  },
  { id: 'health', name: ['卫生健康委员会', 'Health Commission'], duties: ['公共卫生', 'public health'] },
  { id: 'education', name: ['教育局', 'Education Bureau'], duties: ['学校、托幼', 'schools, nurseries'] },
  {
    id: 'industry-information',
    name: ['工业和信息化局', 'Industry and Information Technology Bureau'],
    duties: ['通信设施、企业改制小区', 'telecommunication, communities of former works'],
  },
  {
    id: 'culture-tourism',
    name: ['文化旅游体育局', 'Culture, Tourism and Sports Bureau'],
    duties: ['文体设施', 'facilities of culture and sport'],
  },
  { id: 'audit', name: ['审计局', 'Audit Bureau'], duties: ['资金审计', 'audit of funds'] },
  { id: 'publicity', name: ['宣传部', 'Publicity Department'], duties: ['宣传', 'publicity'] },
] as const satisfies readonly Department[];

export type DepartmentId = (typeof departments)[number]['id'];

const byId: ReadonlyMap<string, Department> = new Map(departments.map((one) => [one.id, one]));

export function isDepartment(id: string): id is DepartmentId {
  return byId.has(id);
}

/** Nothing for an id that is in no line of the register. */
export function department(id: string): Department | undefined {
  return byId.get(id);
}
