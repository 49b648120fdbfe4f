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
import { routerOf } from './router.js';
import { ShadeContext } from './shade.js';
import './frame.css';
import { chosenShade, keepShade, themeOf, type Shade } from './theme.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses it refuses again; a lost connection is worth a few more tries.
      retry: (count, error) => !(error instanceof ApiError && error.problem.status < 500) && count < 3,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
});
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const router = routerOf(queries);

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

// A page that was opened before a release asks for files that are gone: it begins anew, once.
window.addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('linli.reloaded') !== null) return;
  sessionStorage.setItem('linli.reloaded', 'yes');
  window.location.reload();
});

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
