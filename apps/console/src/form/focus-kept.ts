/**
 * The focus of somebody who fills in a form: when its fields are shut for a while, it is on the button that goes on; when
 * the form is closed, on what opened it; and when the step was done, on the heading of the page, which says what is now.
 */
import { useEffect, useRef, type RefObject } from 'react';
import { focusHeading, isFocusLost } from '../live/focus.js';

export function useFocusKept(form: RefObject<HTMLFormElement | null>, phase: string, isDone: RefObject<boolean>): void {
  const opener = useRef<HTMLElement>(undefined);
  useEffect(() => {
    const at = document.activeElement;
    if (at instanceof HTMLElement && at.matches('a, button') && !form.current?.contains(at)) opener.current = at;
    return () => {
      if (!isFocusLost()) return;
      if (!isDone.current && opener.current?.isConnected === true) opener.current.focus();
      else focusHeading();
    };
  }, [form, isDone]);
  useEffect(() => {
    if (isFocusLost()) form.current?.querySelector<HTMLElement>('button[type=submit]')?.focus({ preventScroll: true });
  }, [form, phase]);
}
