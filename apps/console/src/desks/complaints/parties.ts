/** The sides of a dispute as the record of the case has them, and what each said to mediation; sessions by number. Pure. */
import type { HistoryItem, Workflow } from '../../api/types.js';
import { lasting, partiesOf } from '../../case/record.js';

/** A party in the dispute. */
export interface Side {
  readonly id: string;
  readonly side: string;
  readonly isComplainant: boolean;
  /** Nothing before they were asked. */
  readonly consent?: boolean;
}

export function sidesOf(workflow: Workflow, history: readonly HistoryItem[]): readonly Side[] {
  return partiesOf(workflow, history).parties.map(({ id, told: { side, consent } }) => ({
    id,
    // Whoever is a party without having been named as one filed the complaint.
    ...(typeof side === 'string' ? { side, isComplainant: false } : { side: 'applicant', isComplainant: true }),
    ...(typeof consent === 'boolean' ? { consent } : {}),
  }));
}

export interface Session {
  readonly nth: number;
  readonly heldOn: string;
  readonly venue: string;
  readonly minutes: unknown;
  readonly result: unknown;
}

export function sessionsOf(history: readonly HistoryItem[]): readonly Session[] {
  return lasting(history)
    .filter(({ type }) => type === 'SessionRecorded')
    .map(({ data }, index) => ({
      nth: index + 1,
      heldOn: textOf(data['heldOn']),
      venue: textOf(data['venue']),
      minutes: data['minutes'],
      result: data['result'],
    }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
