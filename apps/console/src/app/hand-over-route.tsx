/** Handing a person's cases over. */
import { useMe } from '../api/queries.js';
import { HandOverPage } from '../desks/hand-over/hand-over-page.js';

export function HandOver() {
  const me = useMe();
  return me ? <HandOverPage me={me} /> : null;
}
