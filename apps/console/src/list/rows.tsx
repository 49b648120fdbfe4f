/** Rows of any workflow, drawn only where they are seen: ten thousand scroll like ten. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Row, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { exact, shortTime } from '../words/times.js';
import { calledBy, excerptOf, nameOnly, type Column } from './called.js';
import { Due } from './due.js';
import { StateTag } from './state-tag.js';
import { Value } from './value.js';

export interface RowsProps {
  readonly workflow: Workflow;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly selected: number;
  readonly rowHeight: number;
  readonly total: number;
  /** In lines instead of columns. */
  readonly narrow: boolean;
  readonly onSelect: (index: number) => void;
  readonly onEnd: () => void;
}

const OVERSCAN = 12;

export function Rows({ workflow, rows, columns, selected, rowHeight, total, narrow, onSelect, onEnd }: RowsProps) {
  const { t, say, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 800 });
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - OVERSCAN);
  const last = Math.min(rows.length, Math.ceil((seen.top + seen.height) / rowHeight) + OVERSCAN);
  const template = narrow
    ? '1fr auto'
    : `minmax(11rem, 1.1fr) 7.5rem 9.5rem ${columns.map(() => 'minmax(7rem, 1fr)').join(' ')} minmax(10rem, 2fr) 7rem`;

  useLayoutEffect(() => {
    const at = box.current;
    if (!at) return;
    const measure = () => setSeen({ top: at.scrollTop, height: at.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(at);
    measure();
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (last >= rows.length - OVERSCAN && rows.length < total) onEnd();
  }, [last, rows.length, total, onEnd]);
  useEffect(() => {
    const at = box.current;
    if (!at || selected < 0) return;
    const top = selected * rowHeight;
    const head = narrow ? 0 : rowHeight;
    if (top < at.scrollTop) at.scrollTop = top;
    else if (top + rowHeight + head > at.scrollTop + at.clientHeight)
      at.scrollTop = top + rowHeight + head - at.clientHeight;
  }, [selected, rowHeight, narrow]);

  return (
    <div
      ref={box}
      className={narrow ? 'rows rows-narrow' : 'rows'}
      role="table"
      aria-label={say(workflow.words.many)}
      aria-rowcount={total + 1}
      tabIndex={0}
      onScroll={(event) => setSeen({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
    >
      <div role="rowgroup" className="rows-head">
        <div
          role="row"
          aria-rowindex={1}
          className="row row-head"
          style={{ gridTemplateColumns: template, height: rowHeight }}
        >
          <span role="columnheader">{t('number')}</span>
          <span role="columnheader">{t('state')}</span>
          <span role="columnheader">{t('due')}</span>
          {columns.map(({ name }) => (
            <span role="columnheader" key={name}>
              {say(workflow.fieldWords[name], name)}
            </span>
          ))}
          <span role="columnheader">{t('excerpt')}</span>
          <span role="columnheader">{t('opened')}</span>
        </div>
      </div>
      <div role="rowgroup" className="rows-body" style={{ height: rows.length * rowHeight }}>
        {rows.slice(first, last).map((row, offset) => {
          const index = first + offset;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              className={`row${index === selected ? ' row-selected' : ''}${row.late.length > 0 ? ' row-late' : ''}`}
              style={{ gridTemplateColumns: template, height: rowHeight, top: index * rowHeight }}
              onMouseDown={() => onSelect(index)}
            >
              <span role="cell" className="cell-called">
                <Link to={`/${workflow.path}/${encodeURIComponent(row.id)}`}>{calledBy(row) ?? t('unnumbered')}</Link>
              </span>
              <span role="cell">
                <StateTag workflow={workflow} state={row.state} />
              </span>
              <span role="cell" className="cell-due">
                <Due workflow={workflow} row={row} />
              </span>
              {columns.map(({ name, field }) => (
                <span role="cell" key={name} className="cell-value">
                  <Value value={nameOnly(row[name])} field={field} />
                </span>
              ))}
              <span role="cell" className="cell-excerpt muted">
                {excerptOf(workflow, row)}
              </span>
              <span role="cell" className="cell-opened muted" title={exact(row.openedAt, language)}>
                {shortTime(row.openedAt, language)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
