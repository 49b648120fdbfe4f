/**
 * Live updates of a list: a row that is shown is brought up to date where it stands, nothing is moved and nothing
 * inserted. What belongs among the rows shown and is not there is counted and offered; what no longer fits is marked.
 * A burst of changes is read in batches, one at a time.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { read } from '../api/client.js';
import type { Listed, Row } from '../api/types.js';
import { useChanges, type Changed } from '../live/live.js';
import type { Sort } from './address.js';
import type { Pages } from './list-query.js';

/** Changes are gathered so long before they are read, in milliseconds. */
const GATHER_MS = 300;
const COUNTS_MS = 2_000;
const BATCH = 100;
/** More than that are not looked at one by one: the list is offered anew. */
const WAITING_MAX = 2_000;
const NEVER = '9999';

export interface LiveRows {
  /** Cases that belong among the rows shown. */
  readonly fresh: number;
  /** So much has changed that it was not counted. */
  readonly many: boolean;
  /** Rows that are shown and no longer fit. */
  readonly left: ReadonlySet<string>;
  readonly takeIn: () => void;
}

interface News {
  readonly key: string;
  readonly fresh: ReadonlySet<string>;
  readonly left: ReadonlySet<string>;
  readonly many: boolean;
}

const nothing = (key: string): News => ({ key, fresh: new Set(), left: new Set(), many: false });

export function useLiveRows(path: string, meant: string, sort: Sort, queryKey: readonly unknown[]): LiveRows {
  const queries = useQueryClient();
  const key = JSON.stringify(queryKey);
  const [kept, setNews] = useState<News>(() => nothing(key));
  const news = kept.key === key ? kept : nothing(key);
  const waiting = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const counted = useRef(0);

  const change = useCallback(
    (how: (before: News) => Partial<News>) =>
      setNews((before) => {
        const now = before.key === key ? before : nothing(key);
        return { ...now, ...how(now) };
      }),
    [key],
  );

  /** Reads what waits, batch by batch, until nothing does. */
  const look = useCallback(async () => {
    const list = JSON.parse(key) as readonly unknown[];
    while (waiting.current.size > 0) {
      const ids = [...waiting.current].slice(0, BATCH);
      for (const id of ids) waiting.current.delete(id);
      const found = await lookAt(path, meant, ids);
      const pages = queries.getQueryData<Pages>(list);
      if (!pages) return;
      const shown = new Set(pages.pages.flatMap((page) => page.items.map((row) => row.id)));
      queries.setQueryData<Pages>(list, replaced(pages, found.now));
      const fits = new Set(found.fitting.map(({ id }) => id));
      const last = pages.pages.at(-1);
      const missing = found.fitting.filter(
        (row) => !shown.has(row.id) && (last?.next == null || comesBefore(sort, row, last.items.at(-1))),
      );
      change(({ fresh, left }) => ({
        fresh: new Set([...[...fresh].filter((id) => !ids.includes(id)), ...missing.map(({ id }) => id)]),
        left: new Set([
          ...[...left].filter((id) => !ids.includes(id)),
          ...ids.filter((id) => shown.has(id) && !fits.has(id)),
        ]),
      }));
    }
    if (performance.now() - counted.current < COUNTS_MS) return;
    counted.current = performance.now();
    void queries.invalidateQueries({ queryKey: ['counts', path] });
  }, [key, meant, path, sort, queries, change]);

  const hear = useCallback(
    (one: Changed | 'all') => {
      if (one !== 'all' && one.path !== path) return;
      if (one === 'all' || waiting.current.size >= WAITING_MAX) {
        waiting.current.clear();
        return change(() => ({ many: true }));
      }
      waiting.current.add(one.id);
      timer.current ??= setTimeout(() => {
        look()
          // The next change is looked at again; what was missed until then is offered with the rest.
          .catch(() => change(() => ({ many: true })))
          .finally(() => {
            timer.current = undefined;
          });
      }, GATHER_MS);
    },
    [path, look, change],
  );
  useChanges(hear);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [look],
  );

  const takeIn = useCallback(() => {
    waiting.current.clear();
    setNews(nothing(key));
    const list = JSON.parse(key) as readonly unknown[];
    // Only the first page is read anew: the rest follows as one scrolls.
    queries.setQueryData<Pages>(
      list,
      (pages) => pages && { pages: pages.pages.slice(0, 1), pageParams: pages.pageParams.slice(0, 1) },
    );
    void queries.invalidateQueries({ queryKey: list });
    void queries.invalidateQueries({ queryKey: ['counts', path] });
  }, [key, path, queries]);
  return { fresh: news.fresh.size, many: news.many, left: news.left, takeIn };
}

/** These cases as they are now, and those of them that fit. */
async function lookAt(path: string, meant: string, ids: readonly string[]) {
  const named = new URLSearchParams({ ids: ids.join(','), limit: String(BATCH) });
  const fitting = new URLSearchParams([...new URLSearchParams(meant), ...named]);
  const [all, some] = await Promise.all([
    read<Listed<Row>>(`/api/${path}?${named.toString()}`),
    read<Listed<Row>>(`/api/${path}?${fitting.toString()}`),
  ]);
  return { now: new Map(all.items.map((row) => [row.id, row])), fitting: some.items };
}

function replaced(pages: Pages, now: ReadonlyMap<string, Row>): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) =>
      page.items.some((row) => now.has(row.id))
        ? { ...page, items: page.items.map((row) => now.get(row.id) ?? row) }
        : page,
    ),
  };
}

function comesBefore(sort: Sort, row: Row, last: Row | undefined): boolean {
  if (!last) return true;
  if (sort === 'newest') return row.openedAt >= last.openedAt;
  return pressing(row) <= pressing(last);
}

function pressing({ late, nextDueAt }: Row): string {
  return late[0]?.dueAt ?? nextDueAt ?? NEVER;
}
