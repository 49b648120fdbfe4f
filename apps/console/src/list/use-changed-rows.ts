/**
 * Live updates of a list: a row that is shown is brought up to date where it stands, nothing is moved and nothing
 * inserted; how many changes wait is told, and taking them in is somebody's own click.
 */
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { read } from '../api/client.js';
import type { Case, Listed, Row } from '../api/types.js';
import { useChanges, type Changed } from '../live/live.js';

export function useChangedRows(path: string, queryKey: readonly unknown[]): { waiting: number; takeIn: () => void } {
  const queries = useQueryClient();
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const key = JSON.stringify(queryKey);

  const hear = useCallback(
    (one: Changed | 'all') => {
      if (one !== 'all' && one.path !== path) return;
      setChanged((before) => new Set([...before, one === 'all' ? '*' : one.id]));
      if (one === 'all') return;
      const list = JSON.parse(key) as unknown[];
      const shown = queries.getQueryData<InfiniteData<Listed<Row>>>(list);
      if (!shown?.pages.some((page) => page.items.some((row) => row.id === one.id))) return;
      read<Case>(`/api/${path}/${encodeURIComponent(one.id)}`)
        .then((fresh) =>
          queries.setQueryData<InfiniteData<Listed<Row>>>(list, (data) => data && replaced(data, one.id, fresh)),
        )
        .catch(() => undefined); // it is no longer ours to see: the next refresh leaves it out
    },
    [path, key, queries],
  );
  useChanges(hear);

  const takeIn = useCallback(() => {
    setChanged(new Set());
    void queries.invalidateQueries({ queryKey: ['list', path] });
    void queries.invalidateQueries({ queryKey: ['counts'] });
  }, [path, queries]);
  return { waiting: changed.size, takeIn };
}

function replaced(data: InfiniteData<Listed<Row>>, id: string, fresh: Case): InfiniteData<Listed<Row>> {
  const now = (row: Row): Row => ({
    ...row,
    ...fresh,
    jurisdiction: row.jurisdiction,
    nextDueAt: fresh.deadlines[0]?.dueAt ?? null,
  });
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === id ? now(row) : row)) })),
  };
}
