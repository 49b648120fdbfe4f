/** Orders by which an administrator mends a node, as recorded cases. */
export { upkeepSpoken, upkeepTexts } from './texts.js';
export { UPKEEP, upkeep, type UpkeepCause, type UpkeepOutcome, type What } from './upkeep.js';
