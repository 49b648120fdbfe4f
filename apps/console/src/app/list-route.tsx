/** The list of the workflow that the address names. */
import { useParams } from 'react-router';
import { useMe, useWorkflow } from '../api/queries.js';
import { ListPage } from '../list/list-page.js';
import { NotFound } from './pages.js';

export function List() {
  const { path = '' } = useParams();
  const me = useMe();
  const workflow = useWorkflow(path);
  if (!workflow) return <NotFound />;
  return me ? <ListPage key={path} workflow={workflow} me={me} /> : null;
}
