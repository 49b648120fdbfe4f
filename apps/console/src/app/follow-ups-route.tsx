/** Whom a mediator calls back. */
import { useMe, useWorkflow } from '../api/queries.js';
import { FollowUpsPage } from '../desks/complaints/follow-ups-page.js';
import { NotFound } from './pages.js';

export function FollowUps() {
  const me = useMe();
  const workflow = useWorkflow('complaints');
  if (!workflow) return <NotFound />;
  return me ? <FollowUpsPage workflow={workflow} me={me} /> : null;
}
