/** A page that failed, by whatever was thrown on it. It begins anew only where there is a server to begin it from. */
import { useCallback, useState } from 'react';
import { useRouteError } from 'react-router';
import { ApiError, read } from '../api/client.js';
import { liveTexts } from '../live/texts.js';
import { Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';

export function ErrorPage() {
  const { t } = useWords(liveTexts);
  const error = useRouteError();
  const [isLost, setLost] = useState(false);
  const retry = useCallback(() => {
    void isThere().then((there) => (there ? window.location.reload() : setLost(true)));
  }, []);
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
