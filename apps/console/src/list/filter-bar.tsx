/** What narrows the list: a few quick ones, the rest on demand, and what is set as chips that are taken off by a click. */
import { CloseOutlined, FilterOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { NONE } from '../api/list-address.js';
import { useDescription } from '../api/queries.js';
import type { Person, Schema, Workflow } from '../api/types.js';
import { ReferenceControl } from '../form/reference-control.js';
import { PanelButton } from '../live/opening.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { dayWords } from '../words/times.js';
import { areDaysCrossed, DAYS, isNarrowed, isSeveral, ownField, type ListAddress } from './address.js';
import { Reference } from './reference.js';
import { hasDeadlines, listTexts } from './texts.js';

/** Conditions on fields that are offered at once. */
const AT_ONCE = 5;
/** Stands for whoever asks. */
const ME = 'me';

interface FilterProps {
  readonly workflow: Workflow;
  readonly address: ListAddress;
  readonly me: Person;
}

export function FilterButtons({ workflow, address, me }: FilterProps) {
  const { t } = useWords(listTexts);
  const own = ownField(workflow);
  const { filters, set } = address;
  const toggles = [
    ...(own === undefined ? [] : [{ name: own, value: ME, label: t('mine') }]),
    ...(hasDeadlines(workflow) ? [{ name: 'late', value: '1', label: t('lateOnly') }] : []),
  ];
  return (
    <>
      {toggles.map(({ name, value, label }) => (
        <Button
          key={name}
          type={filters[name] === value ? 'primary' : 'default'}
          aria-pressed={filters[name] === value}
          onClick={() => set(name, filters[name] === value ? undefined : value)}
        >
          {label}
        </Button>
      ))}
      <PanelButton
        icon={<FilterOutlined aria-hidden="true" />}
        called={t('filters')}
        panel={() => <Conditions workflow={workflow} address={address} me={me} />}
      >
        {t('filters')}
      </PanelButton>
    </>
  );
}

function Conditions({ workflow, address, me }: FilterProps) {
  const { t, say } = useWords(listTexts);
  const { registers } = useDescription();
  const [whole, setWhole] = useState(false);
  const { filters, set } = address;
  const offered = workflow.filters.filter((name) => workflow.fields[name] !== undefined);
  const shown = whole ? offered : offered.filter((name, place) => place < AT_ONCE || filters[name] !== undefined);
  const places = Object.entries(registers['sub-district'] ?? {});
  return (
    <div className="conditions">
      {workflow.jurisdiction !== null && me.jurisdictions.includes('district') && places.length > 0 && (
        <label className="condition">
          <span>{t('subDistrict')}</span>
          <Select
            aria-label={t('subDistrict')}
            value={filters['subDistrict'] ?? ''}
            onChange={(chosen) => set('subDistrict', chosen)}
            options={[
              { value: '', label: t('allSubDistricts') },
              ...places.map(([id, words]) => ({ value: id, label: say(words, id) })),
            ]}
          />
        </label>
      )}
      {shown.map((name) => (
        <Condition
          key={name}
          name={name}
          label={say(workflow.fieldWords[name], name)}
          field={workflow.fields[name] ?? {}}
          value={filters[name]}
          onChange={(value) => set(name, value)}
        />
      ))}
      <div className="condition-days">
        {(['openedFrom', 'openedUntil'] as const).map((name) => (
          <label key={name} className="condition">
            <span>{t(name)}</span>
            <input
              className="day-input"
              type="date"
              value={filters[name] ?? ''}
              onChange={(event) => set(name, event.target.value)}
            />
          </label>
        ))}
      </div>
      {offered.length > AT_ONCE && (
        <Button type="link" className="link-plain" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? t('fewerFilters') : t('moreFilters')}
        </Button>
      )}
    </div>
  );
}

interface ConditionProps {
  readonly name: string;
  readonly label: string;
  readonly field: Schema;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function Condition({ name, label, field, value, onChange }: ConditionProps) {
  const { t, say } = useWords(listTexts);
  const id = `condition-${name}`;
  const to = field['x-linli-ref'];
  const choices = field.enum?.map((one) => ({ value: one, label: say(field['x-linli-choices']?.[one], one) })) ?? [
    { value: 'true', label: t('yes') },
    { value: 'false', label: t('no') },
  ];
  return (
    <div className="condition">
      <label htmlFor={id}>{label}</label>
      {to ? (
        <ReferenceControl
          id={id}
          to={to}
          value={value === ME || value === NONE ? undefined : value}
          onChange={onChange}
        />
      ) : (
        <Select
          id={id}
          mode="multiple"
          allowClear
          placeholder={t('anything')}
          showSearch={{ optionFilterProp: 'label' }}
          value={value?.split(',') ?? []}
          onChange={(chosen: readonly string[]) => onChange(chosen.join(','))}
          options={choices}
        />
      )}
    </div>
  );
}

/** What is set, each to be taken off. */
export function FilterChips({ workflow, address }: Pick<FilterProps, 'workflow' | 'address'>) {
  const { t, say, language } = useWords(listTexts);
  const { registers } = useDescription();
  const own = ownField(workflow);
  const { state, filters, q, set, clear } = address;
  const known: Readonly<Record<string, string>> = {
    subDistrict: t('subDistrict'),
    ...Object.fromEntries(DAYS.map((day) => [day, t(day)])),
  };
  // What has a button of its own is seen there.
  const chips = Object.entries(filters).filter(([name, value]) => name !== 'late' && !(name === own && value === ME));
  if (!isNarrowed(address)) return null;
  const valueOf = (name: string, one: string) => {
    const field = workflow.fields[name];
    if (name === 'subDistrict') return say(registers['sub-district']?.[one], t('noSuch'));
    if ((DAYS as readonly string[]).includes(name)) return dayWords(one, language);
    if (one === NONE) return t('none');
    if (field?.['x-linli-ref'])
      return one === ME ? t('me') : <Reference to={field['x-linli-ref']} id={one} otherwise={t('noSuch')} />;
    if (field?.enum) return say(field['x-linli-choices']?.[one], t('noSuch'));
    return one === 'true' ? t('yes') : t('no');
  };
  return (
    <ul className="filter-chips">
      {isSeveral(state) && (
        <Chip
          name={t('state')}
          value={state
            .split(',')
            .map((one) => say(workflow.states.find(({ name }) => name === one)?.words, one))
            .join(SIGNS[language].comma)}
          onDrop={() => set('state', undefined)}
        />
      )}
      {q.trim() !== '' && <Chip name={t('keySearch')} value={q} onDrop={() => set('q', undefined)} />}
      {chips.map(([name, value]) => (
        <Chip
          key={name}
          name={known[name] ?? say(workflow.fieldWords[name], name)}
          value={value.split(',').map((one, place) => (
            <span key={one}>
              {place > 0 && SIGNS[language].comma}
              {valueOf(name, one)}
            </span>
          ))}
          onDrop={() => set(name, undefined)}
        />
      ))}
      <li>
        <Button type="link" className="link-plain" onClick={clear}>
          {t('clearAll')}
        </Button>
      </li>
    </ul>
  );
}

/** What of the link makes no sense, and conditions of which one shuts out the other. */
export function FilterNotes({ workflow, address }: Pick<FilterProps, 'workflow' | 'address'>) {
  const { t, say, language } = useWords(listTexts);
  const { leftOut, filters } = address;
  const called = (name: string): string => {
    if (name === 'state' || name === 'subDistrict' || (DAYS as readonly string[]).includes(name))
      return t(name as 'state' | 'subDistrict' | (typeof DAYS)[number]);
    if (name === 'late') return t('lateOnly');
    const words = workflow.fieldWords[name];
    return words ? say(words, name) : `“${name}”`;
  };
  return (
    <div className="list-notes" role="status">
      {leftOut.length > 0 && <p>{t('leftOut', { names: leftOut.map(called).join(SIGNS[language].comma) })}</p>}
      {areDaysCrossed(filters) && <p>{t('daysCrossed', { from: t('openedFrom'), until: t('openedUntil') })}</p>}
    </div>
  );
}

interface ChipProps {
  readonly name: string;
  readonly value: React.ReactNode;
  readonly onDrop: () => void;
}

function Chip({ name, value, onDrop }: ChipProps) {
  const { t } = useWords(listTexts);
  return (
    <li className="chip">
      <span className="chip-name">{name}</span>
      <span className="chip-value">{value}</span>
      <button type="button" onClick={onDrop} aria-label={t('dropFilter', { name })}>
        <CloseOutlined aria-hidden="true" />
      </button>
    </li>
  );
}
