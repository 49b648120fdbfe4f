/** The facts by the step that told them, in the order in which they came; what is descriptive can be corrected in place, visibly. */
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import type { Case, Command, HistoryItem, StepAnswer, Workflow } from '../api/types.js';
import { draftedSteps } from '../form/drafts.js';
import { isLong } from '../form/value-words.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { exact, shortTime } from '../words/times.js';
import { CorrectForm } from './correct-form.js';
import { Missed } from './missed.js';
import { Parties } from './parties.js';
import { changedSince, recordedLast, sectionsOf, type FactEntry, type FactSection } from './record.js';
import { caseTexts } from './texts.js';

interface FactsProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
  readonly person: string;
  readonly correct: Command | undefined;
  readonly onDone: (command: Command, answer: StepAnswer) => void;
}

/** Of one kind; what is older stands in the timeline. */
const EARLIER_MAX = 30;

export function Facts({ workflow, one, history, persons, person, correct, onDone }: FactsProps) {
  const { t, say, language } = useWords(caseTexts);
  const sections = useMemo(() => sectionsOf(workflow, history), [workflow, history]);
  const newest = useMemo(() => recordedLast(workflow, history), [workflow, history]);
  const [correcting, setCorrecting] = useState<string>();
  /** The field whose button has the focus again once it is back. */
  const left = useRef<string>(undefined);
  const drafted = draftedSteps(person, workflow.path, one.id);
  const leave = (name: string): void => {
    left.current = name;
    setCorrecting(undefined);
  };

  const valueOf = (entry: FactEntry, section: FactSection, name: string): ReactNode => {
    const field = workflow.fields[name];
    const label = say(workflow.fieldWords[name], name);
    const mayCorrect = correct && field?.['x-linli-correctable'] === true && newest.get(name) === entry.id;
    if (correcting === name && mayCorrect)
      return (
        <CorrectForm
          workflow={workflow}
          command={correct}
          one={one}
          person={person}
          name={name}
          field={field}
          value={entry.values[name]}
          persons={persons}
          onDone={(answer) => {
            leave(name);
            onDone(correct, answer);
          }}
          onCancel={() => leave(name)}
        />
      );
    const mark = drafted.includes(`${correct?.path}.${name}`) ? ` ${t('unlabelledDraft')}` : '';
    const since = entry === section.now ? changedSince(workflow, sections, section, name) : undefined;
    return (
      <>
        <Value value={entry.values[name]} field={field} persons={persons} />
        {since !== undefined && (
          <span className="muted fact-since">
            {t('factSince')} <Value value={since} field={field} persons={persons} />
          </span>
        )}
        {mayCorrect && (
          <Button
            type="text"
            size="small"
            className="fact-edit"
            ref={(button: HTMLButtonElement | null) => {
              if (left.current !== name) return;
              button?.focus();
              left.current = undefined;
            }}
            icon={<EditOutlined />}
            aria-label={t('correctField', { field: label }) + mark}
            title={t('editedNow')}
            onClick={() => setCorrecting(name)}
          >
            {mark}
          </Button>
        )}
      </>
    );
  };
  const told = (entry: FactEntry, section: FactSection): ReactNode => (
    <dl>
      {entry.fields.map((name) => {
        const field = workflow.fields[name];
        return (
          <div key={name} className={`fact${field && isLong(field) ? ' fact-wide' : ''}`}>
            <dt>{say(workflow.fieldWords[name], name)}</dt>
            <dd>{valueOf(entry, section, name)}</dd>
          </div>
        );
      })}
    </dl>
  );
  const when = ({ at }: FactEntry): ReactNode => (
    <time className="muted" dateTime={at} title={exact(at, language)}>
      {shortTime(at, language)}
    </time>
  );

  return (
    <section className="panel facts" aria-labelledby="facts">
      <h2 id="facts">{t('facts')}</h2>
      {sections.length === 0 && <p className="muted">{t('factsNone')}</p>}
      <Parties workflow={workflow} history={history} persons={persons} />
      {sections.map((section) => (
        <div key={section.event} className="fact-section">
          <h3>
            <span>
              {say(workflow.events[section.event]?.words, section.event)}
              {section.now.nth > 1 && ` · ${t('factNth', { n: section.now.nth })}`}
            </span>
            {when(section.now)}
          </h3>
          {told(section.now, section)}
          {section.earlier.length > 0 && (
            <details className="fact-earlier">
              <summary>{t('factEarlier', { n: section.earlier.length })}</summary>
              {section.earlier.slice(0, EARLIER_MAX).map((entry) => (
                <div key={entry.id} className="fact-entry">
                  <h4>
                    {t('factNth', { n: entry.nth })} {when(entry)}
                  </h4>
                  {told(entry, section)}
                </div>
              ))}
              {section.earlier.length > EARLIER_MAX && <p className="muted">{t('factOlder')}</p>}
            </details>
          )}
        </div>
      ))}
      <Missed workflow={workflow} one={one} history={history} />
    </section>
  );
}
