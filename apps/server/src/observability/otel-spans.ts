/**
 * Spans by OpenTelemetry, sent to a collector in batches from a bounded queue: what does not fit is dropped, what cannot be
 * sent is forgotten, and neither is waited for. Nothing is registered globally but the voice that says what goes wrong.
 */
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type DiagLogger,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { Attributes, OpenSpan, SpanOptions, Spans, SpansOptions } from './spans.js';

const QUEUE_MAX = 4_096;
const BATCH_MAX = 512;
const BATCH_MS = 1_000;
/** How long one sending may take, and the last one at the end. */
const SEND_MS = 3_000;
/** A collector that is away is one line in this time. */
const COMPLAIN_MS = 60_000;

const kinds = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER } as const;
const propagator = new W3CTraceContextPropagator();
const fromHeaders = {
  get: (headers: Readonly<Record<string, string | string[] | undefined>>, name: string) => headers[name],
  keys: (headers: object) => Object.keys(headers),
};

class OtelSpan implements OpenSpan {
  readonly traceId: string;
  #ended = false;

  constructor(readonly span: Span) {
    this.traceId = span.spanContext().traceId;
  }

  set(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined) this.span.setAttribute(name, value);
  }

  link(others: readonly OpenSpan[]): void {
    this.span.addLinks(linksTo(others));
  }

  end(failure?: { readonly name: string }): void {
    if (this.#ended) return;
    this.#ended = true;
    if (failure) this.span.setStatus({ code: SpanStatusCode.ERROR, message: failure.name });
    this.span.end();
  }
}

export class OtelSpans implements Spans {
  readonly isOn = true;
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #log: Logger;

  /** @param url where traces are sent to; other variables of the exporter (headers, certificates) it reads itself. */
  constructor(url: string, env: NodeJS.ProcessEnv, { nodeName, log }: SpansOptions) {
    this.#log = log;
    diag.setLogger(complaints(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    const timeoutMillis = env['OTEL_EXPORTER_OTLP_TIMEOUT'] === undefined ? { timeoutMillis: SEND_MS } : {};
    this.#provider = new TracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': 'linli', 'service.instance.id': nodeName }))
        .merge(detectResources({ detectors: [envDetector] })),
      sampler: samplerFrom(env),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: new OTLPTraceExporter({ url, ...timeoutMillis }),
          maxQueueSize: QUEUE_MAX,
          maxExportBatchSize: BATCH_MAX,
          scheduledDelayMillis: BATCH_MS,
          exportTimeoutMillis: SEND_MS,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('linli');
  }

  begin(name: string, attributes: Attributes, options: SpanOptions = {}): OpenSpan {
    const { kind, links = [], startMs } = options;
    const span = this.#tracer.startSpan(
      name,
      {
        kind: kind ? kinds[kind] : SpanKind.INTERNAL,
        attributes,
        links: linksTo(links),
        ...(startMs === undefined ? {} : { startTime: startMs }),
      },
      contextOf(options),
    );
    return new OtelSpan(span);
  }

  async close(): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => (late = setTimeout(resolve, SEND_MS)));
    const ended = this.#provider
      .shutdown()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'the last spans could not be sent'));
    await Promise.race([ended, bound]);
    clearTimeout(late);
    diag.disable();
  }
}

function linksTo(spans: readonly OpenSpan[]): Link[] {
  return spans.flatMap((one) => (one instanceof OtelSpan ? [{ context: one.span.spanContext() }] : []));
}

function contextOf({ parent, headers }: SpanOptions): Context {
  if (parent instanceof OtelSpan) return trace.setSpan(ROOT_CONTEXT, parent.span);
  return headers ? propagator.extract(ROOT_CONTEXT, headers, fromHeaders) : ROOT_CONTEXT;
}

/** `OTEL_TRACES_SAMPLER` and its argument, as OpenTelemetry defines them; by default everything, or what the caller says. */
function samplerFrom(env: NodeJS.ProcessEnv): Sampler {
  const name = env['OTEL_TRACES_SAMPLER'] ?? 'parentbased_always_on';
  const argument = Number(env['OTEL_TRACES_SAMPLER_ARG'] ?? 1);
  const root = rootSampler(name.replace(/^parentbased_/, ''), argument >= 0 && argument <= 1 ? argument : 1);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(name: string, ratio: number): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  return name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
}

/** What the packages have to say, at most a line a minute: their messages may repeat with every batch. */
function complaints(log: Logger): DiagLogger {
  let [saidMs, more] = [-Infinity, 0];
  const complain = (message: string): void => {
    more++;
    if (performance.now() - saidMs < COMPLAIN_MS) return;
    log.warn({ cause: message.slice(0, 500), times: more }, 'traces cannot be sent as they should; work goes on');
    [saidMs, more] = [performance.now(), 0];
  };
  const quiet = (): void => undefined;
  return { error: complain, warn: complain, info: quiet, debug: quiet, verbose: quiet };
}
