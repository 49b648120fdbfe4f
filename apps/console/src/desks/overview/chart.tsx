/**
 * A chart and the same numbers as a table: whoever does not see the one reads the other, and every number of the table
 * opens its list, as every bar does.
 */
import { Skeleton } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import type { Series } from './draw.js';
import { overviewTexts } from './texts.js';

interface ChartProps {
  readonly title: string;
  /** What is to be seen, in a sentence. */
  readonly alt: string;
  readonly head: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly lying?: boolean;
  /** The list that a bar opens; nothing where there is none. */
  readonly to?: (index: number, series: number) => string | undefined;
}

export function Chart({ title, alt, head, labels, series, lying = false, to }: ChartProps) {
  const { t } = useWords(overviewTexts);
  const id = useId();
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<boolean | 'failed'>(false);
  const now = useRef({ labels, series, lying, to });
  const again = useRef<() => void>(undefined);
  useEffect(() => {
    now.current = { labels, series, lying, to };
    again.current?.();
  }, [labels, series, lying, to]);
  useEffect(() => {
    let left = false;
    let end: (() => void) | undefined;
    import('./draw.js').then(
      ({ draw }) => {
        if (left || !place.current) return;
        const chart = draw(
          place.current,
          () => now.current,
          (index, of) => {
            const address = now.current.to?.(index, of);
            if (address !== undefined) void navigate(address);
          },
        );
        again.current = chart.again;
        end = chart.end;
        setDrawn(true);
      },
      () => setDrawn('failed'), // the table has the same numbers
    );
    return () => {
      left = true;
      again.current = undefined;
      end?.();
    };
  }, [navigate]);
  return (
    <figure className="panel chart" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
      </figcaption>
      {drawn === false && <Skeleton active title={false} paragraph={{ rows: 5 }} className="chart-wait" />}
      {drawn === 'failed' ? (
        <p className="muted">{t('chartFailed')}</p>
      ) : (
        <div ref={place} className="chart-place" role="img" aria-label={alt} data-drawn={drawn || undefined} />
      )}
      <details open={drawn === 'failed'}>
        <summary>{t('asTable')}</summary>
        <div className="numbers-scroll">
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">{head}</th>
                {series.map(({ name }) => (
                  <th scope="col" key={name} className="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, index) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {series.map(({ name, values }, of) => (
                    <td key={name} className="number">
                      <Opens n={values[index] ?? 0} to={to?.(index, of)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** A number that opens its list; none opens nothing. */
export function Opens({
  n,
  to,
  late = false,
}: {
  readonly n: number;
  readonly to: string | undefined;
  readonly late?: boolean;
}) {
  if (n === 0) return <span className="muted">0</span>;
  if (to === undefined) return <>{howMany(n)}</>;
  return (
    <Link to={to} className={late ? 'number-late' : undefined}>
      {howMany(n)}
    </Link>
  );
}
