/** What was filed just now, as it is recorded; what comes next; and its paper. */
import { CheckCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { caseQuery, historyQuery } from '../../api/queries.js';
import type { Person, Workflow } from '../../api/types.js';
import { CaseTrouble } from '../../case/case-trouble.js';
import { Print } from '../../case/print.js';
import { personsOf } from '../../case/record.js';
import { StepForm } from '../../form/step-form.js';
import { Value } from '../../list/value.js';
import { useWords } from '../../words/language.js';
import { dayWords, lastDay } from '../../words/times.js';
import type { Nearby } from './queries.js';
import { stationTexts } from './texts.js';

interface FiledPageProps {
  readonly workflow: Workflow;
  readonly id: string;
  readonly me: Person;
  /** The open case that it was said to be the same as. */
  readonly same: Nearby | undefined;
  readonly onAnother: () => void;
}

const SHOWN = ['complainant', 'community', 'place', 'category', 'source', 'story', 'wish'];

export function FiledPage({ workflow, id, me, same, onAnother }: FiledPageProps) {
  const { t, say, language } = useWords(stationTexts);
  const navigate = useNavigate();
  const one = useQuery(caseQuery(workflow.path, id));
  const history = useQuery(historyQuery(workflow.path, id, language));
  const persons = useMemo(() => personsOf(history.data?.items ?? []), [history.data]);
  const next = useRef<HTMLButtonElement>(null);
  const isRead = one.data !== undefined && history.data !== undefined;
  useEffect(() => {
    if (isRead) next.current?.focus();
  }, [isRead]);
  if (one.isError && !one.data) return <CaseTrouble error={one.error} onRetry={() => void one.refetch()} />;
  if (!one.data || !history.data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const address = `/${workflow.path}/${encodeURIComponent(id)}`;
  const due = one.data.deadlines.find(({ name }) => name === 'accept')?.dueAt;
  const merge =
    same && one.data.actions.includes('merge-duplicate')
      ? workflow.commands.find((command) => command.path === 'merge-duplicate')
      : undefined;
  return (
    <div className="case-page new-case filed">
      <title>{`${t('filedTitle')} · ${t('product')}`}</title>
      <nav className="crumbs" aria-label={t('lists')}>
        <Link to={`/${workflow.path}`}>{say(workflow.words.many)}</Link>
      </nav>
      <section className="panel">
        <div className="filed-head" role="status">
          <h1>
            <CheckCircleFilled aria-hidden="true" /> {t('filedTitle')}
          </h1>
          {due !== undefined && <span>{t('filedDue', { day: dayWords(lastDay(due), language) })}</span>}
        </div>
        <dl className="filed-facts">
          {SHOWN.filter((name) => one.data[name] !== undefined).map((name) => (
            <div key={name}>
              <dt>{say(workflow.fieldWords[name], name)}</dt>
              <dd>
                <Value value={one.data[name]} field={workflow.fields[name]} persons={persons} />
              </dd>
            </div>
          ))}
        </dl>
        <div className="form-actions">
          {one.data.actions.includes('accept') && !merge && (
            <Button ref={next} type="primary" size="large" onClick={() => void navigate(`${address}?step=accept`)}>
              {t('filedAccept')}
            </Button>
          )}
          <Button size="large" onClick={onAnother}>
            {t('filedAnother')}
          </Button>
          <Button size="large" onClick={() => void navigate(address)}>
            {t('filedOpen')}
          </Button>
          <Print paper={{ workflow, one: one.data, history: history.data.items, persons, me }} />
        </div>
      </section>
      {same && merge && (
        <section className="panel panel-form filed-merge">
          <StepForm
            workflow={workflow}
            command={merge}
            title={t('filedMerge', { called: same.number ?? t('nearbyUnnumbered') })}
            person={me.id}
            one={one.data}
            history={history.data.items}
            initial={{ into: same.id }}
            body={(fields) => (
              <div className="fields">
                <p className="field-wide">
                  <Value value={same.category} field={workflow.fields['category']} />
                  {same.place !== undefined && ` · ${same.place}`}
                  {typeof same.story === 'string' && ` · ${same.story}`}
                </p>
                {fields.field('reason')}
              </div>
            )}
            onDone={() => void navigate(`/${workflow.path}/${encodeURIComponent(same.id)}`)}
            onCancel={() => void navigate(address)}
          />
        </section>
      )}
    </div>
  );
}
