/**
 * Who this browser is signed in as, told among its tabs: whoever leaves or changes in one has left or changed in all, so
 * that nothing is ever sent in another person's name. A session that ran out, or that another person's took the place of
 * without a word among tabs, is noticed by the first answer that says so.
 */
import { useSyncExternalStore } from 'react';
import { isOtherPerson } from '../api/changed.js';
import { witnessAnswers } from '../api/client.js';
import { channelOf } from './tabs.js';

type News =
  | { readonly kind: 'left' }
  /** Signed in, for the first time or again. */
  | { readonly kind: 'entered'; readonly person: string };
type Listener = (news: News) => void;

const channel = channelOf<News>('linli.session');
const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
/** It ran out, or another person's took its place. */
export type SessionEnd = 'over' | 'other';
let ended: SessionEnd | undefined;

function hear(news: News): void {
  if (news.kind === 'entered') setEnded(undefined);
  for (const listener of listeners) listener(news);
}

channel.hear(hear);

/** Tells this tab and all others. */
export function announce(news: News): void {
  channel.tell(news);
  hear(news);
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setEnded(now: SessionEnd | undefined): void {
  if (ended === now) return;
  ended = now;
  for (const watcher of watchers) watcher();
}

/** From the first page of somebody signed in: before that nobody's session can end. */
export function watchSession(): () => void {
  return witnessAnswers(({ status, code }) => {
    if (status === 401) setEnded('over');
    else if (isOtherPerson({ code })) setEnded('other');
  });
}

function howEnded(): SessionEnd | undefined {
  return ended;
}

/** Nothing while it lasts. */
export function useEnded(): SessionEnd | undefined {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, howEnded);
}
