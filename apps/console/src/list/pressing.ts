/** Which of a case's dates presses most. Pure. */
import type { Late, Row } from '../api/types.js';

/** `remindAt`: from this moment on it is told that little time is left. */
export type PressingDate = Late & {
  readonly isLate: boolean;
  readonly remindAt?: string;
  readonly provisional?: boolean;
};

/** The date that presses most: the one missed longest, else the next. */
export function pressing({ late, deadlines }: Pick<Row, 'deadlines' | 'late'>): PressingDate | undefined {
  const missed = late[0];
  if (missed) return { ...missed, isLate: true };
  const next = deadlines[0];
  return next && { ...next, isLate: false };
}
