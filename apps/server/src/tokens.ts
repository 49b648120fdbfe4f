/** What the modules of this program ask for by name, besides the tokens of the workflow module. */

/** The `Composition`. */
export const COMPOSITION = Symbol('COMPOSITION');
/** The `Metrics`. */
export const METRICS = Symbol('METRICS');
