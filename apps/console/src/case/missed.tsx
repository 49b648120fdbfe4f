/** Deadlines that were missed and are waited for no longer, or were excused: a miss stays what it was, with what was said of it. */
import type { Case, HistoryItem, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { dayWords, exact, lastDay } from '../words/times.js';
import { textOf } from './record.js';
import { caseTexts } from './texts.js';

interface MissedProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
}

export function Missed({ workflow, one, history }: MissedProps) {
  const { t, say, language } = useWords(caseTexts);
  if (one.misses.length === 0) return null;
  return (
    <div className="fact-section">
      <h3>{t('missedTitle')}</h3>
      <ul>
        {one.misses.map(({ name, dueAt, excused }) => {
          const said = history.find(
            (item) => item.type === 'MissExcused' && item.data['name'] === name && item.recordedAt > dueAt,
          );
          return (
            <li key={`${name} ${dueAt}`}>
              {say(workflow.deadlines[name]?.words, name)} ·{' '}
              {t('missedDue', { day: dayWords(lastDay(dueAt), language) })}
              {excused && ` · ${t('missedExcused')}`}
              {excused && said && (
                <span className="muted" title={exact(said.occurredAt, language)}>
                  {' '}
                  {said.words.who}
                  {SIGNS[language].colon}
                  <span className="text">{textOf(said.data['reason'])}</span>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
