/** What the pages of administrators share: a head, the name of a case, and a table. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useDescription } from '../../api/queries.js';
import { useWords } from '../../words/language.js';
import { exact, shortTime } from '../../words/times.js';
import type { ToldCase } from './api.js';
import { adminTexts } from './texts.js';

interface HeadProps {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

export function Head({ title, hint, children }: HeadProps) {
  const { t } = useWords(adminTexts);
  return (
    <header className="page-head">
      <title>{`${title} · ${t('product')}`}</title>
      <div className="admin-head">
        <h1>{title}</h1>
        {hint !== undefined && <p className="muted">{hint}</p>}
      </div>
      <div className="page-tools">{children}</div>
    </header>
  );
}

export function CaseLink({ of: { workflow, path, id, number, openedAt, mayOpen } }: { readonly of: ToldCase }) {
  const { t, say, language } = useWords(adminTexts);
  const { items } = useDescription();
  const kind = say(items.find((one) => one.name === workflow)?.words.one, workflow);
  const unnumbered = openedAt === null ? id : t('openedOn', { when: shortTime(openedAt, language) });
  const called = number ?? `${kind} ${isMade(id) ? unnumbered : id}`;
  return mayOpen && path !== null ? <Link to={`/${path}/${encodeURIComponent(id)}`}>{called}</Link> : <>{called}</>;
}

/** An id that nobody reads: a case is then called by when it was begun. */
function isMade(id: string): boolean {
  return /^[0-9a-f-]{36}$/.test(id);
}

/** A moment, exact on hover. */
export function At({ at }: { readonly at: string }) {
  const { language } = useWords();
  return (
    <time dateTime={at} title={exact(at, language)}>
      {shortTime(at, language)}
    </time>
  );
}

interface TableProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/** A table that becomes a list of cards where it is narrow; each cell carries its column's name as `data-label`. */
export function PlainTable({ label, columns, children }: TableProps) {
  return (
    <div className="panel admin-table">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) =>
              column === '' ? (
                <td key="acts" />
              ) : (
                <th key={column} scope="col">
                  {column}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** One line of what a card tells. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{children}</p>
    </div>
  );
}
