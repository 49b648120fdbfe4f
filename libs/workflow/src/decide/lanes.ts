/**
 * Who may go on, and who waits: one command at a time for a case within this process, and no more people's commands under
 * way than are allowed, for a case and altogether. What timers, reactions and the system itself do is never turned away:
 * whoever issues it has a bound of its own, and a deadline must not be lost to a crowd.
 */
import { refused, type Refused } from './refusal.js';

/** The most commands of people that may be under way at once, those that wait included. */
export interface UnderWayMax {
  /** For one case; from 1. */
  readonly case: number;
  /** Of the whole engine; from 1. */
  readonly all: number;
}

/** The code of a command that came while too many for its case were waiting: 429. */
const CASE_CROWDED = 'command/case-crowded';
/** The code of one that came while too many were under way altogether: 503, another node may do it. */
const OVERLOADED = 'command/overloaded';

interface Lane {
  last: Promise<unknown>;
  people: number;
}

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  #people = 0;

  constructor(private readonly most: UnderWayMax | undefined) {}

  /** Runs the work when those before it in its lane have ended, or says at once that there is no room for it. */
  async in<T>(lane: string, isPerson: boolean, work: () => Promise<T>): Promise<T | Refused> {
    const one = this.#lanes.get(lane) ?? { last: Promise.resolve(), people: 0 };
    const turnedAway = isPerson ? this.#noRoom(one) : undefined;
    if (turnedAway) return turnedAway;
    const mine = one.last.then(work, work);
    one.last = mine;
    this.#lanes.set(lane, one);
    const count = isPerson ? 1 : 0;
    one.people += count;
    this.#people += count;
    try {
      return await mine;
    } finally {
      one.people -= count;
      this.#people -= count;
      if (one.last === mine) this.#lanes.delete(lane);
    }
  }

  #noRoom(lane: Lane): Refused | undefined {
    if (!this.most) return undefined;
    // The narrower bound first: whoever crowds one case is told so, also on a busy node.
    if (lane.people >= this.most.case) return refused('crowded', CASE_CROWDED, { max: this.most.case });
    return this.#people >= this.most.all ? refused('busy', OVERLOADED) : undefined;
  }
}
