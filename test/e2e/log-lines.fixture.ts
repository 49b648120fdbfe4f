/** What a node writes into its log, line by line. */
import type { Logger } from 'pino';
import { nodeLog } from '#server/observability/node-log';

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: number; readonly msg: string };

export interface LogLines {
  readonly log: Logger;
  /** Everything, as it was written. */
  text(): string;
  /** The lines of one chain, in their order. */
  of(correlationId: string): LogLine[];
  all(): LogLine[];
}

export function logLines(logLevel: 'trace' | 'debug' | 'info' | 'warn'): LogLines {
  const written: string[] = [];
  const log = nodeLog({ logLevel, nodeName: 'node-1' }, { write: (line: string) => void written.push(line) });
  const all = (): LogLine[] => written.map((line) => JSON.parse(line) as LogLine);
  return {
    log,
    text: () => written.join(''),
    all,
    of: (correlationId) => all().filter((line) => line['correlationId'] === correlationId),
  };
}
