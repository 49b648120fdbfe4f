/** What is shown where there is nothing. */
import { Link } from 'react-router';
import { useWords } from '../words/language.js';

export function NotFound() {
  const { t } = useWords();
  return (
    <div className="empty">
      <title>{`${t('notFoundTitle')} · ${t('product')}`}</title>
      <h1 className="empty-title">{t('notFoundTitle')}</h1>
      <p>{t('notFoundBody')}</p>
      <Link to="/">{t('toHome')}</Link>
    </div>
  );
}
