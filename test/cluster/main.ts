/**
 * `npm run cluster`: shows that a cluster of nodes loses nothing and doubles nothing while machines fail. Prints what happens
 * and a table of what the log says afterwards; ends with 1 where a count is not what it must be.
 */
import { parseArgs } from 'node:util';
import type { Once } from './counted.js';
import { runCluster, type ClusterRun } from './run.js';

const USAGE = 'npm run cluster -- [--seconds 10–3600, default 60] [--people 1–64, default 8] [--json]';

/** What a shell says of a program that was interrupted. */
const STOPPED = 130;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      people: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const [seconds, people] = [Number(values.seconds ?? 60), Number(values.people ?? 8)];
  if (values.help || !isWhole(seconds, 10, 3_600) || !isWhole(people, 1, 64)) {
    process.stderr.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const began = performance.now();
  const tell = (sentence: string): void => {
    const at = ((performance.now() - began) / 1_000).toFixed(1).padStart(6);
    process.stderr.write(`${at} s  ${sentence}\n`);
  };
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // Asked a second time, it does not wait for anybody to end well.
      if (stop.signal.aborted) process.exit(STOPPED);
      tell('stopping everything');
      stop.abort(new Error('stopped'));
    });
  let result: ClusterRun;
  try {
    result = await runCluster({ seconds, people, tell, signal: stop.signal });
  } catch (error) {
    // Whatever broke on the way out broke because it was stopped.
    if (!stop.signal.aborted) throw error;
    tell('stopped: no process is left, and nothing on disk');
    process.exit(STOPPED);
  }
  process.stdout.write(values.json ? `${JSON.stringify(told(result))}\n` : `\n${tableOf(result)}\n`);
  return result.allRight ? 0 : 1;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function tableOf({ counted, met, starts, setAside, allRight }: ClusterRun): string {
  const once = ({ expected, once: right, never, moreOften }: Once): string[] =>
    [expected, right, never, moreOften].map(String);
  const rows: readonly (readonly string[])[] = [
    ['counted from the log', 'expected', 'once', 'lost', 'doubled'],
    ['commands that were acknowledged', ...once(counted.acknowledged)],
    ['deadlines that fell due', ...once(counted.deadlines)],
    ['merged duplicates that were absorbed', ...once(counted.absorbed)],
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const killed = Object.entries(starts).map(([name, times]) => `${name} ${times}`);
  return [
    ...table,
    '',
    `${counted.events} events; recorded though nobody was told: ${counted.unasked}; incidents: ${counted.incidents}; broken streams: ${counted.brokenStreams}`,
    `sent again ${met.sentAgain} times, signed in ${met.signIns} times; ${met.readsAfterWrite} reads right after a write, told to wait ${met.readsToldToWait} times`,
    `starts: ${killed.join(', ')}`,
    ...[...met.wrong, ...setAside].slice(0, 10).map((one) => `WRONG: ${one}`),
    allRight ? 'Nothing lost, nothing doubled.' : 'NOT AS IT MUST BE.',
  ].join('\n');
}

function told({ counted, met, starts, setAside, allRight }: ClusterRun): object {
  const { acknowledged: _, ...rest } = met;
  return { allRight, counted, met: rest, starts, setAside };
}

process.exitCode = await main();
