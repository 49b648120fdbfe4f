/**
 * The keys of a list: j and k move, Enter opens, x selects, with shift it selects on; / finds, ? explains. Nothing is
 * taken from somebody who types, or while something is open on top; a key that does nothing here stays the browser's.
 */
import { useEffect } from 'react';
import { isForPage } from '../live/page-keys.js';

/** Rows passed over by a page key where nothing else is known. */
const PAGE = 10;

interface ListKeys {
  readonly count: number;
  readonly at: number;
  /** Rows that are seen at once. */
  readonly page?: number;
  readonly move: (to: number) => void;
  /** Gives the list itself the focus, so that what is moved to is said. */
  readonly enter?: () => void;
  readonly open: (at: number) => void;
  /** Nothing where rows cannot be selected. */
  readonly select?: ((at: number) => void) | undefined;
  readonly selectOn?: ((from: number, to: number) => void) | undefined;
  readonly selectNone?: () => void;
  /** Nothing where there is nothing to find by. */
  readonly find?: () => void;
  readonly explain: () => void;
}

export function useListKeys(keys: ListKeys): void {
  useEffect(() => {
    const { count, at, page = PAGE } = keys;
    const to = (place: number): number => Math.max(0, Math.min(count - 1, place));
    const go = (place: number, on: boolean): void => {
      const next = to(place);
      if (on && at >= 0) keys.selectOn?.(at, next);
      keys.move(next);
      keys.enter?.();
    };
    const { select } = keys;
    const steps: Readonly<Record<string, ((on: boolean) => void) | undefined>> = {
      j: (on) => go(at + 1, on),
      arrowdown: (on) => go(at + 1, on),
      k: (on) => go(at - 1, on),
      arrowup: (on) => go(at - 1, on),
      home: (on) => go(0, on),
      end: (on) => go(count - 1, on),
      pagedown: (on) => go(at + page, on),
      pageup: (on) => go(at - page, on),
      x: select && (() => select(at)),
      '/': keys.find,
      '?': keys.explain,
      escape: keys.selectNone,
    };
    const press = (event: KeyboardEvent): void => {
      if (!isForPage(event)) return;
      const key = event.key.toLowerCase();
      // A button or link under the focus keeps its own Enter.
      const own = event.target instanceof HTMLElement && event.target.closest('a, button, [role=listbox]') !== null;
      if (key === 'enter') {
        if (own || at < 0) return;
        event.preventDefault();
        return keys.open(at);
      }
      const step = steps[key];
      if (!step || (count === 0 && key !== '/' && key !== '?')) return;
      event.preventDefault();
      step(event.shiftKey);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [keys]);
}
