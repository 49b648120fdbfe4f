/** Remarks that change no state, and a line to add one. */
import { Button, Input } from 'antd';
import { useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, ConnectionLost, newId, write } from '../api/client.js';
import type { Case, Command, StepAnswer, Workflow } from '../api/types.js';
import { dropDraft, draftOf, keepDraft, type Draft, type DraftKey } from '../form/drafts.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { useNow } from '../live/clock.js';
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
  const { t } = useWords();
  const queries = useQueryClient();
  const key: DraftKey = { person, path: workflow.path, id: one.id, step: command.path };
  const fresh = (): Draft => ({ values: {}, commandId: newId(), revision: undefined, version: undefined, savedAt: '' });
  const [draft, setDraft] = useState<Draft>(() => draftOf(key) ?? fresh());
  const [trouble, setTrouble] = useState<string>();
  const [sending, setSending] = useState(false);
  const text = typeof draft.values['text'] === 'string' ? draft.values['text'] : '';

  const type = (typed: string) => {
    const next = { ...draft, values: { text: typed } };
    setDraft(next);
    if (typed === '') dropDraft(key);
    else keepDraft(key, next);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (sending || text.trim() === '') return;
    setSending(true);
    setTrouble(undefined);
    try {
      await write<StepAnswer>(
        command.route.replace('{id}', encodeURIComponent(one.id)),
        { text },
        { key: draft.commandId },
      );
      dropDraft(key);
      setDraft(fresh());
      await queries.invalidateQueries();
    } catch (error) {
      if (error instanceof ConnectionLost) setTrouble(`${t('lostTitle')}。${t('lostBody')}`);
      else if (error instanceof ApiError) setTrouble(error.problem.detail);
      else throw error;
    } finally {
      setSending(false);
    }
  };
  return (
    <form className="comment-line" onSubmit={(event) => void send(event)}>
      <Input.TextArea
        aria-label={t('commentPlaceholder')}
        placeholder={t('commentPlaceholder')}
        value={text}
        onChange={(event) => type(event.target.value)}
        className="growing"
        rows={1}
        maxLength={2000}
      />
      <Button htmlType="submit" loading={sending} disabled={text.trim() === ''}>
        {t('commentSend')}
      </Button>
      {trouble !== undefined && (
        <p className="field-error" role="alert">
          {trouble}
        </p>
      )}
    </form>
  );
}
