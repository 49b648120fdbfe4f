/** The whole record of a case on A4, as an office expects it: title centred, facts, what was done, room for signature and seal. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import type { Case, HistoryItem, Person, Workflow } from '../api/types.js';
import { Called } from '../list/called-name.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { serverNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { dueExact, exact } from '../words/times.js';
import { Changes } from './changes.js';
import { Parties } from './parties.js';
import { partyFields, sectionsOf } from './record.js';
import { caseTexts } from './texts.js';
import './paper.css';

export interface PaperProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
  readonly me: Person;
}

export function Paper({ workflow, one, history, persons, me }: PaperProps) {
  const { t, say, language } = useWords(caseTexts);
  const state = say(workflow.states.find((each) => each.name === one.state)?.words, one.state);
  const dates = [
    ...one.late.map((each) => ({ ...each, late: true })),
    ...one.deadlines.map((each) => ({ ...each, late: false })),
  ];
  return (
    <article className="paper">
      <header>
        <h1>{t('paperTitle', { one: say(workflow.words.one) })}</h1>
        <Code url={`${window.location.origin}/${workflow.path}/${encodeURIComponent(one.id)}`} label={t('paperCode')} />
      </header>
      <table>
        <tbody>
          <tr>
            <th scope="row">{t('paperNumber')}</th>
            <td>
              <Called workflow={workflow} row={one} otherwise={t('unnumbered')} />
            </td>
            <th scope="row">{t('paperState')}</th>
            <td>{state}</td>
          </tr>
          <tr>
            <th scope="row">{t('paperOpened')}</th>
            <td>{exact(one.openedAt, language)}</td>
            <th scope="row">{t('paperDeadlines')}</th>
            <td>
              {dates.length === 0 && t('nothing')}
              {dates.map((date) => (
                <div key={`${date.name} ${date.dueAt}`}>
                  {say(workflow.deadlines[date.name]?.words, date.name)} {dueExact(date.dueAt, language)}
                  {date.late && `（${t('late')}）`}
                </div>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <h2>{t('paperFacts')}</h2>
      <Facts workflow={workflow} one={one} history={history} persons={persons} />
      <Parties workflow={workflow} history={history} persons={persons} />
      <h2>{t('paperRecord')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col" className="paper-when">
              {t('paperWhen')}
            </th>
            <th scope="col" className="paper-who">
              {t('paperWho')}
            </th>
            <th scope="col" className="paper-what">
              {t('paperWhat')}
            </th>
          </tr>
        </thead>
        <tbody>
          {history.map((item) => (
            <tr key={item.id}>
              <td className="paper-when">{exact(item.occurredAt, language)}</td>
              <td>{item.words.who}</td>
              <td>
                {item.words.what}
                <Changes workflow={workflow} item={item} persons={persons} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {one.comments.length > 0 && (
        <>
          <h2>{t('paperComments')}</h2>
          <ul>
            {one.comments.map((comment) => (
              <li key={comment.id}>
                {exact(comment.at, language)} <Reference to="person" id={comment.by} />：
                <Value value={comment.text} field={undefined} />
              </li>
            ))}
          </ul>
        </>
      )}
      <footer>
        <p>{t('paperSigned')}</p>
        <p>{t('paperSeal')}</p>
        <p>{t('paperDay')}</p>
        <p className="paper-printed">
          {t('paperPrinted', { who: me.name, when: exact(new Date(serverNow()).toISOString(), language) })}
        </p>
      </footer>
    </article>
  );
}

function Facts({ workflow, one, history, persons }: Omit<PaperProps, 'me'>) {
  const { say } = useWords();
  const sections = useMemo(() => sectionsOf(workflow, one, history, partyFields(workflow)), [workflow, one, history]);
  return (
    <table>
      <tbody>
        {sections.flatMap((section) =>
          section.fields.map((name) => (
            <tr key={`${section.event} ${section.at} ${name}`}>
              <th scope="row">{say(workflow.fieldWords[name], name)}</th>
              <td>
                <Value value={one[name]} field={workflow.fields[name]} persons={persons} />
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

/** A QR code as one path: dark modules only. */
function Code({ url, label }: { readonly url: string; readonly label: string }) {
  const { data, size } = useMemo(() => encode(url, { ecc: 'M', border: 2 }), [url]);
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <figure className="paper-code">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={url}>
        <path d={path} />
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
