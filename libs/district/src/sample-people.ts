/**
 * The people of the sample data (FORMATS "Sample people"): invented names, ids that can be read and typed. They exist as
 * recorded commands of the installation, like everybody else's rights.
 */
import { uuidV5 } from '#libs/event-store';
import { exists, type CommandRequest, type Engine } from '#libs/workflow';
import { neighbourhoods, type NeighbourhoodId } from './neighbourhoods.js';
import type { HeldRole } from './person.js';
import { isSubDistrict, type SubDistrictId } from './sub-districts.js';

export interface SamplePerson {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly grants: readonly Omit<HeldRole, 'from'>[];
}

/** Namespace of the ids of the sample's commands: installing twice, or from two processes at once, records once. */
const SAMPLE = '8c0a54f4-6f0e-5d0c-9a57-3f1f6c2b7d10';

/** The staff of one sub-district: two mediators, a dispatcher, an officer, and an officer of one of its neighbourhoods. */
function staffOf(
  subDistrict: SubDistrictId,
  place: string,
  neighbourhood: NeighbourhoodId,
  [first, second, dispatcher, officer, below]: readonly [string, string, string, string, string],
): readonly SamplePerson[] {
  const one = (id: string, name: string, organisation: string, role: HeldRole['role'], jurisdiction: string) => ({
    id,
    name,
    organisation,
    grants: [{ role, jurisdiction }],
  });
  const here = subDistrict;
  const committee = `${neighbourhoods.find(({ id }) => id === neighbourhood)?.name[0] ?? ''}居委会`;
  return [
    one(`officer-${here}-1`, first, `${place}物业矛盾投诉调解站`, 'mediator', here),
    one(`officer-${here}-2`, second, `${place}物业矛盾投诉调解站`, 'mediator', here),
    one(`dispatcher-${here}`, dispatcher, `${place}物业应急维修服务站`, 'dispatcher', here),
    one(`subdistrict-${here}`, officer, `${place}街道办事处`, 'subdistrict-officer', here),
    one(`neighbourhood-${here}`, below, committee, 'neighbourhood-officer', neighbourhood),
  ];
}

const district = (
  id: string,
  name: string,
  organisation: string,
  role: HeldRole['role'],
  department?: string,
): SamplePerson => ({
  id,
  name,
  organisation,
  grants: [{ role, jurisdiction: 'district', ...(department === undefined ? {} : { department }) }],
});

export const samplePeople: readonly SamplePerson[] = [
  ...staffOf('nanguan', '南关', 'nanguan/nanxun', ['秦玉兰', '罗建民', '贺小满', '段文博', '佟秀珍']),
  ...staffOf('beixia', '北下街', 'beixia/taying', ['姜春梅', '范志远', '汤晓东', '谭雅琴', '石慧敏']),
  district('office-1', '葛明哲', '区保障性住房服务中心', 'office'),
  district('office-2', '戚雨晴', '区保障性住房服务中心', 'office'),
  district('leading-group-1', '邵怀瑾', '领导小组', 'leading-group'),
  district('finance-1', '钟佳怡', '财政局', 'finance'),
  district('department-urban-management', '龚永强', '城市管理局', 'department', 'urban-management'),
  {
    id: 'company-anhe',
    name: '牛海波',
    organisation: '安和物业服务有限公司',
    grants: [{ role: 'company', jurisdiction: 'company/91410104SAMPLE0001' }],
  },
  {
    id: 'repair-unit-kangda',
    name: '晁大勇',
    organisation: '康达维修服务部',
    grants: [{ role: 'repair-unit', jurisdiction: 'repair-unit/kangda' }],
  },
  district('inspector-1', '申一鸣', '区保障性住房服务中心', 'inspector'),
  district('auditor-1', '严知秋', '审计局', 'auditor'),
  district('admin-1', '柯思远', '区保障性住房服务中心', 'admin'),
];

/**
 * Records the sample people and their roles as far as the log does not hold them yet; what an administrator withdrew
 * since stays withdrawn.
 * @returns how many commands were recorded.
 * @throws Error when one is refused: the sample and the rules disagree.
 */
export async function installSamplePeople(engine: Engine): Promise<number> {
  let recorded = 0;
  for (const { id, name, organisation, grants } of samplePeople) {
    if (!exists(await engine.ports.cases.fresh('person', id)))
      recorded += await install(engine, 'RegisterPerson', id, id, { person: id, name, organisation });
    for (const grant of grants)
      recorded += await install(engine, 'GrantRole', id, `${id} ${grant.role}@${namedBy(grant)}`, {
        ...grant,
        from: '2026-01-01',
        reason: '示例数据',
      });
  }
  return recorded;
}

/**
 * What the command of a grant is named by: the sub-district also where the right is held in one of its neighbourhoods. So
 * a log in which the officers of neighbourhoods were given their whole sub-district holds that command already, and is
 * left as it is.
 */
function namedBy({ jurisdiction }: SamplePerson['grants'][number]): string {
  const [above = ''] = jurisdiction.split('/', 1);
  return isSubDistrict(above) ? above : jurisdiction;
}

async function install(
  engine: Engine,
  command: string,
  target: string,
  name: string,
  form: CommandRequest['form'],
): Promise<number> {
  const id = uuidV5(SAMPLE, `${command} ${name}`);
  if ((await engine.ports.cases.seen('person', target)).commands.has(id)) return 0;
  const outcome = await engine.execute({
    workflow: 'person',
    command,
    id,
    target,
    form,
    requester: { kind: 'system', id: 'install' },
  });
  if (outcome.kind === 'done') return outcome.replayed ? 0 : 1;
  throw new Error(`the sample's ${command} for ${name} was refused: ${JSON.stringify(outcome)}`);
}
