/** The pages of administrators by their addresses; each comes when it is opened. */
import type { RouteObject } from 'react-router';

export const adminRoutes: readonly RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./health-page.js')).HealthPage }) },
  { path: 'incidents', lazy: async () => ({ Component: (await import('./incidents-page.js')).IncidentsPage }) },
  { path: 'poison', lazy: async () => ({ Component: (await import('./poison-page.js')).PoisonPage }) },
  { path: 'timers', lazy: async () => ({ Component: (await import('./timers-page.js')).TimersPage }) },
  { path: 'views', lazy: async () => ({ Component: (await import('./views-page.js')).ViewsPage }) },
  { path: 'dead-letters', lazy: async () => ({ Component: (await import('./letters-page.js')).LettersPage }) },
  { path: 'settings', lazy: async () => ({ Component: (await import('./settings-page.js')).SettingsPage }) },
  { path: 'settings/:name', lazy: async () => ({ Component: (await import('./setting-page.js')).SettingPage }) },
  { path: 'calendars', lazy: async () => ({ Component: (await import('./calendars-page.js')).CalendarsPage }) },
];
