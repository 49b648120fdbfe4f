/** Which page stands at which address. Pages come when they are needed; who is nobody yet is asked to sign in first. */
import type { QueryClient } from '@tanstack/react-query';
import { createBrowserRouter, redirect, replace, type LoaderFunctionArgs, type RouteObject } from 'react-router';
import { ApiError } from '../api/client.js';
import { descriptionQuery, meQuery } from '../api/queries.js';
import { adminRoutes } from '../desks/admin/routes.js';
import { NotFound } from '../live/not-found.js';
import { ErrorPage } from './error-page.js';
import { ofWorkflow } from './of-workflow.js';
import { Shell } from './shell.js';
import { Starting } from './starting.js';

/** Each comes when it is opened, or ahead of that when there is nothing else to do. */
export const pages: readonly RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../desks/home/home-page.js')).HomePage }) },
  {
    path: 'follow-ups',
    lazy: async () => ({ Component: (await import('../desks/complaints/follow-ups-page.js')).FollowUpsPage }),
  },
  {
    path: 'overview',
    lazy: async () => ({ Component: (await import('../desks/overview/overview-page.js')).OverviewPage }),
  },
  {
    path: 'hand-over',
    lazy: async () => ({ Component: (await import('../desks/hand-over/hand-over-page.js')).HandOverPage }),
  },
  {
    path: 'admin',
    lazy: async () => ({ Component: (await import('../desks/admin/admin-frame.js')).AdminFrame }),
    children: [...adminRoutes],
  },
  // What is in force, and what is planned, is more than what was last recorded.
  ...['settings', 'calendars'].map((path) => ({ path, loader: () => redirect(`/admin/${path}`) })),
  { path: ':path', lazy: async () => ({ Component: ofWorkflow((await import('../list/list-page.js')).ListPage) }) },
  {
    path: ':path/new',
    lazy: async () => ({ Component: ofWorkflow((await import('../case/new-case-page.js')).NewCasePage) }),
  },
  {
    path: ':path/:id',
    lazy: async () => ({ Component: ofWorkflow((await import('../case/case-page.js')).CasePage) }),
  },
  { path: '*', Component: NotFound },
];

export function routerOf(queries: QueryClient) {
  const signedIn = async ({ request }: LoaderFunctionArgs) => {
    const description = queries.ensureQueryData(descriptionQuery);
    try {
      await queries.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.problem.status !== 401 && error.problem.status !== 403)) throw error;
      const { pathname, search } = new URL(request.url);
      throw replace(pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(pathname + search)}`);
    }
    await description;
    return null;
  };
  return createBrowserRouter([
    {
      path: '/sign-in',
      loader: async () => {
        await queries.ensureQueryData(descriptionQuery);
        return null;
      },
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <Starting />,
      lazy: async () => ({ Component: (await import('./sign-in-page.js')).SignInPage }),
    },
    {
      path: '/',
      id: 'shell',
      loader: signedIn,
      element: <Shell />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <Starting />,
      children: [
        {
          errorElement: <ErrorPage />,
          children: [...pages],
        },
      ],
    },
  ]);
}
