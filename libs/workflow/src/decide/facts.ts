/** What a decide may know of other cases, read before it is asked; and references that name nothing (step 6). */
import type { JsonObject } from '#libs/event-store';
import type { Declaration } from '../declare/declaration.js';
import { problem, type Fields, type Problem } from '../declare/fields/field.js';
import type { Related } from '../standing/standing.js';
import {
  everyRole,
  jurisdictionOf,
  maySee,
  rolesIn,
  type Covers,
  type Identities,
  type Identity,
} from './authorise.js';
import { exists, type Case } from './case.js';
import type { Cases } from './cases.js';

/** Known ids that are no cases, by the name that `ref` uses. */
export type Registers = Readonly<Record<string, (id: string) => boolean>>;

export interface Facts {
  readonly values: Readonly<Record<string, { readonly id: string; readonly state: string; readonly data: unknown }>>;
  /** Which version of which case each rests on: equal texts mean equal facts. */
  readonly versions: string;
  readonly unknown: readonly Problem[];
  /** Where the command links two cases: what it leads to. */
  readonly related?: Related | undefined;
}

export async function lookUp(
  declaration: Declaration,
  fields: Fields,
  form: JsonObject,
  one: Case,
  cases: Cases,
  fresh: boolean,
): Promise<Facts> {
  const values: Record<string, Facts['values'][string]> = {};
  const versions: string[] = [];
  const unknown: Problem[] = [];
  const read = (workflow: string, id: string) => (fresh ? cases.fresh(workflow, id) : cases.seen(workflow, id));
  for (const [name, fact] of Object.entries(declaration.facts)) {
    const id = form[fact.by] ?? one.data[fact.by];
    if (typeof id !== 'string' || id === '') continue;
    const found = await read(fact.workflow, id);
    versions.push(`${found.stream}@${found.version}`);
    if (exists(found)) values[name] = { id, state: found.state, data: found.data };
  }
  for (const [pointer, to, id] of references(fields, form, cases)) {
    const found = await read(to, id);
    versions.push(`${found.stream}@${found.version}`);
    if (!exists(found)) unknown.push(problem(pointer, 'unknown-reference', { to, id }));
  }
  return { values, versions: versions.join(' '), unknown };
}

/** Officers whom the form names: does each hold the role asked for where the case lies? */
export async function lookUpOfficers(
  declaration: Declaration,
  fields: Fields,
  form: JsonObject,
  one: Case,
  identities: Identities,
  covers: Covers,
  how: 'seen' | 'fresh',
): Promise<Pick<Facts, 'versions' | 'unknown'>> {
  const versions: string[] = [];
  const unknown: Problem[] = [];
  for (const [name, field] of Object.entries(fields))
    for (const { office, path } of field.references) {
      const id = form[name];
      if (office === undefined || path.length > 0 || typeof id !== 'string') continue;
      const found = await identities.find(id, how);
      versions.push(`person-${id}@${found?.version ?? -1}`);
      const roles = !found
        ? []
        : exists(one)
          ? rolesIn(found, jurisdictionOf(declaration, one), covers)
          : everyRole(found);
      if (!roles.includes(office)) unknown.push(problem(`/${name}`, 'not-in-office', { id, office }));
    }
  return { versions: versions.join(' '), unknown };
}

/** The case that a link leads to, as whoever asks may see it; the engine itself sees all. */
export async function lookUpRelated(
  form: JsonObject,
  from: Case,
  identity: Identity | undefined,
  cases: Cases,
  covers: Covers,
  fresh: boolean,
): Promise<{ readonly versions: string; readonly related: Related }> {
  const [workflow, id] = [form['workflow'] as string, form['to'] as string];
  const declaration = cases.declarations.get(workflow);
  if (!declaration) return { versions: '', related: 'no-such-workflow' };
  const found = fresh ? await cases.fresh(workflow, id) : await cases.seen(workflow, id);
  const versions = `${found.stream}@${found.version}`;
  if (found.stream === from.stream) return { versions: '', related: 'itself' };
  const seen = { jurisdiction: jurisdictionOf(declaration, found), data: found.data };
  const visible = exists(found) && (!identity || maySee(declaration, identity, seen, covers));
  return { versions, related: visible ? 'found' : 'not-found' };
}

/** Fields of the form that name a case of a declared workflow. */
function references(fields: Fields, form: JsonObject, cases: Cases): [pointer: string, to: string, id: string][] {
  return Object.entries(form).flatMap(([name, value]) =>
    (fields[name]?.references ?? []).flatMap(({ path, to, office }): [string, string, string][] => {
      if (office !== undefined || !cases.declarations.has(to)) return [];
      if (path.length === 0) return typeof value === 'string' ? [[`/${name}`, to, value]] : [];
      return Array.isArray(value)
        ? value.flatMap((one, index): [string, string, string][] =>
            typeof one === 'string' ? [[`/${name}/${index}`, to, one]] : [],
          )
        : [];
    }),
  );
}
