/** Beginning a case of any workflow: the form of the step that creates it, or the page made for it by hand. */
import { Skeleton } from 'antd';
import { Suspense } from 'react';
import { Link, useNavigate } from 'react-router';
import { creatingStep } from '../actions/steps.js';
import type { Person, Workflow } from '../api/types.js';
import { StepForm } from '../form/step-form.js';
import { NotForYou } from '../live/not-for-you.js';
import { useNotices } from '../live/notice.js';
import { useWords } from '../words/language.js';
import { NO_PARTS, type WorkflowParts } from './parts.js';
import './case.css';

interface NewCasePageProps {
  readonly workflow: Workflow;
  readonly me: Person;
  readonly parts?: WorkflowParts;
}

export function NewCasePage({ workflow, me, parts = NO_PARTS }: NewCasePageProps) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const notices = useNotices();
  const command = creatingStep(workflow, me);
  if (!command) {
    const other = workflow.commands.find((one) => one.creates);
    return <NotForYou title={say(other?.words, say(workflow.words.one))} roles={other?.roles ?? []} />;
  }
  const { begin: Begin } = parts;
  if (Begin)
    return (
      <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
        <Begin workflow={workflow} command={command} me={me} />
      </Suspense>
    );
  return (
    <div className="case-page new-case">
      <title>{`${say(command.words)} · ${t('product')}`}</title>
      <nav className="crumbs" aria-label={t('lists')}>
        <Link to={`/${workflow.path}`}>{say(workflow.words.many)}</Link>
      </nav>
      <h1 className="new-title">{say(command.words)}</h1>
      <section className="panel panel-form">
        <StepForm
          workflow={workflow}
          command={command}
          person={me.id}
          onDone={(answer) => {
            void notices.open({ key: 'done', type: 'success', content: t('done', { what: say(command.words) }) });
            void navigate(`/${workflow.path}/${encodeURIComponent(answer.id)}`, { replace: true });
          }}
          onCancel={() => void navigate(`/${workflow.path}`)}
        />
      </section>
    </div>
  );
}
