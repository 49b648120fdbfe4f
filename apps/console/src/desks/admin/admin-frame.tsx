/** The frame of the pages of administrators: which pages there are, and that some may only look. */
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

const PAGES = [
  ['/admin', 'pageHealth'],
  ['/admin/incidents', 'pageIncidents'],
  ['/admin/poison', 'pagePoison'],
  ['/admin/timers', 'pageTimers'],
  ['/admin/views', 'pageViews'],
  ['/admin/dead-letters', 'pageLetters'],
  ['/admin/settings', 'pageSettings'],
  ['/admin/calendars', 'pageCalendars'],
  ['/upkeep?state=all', 'pageUpkeep'],
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
  const upkeep = useQuery(countsQuery(undefined)).data?.items.find(({ workflow }) => workflow === 'upkeep');
  if (upkeep?.readable === false) return <NotForYou title={t('adminPages')} />;
  const isMended = MENDED.some((page) => pathname.startsWith(page));
  return (
    <div className="admin">
      <nav className="admin-pages" aria-label={t('adminPages')}>
        {PAGES.map(([to, label]) => (
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
