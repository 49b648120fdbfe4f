/** A session that ended in the middle of something: signed in again in place, with everything as it was. */
import { Button } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError, ConnectionLost, write } from '../api/client.js';
import type { Person } from '../api/types.js';
import { PlainDialog } from '../live/plain-dialog.js';
import { announce } from '../live/session.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';

interface SessionEndedProps {
  readonly me: Person;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SessionEnded({ me, open, onClose }: SessionEndedProps) {
  const { t } = useWords(liveTexts);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [trouble, setTrouble] = useState(false);
  const elsewhere = () => void navigate(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
  const again = async (): Promise<void> => {
    setTrouble(false);
    try {
      await write<Person & { position?: null }>('/api/session', { person: me.id });
      announce({ kind: 'entered', person: me.id });
    } catch (error) {
      // Real people sign in on a page of its own.
      if (error instanceof ApiError && error.problem.status === 404) return elsewhere();
      if (!(error instanceof ApiError || error instanceof ConnectionLost)) throw error;
      setTrouble(true);
    }
  };
  return (
    <PlainDialog open={open} title={t('endedTitle')} onClose={onClose}>
      <p>{t('endedBody')}</p>
      {trouble && (
        <p className="field-error" role="alert">
          {t('endedTrouble')}
        </p>
      )}
      <div className="dialog-actions">
        <Button type="primary" onClick={() => void again()}>
          {t('endedAgain', { name: me.name })}
        </Button>
        <Button onClick={elsewhere}>{t('endedOther')}</Button>
      </div>
    </PlainDialog>
  );
}
