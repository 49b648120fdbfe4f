/** The sides of a dispute as the record names them, and what each said to mediation; sessions by number. Pure. */
import type { HistoryItem } from '../../api/types.js';

export interface Party {
  readonly id: string;
  readonly side: 'applicant' | 'respondent' | 'third';
  readonly isComplainant: boolean;
  /** Nothing before they were asked. */
  readonly consent?: boolean;
}

export function partiesOf(history: readonly HistoryItem[]): readonly Party[] {
  const parties = new Map<string, Party>();
  for (const { type, data } of history) {
    const id = data['party'];
    if (typeof id !== 'string') continue;
    const known = parties.get(id);
    if (type === 'ComplaintFiled') parties.set(id, { id, side: 'applicant', isComplainant: true });
    if (type === 'PartyNamed') parties.set(id, { id, side: data['side'] as Party['side'], isComplainant: false });
    if (type === 'PartyRemoved') parties.delete(id);
    if (type === 'ConsentRecorded' && known) parties.set(id, { ...known, consent: data['consent'] === true });
  }
  return [...parties.values()];
}

export interface Session {
  readonly nth: number;
  readonly heldOn: string;
  readonly venue: string;
  readonly minutes: unknown;
  readonly result: unknown;
}

export function sessionsOf(history: readonly HistoryItem[]): readonly Session[] {
  return history
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
