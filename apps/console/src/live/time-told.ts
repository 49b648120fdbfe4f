/** What the server's time is, by what its answers say and when they came. Pure. */

interface TimeTold {
  /** As the answer says, in whole seconds. */
  readonly servedAt: number;
  /** From asking to hearing. */
  readonly tookMs: number;
  /** By this machine's clock. */
  readonly heardAt: number;
}

/** Of clocks that are set right, and of lines that are slow: such a difference is none. */
const SAME_MS = 5_000;
/** What took longer was on its way, or in a machine asleep, for nobody knows how long. */
const TOOK_MAX_MS = 4_000;
/** Half of the second that the server rounds down. */
const ROUNDED_MS = 500;

export function timeTold() {
  let aheadMs = 0;
  let last: { readonly date: number; readonly steady: number } | undefined;
  return {
    /** By how much the server is ahead of this machine. */
    aheadMs: () => aheadMs,
    /** @returns whether the difference is another now */
    hear({ servedAt, tookMs, heardAt }: TimeTold): boolean {
      if (tookMs > TOOK_MAX_MS) return false;
      const told = servedAt + ROUNDED_MS - (heardAt - tookMs / 2);
      const before = aheadMs;
      if (Math.abs(told) < SAME_MS) aheadMs = 0;
      else if (Math.abs(told - aheadMs) > SAME_MS) aheadMs = told;
      return aheadMs !== before;
    },
    /** Whether the clock went on by more or less than the time that passed since this was asked last. */
    hasJumped(date: number, steady: number): boolean {
      const before = last;
      last = { date, steady };
      return before !== undefined && Math.abs(date - before.date - (steady - before.steady)) > SAME_MS;
    },
  };
}
