/** The keys of a list: j and k move, Enter opens, / finds, ? explains. Nothing is taken from somebody who types. */
import { useEffect } from 'react';

export interface ListKeys {
  readonly count: number;
  readonly at: number;
  readonly move: (to: number) => void;
  readonly open: (at: number) => void;
  readonly find: () => void;
  readonly explain: () => void;
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

export function useListKeys({ count, at, move, open, find, explain }: ListKeys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const act = (done: () => void): void => {
        event.preventDefault();
        done();
      };
      switch (event.key) {
        case 'j':
        case 'ArrowDown':
          return act(() => move(Math.min(count - 1, at + 1)));
        case 'k':
        case 'ArrowUp':
          return act(() => move(Math.max(0, at - 1)));
        case 'Enter':
          // A button or link under the focus keeps its own Enter.
          if (event.target instanceof HTMLElement && event.target.closest('a, button')) return;
          return at >= 0 ? act(() => open(at)) : undefined;
        case '/':
          return act(find);
        case '?':
          return act(explain);
        default:
          return undefined;
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [count, at, move, open, find, explain]);
}
