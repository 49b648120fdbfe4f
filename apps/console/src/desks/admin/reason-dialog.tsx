/** Says what will be done, asks why, and does it: the one way in which these pages act. */
import { Alert, Button, Input } from 'antd';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { StepAnswer } from '../../api/types.js';
import { useWords } from '../../words/language.js';
import { adminTexts } from './texts.js';
import { useSending } from './use-sending.js';

export interface Asked {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  /** What is sent for a reason that was given. */
  readonly form: (reason: string) => object;
  readonly done: (answer: StepAnswer) => void;
  /** The button's own words. */
  readonly give?: string;
  readonly more?: ReactNode;
}

const REASON_MAX = 500;

export function ReasonDialog({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { t } = useWords(adminTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { sending, lost, problem, send } = useSending();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === '') return setMissing(true);
    const answer = await send(asked.path, asked.form(reason.trim()));
    if (!answer) return;
    asked.done(answer);
    onClose();
  };
  return (
    <dialog ref={dialog} className="dialog admin-dialog" onClose={onClose} aria-labelledby={`${id}-title`}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <h2 id={`${id}-title`}>{asked.title}</h2>
        <p>{asked.body}</p>
        {asked.more}
        <label className="field-label" htmlFor={id}>
          {t('why')} <span className="field-required">*</span>{' '}
          <span className="field-hint" id={`${id}-hint`}>
            {t('whyHint')}
          </span>
        </label>
        <Input.TextArea
          id={id}
          className="growing"
          rows={2}
          maxLength={REASON_MAX}
          value={reason}
          autoFocus
          disabled={sending}
          status={isMissing ? 'error' : ''}
          aria-required
          aria-invalid={isMissing}
          aria-describedby={`${id}-hint ${id}-error`}
          onChange={(event) => {
            setReason(event.target.value);
            setMissing(false);
          }}
        />
        <p id={`${id}-error`} className="field-error" role="alert">
          {isMissing && t('whyMissing')}
        </p>
        {lost && <Alert type="warning" showIcon title={t('lostTitle')} description={t('lostBody')} />}
        {problem && (
          <Alert
            type="error"
            showIcon
            title={t('refusedTitle')}
            description={problem.errors?.map((one) => one.detail).join(' ') ?? problem.detail}
          />
        )}
        <p className="form-actions">
          <Button type="primary" htmlType="submit" loading={sending}>
            {lost ? t('sendAgain') : (asked.give ?? t('give'))}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </p>
      </form>
    </dialog>
  );
}
