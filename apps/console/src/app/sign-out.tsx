/** Leaving: what this browser keeps of somebody is deleted, and nobody loses by that what they did not know of. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError, ConnectionLost, remove } from '../api/client.js';
import type { Person } from '../api/types.js';
import { countKept, forget } from '../live/kept.js';
import { useNotices } from '../live/notice.js';
import { PlainDialog } from '../live/plain-dialog.js';
import { announce } from '../live/session.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';

export function useSignOut(me: Person) {
  const { t } = useWords(liveTexts);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const notices = useNotices();
  const [asking, setAsking] = useState<ReturnType<typeof countKept>>();

  const leave = async (): Promise<void> => {
    setAsking(undefined);
    try {
      await remove('/api/session');
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConnectionLost)) throw error;
      void notices.open({ key: 'leave', type: 'warning', content: t('leaveLost') });
      return;
    }
    forget(me.id);
    await navigate('/sign-in');
    queries.clear();
    announce({ kind: 'left' });
  };
  const ask = (): void => {
    const kept = countKept(me.id);
    if (kept.unsent + kept.drafts === 0) void leave();
    else setAsking(kept);
  };
  const stay = () => setAsking(undefined);
  const dialog = (
    <PlainDialog open={asking !== undefined} title={t('leaveTitle')} onClose={stay}>
      <ul className="leave-list">
        {asking && asking.unsent > 0 && <li>{t('leaveUnsent', { n: asking.unsent })}</li>}
        {asking && asking.drafts > 0 && <li>{t('leaveDrafts', { n: asking.drafts })}</li>}
      </ul>
      <p>{t('leaveBody')}</p>
      <div className="dialog-actions">
        <Button type="primary" onClick={stay}>
          {t('leaveStay')}
        </Button>
        <Button danger onClick={() => void leave()}>
          {t('leaveAnyway')}
        </Button>
      </div>
    </PlainDialog>
  );
  return { ask, dialog };
}
