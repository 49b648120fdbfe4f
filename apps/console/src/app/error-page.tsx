/** Something went wrong on a page: what is kept, what to do, and an id to tell. */
import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { ApiError } from '../api/client.js';
import { useWords } from '../words/language.js';

export function ErrorPage() {
  const { t } = useWords();
  const error = useRouteError();
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div className="empty">
      <h1 className="empty-title">{t('errorTitle')}</h1>
      <p>{t('errorBody')}</p>
      {problem && <p className="muted">{t('errorId', { id: problem.correlationId })}</p>}
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('retry')}
      </Button>
    </div>
  );
}
