/** Export of exactly what is shown: these conditions, this order, these columns, every page of it. */
import { DownloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { ApiError, ConnectionLost } from '../api/client.js';
import { referenceQuery, useDescription } from '../api/queries.js';
import type { Row, Workflow } from '../api/types.js';
import { serverNow } from '../live/clock.js';
import { useNotices } from '../live/notice.js';
import { PanelButton } from '../live/opening.js';
import { isMissingFile } from '../live/trouble.js';
import { useWords, type Words } from '../words/language.js';
import { beijingDay } from '../words/times.js';
import type { Sort } from './address.js';
import type { Column } from './called.js';
import { everyRow } from './every-row.js';
import { usePlaceName } from './place-name.js';
import { sheetOf } from './sheet.js';
import { listTexts } from './texts.js';

const KINDS = ['xlsx', 'csv'] as const;
const LINES_AT_ONCE = 500;

interface ExportButtonProps {
  readonly workflow: Workflow;
  readonly columns: readonly Column[];
  readonly meant: URLSearchParams;
  readonly sort: Sort;
}

export function ExportButton({ workflow, columns, meant, sort }: ExportButtonProps) {
  const { t, say, language } = useWords(listTexts);
  const { registers } = useDescription();
  const placed = usePlaceName();
  const queries = useQueryClient();
  const notices = useNotices();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number }>();
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);

  /** Names of what the rows refer to, asked for together. */
  const namesIn = async (rows: readonly Row[]): Promise<(to: string, id: string) => string> => {
    const names = new Map<string, Words | undefined>();
    const refs = columns.flatMap(({ name, field }) => {
      const to = field['x-linli-ref'];
      return to === undefined || registers[to] !== undefined ? [] : [{ name, to }];
    });
    const asked = new Map(
      refs.flatMap(({ name, to }) =>
        rows.flatMap((row) =>
          typeof row[name] === 'string' ? [[`${to} ${row[name]}`, [to, row[name]] as const] as const] : [],
        ),
      ),
    );
    await Promise.all(
      [...asked].map(async ([key, [to, id]]) =>
        names.set(key, (await queries.fetchQuery(referenceQuery(to, id)))?.words),
      ),
    );
    return (to, id) => say(registers[to]?.[id] ?? names.get(`${to} ${id}`), id);
  };

  const save = async (kind: (typeof KINDS)[number]): Promise<void> => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    setProgress({ done: 0, total: 0 });
    try {
      const told = (done: number, total: number): void => setProgress({ done, total });
      const rows = await everyRow({ path: workflow.path, meant, sort, signal, told });
      const named = await namesIn(rows);
      const codeOf = (name: string): string => t('codeOf', { name });
      const sheet = sheetOf(workflow, columns, rows, { language, t, codeOf, say, named, placed });
      const file = kind === 'xlsx' ? await (await import('./xlsx.js')).xlsxOf(sheet, breathe) : await csvFile(sheet);
      signal.throwIfAborted();
      hand(file, `${sheet.title}-${beijingDay(serverNow())}.${kind}`);
      void notices.success(t('exported', { n: rows.length }));
    } catch (error) {
      if (signal.aborted) return;
      const isLost = error instanceof ConnectionLost || isMissingFile(error);
      const why = isLost ? t('exportLost') : error instanceof ApiError ? error.message : undefined;
      if (why === undefined) throw error;
      void notices.error(t('exportFailed', { why }));
    } finally {
      setProgress(undefined);
    }
  };

  return (
    <>
      {progress && (
        <span className="list-exporting" role="status">
          {t('exporting', { done: progress.done, total: progress.total })}
          <Button type="link" className="link-plain" onClick={() => stopping.current.abort()}>
            {t('stop')}
          </Button>
        </span>
      )}
      <PanelButton
        icon={<DownloadOutlined aria-hidden="true" />}
        called={t('exportAs')}
        panel={(close) => (
          <div className="export-kinds">
            {KINDS.map((kind) => (
              <Button
                key={kind}
                type="text"
                disabled={progress !== undefined}
                onClick={() => {
                  close();
                  void save(kind);
                }}
              >
                {t(kind === 'xlsx' ? 'exportXlsx' : 'exportCsv')}
              </Button>
            ))}
          </div>
        )}
      >
        {t('exportAs')}
      </PanelButton>
    </>
  );
}

async function csvFile(sheet: Parameters<typeof import('./csv.js').csvOf>[0]): Promise<Blob> {
  const { csvOf } = await import('./csv.js');
  const lines: string[] = [];
  for (const line of csvOf(sheet)) {
    lines.push(line);
    if (lines.length % LINES_AT_ONCE === 0) await breathe();
  }
  return new Blob(lines, { type: 'text/csv;charset=utf-8' });
}

/** Others have their turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function hand(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Once the browser has begun to save it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
