/** The facts in the order in which steps brought them; what is descriptive can be corrected in place, visibly. */
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useRef, useState } from 'react';
import type { Case, Command, HistoryItem, StepAnswer, Workflow } from '../api/types.js';
import { isLong } from '../form/value-words.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { exact, shortTime } from '../words/times.js';
import { CorrectForm } from './correct-form.js';
import { Parties } from './parties.js';
import { partyFields, sectionsOf } from './record.js';

interface FactsProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
  readonly person: string;
  readonly correct: Command | undefined;
  readonly onDone: (command: Command, answer: StepAnswer) => void;
}

export function Facts({ workflow, one, history, persons, person, correct, onDone }: FactsProps) {
  const { t, say, language } = useWords();
  const sections = useMemo(() => sectionsOf(workflow, one, history, partyFields(workflow)), [workflow, one, history]);
  const [correcting, setCorrecting] = useState<string>();
  /** The field whose button has the focus again once it is back. */
  const left = useRef<string>(undefined);
  const leave = (name: string): void => {
    left.current = name;
    setCorrecting(undefined);
  };
  return (
    <section className="panel facts" aria-labelledby="facts">
      <h2 id="facts">{t('facts')}</h2>
      {sections.length === 0 && <p className="muted">{t('factsNone')}</p>}
      <Parties workflow={workflow} history={history} persons={persons} />
      {sections.map((section) => (
        <div key={`${section.event} ${section.at}`} className="fact-section">
          <h3>
            {say(workflow.events[section.event]?.words, section.event)}
            <time className="muted" dateTime={section.at} title={exact(section.at, language)}>
              {shortTime(section.at, language)}
            </time>
          </h3>
          <dl>
            {section.fields.map((name) => {
              const field = workflow.fields[name];
              const label = say(workflow.fieldWords[name], name);
              return (
                <div key={name} className={`fact${field && isLong(field) ? ' fact-wide' : ''}`}>
                  <dt>{label}</dt>
                  <dd>
                    {correcting === name && correct && field ? (
                      <CorrectForm
                        workflow={workflow}
                        command={correct}
                        one={one}
                        person={person}
                        name={name}
                        field={field}
                        persons={persons}
                        onDone={(answer) => {
                          leave(name);
                          onDone(correct, answer);
                        }}
                        onCancel={() => leave(name)}
                      />
                    ) : (
                      <>
                        <Value value={one[name]} field={field} persons={persons} />
                        {correct && field?.['x-linli-correctable'] && (
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
                            aria-label={`${t('editedNow')}：${label}`}
                            title={t('editedNow')}
                            onClick={() => setCorrecting(name)}
                          />
                        )}
                      </>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      ))}
    </section>
  );
}
