/** Pages of everybody: home by what waits, and what is shown where there is nothing. */
import { Link } from 'react-router';
import { useMe } from '../api/queries.js';
import { HomePage } from '../desks/home/home-page.js';
import { useWords } from '../words/language.js';

export function Home() {
  const me = useMe();
  return me ? <HomePage me={me} /> : null;
}

export function NotFound() {
  const { t } = useWords();
  return (
    <div className="empty">
      <h1 className="empty-title">{t('notFoundTitle')}</h1>
      <p>{t('notFoundBody')}</p>
      <Link to="/">{t('toHome')}</Link>
    </div>
  );
}
