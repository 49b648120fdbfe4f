/** What was filed just now, as it is recorded; what comes next; and its paper. */
import { CheckCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { Link, useNavigate } from 'react-router';
import { caseQuery, historyQuery } from '../../api/queries.js';
import type { Case, HistoryItem, Person, Workflow } from '../../api/types.js';
import { CaseTrouble } from '../../case/case-trouble.js';
import { Print } from '../../case/print.js';
import { personsOf } from '../../case/record.js';
import { StepForm } from '../../form/step-form.js';
import { Value } from '../../list/value.js';
import { Loaded } from '../../live/loaded.js';
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

export function FiledPage(props: FiledPageProps) {
  const { workflow, id } = props;
  const { language } = useWords();
  const one = useQuery(caseQuery(workflow.path, id));
  const history = useQuery(historyQuery(workflow.path, id, language));
  return (
    <Loaded of={one} trouble={CaseTrouble}>
      {(now) => (
        <Loaded of={history} trouble={CaseTrouble}>
          {({ items }) => <Filed {...props} one={now} history={items} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface FiledProps extends FiledPageProps {
  readonly one: Case;
  readonly history: readonly HistoryItem[];
}

function Filed({ workflow, id, me, same, onAnother, one, history }: FiledProps) {
  const { t, say, language } = useWords(stationTexts);
  const navigate = useNavigate();
  const persons = useMemo(() => personsOf(history), [history]);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    next.current?.focus();
  }, []);
  const address = `/${workflow.path}/${encodeURIComponent(id)}`;
  const due = one.deadlines.find(({ name }) => name === 'accept')?.dueAt;
  const merge =
    same && one.actions.includes('merge-duplicate')
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
          {SHOWN.filter((name) => one[name] !== undefined).map((name) => (
            <div key={name}>
              <dt>{say(workflow.fieldWords[name], name)}</dt>
              <dd>
                <Value value={one[name]} field={workflow.fields[name]} persons={persons} />
              </dd>
            </div>
          ))}
        </dl>
        <div className="form-actions">
          {one.actions.includes('accept') && !merge && (
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
          <Print paper={{ workflow, one, history, persons, me }} />
        </div>
      </section>
      {same && merge && (
        <section className="panel panel-form">
          <StepForm
            workflow={workflow}
            command={merge}
            title={t('filedMerge', { called: same.number ?? t('nearbyUnnumbered') })}
            person={me.id}
            one={one}
            history={history}
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
