/** What one event changed: the fields it recorded; a correction with what was there before; what the clocks did in one line. */
import { useDescription } from '../api/queries.js';
import type { HistoryItem, Workflow } from '../api/types.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { dayWords, lastDay } from '../words/times.js';

interface ChangesProps {
  readonly workflow: Workflow;
  readonly item: HistoryItem;
  readonly persons: ReadonlyMap<string, string>;
}

/** Ids that say nothing to people; they stand in the raw event. */
const UNTOLD = ['event', 'timerId', 'type', 'setting', 'party', 'subDistrict'];

export function Changes(props: ChangesProps) {
  const { workflow, item, persons } = props;
  const { say } = useWords();
  const { standing } = useDescription();
  if (item.type === 'Corrected') return <Corrected {...props} />;
  const kind = workflow.events[item.type];
  if (kind?.standing && typeof item.data['name'] === 'string') return <OfDeadline {...props} />;
  const shown = Object.entries(item.data).filter(([name]) => !UNTOLD.includes(name));
  if (shown.length === 0) return null;
  return (
    <dl className="changes">
      {shown.map(([name, value]) => {
        const field = kind?.standing ? standing[name] : workflow.fields[name];
        return (
          <div key={name}>
            <dt>{say(field?.['x-linli-words'] ?? workflow.fieldWords[name], name)}</dt>
            <dd>
              <Value value={value} field={field} persons={persons} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Corrected({ workflow, item: { data }, persons }: ChangesProps) {
  const { say } = useWords();
  const name = typeof data['field'] === 'string' ? data['field'] : '';
  const field = workflow.fields[name];
  return (
    <dl className="changes">
      <div>
        <dt>{say(workflow.fieldWords[name], name)}</dt>
        <dd>
          <s>
            <Value value={data['before']} field={field} persons={persons} />
          </s>{' '}
          → <Value value={data['after']} field={field} persons={persons} />
          {typeof data['reason'] === 'string' && <div className="muted">{data['reason']}</div>}
        </dd>
      </div>
    </dl>
  );
}

/** Missed, told, moved, extended: which deadline, and the day it was or is about. */
function OfDeadline({ workflow, item: { data }, persons }: ChangesProps) {
  const { say, language } = useWords();
  const { standing } = useDescription();
  const { name, dueAt, timerId: _, setting: __, ...more } = data;
  const called = typeof name === 'string' ? say(workflow.deadlines[name]?.words, name) : '';
  return (
    <p className="changes-line muted">
      <span>{called}</span>
      {typeof dueAt === 'string' && <span>{dayWords(lastDay(dueAt), language)}</span>}
      {Object.entries(more).map(([field, value]) => (
        <span key={field}>
          {say(standing[field]?.['x-linli-words'], field)}{' '}
          <Value value={value} field={standing[field]} persons={persons} />
        </span>
      ))}
    </p>
  );
}
