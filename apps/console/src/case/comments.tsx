/** Remarks that change no state, and a line to add one. */
import { Button, Input } from 'antd';
import { useLayoutEffect, useRef } from 'react';
import type { Case, Command, Workflow } from '../api/types.js';
import type { DraftKey } from '../form/drafts.js';
import { DraftKept } from '../form/draft-words.js';
import { OtherDrafts } from '../form/other-drafts.js';
import { useStep } from '../form/use-step.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { useNow } from '../live/clock.js';
import { isFocusLost } from '../live/focus.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { agoWords, exact } from '../words/times.js';

interface CommentsProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly command: Command | undefined;
  readonly person: string;
}

export function Comments({ workflow, one, command, person }: CommentsProps) {
  const { t, language } = useWords();
  const now = useNow();
  if (!command && one.comments.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="comments">
      <h2 id="comments">{t('comments')}</h2>
      <ul className="comments" hidden={one.comments.length === 0}>
        {one.comments.map((comment) => (
          <li key={comment.id}>
            <div className="happened-head">
              <strong>
                <Reference to="person" id={comment.by} />
              </strong>
              <time className="muted" dateTime={comment.at} title={exact(comment.at, language)}>
                {agoWords(comment.at, now, language)}
              </time>
            </div>
            <Value value={comment.text} field={undefined} />
          </li>
        ))}
      </ul>
      {command && <CommentLine workflow={workflow} one={one} command={command} person={person} />}
    </section>
  );
}

function CommentLine({ workflow, one, command, person }: CommentsProps & { readonly command: Command }) {
  const { t } = useWords(liveTexts);
  const draftKey: DraftKey = { person, path: workflow.path, id: one.id, step: command.path };
  const step = useStep({ workflow, command, draftKey, one, isRemark: true, onDone: ignore });
  const { values, phase, set, submit } = step;
  const text = typeof values['text'] === 'string' ? values['text'] : '';
  const isSending = phase.kind === 'sending';
  const line = useRef<HTMLFormElement>(null);
  // The line and its button take nothing while it is sent, and the button nothing of an empty line.
  useLayoutEffect(() => {
    if (!isSending && line.current?.contains(document.activeElement) && isFocusLost())
      line.current.querySelector('textarea')?.focus();
  }, [isSending, text]);
  const trouble = phase.kind === 'lost' ? t('outboxFull') : 'problem' in phase ? phase.problem.detail : undefined;
  return (
    <form
      ref={line}
      className="comment-line"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Input.TextArea
        aria-label={t('commentPlaceholder')}
        placeholder={t('commentPlaceholder')}
        value={text}
        onChange={(event) => set('text', event.target.value)}
        className="growing"
        rows={1}
        maxLength={2000}
        disabled={isSending}
      />
      <Button htmlType="submit" loading={isSending} disabled={text.trim() === ''}>
        {t('commentSend')}
      </Button>
      <OtherDrafts others={step.others} form={command.form} />
      {trouble === undefined && !step.isKept && <DraftKept step={step} />}
      {trouble !== undefined && (
        <p className="field-error" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}

/** A remark is seen among the others as soon as it is recorded. */
const ignore = (): void => undefined;
