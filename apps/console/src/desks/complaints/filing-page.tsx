/** Filing at the window: one page from the telephone to the next person, walked by Enter alone. */
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { BeginPartProps } from '../../case/parts.js';
import { beginDraft, draftOf, keepDraft } from '../../form/drafts.js';
import { StepForm } from '../../form/step-form.js';
import { useNotices } from '../../live/notice.js';
import { liveTexts } from '../../live/texts.js';
import { useWords } from '../../words/language.js';
import { FiledPage } from './filed-page.js';
import { FilingFields } from './filing-fields.js';
import type { Nearby } from './queries.js';
import { stationTexts } from './texts.js';
import '../../case/case.css';
import './complaints.css';

export function FilingPage({ workflow, command, me }: BeginPartProps) {
  const { t, say } = useWords(stationTexts);
  const { t: told } = useWords(liveTexts);
  const navigate = useNavigate();
  const notices = useNotices();
  const [filed, setFiled] = useState<string>();
  const [round, setRound] = useState(0);
  const [same, setSame] = useState<Nearby>();
  if (filed !== undefined)
    return (
      <FiledPage
        workflow={workflow}
        id={filed}
        me={me}
        same={same}
        onAnother={() => {
          setFiled(undefined);
          setSame(undefined);
          setRound(round + 1);
        }}
      />
    );
  /** What was typed goes on as a comment on the other case, below one that was begun there, and is no draft of a new one any more. */
  const add = (to: Nearby, text: string, drop: () => void): void => {
    const where = { person: me.id, path: workflow.path };
    const comment = { ...where, id: to.id, step: 'comment' };
    const begun = draftOf(comment) ?? beginDraft({ revision: undefined, version: undefined });
    const written = begun.values['text'];
    const kept = keepDraft(comment, {
      ...begun,
      values: { text: typeof written === 'string' && written !== '' ? `${written}\n${text}` : text },
    });
    // Of two places one always has it.
    if (typeof kept === 'string') return void notices.error(told('draftNotKept'));
    drop();
    void navigate(`/${workflow.path}/${encodeURIComponent(to.id)}`);
  };
  return (
    <div className="case-page new-case filing">
      <title>{`${t('filingTitle')} · ${t('product')}`}</title>
      <nav className="crumbs" aria-label={t('lists')}>
        <Link to={`/${workflow.path}`}>{say(workflow.words.many)}</Link>
      </nav>
      <div className="filing-head">
        <h1>{say(command.words)}</h1>
        <p className="muted">{t('filingKeys')}</p>
      </div>
      <section className="panel panel-form">
        <StepForm
          key={round}
          workflow={workflow}
          command={command}
          person={me.id}
          initial={{ source: me.roles.includes('neighbourhood-officer') ? 'neighbourhood' : 'window' }}
          isLarge
          onDone={({ id }) => setFiled(id)}
          onCancel={() => void navigate(`/${workflow.path}`)}
          body={(fields) => (
            <FilingFields
              workflow={workflow}
              command={command}
              fields={fields}
              same={same}
              onSame={setSame}
              onAdd={(to, text) => add(to, text, fields.drop)}
            />
          )}
        />
      </section>
    </div>
  );
}
