/** Where something is wrong with a form, whoever fills it in is taken there. */

const CONTROL = ':is(input, textarea, select, button):not(:disabled, [tabindex="-1"])';

/** Brings the first fault into view and its control under the fingers. */
export function toFirstFault(form: HTMLElement | null): void {
  const fault = form?.querySelector('.field-error');
  const field = fault?.closest<HTMLElement>('.field, .members');
  if (!field) return;
  // Of choices, the one that is chosen: it is where their keys begin.
  const control = field.querySelector<HTMLElement>('input:checked') ?? field.querySelector<HTMLElement>(CONTROL);
  control?.focus({ preventScroll: true });
  field.scrollIntoView({ block: 'center' });
}
