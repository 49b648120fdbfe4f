/**
 * Which encoding a client takes, and which answers go over the line packed. What somebody else's page can make a browser
 * ask is never packed: the size of such an answer would tell, guess by guess, what stands in it beside the guess (BREACH).
 */
import type { IncomingMessage } from 'node:http';

/** Less than this fits into a few packets either way. */
export const PACKED_FROM_BYTES = 4_096;

/**
 * Of what is offered, what the client likes best; among equals the first. Nothing where it takes none of them
 * (RFC 9110 section 12.5.3).
 */
export function encodingOf<Name extends string>(
  { headers }: Pick<IncomingMessage, 'headers'>,
  offered: readonly Name[],
): Name | undefined {
  const liked = new Map(
    String(headers['accept-encoding'] ?? '')
      .split(',')
      .map(weighed),
  );
  const best = offered
    .map((name) => ({ name, weight: liked.get(name) ?? liked.get('*') ?? 0 }))
    .sort((one, other) => other.weight - one.weight)[0];
  return best && best.weight > 0 ? best.name : undefined;
}

/** `gzip;q=0.5` as a name and a weight from 0 to 1; what is no weight is none. */
function weighed(part: string): [string, number] {
  const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
  if (weight === undefined) return [name, 1];
  return [name, /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}

/** Whether this browser asks on behalf of our own page, or is no browser. */
export function mayBePacked({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
