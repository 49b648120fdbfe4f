/** Who somebody is, as the identity events say: the engine's port, answered from the streams `person-<id>`. */
import { exists, type Cases, type DataOf, type Grant, type Identities, type Identity } from '#libs/workflow';
import type { person } from './person.js';
import { departmentRole } from './roles.js';

/**
 * `seen` answers from what this process has folded; `fresh` reads to the end of the stream first. `authority` is the id
 * of the newest identity event, which every act then records; `version` is the stream's.
 */
export function personIdentities(cases: Cases): Identities {
  return {
    async find(id, how): Promise<Identity | undefined> {
      const one = await (how === 'fresh' ? cases.fresh('person', id) : cases.seen('person', id));
      if (!exists(one) || !one.newest) return undefined;
      const data = one.data as DataOf<typeof person>;
      return {
        id,
        active: data.active,
        grants: data.grants.flatMap(grantsOf),
        authority: one.newest.id,
        version: one.version,
      };
    },
  };
}

/** A department's clerk acts as a department, and as that one. */
function grantsOf({ role, jurisdiction, department }: DataOf<typeof person>['grants'][number]): readonly Grant[] {
  const grant = { role, jurisdiction };
  return department === undefined ? [grant] : [grant, { role: departmentRole(department), jurisdiction }];
}
