/** A change of a setting: what, from when, for whom and why; first what it would do, then the change itself. */
import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import { useId, useMemo } from 'react';
import { useDescription } from '../../api/queries.js';
import { Labelled } from '../../form/labelled.js';
import { useKeptForm } from '../../form/use-kept-form.js';
import { useNotices } from '../../live/notice.js';
import { useWords } from '../../words/language.js';
import type { Setting, SettingValue, Span } from './api.js';
import { ChangeForm } from './change-form.js';
import { adminTexts } from './texts.js';

interface Values {
  readonly count: number | null;
  readonly unit: Span['unit'];
  readonly endsOn: boolean;
  readonly effectiveOn: string;
  readonly subDistrict: string | null;
  readonly alsoOpen: boolean | null;
  readonly reason: string;
}

const UNITS = [
  ['working-days', 'pickWorkingDays'],
  ['days', 'pickDays'],
  ['months', 'pickMonths'],
  ['hours', 'pickHours'],
  ['minutes', 'pickMinutes'],
] as const;

interface ChangeProps {
  readonly setting: Setting;
  readonly today: string;
  readonly person: string;
}

export function SettingChange({ setting, today, person }: ChangeProps) {
  const { t, say } = useWords(adminTexts);
  const { registers } = useDescription();
  const notices = useNotices();
  const id = useId();
  const initial = useMemo(() => begin(setting, today), [setting, today]);
  const form = useKeptForm<Values>({ person, path: 'settings', id: setting.name, step: 'change-previewed' }, initial);
  const { values, set } = form;
  const isSpan = setting.kind === 'span';
  const route = `settings/${encodeURIComponent(setting.name)}`;
  return (
    <ChangeForm
      title={t('changeSetting', { name: say(setting.words) })}
      form={form}
      body={bodyOf(setting, values)}
      previewAt={`/api/admin/${route}/preview`}
      to={{ path: `/api/${route}/change`, revision: setting.revision }}
      give={t('sendChange')}
      onDone={() => void notices.success(t('changed', { name: say(setting.words) }))}
    >
      {(errors) => (
        <div className="fields">
          <Labelled
            id={`${id}-count`}
            label={t('changeTo')}
            error={errors.get('/value')}
            hint={t('settingRange', { ...setting.range })}
          >
            {(common) => (
              <span className="admin-pair">
                <InputNumber<number>
                  {...common}
                  value={values.count}
                  precision={0}
                  min={0}
                  onChange={(count) => set({ count })}
                />
                {isSpan && (
                  <Select
                    aria-label={t('changeUnit')}
                    value={values.unit}
                    options={UNITS.map(([value, key]) => ({ value, label: t(key) }))}
                    onChange={(unit: Span['unit']) => set({ unit, endsOn: false })}
                  />
                )}
              </span>
            )}
          </Labelled>
          <Labelled id={`${id}-on`} label={t('changeOn')} error={errors.get('/effectiveOn')}>
            {(common) => (
              <Input
                {...common}
                type="date"
                min={today}
                value={values.effectiveOn}
                onChange={(event) => set({ effectiveOn: event.target.value })}
              />
            )}
          </Labelled>
          <Labelled id={`${id}-where`} label={t('changeWhere')} error={errors.get('/subDistrict')} optional>
            {(common) => (
              <Select
                {...common}
                className="control"
                allowClear
                value={values.subDistrict}
                placeholder={t('everywhere')}
                options={Object.entries(registers['sub-district'] ?? {}).map(([value, words]) => ({
                  value,
                  label: say(words),
                }))}
                onChange={(chosen: string | undefined) => set({ subDistrict: chosen ?? null })}
              />
            )}
          </Labelled>
          {isSpan && (values.unit === 'days' || values.unit === 'months') && (
            <p className="field">
              <Checkbox checked={values.endsOn} onChange={(event) => set({ endsOn: event.target.checked })}>
                {t('changeEndsOn')}
              </Checkbox>
            </p>
          )}
          <fieldset className="field field-wide admin-choice">
            <legend className="field-label">{t('changeFor')}</legend>
            <Radio.Group
              value={values.alsoOpen}
              onChange={(event) => set({ alsoOpen: event.target.value === true })}
              options={[
                { value: false, label: t('changeNew') },
                { value: true, label: t('changeAlsoOpen') },
              ]}
            />
            {errors.has('/alsoOpen') && <p className="field-error">{errors.get('/alsoOpen')}</p>}
          </fieldset>
          <Labelled id={`${id}-why`} label={t('why')} error={errors.get('/reason')} wide>
            {(common) => (
              <Input.TextArea
                {...common}
                className="growing"
                rows={2}
                maxLength={500}
                value={values.reason}
                onChange={(event) => set({ reason: event.target.value })}
              />
            )}
          </Labelled>
        </div>
      )}
    </ChangeForm>
  );
}

function begin({ value }: Setting, today: string): Values {
  const isNumber = typeof value === 'number';
  return {
    count: isNumber ? value : value.count,
    unit: isNumber ? 'days' : value.unit,
    endsOn: !isNumber && value.endsOn === 'working-day',
    effectiveOn: today,
    subDistrict: null,
    alsoOpen: null,
    reason: '',
  };
}

function bodyOf(
  { kind }: Setting,
  { count, unit, endsOn, effectiveOn, subDistrict, alsoOpen, reason }: Values,
): object {
  const span = { unit, count, ...(endsOn ? { endsOn: 'working-day' } : {}) };
  return {
    ...(count === null ? {} : { value: (kind === 'number' ? count : span) as SettingValue }),
    ...(effectiveOn === '' ? {} : { effectiveOn }),
    ...(subDistrict === null ? {} : { subDistrict }),
    ...(alsoOpen === null ? {} : { alsoOpen }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
}
