/**
 * The list on paper, whoever starts it: every row that is loaded, or of these what is chosen, in a table that wraps; above
 * it what narrows the list, how many there are, when it was printed and by whom. It is there only while it prints.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { referenceQuery, useDescription } from '../api/queries.js';
import type { Person, Row, Workflow } from '../api/types.js';
import { serverNow } from '../live/clock.js';
import { WhilePrinting } from '../live/while-printing.js';
import { useWords } from '../words/language.js';
import { shortened } from '../words/shortened.js';
import { SIGNS } from '../words/signs.js';
import { dueExact, exact, shortTime } from '../words/times.js';
import { ownField, type ListAddress } from './address.js';
import { Called } from './called-name.js';
import { calledHead, excerptOf, isNumber, nameOnly, type Column } from './called.js';
import { FilterChips } from './filter-bar.js';
import { pressing } from './pressing.js';
import { referredIn } from './referred.js';
import { countUnit, hasDeadlines, listTexts } from './texts.js';
import { Value } from './value.js';
import './list-paper.css';

/** Sixty sheets or so. What is longer is taken away as a file. */
const ROWS_MAX = 2_000;
/** Signs of what a case is about: the whole of it stands on the case. */
const EXCERPT_MAX = 160;

interface ListPaperProps {
  readonly workflow: Workflow;
  readonly columns: readonly Column[];
  /** Those to be printed. */
  readonly rows: readonly Row[];
  /** How many fit, or are chosen. */
  readonly total: number;
  readonly address: ListAddress;
  readonly me: Person;
}

export function ListPaper(props: ListPaperProps) {
  useNames(props);
  return (
    <WhilePrinting>
      <Paper {...props} />
    </WhilePrinting>
  );
}

/** A print waits for nothing: the names that rows refer to are there beforehand, though most rows were never drawn. */
function useNames({ columns, rows }: Pick<ListPaperProps, 'columns' | 'rows'>): void {
  const queries = useQueryClient();
  const { registers } = useDescription();
  useEffect(() => {
    for (const [to, id] of referredIn(rows.slice(0, ROWS_MAX), columns, registers))
      void queries.prefetchQuery(referenceQuery(to, id));
  }, [columns, rows, registers, queries]);
}

function Paper({ workflow, columns, rows, total, address, me }: ListPaperProps) {
  const { t, say, language } = useWords(listTexts);
  const shown = rows.slice(0, ROWS_MAX);
  const { state, filters } = address;
  const stateWords = (name: string) => say(workflow.states.find((one) => one.name === name)?.words, name);
  const own = ownField(workflow);
  const isDue = hasDeadlines(workflow);
  const counted = { n: shown.length, total, unit: t(countUnit(workflow, total)) };
  const conditions = [
    state === 'open' || state === 'all' ? t(state) : state.split(',').map(stateWords).join(SIGNS[language].comma),
    ...(own !== undefined && filters[own] === 'me' ? [t('mine')] : []),
    ...(filters['late'] === undefined ? [] : [t('lateOnly')]),
  ];
  return (
    <article className="list-paper">
      <h1>{say(workflow.words.many, workflow.path)}</h1>
      <p>
        {conditions.join(' · ')} · {t(shown.length < total ? 'paperSome' : 'count', counted)} ·{' '}
        {t(address.sort === 'due' ? 'sortDue' : 'sortNewest')}
      </p>
      <FilterChips workflow={workflow} address={address} />
      <p className="muted">
        {t('paperPrinted', { who: me.name, when: exact(new Date(serverNow()).toISOString(), language) })}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col" className="paper-called">
              {calledHead(workflow, say, t('number'))}
            </th>
            <th scope="col" className="paper-state">
              {t('state')}
            </th>
            {isDue && (
              <th scope="col" className="paper-due">
                {t('due')}
              </th>
            )}
            {columns.map(({ name, field }) => (
              <th key={name} scope="col" className={isNumber(field) ? 'cell-number' : undefined}>
                {say(workflow.fieldWords[name], name)}
              </th>
            ))}
            <th scope="col" className="paper-text">
              {t('excerpt')}
            </th>
            <th scope="col" className="paper-opened">
              {t('opened')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Called workflow={workflow} row={row} otherwise={t('unnumbered')} />
              </th>
              <td>{stateWords(row.state)}</td>
              {isDue && (
                <td>
                  <PrintedDue row={row} />
                </td>
              )}
              {columns.map(({ name, field }) => (
                <td key={name} className={isNumber(field) ? 'cell-number' : undefined}>
                  <Value value={nameOnly(row[name])} field={field} />
                </td>
              ))}
              <td>{shortened(excerptOf(workflow, row), EXCERPT_MAX)}</td>
              <td>{shortTime(row.openedAt, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function PrintedDue({ row }: { readonly row: Row }) {
  const { t, language } = useWords(listTexts);
  const due = pressing(row);
  if (!due) return <>{t(row.paused.length > 0 ? 'paused' : 'nothing')}</>;
  return (
    <>
      {dueExact(due.dueAt, language)}
      {due.isLate && `（${t('late')}）`}
    </>
  );
}
