/** A word that comes and goes: what was done. */
import { message } from 'antd';
import { createContext, use, type ReactNode } from 'react';

type Notices = ReturnType<typeof message.useMessage>[0];

const NoticeContext = createContext<Notices | undefined>(undefined);

export function NoticeProvider({ children }: { readonly children: ReactNode }) {
  const [notices, holder] = message.useMessage({ maxCount: 2, top: 64 });
  return (
    <NoticeContext value={notices}>
      {holder}
      {children}
    </NoticeContext>
  );
}

export function useNotices(): Notices {
  const notices = use(NoticeContext);
  if (!notices) throw new Error('useNotices needs a NoticeProvider above it');
  return notices;
}
