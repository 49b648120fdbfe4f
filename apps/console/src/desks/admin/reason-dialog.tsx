/** Says what will be done, asks why, and does it: the one way in which these pages act. */
import { Button, Input } from 'antd';
import { useId, useState, type FormEvent } from 'react';
import type { StepAnswer } from '../../api/types.js';
import { Labelled } from '../../form/labelled.js';
import { PlainDialog } from '../../live/plain-dialog.js';
import { useWords } from '../../words/language.js';
import { SendingFault } from './sending-fault.js';
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
  readonly give: string;
}

const REASON_MAX = 500;

export function ReasonDialog({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { t } = useWords(adminTexts);
  const id = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { sending, lost, problem, send } = useSending();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === '') return setMissing(true);
    const answer = await send(asked.path, asked.form(reason.trim()));
    if (!answer) return;
    asked.done(answer);
    onClose();
  };
  return (
    <PlainDialog open title={asked.title} className="admin-dialog" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <p>{asked.body}</p>
        <Labelled id={id} label={t('why')} hint={t('whyHint')} error={isMissing ? t('whyMissing') : undefined}>
          {(common) => (
            <Input.TextArea
              {...common}
              className="growing"
              rows={2}
              maxLength={REASON_MAX}
              value={reason}
              autoFocus
              disabled={sending}
              onChange={(event) => {
                setReason(event.target.value);
                setMissing(false);
              }}
            />
          )}
        </Labelled>
        <SendingFault problem={problem} lost={lost} />
        <p className="form-actions">
          <Button type="primary" htmlType="submit" loading={sending}>
            {lost ? t('sendAgain') : asked.give}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </p>
      </form>
    </PlainDialog>
  );
}
