/** A field made of several: somebody's name and telephone at once, what else papers ask of them on demand. */
import { Fragment } from 'react';
import type { Schema } from '../api/types.js';
import { useWords } from '../words/language.js';
import type { FieldProps } from './field-props.js';
import { fieldsOf, type Values } from './values.js';

/** Seen at once although it may be left out. */
const AT_ONCE = ['phone'];
/** Given by the server where it is not sent. */
const UNSEEN = ['person'];

interface MembersProps extends FieldProps {
  readonly label: string;
  readonly error: string | undefined;
}

export function MembersControl({ pointer, field, required, value, onChange, context, label, error }: MembersProps) {
  const { t } = useWords();
  const values = (value ?? {}) as Values;
  const members = fieldsOf(field).filter(({ name }) => !UNSEEN.includes(name));
  const first = members.filter((member) => member.required || AT_ONCE.includes(member.name));
  const more = members.filter((member) => !first.includes(member));
  const one = ({ name, field: member, required: needed }: { name: string; field: Schema; required: boolean }) => (
    <Fragment key={name}>
      {context.draw({
        name,
        pointer: `${pointer}/${name}`,
        field: member,
        required: needed && required,
        value: values[name],
        onChange: (given) => onChange({ ...values, [name]: given }),
        context,
      })}
    </Fragment>
  );
  const opened = more.some(({ name }) => values[name] !== undefined || context.errors.has(`${pointer}/${name}`));
  return (
    <fieldset className="members">
      <legend className="field-label">
        {label}
        {!required && <span className="field-hint"> {t('optional')}</span>}
      </legend>
      {error !== undefined && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="fields">{first.map(one)}</div>
      {more.length > 0 && (
        <details open={opened}>
          <summary>{t('moreFields')}</summary>
          <div className="fields">{more.map(one)}</div>
        </details>
      )}
    </fieldset>
  );
}
