/** Which page stands at which address. Pages come when they are needed; who is nobody yet is asked to sign in first. */
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { createBrowserRouter, redirect, type LoaderFunctionArgs, type RouteObject } from 'react-router';
import { ApiError } from '../api/client.js';
import { descriptionQuery, meQuery } from '../api/queries.js';
import { adminRoutes } from '../desks/admin/routes.js';
import { ErrorPage } from './error-page.js';
import { Shell } from './shell.js';
import { Starting } from './starting.js';

/** Each comes when it is opened, or ahead of that when there is nothing else to do. */
export const pages: (RouteObject & { readonly lazy: () => Promise<{ readonly Component: ComponentType }> })[] = [
  { index: true, lazy: async () => ({ Component: (await import('./pages.js')).Home }) },
  { path: 'follow-ups', lazy: async () => ({ Component: (await import('./follow-ups-route.js')).FollowUps }) },
  { path: 'overview', lazy: async () => ({ Component: (await import('./overview-route.js')).Overview }) },
  { path: 'hand-over', lazy: async () => ({ Component: (await import('./hand-over-route.js')).HandOver }) },
  {
    path: 'admin',
    lazy: async () => ({ Component: (await import('../desks/admin/admin-frame.js')).AdminFrame }),
    children: [...adminRoutes],
  },
  { path: ':path', lazy: async () => ({ Component: (await import('./list-route.js')).List }) },
  { path: ':path/new', lazy: async () => ({ Component: (await import('./case-routes.js')).NewCase }) },
  { path: ':path/:id', lazy: async () => ({ Component: (await import('./case-routes.js')).OneCase }) },
  { path: '*', lazy: async () => ({ Component: (await import('./pages.js')).NotFound }) },
];

export function routerOf(queries: QueryClient) {
  const signedIn = async ({ request }: LoaderFunctionArgs) => {
    const description = queries.ensureQueryData(descriptionQuery);
    try {
      await queries.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.problem.status !== 401 && error.problem.status !== 403)) throw error;
      const { pathname, search } = new URL(request.url);
      throw redirect(pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(pathname + search)}`);
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
