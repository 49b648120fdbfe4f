/** "This will …": what a dry run says a step would record, where it would lead and which deadlines would then run. */
import type { StepAnswer, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { dayWords, dueWords, exact, lastDay } from '../words/times.js';

interface WouldProps {
  readonly workflow: Workflow;
  readonly would: StepAnswer;
  readonly before: string | undefined;
}

export function Would({ workflow, would, before }: WouldProps) {
  const { t, say, language } = useWords();
  const now = useNow();
  const state = (name: string | undefined) => say(workflow.states.find((one) => one.name === name)?.words, name);
  return (
    <section className="would" aria-live="polite">
      <h3>{t('thisWill')}</h3>
      <dl>
        <dt>{t('willRecord')}</dt>
        <dd>{would.events?.map((name) => say(workflow.events[name]?.words, name)).join('、')}</dd>
        <dt>{t('willState')}</dt>
        <dd>
          {would.state === before
            ? t('willStay')
            : `${before === undefined ? '' : `${state(before)} → `}${state(would.state)}`}
        </dd>
        <dt>{t('willDeadlines')}</dt>
        <dd>
          {would.deadlines.length === 0
            ? t('willNoDeadlines')
            : would.deadlines.map(({ name, dueAt }) => (
                <div key={name}>
                  <span title={exact(dueAt, language)}>
                    {say(workflow.deadlines[name]?.words, name)} {dayWords(lastDay(dueAt), language)} ·{' '}
                    {dueWords(dueAt, now, language)}
                  </span>
                </div>
              ))}
        </dd>
      </dl>
    </section>
  );
}
