/**
 * Between head and page: whether what is seen is true, and what waits to be sent. Says nothing while all is well. Knows
 * too when somebody's session ended, and when another tab signed out or in as somebody else.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { standFor } from '../api/client.js';
import type { Person } from '../api/types.js';
import { advance } from '../live/advance.js';
import { serverNow, useWrongClock } from '../live/clock.js';
import { forgetOldOfOthers } from '../live/kept.js';
import { connectLive, useChanges, useTruth, type Changed } from '../live/live.js';
import { useNotices } from '../live/notice.js';
import { onEnded, useOutbox } from '../live/outbox.js';
import { outdate, readAgain } from '../live/outdated.js';
import { beginSending } from '../live/sender.js';
import { onSession, useEnded } from '../live/session.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';
import { isStorageOpen } from '../words/storage.js';
import { clockTime, spanWords } from '../words/times.js';
import { OutboxDialog } from './outbox-dialog.js';
import { SessionEnded } from './session-ended.js';
import '../live/live.css';

export function Connection({ me }: { readonly me: Person }) {
  const { t, language } = useWords(liveTexts);
  const { connected, lostAt, asOf } = useTruth();
  const entries = useOutbox(me.id);
  const [looking, setLooking] = useState(false);
  const ended = useEnded();
  const [isPutOff, putOff] = useState(false);
  useLife(me);
  useEffect(() => {
    if (!ended) putOff(false);
  }, [ended]);
  const troubled = entries.filter(({ trouble }) => trouble).length;
  const waiting = entries.length - troubled;
  const isLost = !connected && !ended;
  const fastMs = useWrongClock();
  const [keepsDrafts] = useState(isStorageOpen);
  const says =
    isLost || (ended && isPutOff) || asOf !== undefined || fastMs !== undefined || !keepsDrafts || entries.length > 0;
  return (
    <>
      <div className={says ? 'truth' : undefined}>
        <div role="status">
          {ended && isPutOff && <p>{t(ended === 'other' ? 'otherTitle' : 'endedTitle')}</p>}
          {fastMs !== undefined && (
            <p>{t(fastMs > 0 ? 'clockFast' : 'clockSlow', { span: spanWords(Math.abs(fastMs), language) })}</p>
          )}
          {!keepsDrafts && <p>{t('keepsNothing')}</p>}
          {isLost && (
            <p>
              {t('lostAsOf', { at: clockTime(lostAt ?? serverNow(), language) })}{' '}
              <span className="truth-quiet">{t('lostKept')}</span>
            </p>
          )}
          {connected && asOf !== undefined && (
            <p>
              {t('laggingAsOf', { at: clockTime(asOf, language) })} <Behind asOf={asOf} />{' '}
              <span className="truth-quiet">{t('laggingWhy')}</span>
            </p>
          )}
          {waiting > 0 && <p>{t(ended ? 'waitingSignIn' : 'waitingCount', { n: waiting })}</p>}
          {troubled > 0 && <p>{t('troubleCount', { n: troubled })}</p>}
        </div>
        {ended && isPutOff && (
          <button type="button" className="truth-look" onClick={() => putOff(false)}>
            {t('signIn')}
          </button>
        )}
        {entries.length > 0 && (
          <button type="button" className="truth-look" onClick={() => setLooking(true)}>
            {t('look')}
          </button>
        )}
      </div>
      <OutboxDialog open={looking} entries={entries} onClose={() => setLooking(false)} />
      <SessionEnded me={me} how={isPutOff ? undefined : ended} onClose={() => putOff(ended !== undefined)} />
    </>
  );
}

/** Counts on by itself; whoever listens to the page is told the moment only. */
function Behind({ asOf }: { readonly asOf: number }) {
  const { t } = useWords(liveTexts);
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const ticking = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(ticking);
  }, []);
  return (
    <span className="truth-behind" aria-hidden="true">
      {t('laggingBehind', { s: Math.max(0, Math.round((now - asOf) / 1_000)) })}
    </span>
  );
}

/** What goes on for as long as somebody's pages are shown. */
function useLife(me: Person): void {
  const { t, say } = useWords(liveTexts);
  const queries = useQueryClient();
  const notices = useNotices();
  useChanges(useCallback((one: Changed | 'all') => outdate(queries, one), [queries]));
  useEffect(() => {
    forgetOldOfOthers(me.id, serverNow());
    standFor(me.id);
    const ends = [connectLive(), beginSending(me.id)];
    return () => {
      standFor(undefined);
      for (const end of ends) end();
    };
  }, [me.id]);
  useEffect(
    () =>
      onSession((news) => {
        // A page of one person is never left standing for another.
        if (news.kind === 'left') window.location.assign('/sign-in');
        else if (news.person !== me.id) window.location.assign('/');
        else void readAgain(queries);
      }),
    [me.id, queries],
  );
  useEffect(
    () =>
      onEnded((ended) => {
        const { entry } = ended;
        if (entry.person !== me.id) return;
        const what = say(entry.what, entry.step);
        if (ended.kind === 'sent') advance(queries, entry.path, ended.answer);
        void notices.open({
          key: entry.commandId,
          type: ended.kind === 'sent' ? 'success' : 'warning',
          duration: 8,
          content: t(ended.kind === 'sent' ? 'sentLater' : 'sentTrouble', { what }),
        });
      }),
    [me.id, queries, notices, t, say],
  );
}
