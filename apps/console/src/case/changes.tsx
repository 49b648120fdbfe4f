/** What one event changed: the fields it recorded; a correction with what was there before; what the clocks did in one line. */
import { useDescription } from '../api/queries.js';
import type { HistoryItem, Json, Workflow } from '../api/types.js';
import { Reference } from '../list/reference.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { dayWords, lastDay } from '../words/times.js';
import { beforeOf, movedBy, personsOf } from './record.js';
import { caseTexts } from './texts.js';

interface ChangesProps {
  readonly workflow: Workflow;
  readonly item: HistoryItem;
  readonly history: readonly HistoryItem[];
  readonly persons: ReadonlyMap<string, string>;
}

/** Ids that say nothing to people; they stand in the raw event. */
const UNTOLD = ['event', 'timerId', 'type', 'setting', 'subDistrict'];

export function Changes(props: ChangesProps) {
  const { workflow, item, persons } = props;
  const { say } = useWords();
  const { standing } = useDescription();
  if (item.type === 'Corrected') return <Corrected {...props} />;
  if (item.type === 'Undone') return <Undone {...props} />;
  if (item.type === 'RelatedLinked') return <Linked {...props} />;
  const kind = workflow.events[item.type];
  if (kind?.standing && typeof item.data['name'] === 'string') return <OfDeadline {...props} />;
  // In the order in which they are asked for.
  const order = [...(kind?.fields ?? [])];
  const shown = Object.entries(item.data)
    .filter(([name, value]) => !UNTOLD.includes(name) && !isNamedBeside(value, item))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
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

/** A party is not told twice where the same event says who they are. */
function isNamedBeside(value: Json, { data }: HistoryItem): boolean {
  return typeof value === 'string' && [...personsOf([{ data }]).keys()].includes(value);
}

/** Which step was taken back, and why. */
function Undone({ workflow, item: { data } }: ChangesProps) {
  const { t, say } = useWords(caseTexts);
  const { type, reason } = data;
  return (
    <dl className="changes">
      <div>
        <dt>{t('undoneStep')}</dt>
        <dd>
          {typeof type === 'string' && say(workflow.events[type]?.words, type)}
          {typeof reason === 'string' && <div className="muted">{reason}</div>}
        </dd>
      </div>
    </dl>
  );
}

/** What was linked to, by what it is called. */
function Linked({ item: { data } }: ChangesProps) {
  const { say } = useWords();
  const { items } = useDescription();
  const { workflow: name, to, reason } = data;
  if (typeof name !== 'string' || typeof to !== 'string') return null;
  return (
    <p className="changes-line">
      <span>{say(items.find((each) => each.name === name)?.words.one, name)}</span>
      <span>
        <Reference to={name} id={to} />
      </span>
      {typeof reason === 'string' && <span className="muted">{reason}</span>}
    </p>
  );
}

function Corrected({ workflow, item, history, persons }: ChangesProps) {
  const { say } = useWords();
  const { data } = item;
  const name = typeof data['field'] === 'string' ? data['field'] : '';
  const field = workflow.fields[name];
  return (
    <dl className="changes">
      <div>
        <dt>{say(workflow.fieldWords[name], name)}</dt>
        <dd>
          <s>
            <Value value={beforeOf(item, history)} field={field} persons={persons} />
          </s>{' '}
          → <Value value={data['after']} field={field} persons={persons} />
          {typeof data['reason'] === 'string' && <div className="muted">{data['reason']}</div>}
        </dd>
      </div>
    </dl>
  );
}

/** Missed, told, moved, extended: which deadline, and the day it was or is about. */
function OfDeadline({ workflow, item, history, persons }: ChangesProps) {
  const { t, say, language } = useWords(caseTexts);
  const { standing } = useDescription();
  const { name, dueAt, timerId: _, setting: __, ...more } = item.data;
  const moved = movedBy(item, history);
  const called = typeof name === 'string' ? say(workflow.deadlines[name]?.words, name) : '';
  return (
    <p className="changes-line muted">
      <span>{called}</span>
      {typeof dueAt === 'string' && <span>{dayWords(lastDay(dueAt), language)}</span>}
      {moved && (
        <span>
          {moved.from !== undefined && <s>{dayWords(lastDay(moved.from), language)}</s>}{' '}
          {t('movedTo', { day: dayWords(lastDay(moved.to), language) })}
        </span>
      )}
      {Object.entries(more).map(([field, value]) => (
        <span key={field}>
          {say(standing[field]?.['x-linli-words'], field)}{' '}
          <Value value={value} field={standing[field]} persons={persons} />
        </span>
      ))}
    </p>
  );
}
