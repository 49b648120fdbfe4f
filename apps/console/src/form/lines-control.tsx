/** Several of one kind: chosen from a list where there is one, typed one by one where there is none, or lines of a record. */
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useWords } from '../words/language.js';
import type { ControlCommon, FieldProps } from './field-props.js';

interface LinesProps extends FieldProps {
  readonly label: string;
  readonly common: ControlCommon;
}

export function LinesControl(props: LinesProps) {
  const { pointer, field, value, onChange, context, label, common } = props;
  const { t, say } = useWords();
  const [removed, setRemoved] = useState<readonly number[]>([]);
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const { items = {} } = field;
  if (items.properties) {
    const { id, disabled } = common;
    const keys = keysOf(values.length, removed);
    const remove = (at: number) => {
      setRemoved((now) => [...now, keys[at] ?? at]);
      onChange(values.filter((_, index) => index !== at));
    };
    const put = (at: number, line: unknown) => onChange(values.map((one, index) => (index === at ? line : one)));
    return (
      <div className="lines">
        {values.map((line, index) => (
          <div className="line" key={keys[index]}>
            {context.draw({
              name: String(index),
              pointer: `${pointer}/${index}`,
              field: items,
              required: true,
              label: `${label} ${index + 1}`,
              value: line,
              onChange: (given) => put(index, given),
              context,
            })}
            <Button size="small" disabled={disabled} onClick={() => remove(index)}>
              {t('removeLine')}
            </Button>
          </div>
        ))}
        <Button
          id={id}
          onClick={() => onChange([...values, {}])}
          disabled={disabled || values.length >= (field.maxItems ?? 100)}
        >
          {t('addLine')}
        </Button>
      </div>
    );
  }
  const choices = items.enum?.map((choice) => ({
    value: choice,
    label: say(field['x-linli-choices']?.[choice], choice),
  }));
  const persons = [...context.persons].map(([person, name]) => ({ value: person, label: name }));
  // A set of ids names people of the case; what else may stand there is typed.
  const named = items.maxLength === undefined && persons.length > 0;
  const options = choices ?? (named ? persons : []);
  return (
    <Select
      {...common}
      className="control"
      mode={options.length > 0 ? 'multiple' : 'tags'}
      value={values as string[]}
      onChange={(chosen: string[]) => onChange(chosen)}
      options={options}
      placeholder={options.length > 0 ? t('choose') : undefined}
      maxCount={field.maxItems ?? 100}
      tokenSeparators={['，', ',', '、', ';', '；']}
    />
  );
}

/** A number for each line that stays with it when one before it is removed: numbers of removed lines are not given again. */
function keysOf(count: number, removed: readonly number[]): readonly number[] {
  const keys: number[] = [];
  for (let key = 0; keys.length < count; key++) if (!removed.includes(key)) keys.push(key);
  return keys;
}
