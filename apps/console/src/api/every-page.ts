/** A list that is shown whole although it is answered in pages: all of them, in order, up to a bound. */
import type { Listed } from './types.js';

/**
 * @param readPage the page after what the one before called `next`; the first one where nothing is said
 * @returns all items as one page; `next` tells where it goes on should there be more pages than `pagesMax`
 */
export async function everyPage<T>(
  readPage: (after: string | undefined) => Promise<Listed<T>>,
  pagesMax: number,
): Promise<Listed<T>> {
  let page = await readPage(undefined);
  const items = [...page.items];
  for (let n = 1; n < pagesMax && page.next !== null; n++) {
    page = await readPage(page.next);
    items.push(...page.items);
  }
  return { ...page, items };
}
