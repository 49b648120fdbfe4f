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
  if (!(from instanceof HTMLInputElement) || from.getAttribute('aria-expanded') === 'true') return;
  event.preventDefault();
  // A closed list would open.
  event.stopPropagation();
  const fields = [...(form?.querySelectorAll<HTMLElement>(FIELDS) ?? [])].filter(
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
