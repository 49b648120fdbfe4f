/** The working days of each year, by which notice, in which editions; a year is published or corrected with a preview. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { calendarsQuery, type CalendarYear } from './api.js';
import { CalendarChange } from './calendar-change.js';
import { Filters } from './filters.js';
import { At, Head, PlainTable } from './parts.js';
import { EditedBy } from './setting-page.js';
import { adminTexts } from './texts.js';
import { sumsOf } from './year-days.js';
import { YearGrid } from './year-grid.js';

export function CalendarsPage() {
  const { t } = useWords(adminTexts);
  const [address] = useSearchParams();
  const calendars = useQuery(calendarsQuery);
  return (
    <>
      <Head title={t('pageCalendars')} hint={t('calendarsHint')} />
      <Loaded of={calendars}>
        {({ items, today }) => {
          const now = today.slice(0, 4);
          const chosen = address.get('year') ?? now;
          const one = items.find(({ year }) => String(year) === chosen) ?? items[0];
          return (
            <>
              <Filters
                label={t('pageCalendars')}
                name="year"
                chosen={chosen}
                choices={items.map(({ year }) => ({ value: String(year), label: t('calendarYear', { year }) }))}
              />
              {one && <Year key={`${one.year} ${one.edition}`} one={one} today={today} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Year({ one, today }: { readonly one: CalendarYear; readonly today: string }) {
  const { t } = useWords(adminTexts);
  const me = useMyself();
  const description = useDescription();
  const [changing, setChanging] = useState(false);
  const { year, edition } = one;
  const command = edition === 0 ? 'PublishCalendar' : 'ReviseCalendar';
  const mayChange = isFor(description, me, 'calendars', command);
  const title = t(edition === 0 ? 'publishCalendar' : 'reviseCalendar', { year });
  if (changing)
    return <CalendarChange one={one} today={today} person={me.id} title={title} onClose={() => setChanging(false)} />;
  return (
    <>
      <section className="panel">
        <div className="admin-year-head">
          <div>
            {edition === 0 ? (
              <p>{t('calendarNone', { year })}</p>
            ) : (
              <>
                <p>{t('calendarEdition', { n: edition, source: one.source ?? t('unknown') })}</p>
                <p className="muted">{t('calendarSums', { ...sumsOf(year, one) })}</p>
              </>
            )}
          </div>
          {mayChange && <Button onClick={() => setChanging(true)}>{title}</Button>}
        </div>
        <YearGrid year={year} lists={one} today={today} />
      </section>
      {one.editions.length > 0 && <Editions one={one} />}
    </>
  );
}

function Editions({ one }: { readonly one: CalendarYear }) {
  const { t } = useWords(adminTexts);
  const columns = [t('editionNumber'), t('settingSource'), t('editionDays'), t('editionBy')];
  return (
    <>
      <h2 className="admin-part">{t('calendarEditions')}</h2>
      <PlainTable label={t('calendarEditions')} columns={columns}>
        {[...one.editions].reverse().map((each) => (
          <tr key={each.edition}>
            <td data-label={columns[0]}>{t('edition', { n: each.edition })}</td>
            <td data-label={columns[1]}>{each.source}</td>
            <td data-label={columns[2]}>{t('calendarEditionSums', { off: each.holidays, makeUp: each.makeUpDays })}</td>
            <td data-label={columns[3]}>
              <EditedBy by={each.by} kind={each.byKind} /> <At at={each.at} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </>
  );
}
