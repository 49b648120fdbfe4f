/**
 * Export of exactly what is shown: the list as it was read, or what is chosen in it, in this order, in these columns, every
 * page of it; with codes beside the words for whoever asks for them.
 */
import { DownloadOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Radio } from 'antd';
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
import type { Column } from './called.js';
import { usePlaceName } from './place-name.js';
import { referredIn } from './referred.js';
import { sheetOf } from './sheet.js';
import { countUnit, listTexts } from './texts.js';
import { useKept } from './use-kept.js';

const KINDS = ['xlsx', 'csv'] as const;
const LINES_AT_ONCE = 500;

interface ExportButtonProps {
  readonly workflow: Workflow;
  readonly columns: readonly Column[];
  readonly total: number;
  readonly all: Collect;
  /** How many are chosen. */
  readonly count: number;
  readonly chosen: Collect;
}

type Collect = (signal: AbortSignal, told: (done: number, total: number) => void) => Promise<readonly Row[]>;

export function ExportButton({ workflow, columns, total, all, count, chosen }: ExportButtonProps) {
  const { t, say, language } = useWords(listTexts);
  const { registers } = useDescription();
  const placed = usePlaceName();
  const queries = useQueryClient();
  const notices = useNotices();
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number }>();
  const [coded, setCoded] = useKept<'yes' | 'no'>('export.codes', 'no');
  const [whole, setWhole] = useState(false);
  const counted = (n: number) => ({ n, unit: t(countUnit(workflow, n)) });
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);

  /** Names of what the rows refer to, asked for together. */
  const namesIn = async (rows: readonly Row[]): Promise<(to: string, id: string) => string> => {
    const names = new Map<string, Words | undefined>();
    await Promise.all(
      referredIn(rows, columns, registers).map(async ([to, id]) =>
        names.set(`${to} ${id}`, (await queries.fetchQuery(referenceQuery(to, id)))?.words),
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
      const rows = await (count > 0 && !whole ? chosen : all)(signal, told);
      const named = await namesIn(rows);
      const codeOf = (name: string): string => t('codeOf', { name });
      const words = { language, t, codeOf, coded: coded === 'yes', say, named, placed };
      const sheet = sheetOf(workflow, columns, rows, words);
      const file = kind === 'xlsx' ? await (await import('./xlsx.js')).xlsxOf(sheet, breathe) : await csvFile(sheet);
      signal.throwIfAborted();
      hand(file, `${sheet.title}-${beijingDay(serverNow())}.${kind}`);
      void notices.success(t('exported', counted(rows.length)));
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
            {count > 0 && (
              <Radio.Group
                vertical
                aria-label={t('exportWhich')}
                value={whole}
                onChange={(event) => setWhole(event.target.value === true)}
                options={[
                  { value: false, label: t('exportChosen', counted(count)) },
                  { value: true, label: t('exportAll', counted(total)) },
                ]}
              />
            )}
            <Checkbox checked={coded === 'yes'} onChange={(event) => setCoded(event.target.checked ? 'yes' : 'no')}>
              {t('exportCodes')}
            </Checkbox>
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
