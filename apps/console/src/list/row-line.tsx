/** One row of the list: drawn again only when something of its own changed. */
import { memo, type MouseEvent } from 'react';
import { Link } from 'react-router';
import type { Row, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { exact, shortTime } from '../words/times.js';
import { Called } from './called-name.js';
import { calledAs, excerptOf, isNumber, nameOnly, type Column } from './called.js';
import { Due } from './due.js';
import { StateTag } from './state-tag.js';
import { hasDeadlines, listTexts } from './texts.js';
import { Value } from './value.js';

/** More would leave no room for what it is about. */
const NARROW_COLUMNS = 2;

interface RowLineProps {
  readonly workflow: Workflow;
  readonly row: Row;
  readonly index: number;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly height: number;
  /** In lines instead of columns: what the first columns say stands before the excerpt. */
  readonly narrow: boolean;
  readonly active: boolean;
  /** Nothing where rows cannot be chosen. */
  readonly chosen: boolean | undefined;
  /** It no longer fits what the list was asked for. */
  readonly left: boolean;
  readonly onActivate: (id: string) => void;
  readonly onChoose: (id: string, index: number, range: boolean) => void;
}

/** What does not fit is said whole on hover: names are known only once they are drawn. */
function titled({ currentTarget: cell }: MouseEvent<HTMLElement>): void {
  cell.title = cell.scrollWidth > cell.clientWidth ? cell.innerText : '';
}

/** Anywhere in a row stands for its link, with the same keys held; with shift it selects, and marked text is no click. */
function openByRow(event: MouseEvent<HTMLElement>): void {
  if (event.shiftKey) return event.preventDefault();
  if (!(event.target instanceof Element) || event.target.closest('a, input')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const { ctrlKey, metaKey } = event;
  const click = new window.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey });
  event.currentTarget.querySelector('.cell-called a')?.dispatchEvent(click);
}

export function rowDomId(id: string): string {
  return `row-${id}`;
}

export const RowLine = memo(function RowLine(props: RowLineProps) {
  const { workflow, row, index, columns, template, height, narrow, active, chosen, left, onActivate, onChoose } = props;
  const { t, say, language } = useWords(listTexts);
  const called = calledAs(workflow, row, { say, language }) ?? t('unnumbered');
  const press = (event: MouseEvent): void => {
    if (chosen !== undefined && event.shiftKey) {
      // The browser would mark the text in between.
      event.preventDefault();
      onChoose(row.id, index, true);
    }
    onActivate(row.id);
  };
  const marks = [
    'row',
    active && 'row-selected',
    chosen && 'row-chosen',
    left && 'row-left',
    row.late.length > 0 && 'row-late',
  ].filter(Boolean);
  return (
    <div
      role="row"
      id={rowDomId(row.id)}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={marks.join(' ')}
      style={{ gridTemplateColumns: template, height, top: index * height }}
      onMouseDown={press}
      onClick={openByRow}
    >
      {chosen !== undefined && (
        <span role="gridcell" className="cell-choose">
          <input
            type="checkbox"
            checked={chosen}
            tabIndex={-1}
            aria-label={t('selectRow', { name: called })}
            onMouseDown={(event) => event.stopPropagation()}
            onChange={(event) =>
              onChoose(row.id, index, (event.nativeEvent as { shiftKey?: boolean }).shiftKey === true)
            }
          />
        </span>
      )}
      <span role="gridcell" className={`cell-called${row.number ? ' cell-numbered' : ''}`} onMouseEnter={titled}>
        <Link to={`/${workflow.path}/${encodeURIComponent(row.id)}`} tabIndex={-1}>
          <Called workflow={workflow} row={row} otherwise={called} />
        </Link>
      </span>
      <span role="gridcell" className="cell-state">
        <StateTag workflow={workflow} state={row.state} />
      </span>
      {hasDeadlines(workflow) && (
        <span role="gridcell" className="cell-due">
          <Due workflow={workflow} row={row} />
        </span>
      )}
      {columns.map(({ name, field }) => (
        <span
          role="gridcell"
          key={name}
          className={`cell-value${isNumber(field) ? ' cell-number' : ''}`}
          onMouseEnter={titled}
        >
          <Value value={nameOnly(row[name])} field={field} />
        </span>
      ))}
      <span role="gridcell" className="cell-excerpt muted" onMouseEnter={titled}>
        {left && <span className="left-note">{t('rowLeft')}</span>}
        {narrow &&
          columns.slice(0, NARROW_COLUMNS).map(({ name, field }) => (
            <span key={name} className="excerpt-value">
              <Value value={nameOnly(row[name])} field={field} />
            </span>
          ))}
        {excerptOf(workflow, row)}
      </span>
      <span role="gridcell" className="cell-opened muted" title={exact(row.openedAt, language)}>
        {shortTime(row.openedAt, language)}
      </span>
    </div>
  );
});
