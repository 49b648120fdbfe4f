/** "This will …": what a dry run says a step would record, where it would lead and which deadlines would then run. */
import { Fragment, type ReactNode } from 'react';
import type { Json, Schema, StepAnswer, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { dayWords, dueWords, dueExact, lastDay } from '../words/times.js';
import { valueWords } from './value-words.js';

interface WouldProps {
  readonly workflow: Workflow;
  readonly would: StepAnswer;
  readonly before: string | undefined;
  /** What a hand-made part has to say of it. */
  readonly children?: ReactNode;
}

export function Would({ workflow, would, before, children }: WouldProps) {
  const { t, say, language } = useWords();
  const now = useNow();
  const said = (value: Json, field: Schema | undefined): string | undefined => {
    const hasWords = typeof value === 'string' && (field?.['x-linli-choices']?.[value] || field?.format === 'date');
    const isPlain = typeof value === 'boolean' || typeof value === 'number';
    return hasWords || isPlain ? valueWords(value, field, { t, say, language }) : undefined;
  };
  // What the rule works out from what was entered; ids mean nothing to people.
  const follows = Object.entries(would.follows ?? {}).flatMap(([name, value]) => {
    const words = said(value, workflow.fields[name]);
    return words === undefined ? [] : [{ name, words }];
  });
  const state = (name: string | undefined) => say(workflow.states.find((one) => one.name === name)?.words, name);
  const deadline = (name: string) => say(workflow.deadlines[name]?.words, name);
  return (
    <section className="would" aria-live="polite">
      <h3>{t('thisWill')}</h3>
      <dl>
        <dt>{t('willRecord')}</dt>
        <dd>{would.events?.map((name) => say(workflow.events[name]?.words, name)).join(SIGNS[language].comma)}</dd>
        <dt>{t('willState')}</dt>
        <dd>
          {would.state === before
            ? t('willStay')
            : `${before === undefined ? '' : `${state(before)} → `}${state(would.state)}`}
        </dd>
        {follows.map(({ name, words }) => (
          <Fragment key={name}>
            <dt>{say(workflow.fieldWords[name], name)}</dt>
            <dd>{words}</dd>
          </Fragment>
        ))}
        <dt>{t('willDeadlines')}</dt>
        <dd>
          {would.paused.map(({ name }) => (
            <div key={name}>
              {deadline(name)} {t('paused')}
            </div>
          ))}
          {would.deadlines.length === 0 && would.paused.length === 0
            ? t('willNoDeadlines')
            : would.deadlines.map(({ name, dueAt }) => (
                <div key={name}>
                  <span title={dueExact(dueAt, language)}>
                    {deadline(name)} {dayWords(lastDay(dueAt), language)} · {dueWords(dueAt, now, language)}
                  </span>
                </div>
              ))}
        </dd>
      </dl>
      {children}
    </section>
  );
}
