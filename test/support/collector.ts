/** A small OpenTelemetry collector for tests: takes OTLP over HTTP as JSON and keeps the spans. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly kind: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Of the spans that it points to. */
  readonly links: readonly string[];
}

export interface Collector {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Of whoever sends: `service.name` and the like. */
  readonly resource: Readonly<Record<string, string | number | boolean>>;
  close(): Promise<void>;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string; readonly boolValue?: boolean };
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly name: string;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly kind: number;
        readonly status?: { readonly code?: number };
        readonly attributes: readonly Attribute[];
        readonly links?: readonly { readonly spanId: string }[];
      }[];
    }[];
  }[];
}

/** @param answer replaces the usual 200: a collector that fails, or that never answers. */
export async function startCollector(answer?: (response: ServerResponse) => void): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const resource: Record<string, string | number | boolean> = {};
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (answer) return answer(response);
      for (const { resource: about, scopeSpans } of (JSON.parse(body) as Sent).resourceSpans) {
        Object.assign(resource, valuesOf(about.attributes));
        for (const { parentSpanId = '', status, links = [], attributes, ...span } of scopeSpans.flatMap(
          (one) => one.spans,
        ))
          spans.push({
            ...span,
            parentSpanId,
            failed: status?.code === 2,
            attributes: valuesOf(attributes),
            links: links.map(({ spanId }) => spanId),
          });
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    resource,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function valuesOf(attributes: readonly Attribute[]): Record<string, string | number | boolean> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.boolValue ?? Number(value.intValue)]),
  );
}
