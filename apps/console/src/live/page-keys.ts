/**
 * Keys of a whole page. Nothing is taken from somebody who types, or while something is open on top; those of a single
 * letter or sign can be turned off, for whoever speaks to the machine or presses keys unawares (WCAG 2.1.4).
 */
import { keep, keptAt } from './kept.js';

const KEPT_AT = 'linli.letters';

export function areLettersOn(): boolean {
  return keptAt<string>(KEPT_AT) !== 'off';
}

/** For this browser; where there is no room for it, nothing changes. */
export function keepLetters(on: boolean): void {
  keep(KEPT_AT, on ? 'on' : 'off');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox'))
  );
}

/** Whether a key that was pressed, alone or with shift, is the page's own. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return false;
  if (document.querySelector('dialog[open], .opening-panel')) return false;
  return event.key.length > 1 || areLettersOn();
}
