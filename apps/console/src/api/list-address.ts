/** The address of the list that a number opens. */
import type { Workflow } from './types.js';

/** Stands for cases that have no such field. */
export const NONE = 'none';

/** What a list is narrowed by: by name. */
type ListFilter = Readonly<Record<string, string | undefined>>;

/** The address of a list by what narrows it. */
export type ListOf = (filter: ListFilter) => string;

/** All states in which a case has ended, as a list is asked for them. */
export function endsOf({ states }: Pick<Workflow, 'states'>): string {
  return states.flatMap(({ name, end }) => (end ? [name] : [])).join(',');
}

/** All others. */
export function opensOf({ states }: Pick<Workflow, 'states'>): string {
  return states.flatMap(({ name, end }) => (end ? [] : [name])).join(',');
}

/** The list that shows exactly these: open ones where no state is named. */
export function listAddress(workflow: Pick<Workflow, 'path'>, filter: ListFilter): string {
  const set = Object.entries(filter).flatMap(([name, value]): [string, string][] => (value ? [[name, value]] : []));
  const asked = new URLSearchParams(set).toString();
  return `/${workflow.path}${asked === '' ? '' : `?${asked}`}`;
}
