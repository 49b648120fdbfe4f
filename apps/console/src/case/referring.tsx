/** How many cases name this one, open and in all; each number opens the list that it counts. */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { openOf, totalOf } from '../api/counts.js';
import { listAddress } from '../api/list-address.js';
import { useDescription } from '../api/queries.js';
import type { Workflow } from '../api/types.js';
import { rowCountsQuery } from '../list/list-query.js';
import { useWords } from '../words/language.js';
import { namingFields } from './naming.js';
import { caseTexts } from './texts.js';

export function Referring({ workflow, id }: { readonly workflow: Workflow; readonly id: string }) {
  const { t, say } = useWords(caseTexts);
  const { items } = useDescription();
  const naming = useMemo(() => namingFields(workflow.name, items), [workflow.name, items]);
  const counts = useQueries({
    queries: naming.map((one) => rowCountsQuery(one.workflow.path, new URLSearchParams({ [one.field]: id }))),
  });
  const shown = naming.flatMap((one, index) => {
    const counted = counts[index]?.data;
    const total = totalOf(counted);
    return total === 0 ? [] : [{ ...one, open: openOf(one.workflow, counted), total }];
  });
  if (shown.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="referring">
      <h2 id="referring">{t('referring')}</h2>
      <ul className="values">
        {shown.map(({ workflow: other, field, isAbout, open, total }) => (
          <li key={`${other.name} ${field}`}>
            {say(other.words.many)}
            {!isAbout && <span className="muted"> {say(other.fieldWords[field], field)}</span>}{' '}
            <Link to={listAddress(other, { [field]: id })}>{t('referringOpen', { n: open })}</Link>{' '}
            <Link to={listAddress(other, { state: 'all', [field]: id })}>{t('referringAll', { n: total })}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
