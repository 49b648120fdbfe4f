/** Those who wait for their write to be readable. Each leaves at its position, at its time, or at the end. */
import type { Position } from '#libs/event-store';

interface Waiter {
  readonly position: Position;
  readonly settle: (reached: boolean) => void;
}

export class PositionWaiters {
  readonly #waiting = new Set<Waiter>();

  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        settle: (reached) => {
          clearTimeout(timer);
          this.#waiting.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.#waiting.add(waiter);
    });
  }

  reached(position: Position | undefined): void {
    if (position === undefined) return;
    for (const waiter of this.#waiting) if (position >= waiter.position) waiter.settle(true);
  }

  end(): void {
    for (const waiter of this.#waiting) waiter.settle(false);
  }
}
