/** The port of traces: what took how long, and what it was part of. Without a collector nothing stands behind it. */
import type { Logger } from 'pino';
import type { IncomingHttpHeaders } from 'node:http';

/** Ids, names of ours and numbers; nothing that a person typed. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface OpenSpan {
  readonly traceId: string | undefined;
  set(attributes: Attributes): void;
  /** Points to others, in other traces, that this follows from. */
  link(others: readonly OpenSpan[]): void;
  /** Of an error only its name is told. A second call does nothing. */
  end(failure?: { readonly name: string }): void;
}

export interface SpanOptions {
  readonly kind?: 'server' | 'consumer';
  readonly parent?: OpenSpan | undefined;
  /** A `traceparent` in them is the parent where none is given (W3C Trace Context). */
  readonly headers?: IncomingHttpHeaders;
  /** What this follows from, in other traces. */
  readonly links?: readonly OpenSpan[];
  /** Milliseconds since 1970, where it began before now. */
  readonly startMs?: number;
}

/** What every span of this process says of where it was made. */
export interface SpansOptions {
  readonly nodeName: string;
  readonly log: Logger;
}

export interface Spans {
  /** Whether anybody receives them. */
  readonly isOn: boolean;
  begin(name: string, attributes: Attributes, options?: SpanOptions): OpenSpan;
  /** Sends what is left, for a short time, and ends. Never rejects. */
  close(): Promise<void>;
}

/** Leads nowhere. */
export const noSpan: OpenSpan = {
  traceId: undefined,
  set: () => undefined,
  link: () => undefined,
  end: () => undefined,
};

export const untraced: Spans = {
  isOn: false,
  begin: () => noSpan,
  close: () => Promise.resolve(),
};
