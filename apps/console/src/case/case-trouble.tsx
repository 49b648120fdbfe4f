/** A case that cannot be shown: not there, not ours to see, or the server in trouble; what was typed is kept in any case. */
import { Button } from 'antd';
import { Link } from 'react-router';
import { ApiError } from '../api/client.js';
import { useWords } from '../words/language.js';

export function CaseTrouble({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useWords();
  const problem = error instanceof ApiError ? error.problem : undefined;
  const missing = problem?.status === 404;
  return (
    <div className="empty">
      <h1 className="empty-title">{missing ? t('notFoundTitle') : t('errorTitle')}</h1>
      <p>{missing ? t('notFoundBody') : t('errorBody')}</p>
      {problem && !missing && <p className="muted">{t('errorId', { id: problem.correlationId })}</p>}
      <p className="empty-actions">
        {!missing && (
          <Button type="primary" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        <Link to="/">{t('toHome')}</Link>
      </p>
    </div>
  );
}
