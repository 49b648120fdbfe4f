/** The numbers, for whoever is signed in. */
import { useMe } from '../api/queries.js';
import { OverviewPage } from '../desks/overview/overview-page.js';

export function Overview() {
  const me = useMe();
  return me ? <OverviewPage me={me} /> : null;
}
