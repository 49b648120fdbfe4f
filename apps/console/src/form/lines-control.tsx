/** Several of one kind: chosen from a list where there is one, typed one by one where there is none, or lines of a record. */
import { Button, Select } from 'antd';
import { useWords } from '../words/language.js';
import type { FieldProps } from './field-props.js';

interface LinesProps extends FieldProps {
  readonly id: string;
  readonly label: string;
  readonly invalid: boolean;
  readonly describedBy: string | undefined;
}

export function LinesControl(props: LinesProps) {
  const { id, pointer, field, value, onChange, required, context, describedBy, invalid, label } = props;
  const { t, say } = useWords();
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const { items = {} } = field;
  if (items.properties) {
    const put = (at: number, line: unknown) => onChange(values.map((one, index) => (index === at ? line : one)));
    return (
      <div className="lines">
        {values.map((line, index) => (
          <div className="line" key={index}>
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
            <Button size="small" onClick={() => onChange(values.filter((_, at) => at !== index))}>
              {t('removeLine')}
            </Button>
          </div>
        ))}
        <Button id={id} onClick={() => onChange([...values, {}])} disabled={values.length >= (field.maxItems ?? 100)}>
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
      id={id}
      className="control"
      mode={options.length > 0 ? 'multiple' : 'tags'}
      value={values as string[]}
      onChange={(chosen: string[]) => onChange(chosen)}
      options={options}
      placeholder={options.length > 0 ? t('choose') : undefined}
      maxCount={field.maxItems ?? 100}
      disabled={context.disabled}
      status={invalid ? 'error' : ''}
      tokenSeparators={['，', ',', '、', ';', '；']}
      aria-required={required}
      aria-describedby={describedBy}
    />
  );
}
