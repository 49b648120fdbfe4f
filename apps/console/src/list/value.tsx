/** A recorded value as people read it: choices and references by their words, days and amounts with their units. */
import type { ReactNode } from 'react';
import type { Schema } from '../api/types.js';
import { useWords } from '../words/language.js';
import { isLength, lengthWords, positionWords, quantity } from '../words/quantities.js';
import { dayWords, exact } from '../words/times.js';
import { PlaceName } from './place-name.js';
import { Reference } from './reference.js';

export interface ValueProps {
  readonly value: unknown;
  readonly field: Schema | undefined;
  /** Natural persons of the case, by id. */
  readonly persons?: ReadonlyMap<string, string>;
}

const NOBODY: ReadonlyMap<string, string> = new Map();

export function Value({ value, field, persons = NOBODY }: ValueProps): ReactNode {
  const { t, say, language } = useWords();
  if (value === null || value === undefined || value === '') return t('nothing');
  if (Array.isArray(value)) {
    const items = field?.items ? { ...field.items, ...choicesOf(field) } : undefined;
    return (
      <ul className="values">
        {value.map((one: unknown, index) => (
          <li key={index}>
            <Value value={one} field={items} persons={persons} />
          </li>
        ))}
      </ul>
    );
  }
  if (isLength(value)) return lengthWords(value, language);
  if (typeof value === 'object') return <Members value={value as Record<string, unknown>} field={field} />;
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (typeof value === 'number') return quantity(value, field?.['x-linli-kind'] ?? '', language);
  const text = typeof value === 'string' ? value : '';
  const choice = field?.['x-linli-choices']?.[text];
  if (choice) return say(choice, text);
  if (field?.['x-linli-ref']) return <Reference to={field['x-linli-ref']} id={text} />;
  if (field?.['x-linli-place']) return <PlaceName place={text} />;
  if (field?.format === 'date') return dayWords(text, language);
  if (field?.format === 'date-time') return exact(text, language);
  if (field?.['x-linli-kind'] === 'position') return positionWords(text);
  return persons.get(text) ?? <span className="text">{text}</span>;
}

function choicesOf(field: Schema): Schema {
  return field['x-linli-choices'] ? { 'x-linli-choices': field['x-linli-choices'] } : {};
}

/** Somebody: name first, telephone to be dialled, the rest as the paper asks it. */
function Members({ value, field }: { readonly value: Record<string, unknown>; readonly field: Schema | undefined }) {
  const { t, say } = useWords();
  if (value['$erased'] === true) return <span className="muted">{t('erased')}</span>;
  if (value['$closed'] === true) return <span className="muted">{t('closedNow')}</span>;
  const known = Object.entries(value).filter(([name, one]) => name !== 'person' && one !== null && one !== undefined);
  const { name, phone } = value;
  const rest = known.filter(([member]) => member !== 'name' && member !== 'phone');
  return (
    <span className="members-value">
      {name !== undefined && <Value value={name} field={undefined} />}
      {typeof phone === 'string' && (
        <a className="phone" href={`tel:${phone}`}>
          {phone}
        </a>
      )}
      {rest.map(([member, one]) => (
        <span key={member} className="muted">
          {say(field?.properties?.[member]?.['x-linli-words'], member)}{' '}
          <Value value={one} field={field?.properties?.[member]} />
        </span>
      ))}
    </span>
  );
}
