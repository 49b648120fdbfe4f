/** One case that waits: by when, what it is, and its next step; the whole row opens the case with that step's form. */
import type { RefObject } from 'react';
import { Link } from 'react-router';
import type { WaitingItem, Workflow } from '../../api/types.js';
import { Called } from '../../list/called-name.js';
import { columnsOf, excerptOf, nameOnly, shownAtFirst } from '../../list/called.js';
import { Due } from '../../list/due.js';
import { StateTag } from '../../list/state-tag.js';
import { Value } from '../../list/value.js';
import { useWords } from '../../words/language.js';
import { homeTexts } from './texts.js';

interface WaitingRowProps {
  readonly item: WaitingItem;
  readonly workflow: Workflow;
  readonly selected: boolean;
  /** Something happened to it since the list was read. */
  readonly touched: boolean;
  readonly selectedRow: RefObject<HTMLLIElement | null>;
}

function caseAddress(item: WaitingItem): string {
  return `/${item.path}/${encodeURIComponent(item.id)}`;
}

/** With the form of the next step open. */
export function stepAddress(item: WaitingItem): string {
  const [next] = item.next;
  return next === undefined ? caseAddress(item) : `${caseAddress(item)}?step=${next}`;
}

export function WaitingRow({ item, workflow, selected, touched, selectedRow }: WaitingRowProps) {
  const { t, say } = useWords(homeTexts);
  const columns = columnsOf(workflow);
  const shown = shownAtFirst(columns).filter((name) => item[name] !== undefined && item[name] !== null);
  const next = workflow.commands.find((command) => command.path === item.next[0]);
  return (
    <li
      className={`waiting-row${selected ? ' row-selected' : ''}`}
      data-id={item.id}
      ref={selected ? selectedRow : undefined}
    >
      <span className="waiting-due">
        <Due workflow={workflow} row={item} />
        {touched && <span className="waiting-touched">{t('touched')}</span>}
      </span>
      <span className="waiting-what">
        <Link className="waiting-called" id={`called-${item.id}`} to={caseAddress(item)} title={t('openCase')}>
          <Called workflow={workflow} row={item} otherwise={`${say(workflow.words.one)} · ${t('unnumbered')}`} />
        </Link>
        <span className="waiting-about">
          {shown.map((name) => (
            <span key={name}>
              <Value value={nameOnly(item[name])} field={columns.find((column) => column.name === name)?.field} />
            </span>
          ))}
        </span>
        <span className="muted waiting-excerpt">{excerptOf(workflow, item)}</span>
      </span>
      <StateTag workflow={workflow} state={item.state} />
      {next && (
        <Link className="waiting-next" to={stepAddress(item)} aria-describedby={`called-${item.id}`}>
          {say(next.words)} →
        </Link>
      )}
    </li>
  );
}
