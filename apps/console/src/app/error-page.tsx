/**
 * A page that failed, by whatever was thrown on it. It begins anew only where there is a server to begin it from; by
 * itself where a file of the program is missing: once where the server is there, as after a release, and where it is out
 * of reach as soon as it is back.
 */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useRouteError } from 'react-router';
import { ApiError, ConnectionLost, read } from '../api/client.js';
import { liveTexts } from '../live/texts.js';
import { isMissingFile, Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';
import { store, stored } from '../words/storage.js';

const RELOADED_AT = 'linli.reloaded';
/** A release is never so close behind another. */
const RELOADED_MS = 60_000;

export function ErrorPage() {
  const { t } = useWords(liveTexts);
  const error = useRouteError();
  const missing = isMissingFile(error);
  const [isLost, setLost] = useState(missing && !navigator.onLine);
  const retry = useCallback(() => {
    void isThere().then((there) => (there ? window.location.reload() : setLost(true)));
  }, []);
  useEffect(() => {
    if (!missing) return;
    void isThere().then((there) => {
      setLost(!there);
      if (!there || Date.now() - Number(stored(RELOADED_AT, 'sessionStorage') ?? 0) < RELOADED_MS) return;
      // Where that cannot be kept it would begin anew for ever.
      if (store(RELOADED_AT, String(Date.now()), 'sessionStorage')) window.location.reload();
    });
  }, [missing]);
  // A file that did not come because nothing comes is no fault of the page.
  const cause = useMemo(
    () => (missing && isLost ? new ConnectionLost('no file', { cause: error }) : error),
    [missing, isLost, error],
  );
  return (
    <Trouble error={cause} onRetry={retry}>
      <a href="/">{t('toHome')}</a>
      {isLost && !missing && <span className="muted">{t('stillLost')}</span>}
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
