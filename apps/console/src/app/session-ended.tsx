/** A session that ended, or became another person's, in the middle of something: signed in again in place, with everything as it was. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError, ConnectionLost, read, write } from '../api/client.js';
import type { Person } from '../api/types.js';
import { PlainDialog } from '../live/plain-dialog.js';
import { announce, type SessionEnd } from '../live/session.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';

interface SessionEndedProps {
  readonly me: Person;
  /** Nothing while it is not to be shown. */
  readonly how: SessionEnd | undefined;
  readonly onClose: () => void;
}

export function SessionEnded({ me, how, onClose }: SessionEndedProps) {
  const { t } = useWords(liveTexts);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [trouble, setTrouble] = useState(false);
  const isOther = how === 'other';
  const now = useQuery({
    queryKey: ['signed-in'],
    queryFn: ({ signal }) => read<Person>('/api/session', signal),
    enabled: isOther,
    staleTime: 0,
  });
  const who = now.data?.name ?? t('somebody');
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
    <PlainDialog open={how !== undefined} title={t(isOther ? 'otherTitle' : 'endedTitle')} onClose={onClose}>
      <p>{isOther ? t('otherBody', { who, name: me.name }) : t('endedBody')}</p>
      {trouble && (
        <p className="field-error" role="alert">
          {t('endedTrouble')}
        </p>
      )}
      <div className="dialog-actions">
        <Button type="primary" onClick={() => void again()}>
          {t('endedAgain', { name: me.name })}
        </Button>
        {isOther ? (
          <Button onClick={() => window.location.assign('/')}>{t('otherGo', { who })}</Button>
        ) : (
          <Button onClick={elsewhere}>{t('endedOther')}</Button>
        )}
      </div>
    </PlainDialog>
  );
}
