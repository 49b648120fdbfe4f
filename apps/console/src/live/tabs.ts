/**
 * One tab of a browser does a thing for all of them, and another takes over when it goes: by a Web Lock, or, on plain
 * addresses where browsers offer none, by a lease that is renewed. Two tabs that both think they lead for a moment must do
 * no harm: what they do is done by ids that the server knows again.
 */
import { newId } from '../api/client.js';
import { store, stored, unstore } from '../words/storage.js';

const PREFIX = 'linli.leads.';
export const RENEW_MS = 1_000;
const LEASE_MS = 4_000;
/** Browsers run the timers of a tab that nobody looks at once a minute: it holds what it has for longer than that. */
const HIDDEN_LEASE_MS = 70_000;

export function leaseMs(): number {
  return document.hidden ? HIDDEN_LEASE_MS : LEASE_MS;
}

interface Channel<Said> {
  /** To all other tabs. */
  tell(said: Said): void;
  /** @returns how to hear no more */
  hear(listener: (said: Said) => void): () => void;
}

/** Between the tabs of this browser; where a policy closes it, each tab is alone. */
export function channelOf<Said>(name: string): Channel<Said> {
  const channel = openChannel(name);
  return {
    tell: (said) => channel?.postMessage(said),
    hear: (listener) => {
      const take = ({ data }: MessageEvent<Said>): void => listener(data);
      channel?.addEventListener('message', take);
      return () => channel?.removeEventListener('message', take);
    },
  };
}

function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return undefined;
  }
}

/**
 * @param lead begins, and gives back how to end
 * @returns how to leave, leading or not
 */
export function whileLeading(name: string, lead: () => () => void): () => void {
  return 'locks' in navigator ? byLock(name, lead) : byLease(name, lead);
}

function byLock(name: string, lead: () => () => void): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  const held = (): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = lead();
      const leave = (): void => {
        end();
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  navigator.locks.request(`linli.${name}`, { signal }, held).catch((error: unknown) => {
    if (signal.aborted) return; // left before it ever led
    if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
    void held(); // closed to us: each tab does it for itself
  });
  return () => leaving.abort();
}

function byLease(name: string, lead: () => () => void): () => void {
  const key = PREFIX + name;
  const mine = newId();
  let end: (() => void) | undefined;
  let wasMine = false;
  const look = (): void => {
    const [holder, until] = (stored(key) ?? '').split(' ', 2);
    const isFree = holder === mine || Date.now() > Number(until ?? 0);
    const isClosed = isFree && !store(key, `${mine} ${Date.now() + leaseMs()}`);
    // Where nothing is kept no tab sees another: each does it for itself.
    const isMine = holder === mine || isClosed;
    // Whoever wrote last holds it; one turn later that is settled.
    if (isMine && wasMine) end ??= lead();
    if (!isMine && end) {
      end();
      end = undefined;
    }
    wasMine = isMine;
  };
  const timer = setInterval(look, RENEW_MS);
  document.addEventListener('visibilitychange', look);
  look();
  const leave = (): void => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    removeEventListener('pagehide', leave);
    end?.();
    end = undefined;
    if (stored(key)?.startsWith(mine)) unstore(key);
  };
  addEventListener('pagehide', leave);
  return leave;
}
