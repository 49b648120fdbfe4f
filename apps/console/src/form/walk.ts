/** Enter leads from field to field, as at every counter: down the form, past what is closed, and never sends by surprise. */
import type { KeyboardEvent } from 'react';

const FIELDS = 'input, textarea, button[type=submit], button[data-walk]';

export function walkOnEnter(event: KeyboardEvent<HTMLElement>): void {
  // While Chinese is being composed, Enter belongs to the input method.
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.altKey || event.shiftKey) return;
  const from = event.target;
  const { form } = from as HTMLInputElement;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    event.stopPropagation();
    form?.requestSubmit();
    return;
  }
  if (!(from instanceof HTMLInputElement)) return;
  if (from.getAttribute('aria-expanded') === 'true') return walkOncePicked(from);
  event.preventDefault();
  // A closed list would open.
  event.stopPropagation();
  walkFrom(from);
}

/** What closes a list later than this was not the Enter that picked. */
const PICKED_MS = 1_000;

/** An open list takes the Enter; one that closes for it has been picked from. What is not found picks nothing. */
function walkOncePicked(from: HTMLInputElement): void {
  if (!document.getElementById(from.getAttribute('aria-activedescendant') ?? '')) return;
  const closed = new MutationObserver(() => {
    closed.disconnect();
    if (document.activeElement === from) walkFrom(from);
  });
  closed.observe(from, { attributeFilter: ['aria-expanded'] });
  setTimeout(() => closed.disconnect(), PICKED_MS);
}

function walkFrom(from: HTMLInputElement): void {
  const fields = [...(from.form?.querySelectorAll<HTMLElement>(FIELDS) ?? [])].filter(
    (field) => field === from || isNext(field),
  );
  // What is known of a telephone is offered before anything else is asked.
  const offered = from.type === 'tel' ? fields.find((field) => field.matches('button[data-walk]')) : undefined;
  (offered ?? fields[fields.indexOf(from) + 1])?.focus();
}

function isNext(field: HTMLElement): boolean {
  if (!field.checkVisibility() || (field as HTMLInputElement).disabled) return false;
  if (!(field instanceof HTMLInputElement) || field.type !== 'radio') return true;
  const group = [...(field.form?.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${field.name}"]`) ?? [])];
  // A group of choices is one stop: at what is chosen, else at its first.
  return field === (group.find((one) => one.checked) ?? group[0]);
}
