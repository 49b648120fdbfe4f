/** What a bench says: rows with stable names, printed as one table, written as JSON for whoever compares runs. */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

export interface Row {
  readonly name: string;
  readonly perSecond?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly value?: number;
  readonly unit?: string;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A row of things done in a time, with how long each took, or each batch where `things` counts what was in them. */
export function rowOf(name: string, tookMs: number, each: readonly number[], unit: string, things = each.length): Row {
  const sorted = [...each].sort((a, b) => a - b);
  return {
    name,
    perSecond: Math.round((things * 1_000) / tookMs),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    unit,
  };
}

/** Runs so many callers side by side, each one thing after the other, and times every thing. */
export async function timed(
  callers: number,
  things: number,
  one: (index: number) => Promise<void>,
): Promise<{ tookMs: number; each: number[] }> {
  const each: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let index = next++; index < things; index = next++) {
        const began = performance.now();
        await one(index);
        each.push(performance.now() - began);
      }
    }),
  );
  return { tookMs: performance.now() - start, each };
}

export function table(rows: readonly Row[]): string {
  const number = (value: number | undefined, digits: number): string =>
    value === undefined ? '' : value.toLocaleString('en-US', { maximumFractionDigits: digits });
  const cells = rows.map((row) => [
    row.name,
    number(row.perSecond, 0),
    number(row.p50Ms, 2),
    number(row.p99Ms, 2),
    number(row.value, 2),
    row.unit ?? '',
  ]);
  const head = ['row', 'per second', 'p50 ms', 'p99 ms', 'value', 'unit'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, column) =>
        column === 0 || column === 5 ? part.padEnd(widths[column] ?? 0) : part.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

/** The file that compares runs: `{ machine, rows }`. */
export async function writeRows(file: string, rows: readonly Row[]): Promise<void> {
  const machine = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model ?? '',
    cores: cpus().length,
    memoryMiB: Math.round(totalmem() / 2 ** 20),
  };
  await writeFile(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}
