/** Remarks that change no state, and a line to add one. */
import { Button, Input } from 'antd';
import { useEffect, useState, type FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError, ConnectionLost, write } from '../api/client.js';
import type { Case, Command, StepAnswer, Workflow } from '../api/types.js';
import { beginDraft, dropDraft, draftOf, keepDraft, type Draft, type DraftKey } from '../form/drafts.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { advance } from '../live/advance.js';
import { useNow } from '../live/clock.js';
import { isConnected } from '../live/live.js';
import { put, useOutbox } from '../live/outbox.js';
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
  const queries = useQueryClient();
  const key: DraftKey = { person, path: workflow.path, id: one.id, step: command.path };
  const fresh = (): Draft => beginDraft({ revision: undefined, version: undefined });
  const [draft, setDraft] = useState<Draft>(() => draftOf(key) ?? fresh());
  const [trouble, setTrouble] = useState<string>();
  const [sending, setSending] = useState(false);
  const text = textOf(draft);
  const name = JSON.stringify(key);
  const waiting = useOutbox(person);
  // Taken back from the outbox, perhaps by a button elsewhere on the page.
  useEffect(() => {
    setDraft((now) => (textOf(now) === '' ? (draftOf(JSON.parse(name) as DraftKey) ?? now) : now));
  }, [waiting, name]);

  const type = (typed: string) => {
    const next = { ...draft, values: { text: typed } };
    setDraft(next);
    if (typed === '') dropDraft(key);
    else keepDraft(key, next);
  };
  const begin = () => {
    dropDraft(key);
    setDraft(fresh());
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (sending || text.trim() === '') return;
    const route = command.route.replace('{id}', encodeURIComponent(one.id));
    const { commandId, values, revision, version } = draft;
    setSending(true);
    setTrouble(undefined);
    try {
      if (!isConnected()) throw new ConnectionLost('known to be out of reach');
      const answer = await write<StepAnswer>(route, { text }, { key: commandId });
      begin();
      advance(queries, workflow.path, answer);
    } catch (error) {
      if (error instanceof ConnectionLost || (error instanceof ApiError && error.isBusy)) {
        const { number } = one;
        const what = command.words;
        if (put({ ...key, commandId, what, called: number, route, body: { text }, values, revision, version })) begin();
        else setTrouble(t('outboxFull'));
      } else if (error instanceof ApiError) setTrouble(error.problem.detail);
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

function textOf({ values }: Draft): string {
  return typeof values['text'] === 'string' ? values['text'] : '';
}
