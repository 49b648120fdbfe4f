/**
 * Who this browser is signed in as, told among its tabs: whoever leaves or changes in one has left or changed in all, so
 * that nothing is ever sent in another person's name. A session that ran out is noticed by the first answer that says so.
 */
import { useSyncExternalStore } from 'react';
import { witnessAnswers } from '../api/client.js';

type News =
  | { readonly kind: 'left' }
  /** Signed in, for the first time or again. */
  | { readonly kind: 'entered'; readonly person: string };
type Listener = (news: News) => void;

const channel = new BroadcastChannel('linli.session');
const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
let ended = false;

function hear(news: News): void {
  if (news.kind === 'entered') setEnded(false);
  for (const listener of listeners) listener(news);
}

channel.addEventListener('message', ({ data }: MessageEvent<News>) => hear(data));

/** Tells this tab and all others. */
export function announce(news: News): void {
  channel.postMessage(news);
  hear(news);
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setEnded(now: boolean): void {
  if (ended === now) return;
  ended = now;
  for (const watcher of watchers) watcher();
}

/** From the first page of somebody signed in: before that nobody's session can end. */
export function watchSession(): () => void {
  return witnessAnswers(({ status }) => {
    if (status === 401) setEnded(true);
  });
}

function hasEnded(): boolean {
  return ended;
}

export function useEnded(): boolean {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, hasEnded);
}
