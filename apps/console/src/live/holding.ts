/**
 * What this tab has open, told to the browser's other tabs by a lease that is renewed for as long as it lives: it must be
 * known at once, and on plain addresses too, where browsers offer no locks. A lease that ran out while its tab only slept
 * does no harm: whoever writes looks first what was written since (`form/drafts.ts`).
 */
import { newId } from '../api/client.js';
import { store, stored, storedNames, unstore } from '../words/storage.js';
import { leaseMs, RENEW_MS } from './tabs.js';

export const HOLDS = 'linli.holds.';

const mine = HOLDS + newId();
/** How many here have it open: a form that is drawn anew may begin before its forerunner ends. */
const open = new Map<string, number>();
let renewing: ReturnType<typeof setInterval> | undefined;
/** A page that is left is hidden once more after it was left. */
let isLeft = false;

function renew(): void {
  if (open.size > 0 && !isLeft) store(mine, [Date.now() + leaseMs(), ...open.keys()].join(' '));
}

function leave(): void {
  isLeft = true;
  unstore(mine);
}

function comeBack(): void {
  isLeft = false;
  renew();
}

function setHolding(isHolding: boolean): void {
  if (isHolding === (renewing !== undefined)) return;
  const listen = isHolding ? 'addEventListener' : 'removeEventListener';
  document[listen]('visibilitychange', renew);
  globalThis[listen]('pagehide', leave);
  globalThis[listen]('pageshow', comeBack);
  clearInterval(renewing);
  renewing = isHolding ? setInterval(renew, RENEW_MS) : undefined;
  if (!isHolding) unstore(mine);
}

/** @param id without a space @returns how to let go of it */
export function hold(id: string): () => void {
  open.set(id, (open.get(id) ?? 0) + 1);
  setHolding(true);
  renew();
  return () => {
    const others = (open.get(id) ?? 1) - 1;
    if (others > 0) open.set(id, others);
    else open.delete(id);
    renew();
    setHolding(open.size > 0);
  };
}

/** What other tabs have open; what a tab left behind that never said goodbye is cleared away. */
export function heldElsewhere(): ReadonlySet<string> {
  const held = new Set<string>();
  for (const name of storedNames()) {
    if (!name.startsWith(HOLDS) || name === mine) continue;
    const [until, ...ids] = (stored(name) ?? '').split(' ');
    if (Date.now() > Number(until)) unstore(name);
    else for (const id of ids) held.add(id);
  }
  return held;
}
