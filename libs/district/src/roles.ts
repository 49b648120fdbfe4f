/** The roles of the district (DOMAIN "Roles"), their words, and the kinds of jurisdiction in which each may be held. */
import type { Pair } from '#libs/workflow';

/** `company` and `repair-unit` stand for one of them: `company/<credit code>`; `self` for one resident's own matters. */
export type Reach = 'district' | 'sub-district' | 'neighbourhood' | 'company' | 'repair-unit' | 'self';

interface RoleWords {
  readonly words: Pair;
  readonly reach: readonly [Reach, ...Reach[]];
}

const declared = {
  resident: { words: ['居民', 'resident'], reach: ['self'] },
  mediator: { words: ['调解员', 'mediator'], reach: ['sub-district'] },
  dispatcher: { words: ['维修调度员', 'dispatcher'], reach: ['sub-district'] },
  'repair-unit': { words: ['维修加盟单位', 'repair unit'], reach: ['repair-unit'] },
  inspector: { words: ['巡查员', 'inspector'], reach: ['district', 'sub-district'] },
  'neighbourhood-officer': {
    words: ['社区工作人员', 'neighbourhood officer'],
    reach: ['neighbourhood', 'sub-district'],
  },
  'subdistrict-officer': { words: ['街道办工作人员', 'sub-district officer'], reach: ['sub-district'] },
  office: { words: ['领导小组办公室', 'office'], reach: ['district'] },
  'leading-group': { words: ['领导小组', 'leading group'], reach: ['district'] },
  finance: { words: ['财政', 'finance'], reach: ['district'] },
  department: { words: ['职能部门', 'department'], reach: ['district', 'sub-district'] },
  company: { words: ['物业服务企业', 'property company'], reach: ['company'] },
  auditor: { words: ['审计', 'auditor'], reach: ['district'] },
  admin: { words: ['系统管理员', 'administrator'], reach: ['district'] },
} as const satisfies Readonly<Record<string, RoleWords>>;

export type Role = keyof typeof declared;

const [first, ...others] = Object.keys(declared) as [Role, ...Role[]];

/** Every role, in the order of DOMAIN. */
export const roles: readonly [Role, ...Role[]] = [first, ...others];

export const roleTexts: Readonly<Record<Role, Pair>> = Object.fromEntries(
  roles.map((role) => [role, declared[role].words]),
) as Record<Role, Pair>;

export function reachOf(role: Role): readonly Reach[] {
  return declared[role].reach;
}

/** Everyone who works here or audits: all but residents. */
export const staffRoles: readonly Role[] = roles.filter((role) => role !== 'resident');

/** Who may enter what happened longer ago than `engine.late-entry-officer` allows others (FORMATS, settings). */
export const lateEntryRoles: readonly Role[] = ['subdistrict-officer', 'office'];

/**
 * The role that tells one department from another: whoever holds `department` for the Urban Management Bureau also acts
 * as `department.urban-management`, so a rule can ask for the very department that a matter was referred to.
 */
export function departmentRole(department: string): string {
  return `department.${department}`;
}
