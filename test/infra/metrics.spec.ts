/** The metrics of a real node, against what is promised of them: the table in infra/README.md and the dashboard. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { Client } from '../e2e/client.fixture.js';
import { Cluster } from '../e2e/cluster.fixture.js';
import { itDisturbs } from '../support/shared-log.js';
import { asked, errands, serveErrands, TUESDAY } from '../e2e/errands.fixture.js';
import { VirtualClock } from '#libs/workflow';
import { ownFolder } from '../e2e/program.fixture.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { until } from '../support/until.js';

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const infra = new URL('../../infra/', import.meta.url);
const readme = readFileSync(new URL('README.md', infra), 'utf8');
const dashboard = JSON.parse(readFileSync(new URL('dashboards/linli.json', infra), 'utf8')) as Dashboard;

const table = readme.slice(readme.indexOf('<!-- metrics'), readme.indexOf('<!-- /metrics'));
const rows = [...table.matchAll(/^\| `([a-z0-9_]+)`\s*\|([^|]*)\|([^|]*)\|([^|]*)\|$/gm)].map(
  ([, name = '', labels = '', meaning = '', alarm = '']) => ({
    name,
    labels: labels.trim(),
    meaning: meaning.trim(),
    alarm: alarm.trim(),
  }),
);

let folder: ReturnType<typeof ownFolder>;
let server: RunningServer;
let text: string;
let id: string;
beforeAll(async () => {
  folder = ownFolder();
  server = await serveErrands(`${folder.path}/data`);
  const li = await Client.signedIn(server.url, 'officer-nanguan-1');
  id = String((await li.post('/api/errands', asked)).body['id']);
  await li.post(`/api/errands/${id}/no-such-step-${id}`, {});
  await li.get(`/api/errands/${id}`);
  await li.get(`/no/such/path/${id}`);
  await until(() => server.composition.views.lag().caughtUp);
  text = await scraped(server);
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

async function scraped({ url }: Pick<RunningServer, 'url'>): Promise<string> {
  return String((await new Client(url).get('/metrics')).body['text']);
}
const names = (): string[] => [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name);
const types = (): Map<string, string> =>
  new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
const valueOf = (sample: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.slice(sample.length + 1),
  );

describe('the metrics', () => {
  it('each stand in the table with their meaning and when to be alarmed, and the table names no other', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(names().sort());
    for (const { name, meaning, alarm } of rows) expect([name, meaning, alarm]).not.toContain('');
  });

  it('are labelled by what the table says', () => {
    const labelled = new Map<string, Set<string>>(rows.map(({ name }) => [name, new Set()]));
    for (const [, sample = '', labels = ''] of text.matchAll(/^([a-z0-9_]+)\{([^}]*)\}/gm)) {
      const own = labelled.get(sample) ?? labelled.get(sample.replace(/_(bucket|sum|count)$/, ''));
      for (const [, label = ''] of labels.matchAll(/([a-z_]+)="/g)) if (label !== 'le') own?.add(label);
    }
    for (const { name, labels } of rows) {
      const said = new Set(
        labels
          .split(/:|$/)[0]
          ?.split(', ')
          .filter((one) => one !== ''),
      );
      for (const label of labelled.get(name) ?? [])
        expect([name, [...said]]).toEqual([name, expect.arrayContaining([label])]);
    }
  });

  it('hold no id and nothing that a caller made up', () => {
    expect(text).not.toContain(id);
    expect(text).not.toContain('no-such');
    expect(text).toMatch(/^linli_http_request_seconds_count\{method="POST",route="\/api\/errands",status="2xx"\} 1$/m);
    expect(text).toMatch(/^linli_http_request_seconds_count\{method="GET",route="\(none\)",status="4xx"\} 1$/m);
    expect(text).toMatch(
      /^linli_http_request_seconds_count\{method="GET",route="\/api\/errands\/:id",status="2xx"\} 1$/m,
    );
  });

  it('count the transactions of the log and what views took in, which is everything', async () => {
    expect(valueOf('linli_append_batch_count')).toBeGreaterThan(0);
    expect(valueOf('linli_append_batch_sum')).toBe(valueOf('linli_append_seconds_count'));
    expect(valueOf('linli_view_events_total')).toBeGreaterThan(0);
    expect(valueOf('linli_view_behind_events')).toBe(0);
    expect(valueOf('linli_incidents_open')).toBe(0);
    expect(valueOf('linli_subscriptions_dropped_total{kind="live"}')).toBe(0);
  });
});

describe('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis(['--maxmemory-policy', 'noeviction']);
  });
  afterAll(() => redis.stop());

  it('the depth of the queue is counted by state, and left out as long as Redis is away', async () => {
    const own = ownFolder();
    const clock = new VirtualClock(TUESDAY);
    const node = await serve({
      folder: openDataFolder(`${own.path}/data`, { create: 'sample' }),
      config: {
        eventStore: undefined,
        streamPrefix: 'linli.',
        masterKey: undefined,
        host: '127.0.0.1',
        port: 0,
        redisUrl: redis.url,
      },
      log: pino({ level: 'silent' }),
      contexts: errands,
      clock,
    });
    try {
      const li = await Client.signedIn(node.url, 'officer-nanguan-1');
      await li.post('/api/errands', asked);
      // Only what is due within a day stands in Redis.
      await clock.set('2026-11-25T01:00:00.000Z');
      await until(async () => /^linli_queue_jobs\{state="delayed"\} [1-9]/m.test(await scraped(node)));
      expect(await scraped(node)).toMatch(/^linli_queue_jobs\{state="dead"\} 0$/m);
      await redis.kill();
      await until(async () => !/^linli_queue_jobs\{/m.test(await scraped(node)), 20_000);
      expect(await scraped(node)).toMatch(/^linli_timers_due 0$/m);
      await redis.start();
      await until(async () => /^linli_queue_jobs\{/m.test(await scraped(node)), 20_000);
    } finally {
      await node.close();
      own.remove();
    }
  });
});

describe('on a shared log', () => {
  itDisturbs('a lost connection to it is counted, and the node goes on', async () => {
    const cluster = await Cluster.start();
    try {
      const node = await cluster.node('all');
      const dropped = async (): Promise<number> =>
        Number(/^linli_subscriptions_dropped_total\{kind="store"\} (\d+)$/m.exec(await scraped(node))?.[1]);
      expect(await dropped()).toBe(0);
      cluster.log.server.dropConnections();
      await until(async () => (await dropped()) > 0);
      await until(async () => /^linli_view_behind_events 0$/m.test(await scraped(node)));
    } finally {
      await cluster.stop();
    }
  });
});

describe('the dashboard', () => {
  const expressions = dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => [title, expr] as const),
  );
  const definitions = dashboard.templating.list.flatMap(({ name, definition }) =>
    definition === undefined ? [] : [[name, definition] as const],
  );

  it.each([...expressions, ...definitions])('%s asks for metrics that exist', (_title, expr) => {
    const asks = [...expr.matchAll(/\b(?:linli|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
    expect(asks.length).toBeGreaterThan(0);
    for (const name of asks) {
      const whole = name.replace(/_(bucket|sum|count)$/, '');
      const isPart = whole !== name && types().get(whole) === 'histogram';
      expect([...types().keys()]).toContain(isPart ? whole : name);
      // A histogram has no sample of its own name.
      if (!isPart) expect(types().get(name)).not.toBe('histogram');
    }
  });

  it('shows every metric of ours that the table would alarm on', () => {
    const shown = expressions.map(([, expr]) => expr).join(' ');
    const missing = rows.filter(
      ({ name, alarm }) => name.startsWith('linli_') && !alarm.startsWith('none') && !shown.includes(name),
    );
    expect(missing.map(({ name }) => name)).toEqual(['linli_view_events_total', 'linli_deadlines_moved']);
  });

  it('has panels that do not cover each other', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});
