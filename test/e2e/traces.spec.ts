/** Traces of the real program, as a collector receives them; and the program where the collector is away or does not answer. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { VirtualClock } from '#libs/workflow';
import { openDataFolder } from '#server/data-folder';
import { openSpans } from '#server/observability/open-spans';
import { serve } from '#server/server';
import { startCollector, type Collector, type ReceivedSpan } from '#test/support/collector';
import { freePort } from '#test/support/free-port';
import { Client } from './client.fixture.js';
import { asked, errands, TUESDAY } from './errands.fixture.js';
import { ownFolder, startLinli, type Program } from './program.fixture.js';
import { until } from '../support/until.js';

const filing = {
  source: 'window',
  category: 'facilities',
  community: 'c-nanguan-3',
  complainant: { name: '闻人素', phone: '13900004321' },
  story: '楼前污水井外溢，夜里无人处理。',
};
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

let folder: ReturnType<typeof ownFolder>;
let programs: Program[];
let collectors: Collector[];
beforeEach(() => {
  folder = ownFolder();
  [programs, collectors] = [[], []];
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
  await Promise.all(collectors.map((collector) => collector.close()));
  folder.remove();
});

function start(env: NodeJS.ProcessEnv): Program {
  const program = startLinli({ args: ['--port', '0', '--data', `${folder.path}/data`], env });
  programs.push(program);
  return program;
}
async function collecting(...answer: Parameters<typeof startCollector>): Promise<Collector> {
  const collector = await startCollector(...answer);
  collectors.push(collector);
  return collector;
}
async function stopped(program: Program): Promise<number> {
  const began = performance.now();
  program.kill('SIGTERM');
  expect((await program.ended).code).toBe(0);
  return performance.now() - began;
}

describe('traces', () => {
  it('tell of a request, its command with its steps, the views it reached and the reaction that followed', async () => {
    const collector = await collecting();
    const program = start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LINLI_NODE_NAME: 'node-7' });
    const mediator = await Client.signedIn(await program.ready(), 'officer-nanguan-1');
    const [duplicate, into] = await Promise.all(
      [0, 1].map(async () => String((await mediator.post('/api/complaints', filing)).body['id'])),
    );
    const merged = await mediator.post(
      `/api/complaints/${duplicate}/merge-duplicate`,
      { into, reason: '同一事项' },
      { ifMatch: 1, headers: { traceparent: `00-${TRACE}-${PARENT}-01` } },
    );
    expect(merged.status).toBe(200);
    const found = (name: string, of: (span: ReceivedSpan) => boolean = () => true): ReceivedSpan | undefined =>
      collector.spans.find((span) => span.name === name && of(span));
    await until(
      () => found('reaction absorb') !== undefined && found('command complaint.MergeDuplicate') !== undefined,
    );
    expect(collector.resource).toMatchObject({ 'service.name': 'linli', 'service.instance.id': 'node-7' });

    const request = found('POST', ({ traceId }) => traceId === TRACE);
    expect(request).toMatchObject({
      parentSpanId: PARENT,
      kind: 2,
      attributes: { 'http.route': '/api/complaints/:id/merge-duplicate', 'http.response.status_code': 200 },
    });
    const command = found('command complaint.MergeDuplicate');
    expect(command).toMatchObject({
      traceId: TRACE,
      parentSpanId: request?.spanId,
      attributes: { 'linli.outcome': 'done', 'linli.correlation_id': merged.headers.get('x-correlation-id') },
    });
    const steps = collector.spans.filter(({ parentSpanId }) => parentSpanId === command?.spanId);
    expect(steps.map(({ name }) => name)).toEqual(['load', 'decide', 'append']);

    const reaction = found('reaction absorb');
    expect(reaction?.links).toEqual([command?.spanId]);
    const absorbed = found('command complaint.AbsorbComplaint');
    expect(absorbed).toMatchObject({ traceId: reaction?.traceId, parentSpanId: reaction?.spanId });
    await until(() => found('views batch', ({ links }) => links.includes(String(command?.spanId))) !== undefined);

    const told = JSON.stringify(collector.spans);
    for (const secret of [filing.story, filing.complainant.name, filing.complainant.phone, mediator.cookie.slice(20)])
      expect(told).not.toContain(secret);
    await stopped(program);
  });

  it('tell of a timer that acts, and point to where its case came from', async () => {
    const collector = await collecting();
    const log = pino({ level: 'silent' });
    const clock = new VirtualClock(TUESDAY);
    const spans = await openSpans({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` }, { nodeName: 'node-1', log });
    const server = await serve({
      folder: openDataFolder(`${folder.path}/data`, { create: 'sample' }),
      config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
      log,
      contexts: errands,
      clock,
      spans,
    });
    const li = await Client.signedIn(server.url, 'officer-nanguan-1');
    expect(await li.post('/api/errands', asked)).toMatchObject({ status: 201 });
    const { dueWork } = server.composition.work;
    await until(() => dueWork.status().nextDueAt === '2026-11-25T16:00:00.000Z');
    await clock.set('2026-11-25T16:00:00.000Z');
    await until(() => collector.spans.some(({ name }) => name === 'command errand.MissDeadline'));
    await server.close();
    await spans.close();
    const named = (name: string) => collector.spans.find((span) => span.name === name);
    const [timer, missed] = [named('timer errand.take'), named('command errand.MissDeadline')];
    expect(missed).toMatchObject({ parentSpanId: timer?.spanId, attributes: { 'linli.by': 'timer' } });
    expect(missed?.links).toEqual([]);
    expect(timer).toMatchObject({
      parentSpanId: '',
      attributes: { 'linli.workflow': 'errand', 'linli.timer': 'take' },
    });
    expect(timer?.links).toEqual([named('command errand.AskErrand')?.spanId]);
  });

  it('send what is left when the program ends', async () => {
    const collector = await collecting();
    const program = start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    const client = new Client(await program.ready());
    await client.get('/health/live');
    await stopped(program);
    expect(collector.spans.map(({ attributes }) => attributes['http.route'])).toContain('/health/live');
  });
});

describe('without a collector', () => {
  /** Files of OpenTelemetry that a program has loaded, as V8 tells at its end; prom-client itself needs its API. */
  async function loaded(name: string, env: NodeJS.ProcessEnv): Promise<number> {
    const coverage = `${folder.path}/${name}`;
    const program = start({ ...env, NODE_V8_COVERAGE: coverage });
    await program.ready();
    await stopped(program);
    const urls = readdirSync(coverage).flatMap((file) =>
      (JSON.parse(readFileSync(`${coverage}/${file}`, 'utf8')) as { result: { url: string }[] }).result.map(
        ({ url }) => url,
      ),
    );
    expect(urls.some((url) => url.includes('/node_modules/pino/'))).toBe(true);
    return urls.filter((url) => /\/@opentelemetry\/(?!api\/)/.test(url)).length;
  }

  it('nothing of OpenTelemetry is loaded', async () => {
    expect(await loaded('off', {})).toBe(0);
    const collector = await collecting();
    expect(await loaded('on', { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })).toBeGreaterThan(0);
  });
});

describe('a collector that does not do its part', () => {
  it.each([
    ['refuses every connection', async () => `http://127.0.0.1:${await freePort()}`],
    ['fails', async () => (await collecting((response) => void response.writeHead(500).end())).url],
    ['never answers', async () => (await collecting(() => undefined)).url],
  ])('that %s delays and fails nothing', async (_what, url) => {
    const program = start({ OTEL_EXPORTER_OTLP_ENDPOINT: await url(), LINLI_LOG_LEVEL: 'warn' });
    const mediator = await Client.signedIn(await program.ready(), 'officer-nanguan-1');
    const began = performance.now();
    for (let count = 0; count < 50; count++)
      expect(await mediator.post('/api/complaints', filing)).toMatchObject({ status: 201 });
    expect(performance.now() - began).toBeLessThan(45_000);
    expect(await stopped(program)).toBeLessThan(45_000);
    const { errors } = await program.ended;
    expect(errors.split('\n').filter((line) => line.includes('traces cannot be sent')).length).toBeLessThanOrEqual(2);
  });

  it('an address or a protocol that cannot be sent to stops the start, by its name', async () => {
    const wrong = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' }).ended;
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.errors).toContain('OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with http');
    const grpc = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect((await start(grpc).ended).errors).toContain('OTEL_EXPORTER_OTLP_PROTOCOL can only be http/json');
  });
});
