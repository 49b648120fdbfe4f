/** Where the console begins: what everything below may count on, from the outside in. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { ApiError } from '../api/client.js';
import { NoticeProvider } from '../live/notice.js';
import { LanguageProvider, useWords } from '../words/language.js';
import { fetchAhead } from './ahead.js';
import { routerOf } from './router.js';
import { ShadeContext } from './shade.js';
import './frame.css';
import { chosenShade, keepShade, themeOf, type Shade } from './theme.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again; a fault or a lost connection is worth another try before the page says
      // so and tries on, and a busy server is asked again at the moment it names.
      retry: (count, error) => {
        if (!(error instanceof ApiError)) return count < 2;
        return error.isBusy ? count < 3 : error.problem.status >= 500 && count < 1;
      },
      retryDelay: (count, error) =>
        (error instanceof ApiError ? error.retryAfterMs : undefined) ?? Math.min(1_000 * 2 ** count, 30_000),
      // A page that says it has no connection may be wrong: the server may be on this very machine.
      networkMode: 'always',
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
});
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const router = routerOf(queries);
fetchAhead(queries);

function Console() {
  const { language } = useWords();
  const [shade, setShade] = useState<Shade>(chosenShade);
  const theme = useMemo(() => themeOf(shade), [shade]);
  document.documentElement.dataset['shade'] = shade;
  const choose = (chosen: Shade): void => {
    keepShade(chosen);
    setShade(chosen);
  };
  return (
    <ShadeContext value={{ shade, choose }}>
      <ConfigProvider
        csp={{ nonce }}
        theme={theme}
        locale={language === 'en' ? enUS : zhCN}
        button={{ autoInsertSpace: false }}
      >
        <NoticeProvider>
          <RouterProvider router={router} />
        </NoticeProvider>
      </ConfigProvider>
    </ShadeContext>
  );
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <Console />
        </QueryClientProvider>
      </LanguageProvider>
    </StrictMode>,
  );
