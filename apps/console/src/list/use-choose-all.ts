/** All rows of a list are chosen: those that are loaded and, once they are read, the rest; each by its id. */
import { useEffect, useRef, useState } from 'react';
import { ApiError, ConnectionLost } from '../api/client.js';
import type { Row } from '../api/types.js';
import { useNotices } from '../live/notice.js';
import { useWords } from '../words/language.js';
import { listTexts } from './texts.js';

/** @param read reads the list to its end; another list stops it */
export function useChooseAll(
  read: (signal: AbortSignal, told: (done: number, total: number) => void) => Promise<readonly Row[]>,
  key: string,
  add: (ids: readonly string[]) => void,
) {
  const { t } = useWords(listTexts);
  const notices = useNotices();
  const [choosing, setChoosing] = useState<{ readonly done: number; readonly total: number }>();
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), [key]);
  const choose = async (): Promise<void> => {
    stopping.current.abort();
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    try {
      const rows = await read(signal, (done, total) => setChoosing({ done, total }));
      if (!signal.aborted) add(rows.map(({ id }) => id));
    } catch (error) {
      if (signal.aborted) return;
      const why =
        error instanceof ConnectionLost ? t('exportLost') : error instanceof ApiError ? error.message : undefined;
      if (why === undefined) throw error;
      void notices.error(t('chooseFailed', { why }));
    } finally {
      if (stopping.current.signal === signal) setChoosing(undefined);
    }
  };
  const chooseAll = (): void => void choose();
  return { choosing, chooseAll };
}
