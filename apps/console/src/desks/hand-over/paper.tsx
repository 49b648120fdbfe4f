/**
 * The list that giver, receiver and witness sign (DOMAIN "HandOver", 交接清单): one for each receiver on A4, while the page
 * is being printed. What is personal of a complaint stays in its file; the list names cases.
 */
import type { Row, Workflow } from '../../api/types.js';
import { calledBy } from '../../list/called.js';
import { pressing } from '../../list/pressing.js';
import { Reference } from '../../list/reference.js';
import { WhilePrinting } from '../../live/while-printing.js';
import { useWords } from '../../words/language.js';
import { beijingDay, dayWords, lastDay } from '../../words/times.js';
import { handOverTexts } from './texts.js';
import '../../case/paper.css';

interface HandOverPaperProps {
  readonly workflow: Workflow;
  readonly cases: readonly Row[];
  /** By the id of the case; a case without one is only listed. */
  readonly receivers: ReadonlyMap<string, string>;
  readonly giver: string;
  readonly witness: string | undefined;
  readonly reason: string;
  /** Nothing where the day is filled in by hand. */
  readonly signedOn: string | undefined;
  readonly place: string;
  readonly nameOf: (id: string) => string;
}

export function HandOverPaper(props: HandOverPaperProps) {
  return (
    <WhilePrinting>
      <Sheets {...props} />
    </WhilePrinting>
  );
}

function Sheets(props: HandOverPaperProps) {
  const { cases, receivers } = props;
  const each = [...new Set(cases.map((row) => receivers.get(row.id)))];
  return (
    <article className="paper hand-over-paper">
      {each.map((receiver) => (
        <Sheet
          key={receiver ?? ''}
          {...props}
          cases={cases.filter((row) => receivers.get(row.id) === receiver)}
          receiver={receiver}
        />
      ))}
    </article>
  );
}

function Sheet(props: HandOverPaperProps & { readonly receiver: string | undefined }) {
  const { workflow, cases, receiver, giver, witness, reason, signedOn, place, nameOf } = props;
  const { t, say, language } = useWords(handOverTexts);
  const called = (id: string | undefined) => (id === undefined ? '' : nameOf(id));
  return (
    <section className="hand-over-sheet">
      <h1>{t('paperTitle')}</h1>
      <table>
        <tbody>
          <tr>
            <th scope="row">{t('from')}</th>
            <td>{called(giver)}</td>
            <th scope="row">{t('to')}</th>
            <td>{called(receiver)}</td>
          </tr>
          <tr>
            <th scope="row">{t('paperPlace')}</th>
            <td>{place}</td>
            <th scope="row">{t('signedOn')}</th>
            <td>{signedOn === undefined ? '' : dayWords(signedOn, language)}</td>
          </tr>
          <tr>
            <th scope="row">{t('witness')}</th>
            <td>{called(witness)}</td>
            <th scope="row">{t('reason')}</th>
            <td>{reason}</td>
          </tr>
        </tbody>
      </table>
      <table className="hand-over-list">
        <thead>
          <tr>
            {(['paperNth', 'paperNumber', 'paperOpened', 'category', 'community', 'state', 'paperDue'] as const).map(
              (column) => (
                <th scope="col" key={column}>
                  {t(column)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {cases.map((row, index) => {
            const due = pressing(row);
            const { category, community } = row;
            return (
              <tr key={row.id}>
                <td>{index + 1}</td>
                <td>{calledBy(row) ?? t('unnumbered')}</td>
                <td>{beijingDay(Date.parse(row.openedAt))}</td>
                <td>
                  {typeof category === 'string' &&
                    say(workflow.fields['category']?.['x-linli-choices']?.[category], category)}
                </td>
                <td>{typeof community === 'string' && <Reference to="community" id={community} />}</td>
                <td>{say(workflow.states.find((one) => one.name === row.state)?.words, row.state)}</td>
                <td>
                  {due && (
                    <>
                      {say(workflow.deadlines[due.name]?.words, due.name)} {lastDay(due.dueAt)}
                      {due.isLate && `（${t('overdue')}）`}
                    </>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>{t('paperTotal', { n: cases.length })}</p>
      <div className="hand-over-signs">
        {(['from', 'to', 'witness'] as const).map((role) => (
          <p key={role}>
            {t('paperSign', { who: t(role) })}
            <span className="hand-over-sign" />
            {t('paperDay')}
          </p>
        ))}
      </div>
    </section>
  );
}
