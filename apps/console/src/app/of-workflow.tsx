/** A page of whichever workflow the address names, with the parts made for it by hand; begun anew for each workflow and case. */
import type { ComponentType } from 'react';
import { useParams } from 'react-router';
import { useMyself } from '../api/myself.js';
import { useWorkflow } from '../api/queries.js';
import type { Person, Workflow } from '../api/types.js';
import type { WorkflowParts } from '../case/parts.js';
import { NotFound } from '../live/not-found.js';
import { partsOf } from './parts.js';

interface OfWorkflow {
  readonly workflow: Workflow;
  readonly me: Person;
  readonly id: string;
  readonly parts: WorkflowParts;
}

export function ofWorkflow(Page: ComponentType<OfWorkflow>): ComponentType {
  return function PageOfWorkflow() {
    const { path = '', id = '' } = useParams();
    const me = useMyself();
    const workflow = useWorkflow(path);
    if (!workflow) return <NotFound />;
    return <Page key={`${path}/${id}`} workflow={workflow} me={me} id={id} parts={partsOf(workflow.name)} />;
  };
}
