/** A new edition of a year: pressed into the grid or pasted from the notice, previewed, then published with its source. */
import { Input } from 'antd';
import { useId, useMemo, useState } from 'react';
import { Labelled } from '../../form/labelled.js';
import { useKeptForm } from '../../form/use-kept-form.js';
import { useNotices } from '../../live/notice.js';
import { useWords } from '../../words/language.js';
import type { CalendarYear } from './api.js';
import { ChangeForm } from './change-form.js';
import { adminTexts } from './texts.js';
import { daysIn, pressed, sumsOf, type Lists } from './year-days.js';
import { YearGrid } from './year-grid.js';

interface Values extends Lists {
  readonly source: string;
}

interface ChangeProps {
  readonly one: CalendarYear;
  readonly today: string;
  readonly person: string;
  readonly title: string;
  readonly onClose: () => void;
}

export function CalendarChange({ one, today, person, title, onClose }: ChangeProps) {
  const { t } = useWords(adminTexts);
  const { year, edition, revision } = one;
  const notices = useNotices();
  const id = useId();
  const initial = useMemo(
    (): Values => ({ holidays: one.holidays, makeUpDays: one.makeUpDays, source: '' }),
    [one.holidays, one.makeUpDays],
  );
  const form = useKeptForm<Values>({ person, path: 'calendars', id: String(year), step: 'publish' }, initial);
  const { values, set } = form;
  const body = {
    holidays: values.holidays,
    makeUpDays: values.makeUpDays,
    ...(values.source.trim() === '' ? {} : { source: values.source.trim() }),
  };
  return (
    <ChangeForm
      title={title}
      form={form}
      body={body}
      previewAt={`/api/admin/calendars/${year}/preview`}
      to={
        edition === 0
          ? { path: '/api/calendars', beside: { year } }
          : { path: `/api/calendars/${year}/revise`, revision }
      }
      give={t('publish')}
      onDone={() => {
        void notices.success(t('published', { year }));
        onClose();
      }}
      onCancel={onClose}
    >
      {(errors) => (
        <>
          <p className="muted">{t('editHint')}</p>
          <p className="muted" role="status">
            {t('calendarSums', { ...sumsOf(year, values) })}
          </p>
          <YearGrid year={year} lists={values} today={today} onPress={(day) => set(pressed(day, values))} />
          <div className="fields">
            <Pasted
              id={`${id}-off`}
              label={t('holidays')}
              year={year}
              days={values.holidays}
              error={errors.get('/holidays')}
              onDays={(holidays) => set({ holidays })}
            />
            <Pasted
              id={`${id}-make-up`}
              label={t('makeUpDays')}
              year={year}
              days={values.makeUpDays}
              error={errors.get('/makeUpDays')}
              onDays={(makeUpDays) => set({ makeUpDays })}
            />
            <Labelled id={`${id}-source`} label={t('calendarSource')} error={errors.get('/source')} wide>
              {(common) => (
                <Input
                  {...common}
                  maxLength={200}
                  value={values.source}
                  onChange={(event) => set({ source: event.target.value })}
                />
              )}
            </Labelled>
          </div>
        </>
      )}
    </ChangeForm>
  );
}

interface PastedProps {
  readonly id: string;
  readonly label: string;
  readonly year: number;
  readonly days: readonly string[];
  readonly error: string | undefined;
  readonly onDays: (days: readonly string[]) => void;
}

/** The list as text. While it holds something that is no day, it stays as typed and the grid as it was. */
function Pasted({ id, label, year, days, error, onDays }: PastedProps) {
  const { t } = useWords(adminTexts);
  const [typed, setTyped] = useState<string>();
  const wrong = typed === undefined ? undefined : daysIn(typed, year).wrong;
  return (
    <Labelled
      id={id}
      label={label}
      optional
      error={wrong === undefined ? error : t('notADay', { text: wrong, year })}
      hint={t('pasteHint')}
      wide
    >
      {(common) => (
        <Input.TextArea
          {...common}
          className="growing"
          rows={2}
          value={typed ?? days.join(' ')}
          onChange={(event) => {
            const read = daysIn(event.target.value, year);
            setTyped(event.target.value);
            if (read.wrong === undefined) onDays(read.days);
          }}
          onBlur={() => {
            if (wrong === undefined) setTyped(undefined);
          }}
        />
      )}
    </Labelled>
  );
}
