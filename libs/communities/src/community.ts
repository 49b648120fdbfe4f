/**
 * A residential community: what is managed, complained about, rated and subsidised. Its facts carry the day from which
 * they hold and the document they were taken from, because money and rights are later computed from them (DOMAIN
 * "A community has", "Community type").
 */
import { neighbourhoodIn, staffRoles } from '#libs/district';
import {
  addDays,
  anyOpen,
  area,
  compareDays,
  day,
  dayOf,
  ends,
  note,
  nothing,
  on,
  oneOf,
  optional,
  ref,
  stay,
  text,
  whole,
  workflow,
  yesNo,
} from '#libs/workflow';
import type { AreaVersion, GovernanceSpell, ManagerSpell } from './history.js';

const reason = text(1, 500);
/** The document that a fact was taken from. */
const source = text(1, 200);
const name = text(1, 60);
const subDistrict = ref('sub-district');
/** As a form names it: the code of a known one, which must lie in the sub-district meant. */
const code = ref('neighbourhood-code');
/** As it is recorded: its name, which may be corrected. */
const neighbourhood = note(text(1, 60));
const type = oneOf(['market', 'market-ready', 'self-managed', 'sheltered']);

const facts = {
  households: whole(0, 100_000),
  buildings: whole(0, 10_000),
  /** None: not renovated. */
  renovatedOn: optional(day()),
  /** Subsidised from 2021-06 already (policy 五(三)). */
  pilot: yesNo(),
  /** Why it may be rated, or `none`: it lies in the scope of renovation, or has no supervising department. */
  ratingBasis: oneOf(['renovated', 'no-supervising-department', 'none']),
  maintenanceFund: oneOf(['none', 'account']),
};

const manager = {
  manager: oneOf(['company', 'service-centre', 'committee', 'employer']),
  managerName: text(1, 100),
  /** Unified social credit code of a company. */
  creditCode: optional(text(18, 18)),
  from: day(),
  contractUntil: optional(day()),
  source,
};

const governance = {
  body: oneOf(['none', 'preparatory-group', 'management-committee', 'owners-committee']),
  from: day(),
  termUntil: optional(day()),
  source,
};

const updatedFacts = {
  households: optional(facts.households),
  buildings: optional(facts.buildings),
  renovatedOn: facts.renovatedOn,
  pilot: optional(facts.pilot),
  ratingBasis: optional(facts.ratingBasis),
  maintenanceFund: optional(facts.maintenanceFund),
  asOf: day(),
  source,
};

const registration = {
  name,
  subDistrict,
  neighbourhood: optional(neighbourhood),
  address: optional(note(text(1, 200))),
  remark: optional(note(text(1, 1000))),
  type,
  area: area(),
  ...facts,
  asOf: day(),
  source,
};

const officers = ['subdistrict-officer', 'office'] as const;

export const community = workflow('community', {
  path: 'communities',
  jurisdiction: 'subDistrict',
  within: 'within',
  seenBy: staffRoles,
  // Names and stars of communities are published (policy 五(四)).
  publicNames: true,
})
  .events({
    CommunityRegistered: on('registered', registration),
    CommunityRenamed: stay({ name, reason }),
    CommunityReclassified: stay({ type, effectiveOn: day(), reason }),
    ManagerChanged: stay(manager),
    ManagerLeft: stay({ leftOn: day(), reason }),
    CommunityMoved: stay({
      fromSubDistrict: subDistrict,
      subDistrict,
      neighbourhood,
      effectiveOn: day(),
      reason,
    }),
    /**
     * `nanguan/nanxun`: who has rights just there reaches what is filed here from now on. Open cases do not follow: station,
     * number and dates stay what they are, unlike with a move to another sub-district.
     */
    NeighbourhoodAssigned: stay({ within: text(3, 81), reason }),
    AreaUpdated: stay({ area: area(), asOf: day(), source }),
    GovernanceSet: stay(governance),
    FactsUpdated: stay(updatedFacts),
    CommunityClosed: ends('closed', { closedOn: day(), reason }),
  })
  .data(
    {
      name: '',
      subDistrict: '',
      within: '',
      type: 'sheltered' as 'market' | 'market-ready' | 'self-managed' | 'sheltered',
      managers: [] as readonly ManagerSpell[],
      areas: [] as readonly AreaVersion[],
      governance: [] as readonly GovernanceSpell[],
      households: 0,
      buildings: 0,
      renovatedOn: '',
      pilot: false,
      ratingBasis: 'none' as 'renovated' | 'no-supervising-department' | 'none',
      maintenanceFund: 'none' as 'none' | 'account',
    },
    {
      CommunityRegistered: (d, e) => ({
        ...d,
        name: e.name,
        subDistrict: e.subDistrict,
        type: e.type,
        areas: [{ version: 1, area: e.area, asOf: e.asOf, source: e.source }],
        households: e.households,
        buildings: e.buildings,
        renovatedOn: e.renovatedOn ?? '',
        pilot: e.pilot,
        ratingBasis: e.ratingBasis,
        maintenanceFund: e.maintenanceFund,
      }),
      CommunityRenamed: (d, e) => ({ ...d, name: e.name }),
      CommunityReclassified: (d, e) => ({ ...d, type: e.type }),
      ManagerChanged: (d, { manager, managerName, creditCode, from, contractUntil }) => ({
        ...d,
        managers: [
          ...ended(d.managers, addDays(from, -1)),
          {
            kind: manager,
            name: managerName,
            ...(creditCode === undefined ? {} : { creditCode }),
            from,
            ...(contractUntil === undefined ? {} : { contractUntil }),
          },
        ],
      }),
      ManagerLeft: (d, e) => ({ ...d, managers: ended(d.managers, e.leftOn) }),
      CommunityMoved: (d, e) => ({ ...d, subDistrict: e.subDistrict, within: '' }),
      NeighbourhoodAssigned: (d, e) => ({ ...d, within: e.within }),
      AreaUpdated: (d, { area, asOf, source }) => ({
        ...d,
        areas: [...d.areas, { version: d.areas.length + 1, area, asOf, source }],
      }),
      GovernanceSet: (d, { body, from, termUntil }) => ({
        ...d,
        governance: [...d.governance, { body, from, ...(termUntil === undefined ? {} : { termUntil }) }],
      }),
      FactsUpdated: (d, { asOf: _asOf, source: _source, ...given }) => ({ ...d, ...given }),
    },
  )
  .command('RegisterCommunity', {
    by: officers,
    from: nothing,
    form: { ...registration, neighbourhood: optional(code) },
    yields: ['CommunityRegistered'],
    refuses: { 'not-yet': ['day'], 'no-neighbourhood': ['neighbourhood'] },
    decide: ({ form, now, emit, refuse }) => {
      const { neighbourhood: named, ...given } = form;
      if (compareDays(form.asOf, dayOf(now)) > 0) return refuse('not-yet', { day: form.asOf });
      if (named === undefined) return emit.CommunityRegistered(given);
      const known = neighbourhoodIn(form.subDistrict, named);
      return known
        ? emit.CommunityRegistered({ ...given, neighbourhood: known.name[0] })
        : refuse('no-neighbourhood', { neighbourhood: named });
    },
  })
  .command('RenameCommunity', {
    by: officers,
    from: anyOpen,
    yields: ['CommunityRenamed'],
    refuses: { 'nothing-changed': [] },
    decide: ({ form, data, emit, refuse }) =>
      form.name === data.name ? refuse('nothing-changed') : emit.CommunityRenamed(form),
  })
  .command('ReclassifyCommunity', {
    by: officers,
    from: anyOpen,
    yields: ['CommunityReclassified'],
    refuses: { 'not-yet': ['day'], 'nothing-changed': [] },
    decide: ({ form, data, now, emit, refuse }) => {
      if (form.type === data.type) return refuse('nothing-changed');
      return compareDays(form.effectiveOn, dayOf(now)) > 0
        ? refuse('not-yet', { day: form.effectiveOn })
        : emit.CommunityReclassified(form);
    },
  })
  .command('ChangeManager', {
    by: officers,
    from: anyOpen,
    yields: ['ManagerChanged'],
    refuses: { 'manager-overlaps': ['day'], 'ends-before-it-begins': [], 'which-company': [] },
    decide: ({ form, data, emit, refuse }) => {
      const last = data.managers.at(-1);
      const free = last && (last.until ?? last.from);
      if (form.manager === 'company' && form.creditCode === undefined) return refuse('which-company');
      if (free !== undefined && compareDays(form.from, free) <= 0) return refuse('manager-overlaps', { day: free });
      if (form.contractUntil !== undefined && compareDays(form.contractUntil, form.from) < 0)
        return refuse('ends-before-it-begins');
      return emit.ManagerChanged(form);
    },
  })
  .command('EndManager', {
    by: officers,
    from: anyOpen,
    yields: ['ManagerLeft'],
    refuses: { 'no-manager': [], 'ends-before-it-begins': [] },
    unless: ({ data, refuse }) =>
      data.managers.length === 0 || data.managers.at(-1)?.until !== undefined ? refuse('no-manager') : undefined,
    decide: ({ form, data, emit, refuse }) =>
      compareDays(form.leftOn, data.managers.at(-1)?.from ?? form.leftOn) < 0
        ? refuse('ends-before-it-begins')
        : emit.ManagerLeft(form),
  })
  .command('MoveCommunity', {
    by: officers,
    from: anyOpen,
    form: { subDistrict, neighbourhood: code, effectiveOn: day(), reason },
    yields: ['CommunityMoved'],
    refuses: { 'not-yet': ['day'], 'no-neighbourhood': ['neighbourhood'], 'nothing-changed': [] },
    decide: ({ form, data, now, emit, refuse }) => {
      if (form.subDistrict === data.subDistrict) return refuse('nothing-changed');
      const known = neighbourhoodIn(form.subDistrict, form.neighbourhood);
      if (!known) return refuse('no-neighbourhood', { neighbourhood: form.neighbourhood });
      if (compareDays(form.effectiveOn, dayOf(now)) > 0) return refuse('not-yet', { day: form.effectiveOn });
      const { name } = known;
      return emit.CommunityMoved({ ...form, fromSubDistrict: data.subDistrict, neighbourhood: name[0] });
    },
  })
  .command('AssignNeighbourhood', {
    by: officers,
    from: anyOpen,
    form: { neighbourhood: code, reason },
    yields: ['NeighbourhoodAssigned'],
    refuses: { 'no-neighbourhood': ['neighbourhood'], 'nothing-changed': [] },
    decide: ({ form, data, emit, refuse }) => {
      const within = neighbourhoodIn(data.subDistrict, form.neighbourhood)?.id;
      if (within === undefined) return refuse('no-neighbourhood', { neighbourhood: form.neighbourhood });
      return within === data.within
        ? refuse('nothing-changed')
        : emit.NeighbourhoodAssigned({ within, reason: form.reason });
    },
  })
  .command('UpdateArea', {
    by: officers,
    from: anyOpen,
    yields: ['AreaUpdated'],
    refuses: { 'not-yet': ['day'], 'older-than-known': ['day'], 'nothing-changed': [] },
    decide: ({ form, data, now, emit, refuse }) => {
      const last = data.areas.at(-1);
      if (compareDays(form.asOf, dayOf(now)) > 0) return refuse('not-yet', { day: form.asOf });
      if (last && compareDays(form.asOf, last.asOf) < 0) return refuse('older-than-known', { day: last.asOf });
      return last?.area === form.area && last.source === form.source
        ? refuse('nothing-changed')
        : emit.AreaUpdated(form);
    },
  })
  .command('SetGovernance', {
    by: officers,
    from: anyOpen,
    yields: ['GovernanceSet'],
    refuses: { 'older-than-known': ['day'], 'ends-before-it-begins': [], 'nothing-changed': [] },
    decide: ({ form, data, emit, refuse }) => {
      const last = data.governance.at(-1);
      if (last && compareDays(form.from, last.from) < 0) return refuse('older-than-known', { day: last.from });
      if (form.termUntil !== undefined && compareDays(form.termUntil, form.from) < 0)
        return refuse('ends-before-it-begins');
      return last?.body === form.body && last.from === form.from && last.termUntil === form.termUntil
        ? refuse('nothing-changed')
        : emit.GovernanceSet(form);
    },
  })
  .command('UpdateFacts', {
    by: officers,
    from: anyOpen,
    yields: ['FactsUpdated'],
    refuses: { 'not-yet': ['day'], 'nothing-changed': [] },
    decide: ({ form, data, now, emit, refuse }) => {
      const { asOf, source: _source, ...given } = form;
      const changed = Object.entries(given).some(([fact, value]) => data[fact as keyof typeof data] !== value);
      if (!changed) return refuse('nothing-changed');
      return compareDays(asOf, dayOf(now)) > 0 ? refuse('not-yet', { day: asOf }) : emit.FactsUpdated(form);
    },
  })
  .command('CloseCommunity', {
    by: ['office'],
    from: anyOpen,
    yields: ['CommunityClosed'],
    refuses: { 'not-yet': ['day'] },
    decide: ({ form, now, emit, refuse }) =>
      compareDays(form.closedOn, dayOf(now)) > 0
        ? refuse('not-yet', { day: form.closedOn })
        : emit.CommunityClosed(form),
  })
  .standing({ comment: officers, correct: officers });

/** The last spell ends on this day, unless it has ended before. */
function ended(spells: readonly ManagerSpell[], until: string): readonly ManagerSpell[] {
  return spells.map((one, index) => (index === spells.length - 1 && one.until === undefined ? { ...one, until } : one));
}
