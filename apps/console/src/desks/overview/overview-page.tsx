/**
 * The numbers of a sub-district or the district: what is open and late, with whom, where, of what kind, how old; what ended
 * and whether on time. All of one position, all of what the reader may see, and every number opens the list it counts.
 */
import { useQuery } from '@tanstack/react-query';
import { Select, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { endsOf, listAddress, NONE, type ListOf } from '../../api/list-address.js';
import { placeOf, useMyself } from '../../api/myself.js';
import { overviewQuery, type Tally, type TallyRow } from '../../api/overview.js';
import { useDescription, useWorkflow } from '../../api/queries.js';
import type { Person, Workflow } from '../../api/types.js';
import { usePlaceName } from '../../list/place-name.js';
import { Reference } from '../../list/reference.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { exact } from '../../words/times.js';
import { Chart } from './chart.js';
import { NumberTable } from './number-table.js';
import { OutcomeTable } from './outcome-table.js';
import { AGE_LABELS, StageTable } from './stage-table.js';
import { overviewTexts } from './texts.js';
import './overview.css';

const BY = ['state', 'age', 'month', 'mediator', 'community', 'category', 'jurisdiction'] as const;

export function OverviewPage() {
  const me = useMyself();
  const workflow = useWorkflow('complaints');
  return workflow ? <Overview workflow={workflow} me={me} /> : null;
}

function Overview({ workflow, me }: { readonly workflow: Workflow; readonly me: Person }) {
  const { t, say, language } = useWords(overviewTexts);
  const { registers } = useDescription();
  const placeName = usePlaceName();
  const [address, setAddress] = useSearchParams();
  const own = placeOf(me.jurisdictions);
  const subDistrict = own ?? address.get('subDistrict') ?? undefined;
  const numbers = useQuery(overviewQuery({ workflow: workflow.name, by: BY, subDistrict }));
  const closed = useQuery(overviewQuery({ workflow: workflow.name, by: ['outcome'], state: 'closed', subDistrict }));
  const places = Object.entries(registers['sub-district'] ?? {});
  const what = say(workflow.words.many);
  const awaited = (
    <div className="overview-charts">
      <Skeleton active paragraph={{ rows: 6 }} />
      <Skeleton active paragraph={{ rows: 6 }} />
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  );
  return (
    <div>
      <title>{`${t('title', { what })} · ${t('product')}`}</title>
      <header className="page-head">
        <div>
          <h1>
            {t('title', { what })}
            {own !== undefined && ` · ${placeName(own)}`}
          </h1>
          {numbers.data && <p className="muted">{t('asOf', { when: exact(numbers.data.asOf, language) })}</p>}
        </div>
        {own === undefined && me.jurisdictions.includes('district') && (
          <div className="page-tools">
            <Select
              aria-label={t('place')}
              className="overview-place"
              value={subDistrict ?? ''}
              onChange={(chosen) => setAddress(chosen === '' ? {} : { subDistrict: chosen })}
              options={[
                { value: '', label: t('allSubDistricts') },
                ...places.map(([id, words]) => ({ value: id, label: say(words, id) })),
              ]}
            />
          </div>
        )}
      </header>
      <Loaded of={numbers} awaited={awaited}>
        {(data) => (
          <Loaded of={closed} awaited={awaited}>
            {(ended) =>
              data.whole.open + data.whole.ended === 0 ? (
                <div className="empty">
                  <p className="empty-title">{t('empty')}</p>
                  <p className="muted">{t('emptyHint')}</p>
                </div>
              ) : (
                <Numbers workflow={workflow} data={data} closed={ended} subDistrict={subDistrict} />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

interface NumbersProps {
  readonly workflow: Workflow;
  readonly data: Tally;
  readonly closed: Tally;
  readonly subDistrict: string | undefined;
}

function Numbers({ workflow, data, closed, subDistrict }: NumbersProps) {
  const { t, say } = useWords(overviewTexts);
  const { registers } = useDescription();
  const to: ListOf = (filter) => listAddress(workflow, { subDistrict, ...filter });
  const rows = (by: string): readonly TallyRow[] => data.items.filter((row) => row.by === by);
  const stateName = (name: string | null) => say(workflow.states.find((one) => one.name === name)?.words, name ?? '');
  const shared = {
    to,
    ends: endsOf(workflow),
    endedFrom: data.endedFrom,
    soonUntil: data.soonUntil,
  };
  const leftOut = (by: string) => data.leftOut[by] ?? 0;
  const [states, months, ages] = [rows('state').filter((row) => row.open > 0), rows('month'), rows('age')];
  return (
    <>
      <div className="overview-charts">
        <Chart
          title={t('trend')}
          alt={t('trendAlt')}
          head={t('month')}
          labels={months.map((row) => row.value ?? '')}
          series={[
            { name: t('opened'), values: months.map((row) => row.opened ?? 0), colour: 'quiet' },
            { name: t('endedIn'), values: months.map((row) => row.ended), colour: 'accent' },
          ]}
          to={(index, series) =>
            series === 0 ? to({ state: 'all', ...monthOf(months[index]?.value ?? '', data.endedFrom) }) : undefined
          }
        />
        <Chart
          title={t('stages')}
          alt={t('stagesAlt')}
          head={t('state')}
          lying
          labels={states.map((row) => stateName(row.value))}
          series={[
            { name: t('open'), values: states.map((row) => row.open), colour: 'accent' },
            { name: t('late'), values: states.map((row) => row.late), colour: 'late' },
          ]}
          to={(index, series) => to({ state: states[index]?.value ?? undefined, late: series === 1 ? '1' : undefined })}
        />
        <Chart
          title={t('ages')}
          alt={t('agesAlt')}
          head={t('ages')}
          labels={AGE_LABELS.map((label) => t(label))}
          series={[{ name: t('open'), values: ages.map((row) => row.open), colour: 'accent' }]}
          to={(index) => to({ openedFrom: ages[index]?.from, openedUntil: ages[index]?.until })}
        />
      </div>
      <div className="overview-tables">
        {subDistrict === undefined && (
          <NumberTable
            {...shared}
            title={t('byPlace')}
            head={t('subDistrict')}
            rows={rows('jurisdiction')}
            leftOut={leftOut('jurisdiction')}
            name={(row) => say(registers['sub-district']?.[row.value ?? ''], row.value ?? '')}
            filter={(row) => ({ subDistrict: row.value ?? undefined })}
          />
        )}
        <NumberTable
          {...shared}
          title={t('byPerson')}
          head={t('person')}
          rows={rows('mediator')}
          leftOut={leftOut('mediator')}
          name={(row) => <PersonName row={row} />}
          filter={(row) => ({ mediator: row.value ?? NONE })}
        />
        <StageTable workflow={workflow} rows={rows('state')} ages={ages} to={to} />
        <NumberTable
          {...shared}
          title={t('byCommunity')}
          head={t('community')}
          rows={rows('community')}
          leftOut={leftOut('community')}
          name={(row) => (row.value === null ? t('none') : <Reference to="community" id={row.value} />)}
          filter={(row) => ({ community: row.value ?? NONE })}
        />
        <NumberTable
          {...shared}
          title={t('byCategory')}
          head={t('category')}
          rows={rows('category')}
          leftOut={leftOut('category')}
          name={(row) =>
            say(workflow.fields['category']?.['x-linli-choices']?.[row.value ?? ''], row.value ?? t('none'))
          }
          filter={(row) => ({ category: row.value ?? undefined })}
        />
        <OutcomeTable workflow={workflow} closed={closed} to={to} />
      </div>
      <p className="muted">{t('shareHint')}</p>
    </>
  );
}

/** Who is not in office any more cannot work on what still bears their name. */
function PersonName({ row }: { readonly row: TallyRow }) {
  const { t } = useWords(overviewTexts);
  if (row.value === null) return <>{t('nobody')}</>;
  return (
    <>
      <Reference to="person" id={row.value} />
      {row.inOffice === false && row.open > 0 && (
        <span className="overview-away">
          {t('away')} · <Link to={`/hand-over?from=${encodeURIComponent(row.value)}`}>{t('handOver')}</Link>
        </span>
      )}
    </>
  );
}

/** The first and the last day of a month, as far as it lies in the time that is counted. */
function monthOf(month: string, first: string): { openedFrom: string; openedUntil: string } {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  const begin = `${month}-01`;
  return { openedFrom: begin < first ? first : begin, openedUntil: last };
}
