/**
 * The communities of the sample data: invented, over all thirteen sub-districts, of every type. Recorded by commands of
 * a sample officer, as an office would enter them.
 */
import { exists, isDone, type CommandRequest, type Engine, type FormOf } from '#libs/workflow';
import type { community } from './community.js';

type Registration = FormOf<typeof community, 'RegisterCommunity'>;
type Manager = FormOf<typeof community, 'ChangeManager'>;
type Governance = FormOf<typeof community, 'SetGovernance'>;

export interface SampleCommunity {
  readonly id: string;
  readonly registration: Registration;
  readonly manager?: Manager;
  readonly governance?: Governance;
  readonly neighbourhood?: FormOf<typeof community, 'AssignNeighbourhood'>;
}

/** Sub-district, name, type, households, buildings, area in m², year of renovation, and whether it is a pilot. */
type Line = readonly [string, string, Registration['type'], number, number, number, number?, 'pilot'?];

const lines: readonly Line[] = [
  ['nanguan', '明珠花园', 'market', 486, 9, 41_320, 2021, 'pilot'],
  ['nanguan', '豫丰苑', 'market-ready', 312, 6, 24_870, 2022],
  ['nanguan', '南熏里', 'sheltered', 128, 3, 8_960, 2022],
  ['nanguan', '槐荫小区', 'self-managed', 204, 4, 15_540, 2020],
  ['beixia', '银杏小区', 'market', 420, 8, 35_760, 2021, 'pilot'],
  ['beixia', '书院雅居', 'market-ready', 256, 5, 20_180, 2022],
  ['beixia', '北城新苑', 'sheltered', 96, 2, 6_720, 2023],
  ['beixia', '塔影里', 'self-managed', 180, 4, 13_290, 2020],
  ['nancao', '曹园小区', 'market-ready', 530, 10, 46_200, 2022],
  ['nancao', '麦香里', 'sheltered', 142, 4, 10_350],
  ['shibalihe', '柳湾家园', 'market', 610, 12, 55_480, 2021],
  ['shibalihe', '十八里新居', 'sheltered', 166, 4, 12_040],
  ['longhai', '铁成小区', 'self-managed', 388, 7, 28_660, 2020],
  ['longhai', '陇韵花园', 'market', 296, 6, 23_910, 2022],
  ['erligang', '岗上人家', 'market-ready', 344, 6, 27_130, 2021],
  ['erligang', '纺织里', 'self-managed', 452, 9, 33_870, 2020],
  ['chengdong', '东垣小区', 'market', 378, 7, 30_420, 2021],
  ['chengdong', '青砖院', 'sheltered', 84, 2, 5_880, 2023],
  ['xidajie', '西亭苑', 'market-ready', 218, 4, 16_750, 2022],
  ['xidajie', '鼓楼里', 'sheltered', 72, 2, 4_960, 2023],
  ['dongdajie', '文庙小区', 'self-managed', 240, 5, 17_380, 2021],
  ['dongdajie', '商城春晓', 'market', 332, 6, 27_940, 2022],
  ['zijingshan', '紫荆家园', 'market', 508, 10, 43_650, 2021],
  ['zijingshan', '梧桐里', 'market-ready', 270, 5, 21_460, 2022],
  ['hanghaidong', '航海佳苑', 'market', 642, 12, 58_110, 2021],
  ['hanghaidong', '帆影小区', 'market-ready', 364, 7, 29_380, 2022],
  ['jindai', '金穗花园', 'market-ready', 416, 8, 36_570, 2022],
  ['jindai', '岱园小区', 'sheltered', 118, 3, 8_420],
  ['jindai-cluster', '集贤公寓', 'self-managed', 290, 5, 19_860, 2021],
  ['jindai-cluster', '和工家园', 'market', 356, 7, 31_240, 2022],
];

/** The code of the neighbourhood in whose charge a community is; the others are in nobody's yet. */
const neighbourhoods: Readonly<Record<string, string>> = {
  'c-nanguan-2': 'nanxun',
  'c-nanguan-3': 'nanxun',
  'c-nanguan-4': 'huaiyin',
  'c-beixia-2': 'shuyuan',
  'c-beixia-3': 'taying',
  'c-beixia-4': 'taying',
};

const managers: Readonly<
  Record<Registration['type'], Pick<Manager, 'manager' | 'managerName' | 'creditCode'> | undefined>
> = {
  market: { manager: 'company', managerName: '安和物业服务有限公司', creditCode: '91410104SAMPLE0001' },
  'market-ready': undefined,
  'self-managed': { manager: 'committee', managerName: '业主委员会自管组' },
  sheltered: { manager: 'service-centre', managerName: '街道物业服务中心' },
};

const bodies: Readonly<Record<Registration['type'], Governance['body']>> = {
  market: 'owners-committee',
  'market-ready': 'preparatory-group',
  'self-managed': 'owners-committee',
  sheltered: 'none',
};

export const sampleCommunities: readonly SampleCommunity[] = lines.map((line, index) =>
  sampleOf(line, numberIn(index)),
);

/** Steps are numbered as they stand; this one came to the sample later, and has a number beyond theirs. */
const ASSIGNMENT = 8;

/**
 * Records the sample communities as far as the log does not hold them yet: each goes on after its last recorded step, and
 * nothing is put before one, so a log from before communities had neighbourhoods is left as it is.
 * @param by a person who may register anywhere in the district.
 * @returns how many commands were recorded.
 * @throws Error when one is refused: the sample and the rules disagree, or `by` may not.
 */
export async function installSampleCommunities(engine: Engine, by = 'office-1'): Promise<number> {
  let recorded = 0;
  for (const [index, one] of sampleCommunities.entries()) {
    const known = await engine.ports.cases.fresh('community', one.id);
    const steps = stepsOf(one).map(({ number, ...step }) => ({ ...step, id: commandId(index, number) }));
    const last = exists(known) ? steps.findLastIndex(({ id }) => known.commands.has(id)) : -1;
    for (const step of steps.slice(last + 1)) recorded += await install(engine, by, { ...step, target: one.id });
  }
  return recorded;
}

interface NumberedStep {
  readonly command: string;
  readonly form: CommandRequest['form'];
  readonly number: number;
}

function stepsOf({ registration, manager, governance, neighbourhood }: SampleCommunity): readonly NumberedStep[] {
  const named: readonly [command: string, form: CommandRequest['form']][] = [
    ['RegisterCommunity', registration],
    ['ChangeManager', manager],
    ['SetGovernance', governance],
  ];
  const [first, ...rest] = named
    .flatMap(([command, form]) => (form === undefined ? [] : [{ command, form }]))
    .map((step, number): NumberedStep => ({ ...step, number }));
  const assignment = neighbourhood && { command: 'AssignNeighbourhood', form: neighbourhood, number: ASSIGNMENT };
  return [...(first ? [first] : []), ...(assignment ? [assignment] : []), ...rest];
}

async function install(
  engine: Engine,
  by: string,
  step: {
    readonly command: string;
    readonly form: CommandRequest['form'];
    readonly target: string;
    readonly id: string;
  },
): Promise<number> {
  const outcome = await engine.execute({ workflow: 'community', ...step, requester: { kind: 'person', id: by } });
  if (isDone(outcome)) return outcome.replayed ? 0 : 1;
  throw new Error(`the sample's ${step.command} for ${step.target} was refused: ${JSON.stringify(outcome)}`);
}

/** People send version 7; these are fixed ones, so that a second start records nothing. */
function commandId(index: number, step: number): string {
  return `01930000-0000-7000-8000-${(index * 16 + step).toString(16).padStart(12, '0')}`;
}

/** The how-manieth of its sub-district, from 1. */
function numberIn(index: number): number {
  const [subDistrict] = lines[index] as Line;
  return lines.slice(0, index + 1).filter(([other]) => other === subDistrict).length;
}

function sampleOf(
  [subDistrict, name, type, households, buildings, squareMetres, renovated, pilot]: Line,
  number: number,
): SampleCommunity {
  const manager = managers[type];
  const id = `c-${subDistrict}-${number}`;
  const neighbourhood = neighbourhoods[id];
  return {
    id,
    registration: {
      name,
      subDistrict,
      type,
      area: squareMetres * 100,
      households,
      buildings,
      ...(renovated === undefined ? {} : { renovatedOn: `${renovated}-10-31` }),
      pilot: pilot === 'pilot',
      ratingBasis: renovated === undefined ? 'no-supervising-department' : 'renovated',
      maintenanceFund: type === 'market' ? 'account' : 'none',
      asOf: '2026-01-01',
      source: '示例台账',
    },
    ...(manager
      ? {
          manager: {
            ...manager,
            from: '2025-01-01',
            ...(manager.manager === 'company' ? { contractUntil: '2027-12-31' } : {}),
            source: '示例合同',
          },
        }
      : {}),
    ...(bodies[type] === 'none' ? {} : { governance: { body: bodies[type], from: '2025-06-01', source: '示例备案' } }),
    ...(neighbourhood === undefined ? {} : { neighbourhood: { neighbourhood, reason: '示例数据' } }),
  };
}
