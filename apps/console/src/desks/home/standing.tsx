/**
 * How things stand where somebody answers for them: what is late and at which step, with whom and in which community; for
 * the district by sub-district. Each number opens the list that it counts.
 */
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { endsOf, listAddress, NONE, type ListOf } from '../../api/list-address.js';
import { placeOf } from '../../api/myself.js';
import { overviewQuery, type Tally, type TallyRow } from '../../api/overview.js';
import { useDescription, useWorkflow } from '../../api/queries.js';
import type { Person, Workflow } from '../../api/types.js';
import { Reference } from '../../list/reference.js';
import { NotYet } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import { exact } from '../../words/times.js';
import { homeTexts } from './texts.js';

/** Lines of a column; the rest is in the overview. */
const LINES_MAX = 5;
const BY = ['state', 'mediator', 'community', 'jurisdiction'] as const;

export function Standing({ me }: { readonly me: Person }) {
  const workflow = useWorkflow('complaints');
  return workflow ? <Numbers workflow={workflow} me={me} /> : null;
}

function Numbers({ workflow, me }: { readonly workflow: Workflow; readonly me: Person }) {
  const { t, say, language } = useWords(homeTexts);
  const { registers } = useDescription();
  const subDistrict = placeOf(me.jurisdictions);
  const numbers = useQuery(overviewQuery({ workflow: workflow.name, by: BY, subDistrict }));
  const awaited = (
    <section className="panel home-standing">
      <Skeleton active paragraph={{ rows: 5 }} />
    </section>
  );
  const { data } = numbers;
  if (!data) return <NotYet of={numbers} awaited={awaited} />;
  const to = (filter: Readonly<Record<string, string | undefined>>) =>
    listAddress(workflow, { subDistrict, ...filter });
  const rows = (by: string) => data.items.filter((row) => row.by === by);
  const worst = (by: string) =>
    rows(by)
      .filter((row) => row.late > 0)
      .sort((a, b) => b.late - a.late);
  const district = subDistrict === undefined;
  return (
    <section className="panel home-standing" aria-labelledby="standing">
      <header className="home-standing-head">
        <h2 id="standing">{district ? t('numbersOf') : t('whatIsLate')}</h2>
        <span className="muted">{t('asOf', { when: exact(data.asOf, language) })}</span>
        <Link to="/overview">{t('wholeOverview')} →</Link>
      </header>
      <Cards data={data} ends={endsOf(workflow)} to={to} />
      <Away rows={rows('mediator')} to={to} />
      <div className="home-columns">
        {district && (
          <Column title={t('byPlace')} rows={rows('jurisdiction')}>
            {(row) => (
              <Line
                row={row}
                late={to({ subDistrict: row.value ?? undefined, late: '1' })}
                open={to({ subDistrict: row.value ?? undefined })}
              >
                {say(registers['sub-district']?.[row.value ?? ''], row.value ?? '')}
              </Line>
            )}
          </Column>
        )}
        <Column title={t('byStage')} rows={worst('state')}>
          {(row) => (
            <Line
              row={row}
              late={to({ state: row.value ?? undefined, late: '1' })}
              open={to({ state: row.value ?? undefined })}
            >
              {say(workflow.states.find(({ name }) => name === row.value)?.words, row.value ?? '')}
            </Line>
          )}
        </Column>
        <Column title={t('byPerson')} rows={worst('mediator')}>
          {(row) => (
            <Line
              row={row}
              late={to({ mediator: row.value ?? NONE, late: '1' })}
              open={to({ mediator: row.value ?? NONE })}
            >
              {row.value === null ? t('nobody') : <Reference to="person" id={row.value} />}
            </Line>
          )}
        </Column>
        <Column title={t('byCommunity')} rows={worst('community')}>
          {(row) => (
            <Line
              row={row}
              late={to({ community: row.value ?? NONE, late: '1' })}
              open={to({ community: row.value ?? NONE })}
            >
              {row.value === null ? t('nothing') : <Reference to="community" id={row.value} />}
            </Line>
          )}
        </Column>
      </div>
    </section>
  );
}

interface CardsProps {
  readonly data: Tally;
  readonly ends: string;
  readonly to: ListOf;
}

function Cards({ data, ends, to }: CardsProps) {
  const { t } = useWords(homeTexts);
  const { whole } = data;
  return (
    <ul className="home-cards">
      <Card label={t('cardOpen')} n={whole.open} to={to({})} />
      <Card label={t('cardLate')} n={whole.late} to={to({ late: '1' })} late={whole.late > 0} />
      <Card label={t('cardSoon')} n={whole.soon} to={to({ dueUntil: data.soonUntil })} />
      <Card
        label={t('cardOnTime')}
        n={whole.onTimeShare === null ? t('nothing') : `${(whole.onTimeShare / 100).toFixed(1)}%`}
        to="/overview"
        hint={
          whole.onTimeShare === null ? (
            <span className="muted">{t('cardFew')}</span>
          ) : (
            <Link to={to({ state: ends, endedFrom: data.endedFrom })} className="home-card-of">
              {t('cardOf', { n: whole.ended })}
            </Link>
          )
        }
      />
    </ul>
  );
}

interface CardProps {
  readonly label: string;
  readonly n: number | string;
  readonly to: string;
  readonly late?: boolean;
  readonly hint?: ReactNode;
}

function Card({ label, n, to, late = false, hint }: CardProps) {
  return (
    <li className={`home-card${late ? ' home-card-late' : ''}`}>
      <Link to={to}>
        <span className="home-card-n">{typeof n === 'number' ? howMany(n) : n}</span>
        <span>{label}</span>
      </Link>
      {hint}
    </li>
  );
}

/** Cases of people who no longer hold the office: nobody sees them as their own. */
function Away({ rows, to }: { readonly rows: readonly TallyRow[]; readonly to: ListOf }) {
  const { t } = useWords(homeTexts);
  const away = rows.filter((row) => row.inOffice === false && row.open > 0);
  if (away.length === 0) return null;
  return (
    <ul className="home-away">
      {away.map((row) => (
        <li key={row.value}>
          <Link to={to({ mediator: row.value ?? undefined })}>
            <AwayWords id={row.value ?? ''} n={row.open} />
          </Link>{' '}
          <Link to={`/hand-over?from=${encodeURIComponent(row.value ?? '')}`} className="home-away-do">
            {t('awayDo')} →
          </Link>
        </li>
      ))}
    </ul>
  );
}

function AwayWords({ id, n }: { readonly id: string; readonly n: number }) {
  const { t } = useWords(homeTexts);
  const [before = '', after = ''] = t('away', { n, who: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <Reference to="person" id={id} />
      {after}
    </>
  );
}

interface ColumnProps {
  readonly title: string;
  readonly rows: readonly TallyRow[];
  readonly children: (row: TallyRow) => ReactNode;
}

function Column({ title, rows, children }: ColumnProps) {
  const { t } = useWords(homeTexts);
  return (
    <div className="home-column">
      <h3>{title}</h3>
      {rows.length === 0 ? (
        <p className="muted">{t('noneLate')}</p>
      ) : (
        <ul>
          {rows.slice(0, LINES_MAX).map((row) => (
            <li key={row.value}>{children(row)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface LineProps {
  readonly row: TallyRow;
  readonly late: string;
  readonly open: string;
  readonly children: ReactNode;
}

function Line({ row, late, open, children }: LineProps) {
  const { t } = useWords(homeTexts);
  return (
    <>
      <Link to={open}>{children}</Link>
      <span>
        {row.late > 0 ? (
          <Link to={late} className="home-late">
            {t('lineLate', { n: row.late })}
          </Link>
        ) : (
          <span className="muted">{t('lineLate', { n: 0 })}</span>
        )}
        {' / '}
        <Link to={open} className="muted">
          {t('lineOpen', { n: row.open })}
        </Link>
      </span>
    </>
  );
}
