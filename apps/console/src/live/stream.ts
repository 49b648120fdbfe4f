/**
 * The one connection that tells what changed. It comes back by itself, soon at first and then less often, from where it
 * was; a silence longer than two beats is taken for a connection that nobody has told us is gone.
 */
import { witnessAnswers } from '../api/client.js';

export interface Told {
  readonly event: 'open' | 'changed' | 'reset' | 'beat' | 'replaced';
  /** A position; empty where the message moves nothing on. */
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Following {
  /** The position told last; nothing at first. */
  readonly after: () => string | undefined;
  readonly hear: (told: Told) => void;
  /** `sure` where the browser itself says that it has no network. */
  readonly stand: (connected: boolean, sure: boolean) => void;
  /** The server does not take the connection; why is known to whoever asks it. */
  readonly refused: () => void;
}

const EVENTS = ['open', 'changed', 'reset', 'beat', 'replaced'] as const;
/** The server beats every 15 seconds. */
const SILENCE_MAX_MS = 40_000;
const LOOK_MS = 5_000;
const AGAIN_FIRST_MS = 500;
const AGAIN_MAX_MS = 5_000;
/** Somebody else has our place: no fight for it. */
const REPLACED_MS = 60_000;

export interface Stream {
  /** Comes back now rather than later. */
  again(): void;
  close(): void;
}

export function openStream({ after, hear, stand, refused }: Following): Stream {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  let heardAt = Date.now();

  const close = (): void => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = (): void => {
    close();
    const last = after();
    const opened = new EventSource(last === undefined ? '/api/live' : `/api/live?after=${encodeURIComponent(last)}`);
    source = opened;
    heardAt = Date.now();
    for (const event of EVENTS)
      opened.addEventListener(event, (message: Event) => {
        // The browser's own "open" is no message of the server's.
        if (!(message instanceof MessageEvent)) return;
        const { data, lastEventId } = message as MessageEvent<string>;
        attempts = 0;
        heardAt = Date.now();
        stand(true, true);
        hear({ event, id: lastEventId, data: JSON.parse(data) as Told['data'] });
        if (event === 'replaced') later(REPLACED_MS);
      });
    opened.addEventListener('error', () => {
      if (opened.readyState === EventSource.CLOSED) refused();
      lose(false);
    });
  };
  const later = (ms: number): void => {
    close();
    timer = setTimeout(open, ms);
  };
  const lose = (sure: boolean): void => {
    stand(false, sure);
    // Not all browsers at the same moment.
    later(Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** attempts++) * (0.75 + Math.random() / 2));
  };
  const offline = (): void => lose(true);
  const silence = setInterval(() => {
    if (source && Date.now() - heardAt > SILENCE_MAX_MS) {
      stand(false, false);
      open();
    }
  }, LOOK_MS);
  // Another answer arrived while we wait: the server is there again.
  const unwitness = witnessAnswers(({ status }) => {
    if (!source && status < 400 && attempts > 0) open();
  });
  addEventListener('online', open);
  addEventListener('offline', offline);
  open();
  return {
    again: open,
    close: () => {
      clearInterval(silence);
      removeEventListener('online', open);
      removeEventListener('offline', offline);
      unwitness();
      close();
    },
  };
}
