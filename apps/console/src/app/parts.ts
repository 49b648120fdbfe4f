/** Which workflow has parts made by hand. Each comes when it is needed; what is not named here is drawn from the declaration. */
import { lazy } from 'react';
import { NO_PARTS, type WorkflowParts } from '../case/parts.js';

const filing = async () => ({ default: (await import('../desks/complaints/filing-page.js')).FilingPage });
const accept = async () => ({ default: (await import('../desks/complaints/accept-part.js')).AcceptPart });
const name = async () => ({ default: (await import('../desks/complaints/parties-part.js')).NamePart });
const consent = async () => ({ default: (await import('../desks/complaints/parties-part.js')).ConsentPart });
const session = async () => ({ default: (await import('../desks/complaints/session-part.js')).SessionPart });
const agreement = async () => ({ default: (await import('../desks/complaints/agreement-part.js')).AgreementPart });
const apply = async () => ({ default: (await import('../desks/complaints/confirmation-part.js')).ApplyPart });
const ruling = async () => ({ default: (await import('../desks/complaints/confirmation-part.js')).RulingPart });
const followUp = async () => ({ default: (await import('../desks/complaints/follow-up-part.js')).FollowUpPart });
const order = async () => ({ default: (await import('../desks/admin/order-page.js')).OrderPage });
const publish = async () => ({ default: (await import('../desks/admin/at-their-page.js')).PublishCalendar });
const revise = async () => ({ default: (await import('../desks/admin/at-their-page.js')).ReviseCalendar });
const change = async () => ({ default: (await import('../desks/admin/at-their-page.js')).ChangeSetting });

/** The files that they come in. */
export const partChunks: readonly (() => Promise<unknown>)[] = [
  filing,
  accept,
  name,
  consent,
  session,
  agreement,
  apply,
  followUp,
  order,
  publish,
];

const parts: Readonly<Record<string, WorkflowParts>> = {
  upkeep: { begin: lazy(order) },
  calendar: { begin: lazy(publish), steps: { revise: lazy(revise) } },
  setting: { steps: { change: lazy(change) } },
  complaint: {
    begin: lazy(filing),
    steps: {
      accept: lazy(accept),
      'name-party': lazy(name),
      'record-consent': lazy(consent),
      'record-session': lazy(session),
      'record-agreement': lazy(agreement),
      'apply-for-confirmation': lazy(apply),
      'record-confirmation': lazy(ruling),
      'record-follow-up': lazy(followUp),
    },
  },
};

export function partsOf(workflow: string): WorkflowParts {
  return Object.hasOwn(parts, workflow) ? (parts[workflow] ?? NO_PARTS) : NO_PARTS;
}
