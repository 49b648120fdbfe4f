/** The case that the address names, or a new one. */
import { useParams } from 'react-router';
import { useMe, useWorkflow } from '../api/queries.js';
import { CasePage } from '../case/case-page.js';
import { NewCasePage } from '../case/new-case-page.js';
import { NotFound } from './pages.js';
import { partsOf } from './parts.js';

export function OneCase() {
  const { path = '', id = '' } = useParams();
  const me = useMe();
  const workflow = useWorkflow(path);
  if (!workflow) return <NotFound />;
  return me ? (
    <CasePage key={`${path}/${id}`} workflow={workflow} id={id} me={me} parts={partsOf(workflow.name)} />
  ) : null;
}

export function NewCase() {
  const { path = '' } = useParams();
  const me = useMe();
  const workflow = useWorkflow(path);
  if (!workflow) return <NotFound />;
  return me ? <NewCasePage key={path} workflow={workflow} me={me} parts={partsOf(workflow.name)} /> : null;
}
