/**
 * Live updates of a list: a row that is shown is brought up to date where it stands, nothing is moved and nothing
 * inserted. What belongs among the rows shown and is not there is counted and offered; what no longer fits is marked.
 * What is kept of a list off the screen is read again when somebody comes back to it (`live/outdated.ts`).
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { read } from '../api/client.js';
import type { Listed, Row } from '../api/types.js';
import { useChanges, type Changed } from '../live/live.js';
import type { Sort } from './address.js';
import { gather, paced } from './gathering.js';
import type { Pages } from './list-query.js';

const COUNTS_MS = 2_000;
const NEVER = '9999';

interface LiveRows {
  /** Cases that belong among the rows shown. */
  readonly fresh: number;
  /** So much has changed that it was not counted. */
  readonly many: boolean;
  /** Rows that are shown and no longer fit. */
  readonly left: ReadonlySet<string>;
  readonly takeIn: () => void;
}

interface Following {
  readonly hear: (one: Changed | 'all') => void;
  /** Everything is read anew. */
  readonly forget: () => void;
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
  /** What is heard goes to the list that is on the screen, and ends with it. */
  const following = useRef<Following>(undefined);

  useEffect(() => {
    const list = JSON.parse(key) as readonly unknown[];
    let offered = false;
    let ended = false;
    const change = (how: (before: News) => Partial<News>): void => {
      offered = true;
      setNews((before) => {
        const now = before.key === key ? before : nothing(key);
        return { ...now, ...how(now) };
      });
    };
    const countAnew = () => void queries.invalidateQueries({ queryKey: ['counts', path] });
    const counts = paced(COUNTS_MS, countAnew);
    const look = async (ids: readonly string[]): Promise<void> => {
      const found = await lookAt(path, meant, ids);
      const pages = queries.getQueryData<Pages>(list);
      if (!pages || ended) return;
      const shown = new Set(pages.pages.flatMap((page) => page.items.map((row) => row.id)));
      queries.setQueryData<Pages>(list, replaced(pages, found.now));
      const fits = new Set(found.fitting.map(({ id }) => id));
      const last = pages.pages.at(-1);
      const missing = found.fitting.filter(
        (row) => !shown.has(row.id) && (last?.next == null || comesBefore(sort, row, last.items.at(-1))),
      );
      const gone = ids.filter((id) => shown.has(id) && !fits.has(id));
      if (missing.length + gone.length === 0 && !offered) return;
      change(({ fresh, left }) => ({
        fresh: new Set([...[...fresh].filter((id) => !ids.includes(id)), ...missing.map(({ id }) => id)]),
        left: new Set([...[...left].filter((id) => !ids.includes(id)), ...gone]),
      }));
    };
    const many = (): void => change(() => ({ many: true }));
    // What could not be looked at is offered with the rest.
    const gathering = gather(look, { done: counts.ask, failed: many });
    following.current = {
      hear: (one) => {
        if (one === 'all') {
          gathering.clear();
          many();
        } else if (one.path === path && !gathering.add(one.id)) many();
      },
      forget: () => {
        gathering.clear();
        offered = false;
      },
    };
    return () => {
      ended = true;
      if (counts.end()) countAnew();
      // What was not looked at, or not taken in, is there when somebody comes back.
      if (gathering.end() || offered) void queries.invalidateQueries({ queryKey: list, refetchType: 'none' });
    };
  }, [key, meant, path, sort, queries]);
  useChanges(useCallback((one: Changed | 'all') => following.current?.hear(one), []));

  const takeIn = useCallback(() => {
    following.current?.forget();
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
  const named = new URLSearchParams({ ids: ids.join(','), limit: String(ids.length) });
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
  return pressesAt(row) <= pressesAt(last);
}

function pressesAt({ late, excused, nextDueAt }: Row): string {
  return late[0]?.dueAt ?? excused[0]?.dueAt ?? nextDueAt ?? NEVER;
}
