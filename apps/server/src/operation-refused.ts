/** An operation cannot be done as asked, in one sentence for whoever asked; `why` where an order of upkeep names it. */
import type { UpkeepCause } from '#libs/upkeep';

export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
  constructor(
    message: string,
    readonly why?: UpkeepCause,
  ) {
    super(message);
  }
}
