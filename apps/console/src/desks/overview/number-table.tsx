/** Lines of numbers, each of which opens its list; sorted by any column, shares of too few cases always last and unranked. */
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { useId, useMemo, useState, type ReactNode } from 'react';
import type { ListOf } from '../../api/list-address.js';
import { Link } from 'react-router';
import type { TallyRow } from '../../api/overview.js';
import { useWords } from '../../words/language.js';
import { beijingDay, dayWords } from '../../words/times.js';
import { Opens } from './chart.js';
import { overviewTexts } from './texts.js';

type Column = 'open' | 'late' | 'soon' | 'oldestAt' | 'ended' | 'onTimeShare';

interface NumberTableProps {
  readonly title: string;
  readonly head: string;
  readonly rows: readonly TallyRow[];
  readonly leftOut: number;
  readonly name: (row: TallyRow) => ReactNode;
  /** What of a list's filter the line stands for. */
  readonly filter: (row: TallyRow) => Readonly<Record<string, string | undefined>>;
  readonly to: ListOf;
  /** States of ended cases, and the days that the numbers speak of. */
  readonly ends: string;
  readonly endedFrom: string;
  readonly soonUntil: string;
}

const COLUMNS: readonly (readonly [Column, keyof typeof overviewTexts])[] = [
  ['open', 'open'],
  ['late', 'late'],
  ['soon', 'soon'],
  ['oldestAt', 'oldest'],
  ['ended', 'ended'],
  ['onTimeShare', 'share'],
];

export function NumberTable(props: NumberTableProps) {
  const { title, head, rows, leftOut, name, filter, to, ends, endedFrom, soonUntil } = props;
  const { t, language } = useWords(overviewTexts);
  const id = useId();
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'open', down: true });
  const sorted = useMemo(() => [...rows].sort((a, b) => order(a[sort.by], b[sort.by], sort.down)), [rows, sort]);
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="numbers-scroll" tabIndex={0} role="group" aria-labelledby={id}>
        <table className="numbers">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {COLUMNS.map(([column, label]) => (
                <th
                  scope="col"
                  key={column}
                  className="number"
                  aria-sort={sort.by === column ? (sort.down ? 'descending' : 'ascending') : undefined}
                >
                  <button
                    type="button"
                    title={t('sortBy', { what: t(label) })}
                    onClick={() => setSort({ by: column, down: sort.by === column ? !sort.down : true })}
                  >
                    {t(label)}
                    {sort.by === column &&
                      (sort.down ? <CaretDownOutlined aria-hidden="true" /> : <CaretUpOutlined aria-hidden="true" />)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => {
              const own = filter(row);
              return (
                <tr key={row.value} data-value={row.value ?? ''}>
                  <th scope="row">{name(row)}</th>
                  <td className="number">
                    <Opens n={row.open} to={to(own)} />
                  </td>
                  <td className="number">
                    <Opens n={row.late} to={to({ ...own, late: '1' })} late />
                  </td>
                  <td className="number">
                    <Opens n={row.soon} to={to({ ...own, dueUntil: soonUntil })} />
                  </td>
                  <td className="number">
                    {row.oldestAt === null ? (
                      t('nothing')
                    ) : (
                      <Link to={to({ ...own, openedUntil: beijingDay(Date.parse(row.oldestAt)) })}>
                        {dayWords(beijingDay(Date.parse(row.oldestAt)), language)}
                      </Link>
                    )}
                  </td>
                  <td className="number">
                    <Opens n={row.ended} to={to({ ...own, state: ends, endedFrom })} />
                  </td>
                  <td className="number">
                    <Share row={row} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {leftOut > 0 && <p className="muted">{t('leftOut', { n: leftOut })}</p>}
    </section>
  );
}

function Share({ row }: { readonly row: TallyRow }) {
  const { t } = useWords(overviewTexts);
  if (row.ended === 0) return <>{t('nothing')}</>;
  const of = t('shareOf', { onTime: row.onTime, ended: row.ended });
  const excused = row.excused > 0 ? `，${t('excused', { n: row.excused })}` : '';
  if (row.onTimeShare === null) return <span className="muted">{t('few')}</span>;
  return (
    <span title={`${of}${excused}`}>
      {(row.onTimeShare / 100).toFixed(1)}% <span className="muted">{of}</span>
    </span>
  );
}

/** What is not told comes last, whichever way. */
function order(a: number | string | null, b: number | string | null, down: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return (a < b ? -1 : 1) * (down ? -1 : 1);
}
