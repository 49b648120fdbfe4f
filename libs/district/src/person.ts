/**
 * A person who works with the system: who they are, which roles they were given where, since when, and by whom. Rights
 * are recorded facts like any other, so "was she allowed to?" has an answer years later.
 *
 * Officers act in office and their names stand on papers, so a name is not sealed; a telephone number is.
 */
import {
  anywhere,
  compareDays,
  dayOf,
  day,
  engine,
  id,
  note,
  nothing,
  on,
  oneOf,
  optional,
  phone,
  ref,
  sealed,
  stay,
  text,
  workflow,
} from '#libs/workflow';
import { mayBeHeldIn } from './jurisdictions.js';
import { roles, type Role } from './roles.js';

/** A role as recorded: where, and for a department's clerk which department. */
export interface HeldRole {
  readonly role: Role;
  readonly jurisdiction: string;
  readonly department?: string;
  /** The day of the appointment. */
  readonly from: string;
}

const PLAIN_ID = /^[a-z0-9][a-z0-9-]{0,59}$/;
const reason = text(1, 500);
const held = { role: oneOf(roles), jurisdiction: text(1, 100) };
const granted = { ...held, department: optional(ref('department')), from: optional(day()), reason };

export const person = workflow('person', {
  path: 'people',
  key: ['person'],
  seenBy: ['admin', 'auditor', 'office', 'leading-group'],
})
  .events({
    PersonRegistered: on('active', {
      person: id(),
      name: text(1, 40),
      organisation: optional(note(text(1, 80))),
      phone: optional(note(sealed(phone(), 'case'))),
    }),
    PersonRenamed: stay({ name: text(1, 40), reason }),
    RoleGranted: stay({ ...held, department: optional(ref('department')), from: day(), reason }),
    RoleWithdrawn: stay({ ...held, department: optional(ref('department')), reason }),
    PersonDeactivated: on('inactive', { reason }),
    PersonReactivated: on('active', { reason }),
  })
  .data(
    { name: '', active: false, grants: [] as readonly HeldRole[] },
    {
      PersonRegistered: (d, e) => ({ ...d, name: e.name, active: true }),
      PersonRenamed: (d, e) => ({ ...d, name: e.name }),
      RoleGranted: (d, { role, jurisdiction, department, from }) => ({
        ...d,
        grants: [...d.grants, { role, jurisdiction, ...(department === undefined ? {} : { department }), from }],
      }),
      RoleWithdrawn: (d, e) => ({ ...d, grants: d.grants.filter((one) => !same(one, e)) }),
      PersonDeactivated: (d) => ({ ...d, active: false }),
      PersonReactivated: (d) => ({ ...d, active: true }),
    },
  )
  .command('RegisterPerson', {
    by: ['admin', engine('install')],
    from: nothing,
    yields: ['PersonRegistered'],
    refuses: { 'id-not-plain': [] },
    decide: ({ form, emit, refuse }) =>
      PLAIN_ID.test(form.person) ? emit.PersonRegistered(form) : refuse('id-not-plain'),
  })
  .command('RenamePerson', {
    by: ['admin'],
    from: anywhere,
    yields: ['PersonRenamed'],
    refuses: { 'nothing-changed': [] },
    decide: ({ form, data, emit, refuse }) =>
      form.name === data.name ? refuse('nothing-changed') : emit.PersonRenamed(form),
  })
  .command('GrantRole', {
    by: ['admin', engine('install')],
    from: ['active'],
    form: granted,
    yields: ['RoleGranted'],
    refuses: {
      'never-yourself': [],
      'not-held-there': ['jurisdiction'],
      'which-department': [],
      'not-a-department': [],
      'not-yet': ['from'],
      'already-granted': ['jurisdiction'],
    },
    unless: ({ id: whom, actor, refuse }) => (isSelf(actor, whom) ? refuse('never-yourself') : undefined),
    decide: ({ form, data, now, emit, refuse }) => {
      const from = form.from ?? dayOf(now);
      if (!mayBeHeldIn(form.role, form.jurisdiction))
        return refuse('not-held-there', { jurisdiction: form.jurisdiction });
      if (form.role === 'department' && form.department === undefined) return refuse('which-department');
      if (form.role !== 'department' && form.department !== undefined) return refuse('not-a-department');
      if (compareDays(from, dayOf(now)) > 0) return refuse('not-yet', { from });
      if (data.grants.some((one) => same(one, form)))
        return refuse('already-granted', { jurisdiction: form.jurisdiction });
      return emit.RoleGranted({ ...form, from });
    },
  })
  .command('WithdrawRole', {
    by: ['admin'],
    from: anywhere,
    yields: ['RoleWithdrawn'],
    refuses: { 'never-yourself': [], 'not-granted': ['jurisdiction'] },
    unless: ({ id: whom, actor, refuse }) => (isSelf(actor, whom) ? refuse('never-yourself') : undefined),
    decide: ({ form, data, emit, refuse }) =>
      data.grants.some((one) => same(one, form))
        ? emit.RoleWithdrawn(form)
        : refuse('not-granted', { jurisdiction: form.jurisdiction }),
  })
  .command('DeactivatePerson', {
    by: ['admin'],
    from: ['active'],
    yields: ['PersonDeactivated'],
    refuses: { 'never-yourself': [] },
    unless: ({ id: whom, actor, refuse }) => (isSelf(actor, whom) ? refuse('never-yourself') : undefined),
  })
  .command('ReactivatePerson', { by: ['admin'], from: ['inactive'], yields: ['PersonReactivated'] })
  .standing({ comment: ['admin'], correct: ['admin'] });

/** Nobody decides on their own rights: not to have more of them, and not to leave the district without its last admin. */
function isSelf(actor: { readonly id: string; readonly kind: string }, whom: string): boolean {
  return actor.kind === 'person' && actor.id === whom;
}

function same(
  one: Pick<HeldRole, 'role' | 'jurisdiction' | 'department'>,
  other: { readonly role: string; readonly jurisdiction: string; readonly department?: string | undefined },
): boolean {
  return (
    one.role === other.role &&
    one.jurisdiction === other.jurisdiction &&
    (one.department ?? '') === (other.department ?? '')
  );
}
