/** A year as twelve months: what each day is, by a word in the cell and not by colour alone; pressed to change it. */
import { useWords } from '../../words/language.js';
import { dayWords } from '../../words/times.js';
import { adminTexts } from './texts.js';
import { kindOf, monthsOf, weeksOf, type DayOfYear, type Kind, type Lists } from './year-days.js';

interface GridProps {
  readonly year: number;
  readonly lists: Lists;
  readonly today: string;
  readonly onPress?: (one: DayOfYear) => void;
}

const KINDS = {
  work: 'legendWork',
  rest: 'legendRest',
  off: 'legendOff',
  'make-up': 'legendMakeUp',
} as const satisfies Record<Kind, keyof typeof adminTexts>;
const MARKS: Readonly<Partial<Record<Kind, 'markOff' | 'markMakeUp'>>> = { off: 'markOff', 'make-up': 'markMakeUp' };

export function YearGrid({ year, lists, today, onPress }: GridProps) {
  const { t, language } = useWords(adminTexts);
  const weekdays = t('weekdays').split(' ');
  const monthName = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { month: 'long', timeZone: 'UTC' });
  return (
    <>
      <ul className="year-legend">
        {Object.entries(KINDS).map(([kind, key]) => (
          <li key={kind}>
            <span className={`day day-${kind}`} aria-hidden="true" /> {t(key)}
          </li>
        ))}
      </ul>
      <div className="year">
        {monthsOf(year).map((days, month) => (
          <table key={month} className="month">
            <caption>{monthName.format(new Date(Date.UTC(year, month, 1)))}</caption>
            <thead>
              <tr>
                {weekdays.map((weekday) => (
                  <th key={weekday} scope="col">
                    {weekday}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeksOf(days).map((week, index) => (
                <tr key={index}>
                  {week.map((one, place) => (
                    <td key={place}>
                      {one && <Day one={one} kind={kindOf(one, lists)} isToday={one.day === today} onPress={onPress} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </>
  );
}

interface DayProps {
  readonly one: DayOfYear;
  readonly kind: Kind;
  readonly isToday: boolean;
  readonly onPress: GridProps['onPress'];
}

function Day({ one, kind, isToday, onPress }: DayProps) {
  const { t, language } = useWords(adminTexts);
  const mark = MARKS[kind];
  const className = `day day-${kind}${isToday ? ' day-today' : ''}`;
  const shown = (
    <>
      {one.date}
      {mark && <span className="day-mark">{t(mark)}</span>}
    </>
  );
  if (!onPress)
    return (
      <span className={className} title={t(KINDS[kind])}>
        {shown}
      </span>
    );
  return (
    <button
      type="button"
      className={className}
      aria-label={`${dayWords(one.day, language)} ${t(KINDS[kind])}`}
      onClick={() => onPress(one)}
    >
      {shown}
    </button>
  );
}
