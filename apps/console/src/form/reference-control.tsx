/** A choice among what a reference may name: typed part of a name, found by the server among what this person may use. */
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { ApiError } from '../api/client.js';
import { referenceQuery, searchQuery } from '../api/queries.js';
import { useWords } from '../words/language.js';
import type { Common } from './labelled.js';

interface ReferenceControlProps extends Partial<Omit<Common, 'id'>> {
  readonly id: string;
  readonly disabled?: boolean;
  readonly to: string;
  readonly office?: string | undefined;
  readonly jurisdiction?: string | undefined;
  /** Only what lies there, where another field of the form says so. */
  readonly within?: string | undefined;
  /** A case of the same kind, to which those found first are most like. */
  readonly like?: string | undefined;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

export function ReferenceControl(props: ReferenceControlProps) {
  const { to, office, jurisdiction: place, within, like, value, onChange, ...common } = props;
  const { t, say } = useWords();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  // People hold their offices somewhere; everything else is found wherever one may look.
  const jurisdiction = to === 'person' ? place : within;
  const found = useQuery(searchQuery(to, { search, office, jurisdiction, like }));
  const chosen = useQuery({ ...referenceQuery(to, value ?? ''), enabled: value !== undefined });
  // A register whose entries nobody listed: the id itself is typed, and the server judges it.
  if (isRefused(found.error) && found.data === undefined)
    return (
      <Input
        {...common}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
    );
  const options = (found.data?.items ?? []).map((one) => ({ value: one.id, label: say(one.words, one.id) }));
  const known = value === undefined || options.some((one) => one.value === value);
  return (
    <Select
      {...common}
      className="control"
      // Few at once: read aloud, each is called by its name instead of its id.
      virtual={false}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear={!common['aria-required']}
      value={value ?? null}
      onChange={(picked: string | null | undefined) => onChange(picked ?? undefined)}
      options={known ? options : [{ value, label: say(chosen.data?.words, value) }, ...options]}
      loading={found.isFetching}
      placeholder={t('searchRef')}
      notFoundContent={t(found.isFetching ? 'loading' : found.isError ? 'errorTitle' : 'refNone')}
    />
  );
}

/** And not merely out of reach, or in trouble. */
function isRefused(error: Error | null): boolean {
  return error instanceof ApiError && error.problem.status < 500 && !error.isBusy;
}
