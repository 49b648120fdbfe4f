/**
 * Which cases changed, as the server tells it: one connection for all tabs of a browser, resumed where it was cut off.
 * One tab leads and passes on what it hears; when it goes, another goes on from there. Who listens decides what to do;
 * nothing on the screen moves by itself. How true the screen is can be asked: connected, lost, or behind.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { knowOf, read, witnessAnswers } from '../api/client.js';
import { serverNow } from './clock.js';
import { onSession, watchSession } from './session.js';
import { openStream, type Stream, type Told } from './stream.js';
import { channelOf, whileLeading } from './tabs.js';

export interface Changed {
  readonly workflow: string;
  readonly path: string;
  readonly id: string;
}

type Listener = (changed: Changed | 'all') => void;

/** How far what is seen can be trusted; `asOf` in milliseconds since 1970. */
interface Truth {
  readonly connected: boolean;
  /** While the connection is lost: when the server was heard last. */
  readonly lostAt: number | undefined;
  /** While the node that answers lies behind: up to when it knows. */
  readonly asOf: number | undefined;
}

type Passed =
  | { readonly kind: 'told'; readonly told: Told }
  | { readonly kind: 'stand'; readonly connected: boolean; readonly sure: boolean }
  /** A tab that is new asks how things stand. */
  | { readonly kind: 'who' }
  | { readonly kind: 'stands'; readonly last: string | undefined; readonly truth: Truth };

/** A connection that comes back within this is not worth a word. */
const GRACE_MS = 4_000;
/** Behind a door several nodes answer by turns: one that does not lag says nothing about another that just did. */
const STILL_MS = 5_000;
/** Seconds are told rounded: the same moment, told twice. */
const ROUNDED_MS = 2_000;

const listeners = new Set<Listener>();
const watchers = new Set<() => void>();
const channel = channelOf<Passed>('linli.live');
let truth: Truth = { connected: true, lostAt: undefined, asOf: undefined };
let last: string | undefined;
let heardAt = serverNow();
let lost: ReturnType<typeof setTimeout> | undefined;
let still: ReturnType<typeof setTimeout> | undefined;
let stream: Stream | undefined;

/** For the time that somebody's pages are shown. @returns how to end */
export function connectLive(): () => void {
  const ends = [
    watchSession(),
    witnessAnswers(({ status, behindS }) => {
      if (status < 500) heardAt = serverNow();
      hearBehind(behindS ?? 0);
    }),
    onSession(() => stream?.again()),
    whileLeading('live', lead),
  ];
  const deafen = channel.hear(take);
  channel.tell({ kind: 'who' });
  return () => {
    for (const end of ends) end();
    deafen();
    clearTimeout(lost);
    lost = undefined;
  };
}

function lead(): () => void {
  const pass = (passed: Passed): void => {
    channel.tell(passed);
    take(passed);
  };
  const opened = openStream({
    after: () => last,
    hear: (told) => pass({ kind: 'told', told }),
    stand: (connected, sure) => pass({ kind: 'stand', connected, sure }),
    // A session that ended says so to whoever asks; everything else is a connection that comes back.
    refused: () => void read('/api/session').catch(() => undefined), // heard by whoever witnesses answers
  });
  stream = opened;
  return () => {
    stream = undefined;
    opened.close();
  };
}

function take(passed: Passed): void {
  switch (passed.kind) {
    case 'told':
      return hear(passed.told);
    case 'stand':
      return passed.connected ? back() : away(passed.sure);
    case 'who':
      if (stream) channel.tell({ kind: 'stands', last, truth });
      return;
    case 'stands':
      last ??= passed.last;
      knowOf(passed.last);
      return settle(passed.truth);
  }
}

function hear({ event, id, data }: Told): void {
  heardAt = serverNow();
  if (id !== '') last = id;
  // What is read because of this must show it, whichever node is asked.
  knowOf(id);
  if (event === 'beat') hearBehind(Number(data['behindS'] ?? 0));
  else if (event === 'reset') tell('all');
  else if (event === 'changed')
    tell({ workflow: String(data['workflow']), path: String(data['path']), id: String(data['id']) });
}

function tell(changed: Changed | 'all'): void {
  for (const listener of listeners) listener(changed);
}

function back(): void {
  clearTimeout(lost);
  lost = undefined;
  heardAt = serverNow();
  // What happened in between is told again by the server; what it cannot tell it resets.
  if (!truth.connected) settle({ ...truth, connected: true, lostAt: undefined });
}

function away(sure: boolean): void {
  if (!truth.connected) return;
  const lostAt = heardAt;
  const say = (): void => settle({ ...truth, connected: false, lostAt });
  if (!sure) return void (lost ??= setTimeout(say, GRACE_MS));
  clearTimeout(lost);
  say();
}

function hearBehind(seconds: number): void {
  if (seconds > 0) {
    clearTimeout(still);
    still = undefined;
    const asOf = serverNow() - seconds * 1_000;
    if (truth.asOf === undefined || Math.abs(truth.asOf - asOf) > ROUNDED_MS) settle({ ...truth, asOf });
  } else if (truth.asOf !== undefined)
    still ??= setTimeout(() => {
      still = undefined;
      settle({ ...truth, asOf: undefined });
      // What was read from a node that lay behind is read again.
      tell('all');
    }, STILL_MS);
}

function settle(now: Truth): void {
  truth = now;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useChanges(listener: Listener): void {
  useEffect(() => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listener]);
}

export function useTruth(): Truth {
  return useSyncExternalStore(watch, () => truth);
}

/** Whether the server is in reach, as far as is known. */
export function isConnected(): boolean {
  return truth.connected;
}

export function onTruth(watcher: () => void): () => void {
  return watch(watcher);
}
