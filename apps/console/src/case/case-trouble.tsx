/** A case that cannot be shown: not there, not ours to see, or the server in trouble; what was typed is kept in any case. */
import { Link } from 'react-router';
import { ApiError } from '../api/client.js';
import { Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';

export function CaseTrouble({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useWords();
  const home = <Link to="/">{t('toHome')}</Link>;
  if (!(error instanceof ApiError) || error.problem.status !== 404)
    return (
      <Trouble error={error} onRetry={onRetry}>
        {home}
      </Trouble>
    );
  return (
    <div className="empty">
      <h1 className="empty-title">{t('notFoundTitle')}</h1>
      <p>{t('notFoundBody')}</p>
      <p className="empty-actions">{home}</p>
    </div>
  );
}
