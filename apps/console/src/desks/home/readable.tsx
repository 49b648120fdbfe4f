/** Where nothing waits: what this person may read, so that no page is a dead end; or how everything begins. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { openOf, totalOf } from '../../api/counts.js';
import { countsQuery, useDescription } from '../../api/queries.js';
import type { Person } from '../../api/types.js';
import { creatingStep } from '../../actions/steps.js';
import { hasDeadlines } from '../../list/texts.js';
import { useWords } from '../../words/language.js';
import { homeTexts } from './texts.js';

export function Readable({ me }: { readonly me: Person }) {
  const { t, say } = useWords(homeTexts);
  const { items: workflows } = useDescription();
  const counts = useQuery(countsQuery);
  if (!counts.data) return null;
  const seen = workflows.flatMap((workflow) => {
    const counted = counts.data.items.find((one) => one.path === workflow.path);
    const total = totalOf(counted);
    return total > 0 ? [{ workflow, total, open: openOf(workflow, counted) }] : [];
  });
  // What people work on comes first; what has no deadline is a register: nothing in it waits to be closed.
  seen.sort((a, b) => Number(hasDeadlines(b.workflow)) - Number(hasDeadlines(a.workflow)));
  const mayBegin = workflows.some((workflow) => hasDeadlines(workflow) && creatingStep(workflow, me));
  const isFirst = mayBegin && !seen.some(({ workflow }) => hasDeadlines(workflow));
  return (
    <div className="empty home-readable">
      <p className="empty-title">{isFirst ? t('firstTitle') : t('readTitle')}</p>
      <p className="muted">{isFirst ? t('firstHint') : t('homeNoneHint')}</p>
      {seen.length === 0 ? (
        !isFirst && <p>{t('readNone')}</p>
      ) : (
        <>
          <p>{t('readWhat')}</p>
          <ul>
            {seen.map(({ workflow, total, open }) => (
              <li key={workflow.name}>
                <Link to={`/${workflow.path}`}>{say(workflow.words.many)}</Link>{' '}
                <span className="muted">
                  {hasDeadlines(workflow) ? t('readCount', { total, open }) : t('readTotal', { total })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
