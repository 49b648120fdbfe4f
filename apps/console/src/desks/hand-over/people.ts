/** Whose cases may be handed over, and to whom: as the record of offices says, by name. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { placeOf } from '../../api/myself.js';
import { overviewQuery, type TallyRow } from '../../api/overview.js';
import { referenceQuery, searchQuery } from '../../api/queries.js';
import type { Person, Workflow } from '../../api/types.js';
import type { Asked } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';

export interface Giver {
  readonly id: string;
  readonly name: string;
  readonly open: number;
  readonly inOffice: boolean;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** People with open cases where the reader holds an office, the most first. */
export function useGivers(workflow: Workflow, me: Person): Asked<readonly Giver[]> {
  const { say } = useWords();
  const subDistrict = placeOf(me.jurisdictions);
  const tally = useQuery(overviewQuery({ workflow: workflow.name, by: ['mediator'], subDistrict }));
  const rows = (tally.data?.items ?? []).filter(
    (row): row is TallyRow & { value: string } => row.value !== null && row.open > 0,
  );
  const names = useQueries({ queries: rows.map(({ value }) => referenceQuery('person', value)) });
  // Whoever has no name that can be had is told by the id, as everywhere.
  const { data, error, refetch } = tally;
  if (!data || names.some(({ isPending }) => isPending))
    return { data: undefined, error: data ? null : error, refetch };
  const givers = rows.map(({ value, open, inOffice }, place) => ({
    id: value,
    open,
    inOffice: inOffice !== false,
    name: say(names[place]?.data?.words, value),
  }));
  return { data: givers, error, refetch };
}

/** Who holds an office here. */
export function useOfficers(office: string, me: Person): readonly Named[] {
  const { say } = useWords();
  const found = useQuery(searchQuery('person', { office, jurisdiction: placeOf(me.jurisdictions) }));
  return (found.data?.items ?? []).map(({ id, words }) => ({ id, name: say(words, id) }));
}

/** What people are called: those listed, and by reference whoever is not, having left or nothing open. */
export function useNames(listed: readonly Named[], ids: Iterable<string | undefined>): (id: string) => string {
  const { say } = useWords();
  const others = [...new Set(ids)].filter(
    (id) => id !== undefined && id !== '' && !listed.some((one) => one.id === id),
  );
  const found = useQueries({ queries: others.map((id) => referenceQuery('person', id ?? '')) });
  return (id) => listed.find((one) => one.id === id)?.name ?? say(found[others.indexOf(id)]?.data?.words, id);
}
