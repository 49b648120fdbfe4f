/**
 * The log as it was at a moment (law 5): the longest beginning of the global order in which nothing was recorded later
 * than that moment. An event that carries an earlier time but stands behind a later one is not part of it: whoever read
 * the log then cannot have seen it.
 */
import type { PositionedEvent } from './envelope.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * The events of that beginning; the rest is not read.
 * @param all the log from its start, in global order
 * @param moment as envelopes write it: `2026-11-24T08:12:45.123Z`
 * @throws RangeError for another spelling of a moment, and what reading throws.
 * @example for await (const event of asOf(store.readAll(), '2026-11-24T16:00:00.000Z')) count++;
 */
export async function* asOf(
  all: AsyncIterable<PositionedEvent>,
  moment: string,
): AsyncGenerator<PositionedEvent, void, undefined> {
  if (!INSTANT.test(moment)) throw new RangeError(`not a moment like 2026-11-24T08:12:45.123Z: ${moment}`);
  for await (const event of all) {
    // The running maximum passes the moment at the first event recorded after it, and never comes back.
    if (event.envelope.recordedAt > moment) return;
    yield event;
  }
}
