/** Who did what, when, why, and what changed; one click to the event as it is recorded. */
import { CodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { HistoryItem, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { agoWords, exact, shortTime } from '../words/times.js';
import { Changes } from './changes.js';
import { undoneIn } from './record.js';
import { caseTexts } from './texts.js';

interface TimelineProps {
  readonly workflow: Workflow;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
}

/** As many at once; more on demand. */
const SHOWN_AT_ONCE = 200;

export function Timeline({ workflow, history, persons }: TimelineProps) {
  const { t } = useWords(caseTexts);
  const [max, setMax] = useState(SHOWN_AT_ONCE);
  const undone = useMemo(() => undoneIn(history), [history]);
  const newest = history.slice(-max).reverse();
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline')}</h2>
      <ol className="timeline">
        {newest.map((item) => (
          <Happened
            key={item.id}
            workflow={workflow}
            item={item}
            history={history}
            undo={undone.get(item.id)}
            persons={persons}
          />
        ))}
      </ol>
      {history.length > max && (
        <Button type="link" size="small" className="link-plain" onClick={() => setMax(max + SHOWN_AT_ONCE)}>
          {t('timelineMore', { n: history.length - max })}
        </Button>
      )}
    </section>
  );
}

/** Told as an entry of the past when that much lies between. */
const LATE_ENTRY_MS = 10 * 60_000;

interface HappenedProps extends TimelineProps {
  readonly item: HistoryItem;
  /** What took it back. */
  readonly undo: HistoryItem | undefined;
}

function Happened({ workflow, item, history, undo, persons }: HappenedProps) {
  const { t, language } = useWords(caseTexts);
  const now = useNow();
  const [raw, setRaw] = useState(false);
  const system = item.actor.kind !== 'person';
  const late = Date.parse(item.recordedAt) - Date.parse(item.occurredAt) > LATE_ENTRY_MS;
  return (
    <li
      className={`happened${system ? ' happened-system' : ''}${item.type === 'DeadlineMissed' ? ' happened-late' : ''}${undo ? ' happened-undone' : ''}`}
    >
      <div className="happened-head">
        <span>
          <strong>{item.words.who}</strong> {undo ? <s>{item.words.what}</s> : item.words.what}
        </span>
        <span className="happened-when">
          <time className="muted" dateTime={item.occurredAt} title={exact(item.occurredAt, language)}>
            {agoWords(item.occurredAt, now, language)}
          </time>
          <Button
            type="text"
            size="small"
            icon={<CodeOutlined />}
            aria-label={t('raw')}
            title={t('raw')}
            aria-expanded={raw}
            onClick={() => setRaw(!raw)}
          />
        </span>
      </div>
      {undo && (
        <p className="happened-undo">
          {t('undoneBy', { who: undo.words.who, when: exact(undo.occurredAt, language) })}
        </p>
      )}
      {late && <p className="happened-entered">{t('enteredLate', { when: shortTime(item.recordedAt, language) })}</p>}
      <Changes workflow={workflow} item={item} history={history} persons={persons} />
      {raw && (
        <pre className="raw" tabIndex={0}>
          {JSON.stringify(item, undefined, 2)}
        </pre>
      )}
    </li>
  );
}
