/** Which of a case's dates presses most. Pure. */
import type { Late, Row } from '../api/types.js';

/** `remindAt`: from this moment on it is told that little time is left. */
export type PressingDate = Late & {
  readonly isLate: boolean;
  /** Missed and excused, and still waited for. */
  readonly isExcused?: boolean;
  readonly remindAt?: string;
  readonly provisional?: boolean;
};

/** The date that presses most: the one missed longest, else one that was excused, else the next. */
export function pressing({
  late,
  excused,
  deadlines,
}: Pick<Row, 'deadlines' | 'late' | 'excused'>): PressingDate | undefined {
  const missed = late[0];
  if (missed) return { ...missed, isLate: true };
  const passed = excused[0];
  if (passed) return { ...passed, isLate: false, isExcused: true };
  const next = deadlines[0];
  return next && { ...next, isLate: false };
}
