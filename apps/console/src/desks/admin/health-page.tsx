/** How the program is: one sentence, what is wrong and what to do about it, and the numbers, each of which opens its list. */
import { CheckCircleFilled, ExclamationCircleFilled, SyncOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { agoWords } from '../../words/times.js';
import { useNow } from '../../live/clock.js';
import { healthQuery, type Health, type Finding } from './api.js';
import { Head, PlainTable } from './parts.js';
import { sizeWords } from './sizes.js';
import { adminTexts } from './texts.js';

type Key = keyof typeof adminTexts;

/** Where each trouble is seen to. */
const PLACES: Readonly<Record<string, string>> = {
  poison: '/admin/poison',
  incidents: '/admin/incidents',
  'timers-late': '/admin/timers',
  'timers-failing': '/admin/timers?when=failing',
  'dead-letters': '/admin/dead-letters',
  'views-behind': '/admin/views',
  'views-building': '/admin/views',
  'views-retrying': '/admin/views',
  'views-stopped': '/admin/views',
};

export function HealthPage() {
  const { t } = useWords(adminTexts);
  const health = useQuery(healthQuery);
  return (
    <>
      <Head title={t('pageHealth')} />
      <Loaded of={health}>
        {(data) => (
          <>
            <Verdict troubles={data.troubles} />
            <Numbers health={data} />
            <Nodes health={data} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Verdict({ troubles }: { readonly troubles: readonly Finding[] }) {
  const { t } = useWords(adminTexts);
  const wrong = troubles.filter(({ weight }) => weight === 'wrong');
  const state = wrong.length > 0 ? 'wrong' : troubles.length > 0 ? 'watch' : 'well';
  const Icon = { wrong: ExclamationCircleFilled, watch: SyncOutlined, well: CheckCircleFilled }[state];
  return (
    <section className={`panel verdict verdict-${state}`} aria-labelledby="verdict">
      <h2 id="verdict">
        <Icon aria-hidden="true" />{' '}
        {state === 'wrong'
          ? t('somethingWrong', { n: wrong.length })
          : state === 'watch'
            ? t('watching')
            : t('allWell')}
      </h2>
      {troubles.length === 0 ? (
        <p className="muted">{t('allWellHint')}</p>
      ) : (
        <ul className="troubles">
          {troubles.map(({ code, params, weight }) => (
            <li key={`${code}${String(params['name'] ?? '')}`} className={`trouble-${weight}`}>
              <strong>{t(`trouble-${code}` as Key, params)}</strong>
              <span>{t(`todo-${code}` as Key)}</span>
              {PLACES[code] !== undefined && <Link to={PLACES[code]}>{t('openList')}</Link>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface CardProps {
  readonly label: string;
  readonly to?: string;
  readonly alarming?: boolean;
  readonly children: ReactNode;
}

function Card({ label, to, alarming = false, children }: CardProps) {
  const value = <span className="card-value">{children}</span>;
  return (
    <div className={`card${alarming ? ' card-alarming' : ''}`}>
      <dt>{label}</dt>
      <dd>
        {to === undefined ? (
          value
        ) : (
          <Link to={to} className="card-link">
            {value}
          </Link>
        )}
      </dd>
    </div>
  );
}

const REDIS: Readonly<Record<string, Key>> = {
  kept: 'redisKept',
  used: 'redisUsed',
  starting: 'redisStarting',
  'out of reach': 'redisAway',
};

function Numbers({ health }: { readonly health: Health }) {
  const { t } = useWords(adminTexts);
  const { views, timers, log, disk } = health;
  const count = (n: number | null) => (n === null ? t('unknown') : String(n));
  const size = (bytes: number) => sizeWords(bytes, t);
  const behind = views.behindEvents;
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers" className="admin-part">
        {t('numbers')}
      </h2>
      <dl className="cards">
        <Card label={t('numberIncidents')} to="/admin/incidents" alarming={(health.incidents ?? 0) > 0}>
          {count(health.incidents)}
        </Card>
        <Card label={t('numberPoison')} to="/admin/poison" alarming={views.poison > 0}>
          {views.poison}
        </Card>
        <Card label={t('numberDue')} to="/admin/timers" alarming={(timers.lateMs ?? 0) > 60_000}>
          {count(timers.due)}
        </Card>
        <Card label={t('numberDay')} to="/admin/timers?when=day">
          {count(timers.day)}
        </Card>
        <Card label={t('numberLag')} to="/admin/views" alarming={views.behindMs > 2_000}>
          {t('numberLagValue', {
            n: behind === null ? '?' : behind >= views.behindEventsMax ? `${behind}+` : behind,
            seconds: Math.round(views.behindMs / 1_000),
          })}
        </Card>
        <Card label={t('numberPosition')} to="/admin/views">
          {log.head === null ? t('unknown') : Number(log.head)}
        </Card>
        <Card label={t('numberUpkeep')} to="/upkeep?state=ordered">
          {count(health.upkeep)}
        </Card>
        <Card label={t('numberLetters')} to="/admin/dead-letters" alarming={(health.deadLetters ?? 0) > 0}>
          {health.redis === null ? t('numberLettersNone') : count(health.deadLetters)}
        </Card>
        <Card label={t('numberRedis')} alarming={health.redis === 'out of reach'}>
          {health.redis === null ? t('redisNone') : t(REDIS[health.redis] ?? 'redisUsed')}
        </Card>
        <Card label={t('numberDisk')}>
          {disk === null
            ? t('unknown')
            : t('numberDiskValue', { free: size(disk.freeBytes), total: size(disk.totalBytes) })}
        </Card>
        <Card label={t('numberLog')}>{disk?.logBytes == null ? t('numberLogElsewhere') : size(disk.logBytes)}</Card>
        <Card label={t('numberViews')} to="/admin/views">
          {disk?.viewsBytes == null ? t('unknown') : size(disk.viewsBytes)}
        </Card>
      </dl>
    </section>
  );
}

const ROLES: Readonly<Record<string, Key>> = { all: 'roleAll', api: 'roleApi', worker: 'roleWorker' };

function Nodes({ health: { nodes } }: { readonly health: Health }) {
  const { t, language } = useWords(adminTexts);
  const now = useNow();
  const columns = [t('nodeName'), t('nodeRole'), t('numberLag'), t('nodeSeen'), t('viewState')];
  return (
    <section aria-labelledby="nodes">
      <h2 id="nodes" className="admin-part">
        {t('nodes')} <span className="muted">{t('nodesHint')}</span>
      </h2>
      <PlainTable label={t('nodes')} columns={columns}>
        {nodes.map((node) => (
          <tr key={node.name}>
            <td data-label={columns[0]}>
              {node.name} {node.self && <span className="muted">{t('nodeThis')}</span>}
            </td>
            <td data-label={columns[1]}>{t(ROLES[node.role] ?? 'roleAll')}</td>
            <td data-label={columns[2]}>{t('nodeLagValue', { n: Math.round(node.behindMs / 1_000) })}</td>
            <td data-label={columns[3]}>{agoWords(node.seenAt, now, language)}</td>
            <td data-label={columns[4]} className={node.silent ? 'admin-bad' : ''}>
              {node.silent ? t('nodeSilent') : t('nodeWell')}
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
