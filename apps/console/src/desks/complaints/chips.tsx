/** All choices of a field at once, each one press away. */
import { Radio } from 'antd';
import { useId } from 'react';
import type { Schema } from '../../api/types.js';
import { Labelled } from '../../form/labelled.js';
import type { FormFields } from '../../form/step-form.js';
import { useWords } from '../../words/language.js';

interface ChipsProps {
  readonly fields: FormFields;
  readonly name: string;
  readonly field: Schema | undefined;
  readonly required?: boolean;
  readonly label?: string;
}

export function Chips({ fields, name, field, required = true, label }: ChipsProps) {
  const { t, say } = useWords();
  const id = useId();
  const options =
    field?.type === 'boolean'
      ? [true, false].map((value) => ({ value, label: t(value ? 'yes' : 'no') }))
      : (field?.enum ?? []).map((value) => ({ value, label: say(field?.['x-linli-choices']?.[value], value) }));
  return (
    <Labelled
      id={id}
      label={label ?? say(field?.['x-linli-words'], name)}
      error={fields.errorOf(`/${name}`)}
      optional={!required}
      wide
    >
      {() => (
        <Radio.Group
          id={id}
          className="chips"
          optionType="button"
          name={id}
          options={options}
          value={fields.values[name] ?? null}
          onChange={(event) => fields.set(name, event.target.value)}
          disabled={fields.isDisabled}
          aria-labelledby={`${id}-label`}
        />
      )}
    </Labelled>
  );
}
