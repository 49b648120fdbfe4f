/** "Why this date?" on demand: what a deadline was counted from, how long, by which calendar, and day by day. */
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { deadlinesQuery } from '../api/queries.js';
import type { CountedDay, ExplainedDeadline } from '../api/types.js';
import { PanelButton } from '../live/opening.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { lengthWords } from '../words/quantities.js';
import { dayWords, dueExact, exact } from '../words/times.js';
import { caseTexts } from './texts.js';

interface WhyDateProps {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  /** What the deadline is called. */
  readonly called: string;
  /** Asked anew when the case has moved on. */
  readonly revision: number;
}

export function WhyDate(props: WhyDateProps) {
  const { t, language } = useWords(caseTexts);
  const label = `${props.called}${SIGNS[language].colon}${t('whyDate')}`;
  return (
    <PanelButton
      type="text"
      size="small"
      className="why-date-button"
      icon={<QuestionCircleOutlined />}
      aria-label={label}
      hint={t('whyDate')}
      called={label}
      panel={() => (
        <>
          <p className="opening-title">{label}</p>
          <Why {...props} label={label} />
        </>
      )}
    />
  );
}

function Why({ path, id, name, revision, label }: WhyDateProps & { readonly label: string }) {
  const { t } = useWords(caseTexts);
  const found = useQuery(deadlinesQuery(path, id, revision));
  const one = found.data?.items.find((each) => each.name === name);
  if (found.isError) return <p role="alert">{t('errorTitle')}</p>;
  if (!one) return <Skeleton active title={false} paragraph={{ rows: 4, width: 260 }} />;
  return (
    <div className="why-date" tabIndex={0} role="group" aria-label={label}>
      <Counted one={one} />
      {one.days.length > 0 && <Days one={one} />}
    </div>
  );
}

function Counted({ one }: { readonly one: ExplainedDeadline }) {
  const { t, language } = useWords(caseTexts);
  const { setting } = one;
  return (
    <dl>
      <div>
        <dt>{t('whyFrom')}</dt>
        <dd>{exact(one.from, language)}</dd>
      </div>
      <div>
        <dt>{t('whyLength')}</dt>
        <dd>
          {setting === null || setting.span === null ? t('whyNoLength') : lengthWords(setting.span, language)}
          {setting !== null && (
            <span className="muted">
              {' '}
              · {setting.edition === 0 ? t('whyDefault') : t('whyEdition', { n: setting.edition })}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('whyCalendar')}</dt>
        <dd>
          {one.calendar === 'none' ? t('whyNoCalendar') : one.calendar.replace(/\+?provisional$/, '')}
          {one.provisional && <div className="muted">{t('whyProvisional')}</div>}
        </dd>
      </div>
      {one.extended && <p>{t('whyExtended')}</p>}
      {one.pausedAt !== null && one.dueBefore !== null && (
        <p>{t('whyPaused', { at: exact(one.pausedAt, language), due: dueExact(one.dueBefore, language) })}</p>
      )}
      <div>
        <dt>{t('whyEnds')}</dt>
        <dd>
          <strong>{dueExact(one.dueAt, language)}</strong>
        </dd>
      </div>
    </dl>
  );
}

function Days({ one }: { readonly one: ExplainedDeadline }) {
  const { t, language } = useWords(caseTexts);
  const working = one.setting?.span?.unit === 'working-days' || one.pausedAt !== null;
  return (
    <ol className="why-days" aria-label={t('whyDays')}>
      {one.days.map((day, index) => (
        <li key={day.day} className={!working || day.working ? '' : 'muted'}>
          <span>{dayWords(day.day, language)}</span>
          <span>{working ? <OfWorkingDay day={day} /> : t('dayPlain', { n: index + 1 })}</span>
        </li>
      ))}
    </ol>
  );
}

function OfWorkingDay({ day }: { readonly day: CountedDay }) {
  const { t } = useWords(caseTexts);
  const n = day.count;
  switch (day.reason) {
    case 'weekday':
      return t('dayCounts', { n });
    case 'make-up':
      return t('dayMakeUp', { n });
    case 'holiday':
      return t('dayHoliday');
    case 'weekend':
      return t('dayWeekend');
    case 'provisional':
      return day.working ? t('dayProvisional', { n }) : t('dayOffProvisional');
  }
}
