/**
 * Rows of any workflow, drawn only where they are seen: ten thousand scroll like ten. The space of rows that are not
 * loaded yet is there from the start; they are read, page after page, as far as somebody looks.
 */
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Row, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { BULK_MAX } from './bulk-run.js';
import { calledHead, isNumber, type Column } from './called.js';
import { RowLine, rowDomId } from './row-line.js';
import { countUnit, hasDeadlines, listTexts } from './texts.js';
import type { Selection } from './use-selection.js';

interface RowsProps {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly workflow: Workflow;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  /** The row that keys act on, by its place; -1 for none. */
  readonly active: number;
  readonly rowHeight: number;
  readonly total: number;
  /** In lines instead of columns. */
  readonly narrow: boolean;
  /** Nothing where no step can be taken for many at once. */
  readonly selection: Selection | undefined;
  readonly left: ReadonlySet<string>;
  /** Older rows stand while others are awaited. */
  readonly stale: boolean;
  /** Where the list stood when it was last seen. */
  readonly startAt: number;
  readonly onActivate: (id: string) => void;
  readonly onChoose: (id: string, index: number, range: boolean) => void;
  /** Rows up to this place are looked at and not there yet. */
  readonly onWant: (upTo: number) => void;
  /** Nothing where there are more than can be handled together. */
  readonly onChooseAll: (() => void) | undefined;
  readonly onScrolled: (top: number) => void;
}

const OVERSCAN = 8;

export function Rows(props: RowsProps) {
  const { box, workflow, rows, columns, active, rowHeight, total, narrow, selection, left, stale, startAt } = props;
  const { onActivate, onChoose, onChooseAll, onWant, onScrolled } = props;
  const { t, say } = useWords(listTexts);
  const begun = useRef(startAt);
  const [seen, setSeen] = useState({ top: startAt, height: 800 });
  const count = Math.max(total, rows.length);
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + OVERSCAN);
  const isDue = hasDeadlines(workflow);
  const isChosen = (selection?.count ?? 0) > 0;
  const isWhole = selection !== undefined && selection.count > 0 && selection.count >= total;
  const choose = selection ? '2rem ' : '';
  const template = narrow
    ? `${choose}1fr auto`
    : `${choose}minmax(11rem, 1.1fr) 7.5rem ${isDue ? '9.5rem ' : ''}${columns.map(() => 'minmax(7rem, 1fr)').join(' ')} minmax(10rem, 2fr) 7rem`;
  // As wide as its columns are at least, so that a row reaches to its end.
  const least = 11 + 7.5 + (isDue ? 9.5 : 0) + 7 * columns.length + 10 + 7;
  const gaps = 0.75 * (columns.length + (isDue ? 4 : 3)) + 2;
  const minWidth = narrow ? undefined : `${least + gaps + (selection ? 2.75 : 0)}rem`;

  useLayoutEffect(() => {
    const at = box.current;
    if (!at) return;
    const measure = () => setSeen({ top: at.scrollTop, height: at.clientHeight });
    const watcher = new ResizeObserver(measure);
    watcher.observe(at);
    if (begun.current > 0) at.scrollTop = begun.current;
    measure();
    return () => watcher.disconnect();
  }, [box]);
  useEffect(() => {
    if (last > rows.length) onWant(last);
  }, [last, rows.length, onWant]);
  useEffect(() => {
    const at = box.current;
    if (!at || active < 0) return;
    const top = active * rowHeight;
    const head = narrow ? 0 : rowHeight;
    // What lies over the last rows covers none that keys act on.
    const covered = parseFloat(getComputedStyle(at).scrollPaddingBottom) || 0;
    const end = top + rowHeight + head + covered;
    if (top < at.scrollTop) at.scrollTop = top;
    else if (end > at.scrollTop + at.clientHeight) at.scrollTop = end - at.clientHeight;
  }, [box, active, rowHeight, narrow, isChosen]);

  const activeRow = active >= first && active < last ? rows[active] : undefined;
  const missing = Array.from({ length: Math.max(0, last - Math.max(first, rows.length)) }, (_, place) => {
    return Math.max(first, rows.length) + place;
  });
  return (
    <div
      ref={box}
      className={`rows${narrow ? ' rows-narrow' : ''}${stale ? ' rows-stale' : ''}${isChosen ? ' rows-chosen' : ''}`}
      role="grid"
      aria-label={say(workflow.words.many)}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + (isDue ? 5 : 4) + (selection ? 1 : 0)}
      aria-multiselectable={selection !== undefined}
      aria-activedescendant={activeRow && rowDomId(activeRow.id)}
      aria-busy={stale}
      tabIndex={0}
      onScroll={(event) => {
        setSeen({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
        onScrolled(event.currentTarget.scrollTop);
      }}
    >
      <div role="rowgroup" className="rows-head" style={{ minWidth }}>
        <div
          role="row"
          aria-rowindex={1}
          className="row row-head"
          style={{ gridTemplateColumns: template, height: rowHeight }}
        >
          {selection && (
            <span role="columnheader" className="cell-choose">
              <input
                type="checkbox"
                tabIndex={-1}
                checked={isWhole}
                disabled={onChooseAll === undefined && selection.count === 0}
                title={onChooseAll ? undefined : t('bulkTooMany', { max: BULK_MAX })}
                ref={(input) => {
                  if (input) input.indeterminate = selection.count > 0 && !isWhole;
                }}
                aria-label={t('selectAll', { n: total, unit: t(countUnit(workflow, total)) })}
                onChange={isWhole || !onChooseAll ? selection.none : onChooseAll}
              />
            </span>
          )}
          <span role="columnheader" className="cell-called">
            {calledHead(workflow, say, t('number'))}
          </span>
          <span role="columnheader" className="cell-state">
            {t('state')}
          </span>
          {isDue && <span role="columnheader">{t('due')}</span>}
          {columns.map(({ name, field }) => (
            <span role="columnheader" key={name} className={isNumber(field) ? 'cell-number' : undefined}>
              {say(workflow.fieldWords[name], name)}
            </span>
          ))}
          <span role="columnheader">{t('excerpt')}</span>
          <span role="columnheader">{t('opened')}</span>
        </div>
      </div>
      <div role="rowgroup" className="rows-body" style={{ height: count * rowHeight, minWidth }}>
        {rows.slice(first, last).map((row, offset) => (
          <RowLine
            key={row.id}
            workflow={workflow}
            row={row}
            index={first + offset}
            columns={columns}
            template={template}
            height={rowHeight}
            narrow={narrow}
            active={first + offset === active}
            chosen={selection?.has(row.id)}
            left={left.has(row.id)}
            onActivate={onActivate}
            onChoose={onChoose}
          />
        ))}
        {missing.map((index) => (
          <div
            key={index}
            className="row row-awaited"
            style={{ height: rowHeight, top: index * rowHeight }}
            aria-hidden="true"
          >
            <i />
          </div>
        ))}
      </div>
    </div>
  );
}
