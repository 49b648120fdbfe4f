/**
 * One control for each kind of field, drawn from its schema alone: label, rule and choices come from the declaration. A
 * kind nobody knows yet is typed as text and judged by the server.
 */
import { Input, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { serverNow } from '../live/clock.js';
import { useWords, type Words } from '../words/language.js';
import { beijingClock, beijingDay, DAY_MS } from '../words/times.js';
import type { ControlCommon, FieldProps } from './field-props.js';
import { Labelled } from './labelled.js';
import { LinesControl } from './lines-control.js';
import { MembersControl } from './members-control.js';
import { ReferenceControl } from './reference-control.js';
import { useRuleWords } from './rule-words.js';
import { isLong } from './value-words.js';

const RADIOS_MAX = 6;

export function Field(props: FieldProps) {
  const { name, pointer, field, required, context } = props;
  const { say } = useWords();
  const rule = useRuleWords(field);
  const id = `field${pointer.replaceAll('/', '-')}`;
  const error = context.errors.get(pointer);
  const label = props.label ?? say(field['x-linli-words'], name);
  if (field.properties && field['x-linli-kind'] !== 'span')
    return <MembersControl {...props} label={label} error={error} />;
  const wide = isLong(field) || field.type === 'array';
  return (
    <Labelled id={id} label={label} hint={rule} error={error} optional={!required} wide={wide}>
      {(common) => <Control {...props} label={label} common={{ ...common, disabled: context.disabled }} />}
    </Labelled>
  );
}

interface ControlProps extends FieldProps {
  readonly label: string;
  readonly common: ControlCommon;
}

function Control(props: ControlProps): ReactNode {
  const { field, value, onChange, required, context, common } = props;
  const { t } = useWords();
  if (field['x-linli-ref'])
    return (
      <ReferenceControl
        {...common}
        to={field['x-linli-ref']}
        office={field['x-linli-office']}
        jurisdiction={context.jurisdiction}
        within={context.chosenPlace}
        like={context.own?.workflow === field['x-linli-ref'] ? context.own.id : undefined}
        value={value as string | undefined}
        onChange={onChange}
      />
    );
  if (field.enum) return <Choice {...props} choices={field.enum} words={field['x-linli-choices'] ?? {}} />;
  if (field.type === 'array') return <LinesControl {...props} />;
  if (field.type === 'boolean')
    return (
      <Choice
        {...props}
        value={typeof value === 'boolean' ? String(value) : undefined}
        onChange={(chosen) => onChange(chosen === undefined ? undefined : chosen === 'true')}
        choices={['true', 'false']}
        words={{ true: both(t('yes')), false: both(t('no')) }}
      />
    );
  if (field.type === 'integer') return <WholeControl common={common} field={field} value={value} onChange={onChange} />;
  const text = typeof value === 'string' ? value : '';
  if (field.format === 'date') return <DayControl {...props} text={text} />;
  if (field.format === 'date-time')
    return (
      <Input
        {...common}
        type="datetime-local"
        value={text === '' ? '' : beijingLocal(text)}
        onChange={(event) => onChange(event.target.value === '' ? undefined : `${event.target.value}:00+08:00`)}
      />
    );
  if (props.field['x-linli-kind'] === 'id' && context.persons.size > 0)
    return (
      <Select
        {...common}
        className="control"
        allowClear={!required}
        value={text === '' ? null : text}
        onChange={(chosen: string | undefined) => onChange(chosen)}
        options={[...context.persons].map(([person, label]) => ({ value: person, label }))}
        placeholder={t('choose')}
      />
    );
  if (isLong(field))
    return (
      <Input.TextArea
        {...common}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        className="growing"
        rows={(field.maxLength ?? 0) > 600 ? 3 : 2}
        maxLength={field.maxLength}
      />
    );
  return (
    <Input
      {...common}
      type={field['x-linli-kind'] === 'phone' ? 'tel' : 'text'}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      maxLength={field.maxLength}
      autoComplete="off"
    />
  );
}

const both = (text: string): Words => ({ 'zh-CN': text, en: text });

interface ChoiceProps extends ControlProps {
  readonly choices: readonly string[];
  readonly words: Readonly<Record<string, Words>>;
}

function Choice({ choices, words, value, onChange, required, common }: ChoiceProps) {
  const { t, say } = useWords();
  const options = choices.map((choice) => ({ value: choice, label: say(words[choice], choice) }));
  const chosen = typeof value === 'string' ? value : null;
  if (required && choices.length <= RADIOS_MAX) {
    const { status: _, ...told } = common;
    return (
      <Radio.Group
        {...told}
        className="choices"
        optionType="button"
        options={options}
        value={chosen}
        onChange={(event) => onChange(event.target.value)}
        aria-labelledby={`${common.id}-label`}
      />
    );
  }
  return (
    <Select
      {...common}
      className="control"
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={!required}
      value={chosen}
      onChange={(picked: string | undefined) => onChange(picked)}
      options={options}
      placeholder={t('choose')}
    />
  );
}

type WholeProps = Pick<ControlProps, 'common' | 'field' | 'value' | 'onChange'>;

/** Money is typed in yuan and areas in square metres; what is sent is whole. */
function WholeControl({ field, value, onChange, common }: WholeProps) {
  const per = field['x-linli-unit'] === undefined ? 1 : 100;
  const suffix = { fen: '元', 'hundredths-m2': '㎡' }[field['x-linli-unit'] ?? ''] ?? '';
  return (
    <InputNumber<number>
      {...common}
      className="control"
      value={typeof value === 'number' ? value / per : null}
      onChange={(typed) => onChange(typed === null ? undefined : Math.round(typed * per))}
      precision={per === 1 ? 0 : 2}
      suffix={suffix}
    />
  );
}

interface DayProps extends ControlProps {
  readonly text: string;
}

function DayControl({ common, text, field, onChange }: DayProps) {
  const range = field['x-linli-days'];
  const today = serverNow();
  const bounds = range
    ? { min: beijingDay(today - range.ago * DAY_MS), max: beijingDay(today + range.ahead * DAY_MS) }
    : {};
  return (
    <Input
      {...common}
      {...bounds}
      type="date"
      value={text}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}

function beijingLocal(instant: string): string {
  return new Date(beijingClock(instant)).toISOString().slice(0, 16);
}
