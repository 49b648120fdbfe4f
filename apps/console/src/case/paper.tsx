/** The whole record of a case on A4, as an office expects it: title centred, facts, what was done, room for signature and seal. */
import { Fragment, useMemo } from 'react';
import { encode } from 'uqr';
import { useDescription } from '../api/queries.js';
import type { Case, HistoryItem, Person, Workflow } from '../api/types.js';
import { isLong, valueWords } from '../form/value-words.js';
import { Called } from '../list/called-name.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { serverNow } from '../live/clock.js';
import { useWords, type Language } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { dayWords, lastDay, stamp } from '../words/times.js';
import { Parties } from './parties.js';
import { movedBy, partiesOf, sectionsOf, textOf, undoneIn } from './record.js';
import { caseTexts } from './texts.js';
import { VoidNumbers } from './void-numbers.js';
import './paper.css';

export interface PaperProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
  readonly me: Person;
}

/** Of one kind; what is older stands in the course. */
const ENTRIES_MAX = 30;

export function Paper({ workflow, one, history, persons, me }: PaperProps) {
  const { t, say, language } = useWords(caseTexts);
  const state = say(workflow.states.find((each) => each.name === one.state)?.words, one.state);
  const dates = [
    ...one.misses.map(({ name, dueAt, excused }) => ({ name, dueAt, words: t(excused ? 'paperExcused' : 'late') })),
    ...one.deadlines.map(({ name, dueAt }) => ({ name, dueAt, words: '' })),
  ];
  const hasParties = partiesOf(workflow, history).columns.length > 0;
  const parts = [
    ...(hasParties
      ? [{ title: t('paperParties'), content: <Parties workflow={workflow} history={history} persons={persons} /> }]
      : []),
    { title: t('paperFacts'), content: <Facts workflow={workflow} history={history} persons={persons} /> },
    { title: t('paperRecord'), content: <Course workflow={workflow} history={history} persons={persons} /> },
    ...(one.comments.length > 0 ? [{ title: t('paperComments'), content: <Remarks one={one} /> }] : []),
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
              <VoidNumbers one={one} />
            </td>
            <th scope="row">{t('paperState')}</th>
            <td>{state}</td>
          </tr>
          <tr>
            <th scope="row">{t('paperOpened')}</th>
            <td>{stamp(one.openedAt, language)}</td>
            <th scope="row">{t('paperDeadlines')}</th>
            <td>
              {dates.length === 0 && t('nothing')}
              {dates.map(({ name, dueAt, words }) => (
                <div key={`${name} ${dueAt}`}>
                  {say(workflow.deadlines[name]?.words, name)}{' '}
                  <span className="paper-whole">{dayWords(lastDay(dueAt), language)}</span>
                  {words !== '' && `（${words}）`}
                </div>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      {parts.map(({ title, content }, index) => (
        <section key={title}>
          <h2>
            {ordinal(index, language)}
            {title}
          </h2>
          {content}
        </section>
      ))}
      <footer>
        <p>{t('paperSigned')}</p>
        <p>{t('paperSeal')}</p>
        <p>{t('paperDay')}</p>
        <p className="paper-printed">
          {t('paperPrinted', { who: me.name, when: stamp(new Date(serverNow()).toISOString(), language) })}
        </p>
      </footer>
    </article>
  );
}

function ordinal(index: number, language: Language): string {
  return language === 'en' ? `${index + 1}. ` : `${'一二三四五'[index] ?? index + 1}、`;
}

/** What each step told under the name of the step, in the order in which it came; what came more than once by number. */
function Facts({ workflow, history, persons }: Omit<PaperProps, 'me' | 'one'>) {
  const { t, say, language } = useWords(caseTexts);
  const sections = useMemo(() => sectionsOf(workflow, history), [workflow, history]);
  const told = sections
    .flatMap((section) => [section.now, ...section.earlier].slice(0, ENTRIES_MAX).map((entry) => ({ section, entry })))
    .sort((a, b) => a.entry.at.localeCompare(b.entry.at));
  return told.map(({ section, entry }) => (
    <table key={entry.id} className="paper-facts">
      <caption>
        {say(workflow.events[section.event]?.words, section.event)}
        {section.now.nth > 1 && ` · ${t('factNth', { n: entry.nth })}`}
        <span className="paper-at">{stamp(entry.at, language)}</span>
      </caption>
      <tbody>
        {rowsOf(workflow, entry.fields).map((names) => (
          <tr key={names.join(' ')}>
            {names.map((name) => (
              <Fragment key={name}>
                <th scope="row">{say(workflow.fieldWords[name], name)}</th>
                <td colSpan={names.length === 1 ? 3 : 1}>
                  <Value value={entry.values[name]} field={workflow.fields[name]} persons={persons} />
                </td>
              </Fragment>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  ));
}

/** Two that are short beside each other; what is long has a line of its own. */
function rowsOf(workflow: Workflow, names: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const isShort = (name: string | undefined): boolean => {
    const field = name === undefined ? undefined : workflow.fields[name];
    return field !== undefined && !isLong(field) && field.type !== 'array' && field.properties === undefined;
  };
  for (const name of names) {
    const last = rows.at(-1);
    if (last?.length === 1 && isShort(last[0]) && isShort(name)) last.push(name);
    else rows.push([name]);
  }
  return rows;
}

/** Nothing else on the paper tells why a clock stood still. */
const CLOCK = ['ClockPaused', 'ClockResumed'];

/** What was done, in short: what each step told stands among the facts. */
function Course({ workflow, history, persons }: Pick<PaperProps, 'workflow' | 'history' | 'persons'>) {
  const { t, say, language } = useWords(caseTexts);
  const { standing } = useDescription();
  const undone = useMemo(() => undoneIn(history), [history]);
  const about = (item: HistoryItem): string => {
    const { type, data } = item;
    const { name, field, party } = data;
    if (type === 'Corrected') return say(workflow.fieldWords[textOf(field)], textOf(field));
    if (type === 'Undone') return say(workflow.events[textOf(data['type'])]?.words, textOf(data['type']));
    if (CLOCK.includes(type)) {
      const words = { t, say, language };
      return [data['why'], data['reason']]
        .map((value, index) => valueWords(value, index === 0 ? standing['why'] : undefined, words))
        .filter(Boolean)
        .join(SIGNS[language].comma);
    }
    if (typeof party === 'string') return persons.get(party) ?? t('erased');
    if (!workflow.events[type]?.standing || typeof name !== 'string') return '';
    const moved = movedBy(item, history);
    const day = moved ? ` ${t('movedTo', { day: dayWords(lastDay(moved.to), language) })}` : '';
    return `${say(workflow.deadlines[name]?.words, name)}${day}`;
  };
  return (
    <table className="paper-course">
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
        {history
          .filter(({ type }) => type !== 'Commented')
          .map((item) => {
            const told = about(item);
            return (
              <tr key={item.id}>
                <td className="paper-when">{stamp(item.occurredAt, language)}</td>
                <td>{item.words.who}</td>
                <td>
                  {item.words.what}
                  {told !== '' && `${SIGNS[language].colon}${told}`}
                  {undone.has(item.id) && t('paperUndone')}
                </td>
              </tr>
            );
          })}
      </tbody>
    </table>
  );
}

function Remarks({ one }: Pick<PaperProps, 'one'>) {
  const { language } = useWords();
  return (
    <ul>
      {one.comments.map((comment) => (
        <li key={comment.id}>
          {stamp(comment.at, language)} <Reference to="person" id={comment.by} />
          {SIGNS[language].colon}
          <Value value={comment.text} field={undefined} />
        </li>
      ))}
    </ul>
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
