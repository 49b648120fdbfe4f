/**
 * Something went wrong on a page: what happened, what was saved, what to do, and an id to tell. A page that could not be
 * had because the server is out of reach is asked for again by itself once it is back.
 */
import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { ApiError, ConnectionLost, newId } from '../api/client.js';
import { useWords } from '../words/language.js';
import { clockTime } from '../words/times.js';
import { serverNow } from './clock.js';
import { CopyButton } from './copy-button.js';
import { NotForYou } from './not-for-you.js';
import { liveTexts } from './texts.js';
import './live.css';

interface TroubleProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Other ways on. */
  readonly children?: ReactNode;
}

/** A page that waits for the server looks for it this often. */
const LOOK_MS = 4_000;

export function Trouble({ error, onRetry, children }: TroubleProps) {
  const { t, language } = useWords(liveTexts);
  // What no server knows of is told by an id of its own, with the time and the fault itself beside it.
  const [here] = useState(() => ({ id: newId().slice(0, 8), at: serverNow() }));
  const lost = error instanceof ConnectionLost;
  const problem = error instanceof ApiError ? error.problem : undefined;
  const busy = error instanceof ApiError && error.isBusy;
  // Something between here and the server answered in its place: it told no id, and no words of ours.
  const isOurs = !lost && (!problem || problem.correlationId === '');
  const told =
    problem && !isOurs ? problem.correlationId : `${here.id} ${clockTime(here.at, language)} ${faultOf(error)}`;
  const waits = lost || busy;
  useEffect(() => {
    if (!waits) return;
    const again = setInterval(onRetry, error instanceof ApiError ? (error.retryAfterMs ?? LOOK_MS) : LOOK_MS);
    addEventListener('online', onRetry);
    return () => {
      clearInterval(again);
      removeEventListener('online', onRetry);
    };
  }, [waits, error, onRetry]);
  if (problem?.status === 403) return <NotForYou />;
  // The dialog above says what to do; then all is read again.
  if (problem?.status === 401)
    return (
      <p className="empty" role="status">
        {t('troubleSignedOut')}
      </p>
    );
  return (
    <div className="empty" role="alert">
      <h1 className="empty-title">{t(lost ? 'troubleLost' : busy ? 'troubleBusy' : 'troubleTitle')}</h1>
      <p>
        {lost
          ? t('troubleLostBody')
          : busy
            ? t('troubleBusyBody', { s: Math.ceil((error.retryAfterMs ?? LOOK_MS) / 1_000) })
            : problem
              ? isOurs
                ? t('troubleServer')
                : `${t('troubleServer')} ${problem.detail}`
              : t(isMissingFile(error) ? 'troubleRelease' : 'troublePage')}
      </p>
      <p>{t('saved')}</p>
      {!waits && (
        <>
          <p>{t('whatToDo')}</p>
          {told !== '' && <Id text={told} short={isOurs ? here.id : told} />}
        </>
      )}
      <p className="empty-actions">
        <Button type="primary" onClick={onRetry}>
          {t('retry')}
        </Button>
        {children}
      </p>
    </div>
  );
}

function Id({ text, short }: { readonly text: string; readonly short: string }) {
  const { t } = useWords(liveTexts);
  return (
    <p className="trouble-id">
      <span>{t('troubleId')}</span>
      <code>{short}</code>
      <CopyButton size="small" words={t('copy')} text={() => text} />
    </p>
  );
}

function faultOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : String(error).slice(0, 300);
}

/** A file of the program that could not be had; browsers say it in their own words, and for styles the build does. */
export function isMissingFile(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (/^Unable to preload CSS for /.test(error.message)) return true;
  return error instanceof TypeError && /dynamically imported module|module script|import.*module/i.test(error.message);
}
