/** A case that cannot be shown: not there, not ours to see, or the server in trouble; what was typed is kept in any case. */
import { Link } from 'react-router';
import { ApiError } from '../api/client.js';
import { NotFound } from '../live/not-found.js';
import { Trouble } from '../live/trouble.js';
import { useWords } from '../words/language.js';

export function CaseTrouble({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { t } = useWords();
  if (!(error instanceof ApiError) || error.problem.status !== 404)
    return (
      <Trouble error={error} onRetry={onRetry}>
        <Link to="/">{t('toHome')}</Link>
      </Trouble>
    );
  return <NotFound />;
}
