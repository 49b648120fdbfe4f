/** A text that is cut says so. */

/** @param max characters */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const [...characters] = text;
  return characters.length > max ? `${characters.slice(0, max).join('')}…` : text;
}
