/**
 * Which cases changed, as the server tells it: one connection a page, resumed where it was cut off. Who listens decides
 * what to do; nothing on the screen moves by itself.
 */
import { useEffect, useState } from 'react';

export interface Changed {
  readonly workflow: string;
  readonly path: string;
  readonly id: string;
}

type Listener = (changed: Changed | 'all') => void;
type Heard = (connected: boolean) => void;

/** A connection that comes back within this is not worth a word. */
const GRACE_MS = 4_000;

const listeners = new Set<Listener>();
const watchers = new Set<Heard>();
let source: EventSource | undefined;
let connected = true;
let lost: ReturnType<typeof setTimeout> | undefined;

export function connectLive(): () => void {
  const opened = new EventSource('/api/live');
  source = opened;
  opened.addEventListener('open', () => say(true));
  opened.addEventListener('error', () => {
    lost ??= setTimeout(() => say(false), GRACE_MS);
  });
  opened.addEventListener('changed', (event: MessageEvent<string>) => tell(JSON.parse(event.data) as Changed));
  opened.addEventListener('reset', () => tell('all'));
  return () => {
    opened.close();
    if (source === opened) source = undefined;
    clearTimeout(lost);
    lost = undefined;
  };
}

function tell(changed: Changed | 'all'): void {
  for (const listener of listeners) listener(changed);
}

function say(now: boolean): void {
  clearTimeout(lost);
  lost = undefined;
  // What happened in between is told again by the server; what it cannot tell it resets.
  connected = now;
  for (const watcher of watchers) watcher(now);
}

export function useChanges(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listener]);
}

export function useConnected(): boolean {
  const [now, setNow] = useState(connected);
  useEffect(() => {
    watchers.add(setNow);
    return () => {
      watchers.delete(setNow);
    };
  }, []);
  return now;
}
