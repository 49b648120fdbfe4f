/** How pressing something is: an icon and words say it, colour only underlines; the exact Beijing time is on hover and in print. */
import {
  ClockCircleOutlined,
  ExclamationCircleFilled,
  ExclamationCircleOutlined,
  FieldTimeOutlined,
  PauseCircleOutlined,
} from '@ant-design/icons';
import type { PausedDeadline, Row, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { dueExact, dueWords, exact, urgencyOf, type Urgency } from '../words/times.js';
import { pressing, type PressingDate } from './pressing.js';

interface DueProps {
  readonly workflow: Workflow;
  readonly row: Pick<Row, 'deadlines' | 'late' | 'excused' | 'paused'>;
  /** With the name of the deadline. */
  readonly named?: boolean;
}

const icons: Readonly<Record<Urgency, typeof ClockCircleOutlined | undefined>> = {
  late: ExclamationCircleFilled,
  excused: ExclamationCircleOutlined,
  day: FieldTimeOutlined,
  week: ClockCircleOutlined,
  later: ClockCircleOutlined,
  none: undefined,
};

export function Due({ workflow, row, named = false }: DueProps) {
  const { t } = useWords();
  const one = pressing(row);
  const paused = row.paused[0];
  if (!one)
    return paused ? <Paused workflow={workflow} date={paused} /> : <span className="muted">{t('nothing')}</span>;
  return <DueDate workflow={workflow} date={one} named={named} />;
}

interface DueDateProps {
  readonly workflow: Workflow;
  readonly date: PressingDate;
  readonly named?: boolean;
}

export function DueDate({ workflow, date, named = false }: DueDateProps) {
  const { t, say, language } = useWords();
  const now = useNow();
  const reminded = !date.isLate && date.remindAt !== undefined && Date.parse(date.remindAt) <= now;
  const urgency = reminded ? 'day' : urgencyOf(date, now);
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
      <span>
        {named && `${name} · `}
        {dueWords(date.dueAt, now, language)}
        {reminded && ` · ${t('reminded')}`}
        {date.isExcused && ` · ${t('excused')}`}
      </span>
      <time className="print-only" dateTime={date.dueAt}>
        {when}
      </time>
    </span>
  );
}

interface PausedProps {
  readonly workflow: Workflow;
  readonly date: PausedDeadline;
  readonly named?: boolean;
}

/** A clock that stands still, and since when; the date it had is on hover and in print. */
export function Paused({ workflow, date, named = false }: PausedProps) {
  const { t, say, language } = useWords();
  const name = say(workflow.deadlines[date.name]?.words, date.name);
  const before = t('pausedBefore', { due: dueExact(date.dueBefore, language) });
  return (
    <span className="due due-later" title={`${name} · ${before}`}>
      <PauseCircleOutlined aria-hidden="true" />
      <span>
        {named && `${name} · `}
        {t(named ? 'pausedSince' : 'paused', { at: exact(date.pausedAt, language) })}
      </span>
      <span className="print-only">{before}</span>
    </span>
  );
}
