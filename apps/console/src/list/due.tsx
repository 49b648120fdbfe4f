/** How pressing something is: an icon and words say it, colour only underlines; the exact Beijing time is on hover and in print. */
import { ClockCircleOutlined, ExclamationCircleFilled, FieldTimeOutlined } from '@ant-design/icons';
import type { Late, Row, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { dueExact, dueWords, urgencyOf, type Urgency } from '../words/times.js';

export interface DueProps {
  readonly workflow: Workflow;
  readonly row: Pick<Row, 'deadlines' | 'late'>;
  /** With the name of the deadline. */
  readonly named?: boolean;
}

const icons: Readonly<Record<Urgency, typeof ClockCircleOutlined | undefined>> = {
  late: ExclamationCircleFilled,
  day: FieldTimeOutlined,
  week: ClockCircleOutlined,
  later: ClockCircleOutlined,
  none: undefined,
};

/** The date that presses most: the one missed longest, else the next. */
export function pressing({ late, deadlines }: DueProps['row']): (Late & { readonly isLate: boolean }) | undefined {
  const missed = late[0];
  if (missed) return { ...missed, isLate: true };
  const next = deadlines[0];
  return next && { name: next.name, dueAt: next.dueAt, isLate: false };
}

export function Due({ workflow, row, named = false }: DueProps) {
  const { t } = useWords();
  const one = pressing(row);
  if (!one) return <span className="muted">{t('nothing')}</span>;
  return <DueDate workflow={workflow} date={one} named={named} />;
}

interface DueDateProps {
  readonly workflow: Workflow;
  readonly date: Late & { readonly isLate: boolean; readonly provisional?: boolean };
  readonly named?: boolean;
}

export function DueDate({ workflow, date, named = false }: DueDateProps) {
  const { t, say, language } = useWords();
  const now = useNow();
  const urgency = urgencyOf(date.dueAt, date.isLate, now);
  const Icon = icons[urgency];
  const name = say(workflow.deadlines[date.name]?.words, date.name);
  const when = dueExact(date.dueAt, language);
  return (
    // The browser's own hint: hundreds of rows are drawn in a moment.
    <span
      className={`due due-${urgency}`}
      title={`${name} ${when}${date.provisional ? `（${t('provisional')}）` : ''}`}
    >
      {Icon && <Icon aria-hidden="true" />}
      <span className="due-words">
        {named && `${name} · `}
        {dueWords(date.dueAt, now, language)}
      </span>
      <time className="print-only" dateTime={date.dueAt}>
        {when}
      </time>
    </span>
  );
}
