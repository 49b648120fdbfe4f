/** What waits to be sent, or could not be, in the order of sending: looked at, sent again, taken back or dropped. */
import { ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWorkflow } from '../api/queries.js';
import type { Schema, Workflow } from '../api/types.js';
import { isHeld, sendAgain, takeOut, useOutbox, type Entry } from '../live/outbox.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { clockTime } from '../words/times.js';
import { firstWords } from './copied.js';
import { bringBack } from './drafts.js';
import { useTypedWords } from './use-typed-words.js';

interface WaitingStepsProps {
  readonly entries: readonly Entry[];
  /** Whether the case is named: on its own page it need not be. */
  readonly named?: boolean;
  /** Something was opened, or nothing is left. */
  readonly onLeave?: () => void;
}

export function WaitingSteps({ entries, named = false, onLeave }: WaitingStepsProps) {
  return (
    <ol className="waiting-steps">
      {entries.map((entry) => (
        <WaitingStep
          key={entry.commandId}
          entry={entry}
          held={isHeld(entry, entries)}
          named={named}
          {...(onLeave ? { onLeave } : {})}
        />
      ))}
    </ol>
  );
}

interface WaitingHereProps extends Pick<Entry, 'person' | 'path' | 'id'> {
  /** A step whose form is open and says so itself. */
  readonly except: string | undefined;
}

/** Of one case, on its page. */
export function WaitingHere({ person, path, id, except }: WaitingHereProps) {
  const { t } = useWords(liveTexts);
  const entries = useOutbox(person).filter((one) => one.path === path && one.id === id && one.step !== except);
  if (entries.length === 0) return null;
  return (
    <section className="panel waiting-here" aria-labelledby="waiting-here">
      <h2 id="waiting-here">{t('outboxTitle')}</h2>
      <WaitingSteps entries={entries} />
    </section>
  );
}

interface WaitingStepProps {
  readonly entry: Entry;
  readonly held: boolean;
  readonly named: boolean;
  readonly onLeave?: () => void;
}

function WaitingStep({ entry, held, named, onLeave }: WaitingStepProps) {
  const { t, say, language } = useWords(liveTexts);
  const navigate = useNavigate();
  const workflow = useWorkflow(entry.path);
  const words = useTypedWords();
  const form = formOf(workflow, entry);
  const [sure, setSure] = useState(false);
  const { trouble } = entry;
  const takeBack = (): void => {
    if (takeOut(entry)) bringBack(entry);
    void navigate(addressOf(entry));
    onLeave?.();
  };
  const look = (): void => {
    void navigate(addressOf(entry));
    onLeave?.();
  };
  return (
    <li className={`waiting-step${trouble ? ' waiting-trouble' : ''}`}>
      <p>
        {trouble ? <ExclamationCircleOutlined aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}{' '}
        <strong>{say(entry.what, entry.step)}</strong>
        {named && (
          <>
            {' · '}
            <Link to={caseAddress(entry)} onClick={onLeave}>
              {say(workflow?.words.one, entry.path)} {entry.called ?? t(entry.id === '' ? 'newCase' : 'unnumbered')}
            </Link>
          </>
        )}{' '}
        <span className="muted">{t('waitsSince', { at: clockTime(Date.parse(entry.savedAt), language) })}</span>
      </p>
      {form && <p>{firstWords(form, entry.values, words)}</p>}
      <p className={trouble ? 'waiting-why' : 'muted'}>
        {trouble?.kind === 'changed'
          ? t(trouble.isGone === true ? 'goneBy' : 'changedBy', { who: trouble.who || t('somebody') })
          : trouble
            ? t('notPossible', { why: trouble.problem.detail })
            : t(held ? 'heldBack' : 'waitsHere')}
      </p>
      <p className="waiting-actions">
        {trouble && isStepOfPage(entry) && (
          <Button size="small" type="primary" onClick={look}>
            {t('look')}
          </Button>
        )}
        {trouble?.kind === 'refused' && (
          <Button size="small" onClick={() => sendAgain(entry)}>
            {t('resend')}
          </Button>
        )}
        <Button size="small" onClick={takeBack}>
          {t('takeBack')}
        </Button>
        <Button
          size="small"
          danger={sure}
          onClick={() => (sure ? takeOut(entry) : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {t(sure ? 'dropSure' : 'dropEntry')}
        </Button>
      </p>
    </li>
  );
}

/** The form of a part of a step, such as `correct.place`, is asked as the step's. */
function formOf(workflow: Workflow | undefined, { id, step }: Entry): Schema | undefined {
  return workflow?.commands.find(({ creates, path }) => creates === (id === '') && path === step.split('.')[0])?.form;
}

/** Its form opens by itself where its page is opened: it is no line of its own, such as a comment or a correction. */
function isStepOfPage({ id, step }: Entry): boolean {
  return id !== '' && step !== 'comment' && !step.includes('.');
}

function addressOf(entry: Entry): string {
  return `${caseAddress(entry)}${isStepOfPage(entry) ? `?step=${encodeURIComponent(entry.step)}` : ''}`;
}

function caseAddress({ path, id }: Entry): string {
  return `/${path}/${id === '' ? 'new' : encodeURIComponent(id)}`;
}
