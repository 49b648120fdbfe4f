/** A page that is there, but not for the roles of whoever opened it: no fault of anybody's, and nothing to try again. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { descriptionQuery, useMe } from '../api/queries.js';
import { roleWords } from '../api/sentences.js';
import { useWords } from '../words/language.js';
import { liveTexts } from './texts.js';
import './live.css';

interface NotForYouProps {
  /** What the page would be. */
  readonly title?: string;
  /** The roles that it is for, where they are known. */
  readonly roles?: readonly string[];
}

export function NotForYou({ title, roles = [] }: NotForYouProps) {
  const { t, language } = useWords(liveTexts);
  const me = useMe();
  const description = useQuery(descriptionQuery).data;
  const said = (names: readonly string[]) => (description ? roleWords(names, description, language) : '');
  const [own, whose] = [said(me?.roles ?? []), said(roles)];
  return (
    <div className="empty">
      {title !== undefined && <title>{`${title} · ${t('product')}`}</title>}
      <h1 className="empty-title">{title === undefined ? t('notYoursTitle') : t('notYoursNamed', { what: title })}</h1>
      {whose !== '' && <p>{t('notYoursWhose', { who: whose })}</p>}
      <p className="muted">{own === '' ? t('notYoursAsk') : t('notYoursOwn', { who: own })}</p>
      <p className="empty-actions">
        <Link to="/">{t('toHome')}</Link>
      </p>
    </div>
  );
}
