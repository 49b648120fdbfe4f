/** Who did what, when, why, and what changed; one click to the event as it is recorded. */
import { CodeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { HistoryItem, Workflow } from '../api/types.js';
import { useNow } from '../live/clock.js';
import { useWords } from '../words/language.js';
import { agoWords, exact, shortTime } from '../words/times.js';
import { Changes } from './changes.js';

interface TimelineProps {
  readonly workflow: Workflow;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
}

export function Timeline({ workflow, history, persons }: TimelineProps) {
  const { t } = useWords();
  return (
    <section className="panel" aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline')}</h2>
      <ol className="timeline">
        {[...history].reverse().map((item) => (
          <Happened key={item.id} workflow={workflow} item={item} persons={persons} />
        ))}
      </ol>
    </section>
  );
}

/** Told as an entry of the past when that much lies between. */
const LATE_ENTRY_MS = 10 * 60_000;

function Happened({ workflow, item, persons }: { readonly item: HistoryItem } & Omit<TimelineProps, 'history'>) {
  const { t, language } = useWords();
  const now = useNow();
  const [raw, setRaw] = useState(false);
  const system = item.actor.kind !== 'person';
  const late = Date.parse(item.recordedAt) - Date.parse(item.occurredAt) > LATE_ENTRY_MS;
  return (
    <li
      className={`happened${system ? ' happened-system' : ''}${item.type === 'DeadlineMissed' ? ' happened-late' : ''}`}
    >
      <div className="happened-head">
        <span>
          <strong>{item.words.who}</strong> {item.words.what}
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
      {late && <p className="happened-entered">{t('enteredLate', { when: shortTime(item.recordedAt, language) })}</p>}
      <Changes workflow={workflow} item={item} persons={persons} />
      {raw && (
        <pre className="raw" tabIndex={0}>
          {JSON.stringify(item, undefined, 2)}
        </pre>
      )}
    </li>
  );
}
