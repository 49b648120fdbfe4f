/** Which workflow has parts made by hand. Each comes when it is needed; what is not named here is drawn from the declaration. */
import { lazy } from 'react';
import { NO_PARTS, type WorkflowParts } from '../case/parts.js';

const parts: Readonly<Record<string, WorkflowParts>> = {
  complaint: {
    begin: lazy(async () => ({ default: (await import('../desks/complaints/filing-page.js')).FilingPage })),
    steps: {
      accept: lazy(async () => ({ default: (await import('../desks/complaints/accept-part.js')).AcceptPart })),
      'name-party': lazy(async () => ({ default: (await import('../desks/complaints/parties-part.js')).NamePart })),
      'record-consent': lazy(async () => ({
        default: (await import('../desks/complaints/parties-part.js')).ConsentPart,
      })),
      'record-session': lazy(async () => ({
        default: (await import('../desks/complaints/session-part.js')).SessionPart,
      })),
      'record-agreement': lazy(async () => ({
        default: (await import('../desks/complaints/agreement-part.js')).AgreementPart,
      })),
      'record-follow-up': lazy(async () => ({
        default: (await import('../desks/complaints/follow-up-part.js')).FollowUpPart,
      })),
    },
  },
};

export function partsOf(workflow: string): WorkflowParts {
  return Object.hasOwn(parts, workflow) ? (parts[workflow] ?? NO_PARTS) : NO_PARTS;
}
