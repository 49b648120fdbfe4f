/**
 * A page that failed, by whatever was thrown on it. It begins anew only where there is a server to begin it from; by
 * itself where a file of the program is missing, as after a release, and then once.
 */
import { useCallback, useEffect, useState } from 'react';
import { useRouteError } from 'react-router';
import { ApiError, read } from '../api/client.js';
import { liveTexts } from '../live/texts.js';
import { isMissingFile, Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';

const RELOADED_AT = 'linli.reloaded';
/** A release is never so close behind another. */
const RELOADED_MS = 60_000;

export function ErrorPage() {
  const { t } = useWords(liveTexts);
  const error = useRouteError();
  const [isLost, setLost] = useState(false);
  const retry = useCallback(() => {
    void isThere().then((there) => (there ? window.location.reload() : setLost(true)));
  }, []);
  useEffect(() => {
    if (!isMissingFile(error) || Date.now() - Number(sessionStorage.getItem(RELOADED_AT) ?? 0) < RELOADED_MS) return;
    void isThere().then((there) => {
      if (!there) return;
      sessionStorage.setItem(RELOADED_AT, String(Date.now()));
      window.location.reload();
    });
  }, [error]);
  return (
    <Trouble error={error} onRetry={retry}>
      <a href="/">{t('toHome')}</a>
      {isLost && <span className="muted">{t('stillLost')}</span>}
    </Trouble>
  );
}

/** Any answer will do: a browser that reloads without one shows a page of its own, on which nothing can be tried. */
async function isThere(): Promise<boolean> {
  try {
    await read('/api/session');
    return true;
  } catch (error) {
    return error instanceof ApiError && error.problem.status < 500;
  }
}
