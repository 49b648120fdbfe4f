/** Where nothing waits: what this person may read, so that no page is a dead end; or how everything begins. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { countsQuery, useDescription } from '../../api/queries.js';
import type { Person, Workflow } from '../../api/types.js';
import { creatingStep } from '../../actions/steps.js';
import { useWords } from '../../words/language.js';
import { homeTexts } from './texts.js';

export function Readable({ me }: { readonly me: Person }) {
  const { t, say } = useWords(homeTexts);
  const { items: workflows } = useDescription();
  const counts = useQuery(countsQuery(undefined));
  if (!counts.data) return null;
  const seen = workflows.flatMap((workflow) => {
    const states = counts.data.items.find((one) => one.path === workflow.path)?.states ?? {};
    const total = Object.values(states).reduce((sum, n) => sum + n, 0);
    const open = workflow.states.filter((one) => !one.end).reduce((sum, one) => sum + (states[one.name] ?? 0), 0);
    return total > 0 ? [{ workflow, total, open }] : [];
  });
  // What people work on comes first.
  seen.sort((a, b) => Number(isWork(b.workflow)) - Number(isWork(a.workflow)));
  const mayBegin = workflows.some((workflow) => isWork(workflow) && creatingStep(workflow, me));
  const isFirst = mayBegin && !seen.some(({ workflow }) => isWork(workflow));
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
                  {isWork(workflow) ? t('readCount', { total, open }) : t('readTotal', { total })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** What has no deadline is a register: nothing in it waits to be closed. */
function isWork({ deadlines }: Workflow): boolean {
  return Object.keys(deadlines).length > 0;
}
