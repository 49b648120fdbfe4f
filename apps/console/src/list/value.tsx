/** A recorded value as people read it: choices and references by their words, days and amounts with their units. */
import type { ReactNode } from 'react';
import type { Schema } from '../api/types.js';
import { isMembers, isShut, itemsOf, valueWords, type MembersOf } from '../form/value-words.js';
import { useWords } from '../words/language.js';
import { PlaceName } from './place-name.js';
import { Reference } from './reference.js';

interface ValueProps {
  readonly value: unknown;
  readonly field: Schema | undefined;
  /** Natural persons of the case, by id. */
  readonly persons?: ReadonlyMap<string, string>;
}

const NOBODY: ReadonlyMap<string, string> = new Map();

export function Value({ value, field, persons = NOBODY }: ValueProps): ReactNode {
  const words = useWords();
  if (value === null || value === undefined || value === '') return words.t('nothing');
  if (Array.isArray(value))
    return (
      <ul className="values">
        {value.map((one: unknown, index) => (
          <li key={index}>
            <Value value={one} field={itemsOf(field)} persons={persons} />
          </li>
        ))}
      </ul>
    );
  if (isMembers(value))
    return isShut(value) ? (
      <span className="muted">{valueWords(value, field, words)}</span>
    ) : (
      <Members value={value} field={field} />
    );
  if (typeof value === 'string' && !field?.['x-linli-choices']?.[value]) {
    if (field?.['x-linli-ref']) return <Reference to={field['x-linli-ref']} id={value} />;
    if (field?.['x-linli-place']) return <PlaceName place={value} />;
  }
  const said = valueWords(value, field, words);
  if (said !== value) return said;
  return persons.get(said) ?? <span className="text">{said}</span>;
}

/** Somebody: name first, telephone to be dialled, the rest as the paper asks it. */
function Members({ value, field }: { readonly value: MembersOf; readonly field: Schema | undefined }) {
  const { say } = useWords();
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
