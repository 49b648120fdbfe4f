/** The one way in which tests wait: for a condition, with a bound, looking again and again. */

const LOOK_MS = 5;

/**
 * Resolves when the condition holds.
 * @param what said where it never holds, beside the bound
 * @throws Error when it does not hold within `withinMs`
 * @example await until(() => views.ready, 5_000)
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
  what: () => string = () => condition.toString(),
): Promise<void> {
  for (const end = performance.now() + withinMs; !(await condition());) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain until ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
