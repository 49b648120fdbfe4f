/**
 * The longest task of a page while something happens in it, in processor time: what the machine does beside the test
 * makes a task last longer, but not cost more.
 */
import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the thread's own time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export async function longestTask(
  browser: Browser,
  page: Page,
  happen: () => Promise<void>,
): Promise<{ readonly longestMs: number; readonly tasks: number }> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  let recorded: Buffer;
  try {
    await happen();
  } finally {
    recorded = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(recorded.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
  const pages = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    ({ ph, name, pid, tid, tdur }) =>
      ph === 'X' && /RunTask/.test(name) && pages.has(`${pid} ${tid}`) && tdur !== undefined,
  );
  return { longestMs: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur)) / 1_000, tasks: tasks.length };
}
