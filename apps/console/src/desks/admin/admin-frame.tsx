/** The frame of the pages of administrators: which of them somebody may look at, and that some may only look. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { countsQuery, useDescription } from '../../api/queries.js';
import { useChanges, type Changed } from '../../live/live.js';
import { NotForYou } from '../../live/not-for-you.js';
import { useWords } from '../../words/language.js';
import { refreshAdmin } from './api.js';
import { adminTexts } from './texts.js';
import '../../form/form.css';
import './admin.css';

/** Address, name, and the workflow that somebody must be a reader of to be shown the page. */
const PAGES = [
  ['/admin', 'pageHealth', 'upkeep'],
  ['/admin/incidents', 'pageIncidents', 'upkeep'],
  ['/admin/poison', 'pagePoison', 'upkeep'],
  ['/admin/timers', 'pageTimers', 'upkeep'],
  ['/admin/views', 'pageViews', 'upkeep'],
  ['/admin/dead-letters', 'pageLetters', 'upkeep'],
  ['/admin/settings', 'pageSettings', 'setting'],
  ['/admin/calendars', 'pageCalendars', 'calendar'],
  ['/upkeep?state=all', 'pageUpkeep', 'upkeep'],
] as const;

/** Where administrators mend what others only see. */
const MENDED = ['/admin/incidents', '/admin/poison', '/admin/timers', '/admin/views', '/admin/dead-letters'];
const OURS = ['incident', 'upkeep', 'setting', 'calendar'];

export function AdminFrame() {
  const { t } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const queries = useQueryClient();
  useChanges(
    useCallback(
      (changed: Changed | 'all') => {
        if (changed === 'all' || OURS.includes(changed.workflow)) void refreshAdmin(queries);
      },
      [queries],
    ),
  );
  const { pathname } = useLocation();
  const counts = useQuery(countsQuery).data?.items;
  const pages = PAGES.filter(([, , of]) => counts?.find(({ workflow }) => workflow === of)?.readable !== false);
  const [page = '/admin'] = PAGES.findLast(([to]) => pathname === to || pathname.startsWith(`${to}/`)) ?? [];
  if (!pages.some(([to]) => to === page)) return <NotForYou title={t('adminPages')} />;
  const isMended = MENDED.some((page) => pathname.startsWith(page));
  return (
    <div className="admin">
      <nav className="admin-pages" aria-label={t('adminPages')}>
        {pages.map(([to, label]) => (
          <NavLink key={to} to={to} end={to === '/admin'} className="admin-page-link">
            {t(label)}
          </NavLink>
        ))}
      </nav>
      {isMended && !isFor(description, me, 'upkeep', 'OrderUpkeep') && (
        <p className="muted admin-only">{t('readOnly')}</p>
      )}
      <Outlet />
    </div>
  );
}
