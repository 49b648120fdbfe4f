/** What is read from a node when somebody asks for its metrics. What cannot be told just then is left out, not guessed. */
import { Gauge, type Registry } from 'prom-client';
import type { EventStore } from '#libs/event-store';
import type { Views } from '#libs/views';
import { caseTable, incident } from '#libs/workflow';
import type { Composition } from '../compose.js';

export type Watched = Pick<Composition, 'views' | 'work' | 'behindMs' | 'store'>;

/** Events behind the views are counted up to here: a node that is so far behind is behind. */
export const BEHIND_EVENTS_MAX = 1_000;
/** Store and Redis have this long to answer. */
const ASK_MS = 2_000;

/** Registers the gauges of a node that is open. */
export function watchNode(node: Watched, registry: Registry): void {
  const { views, work } = node;
  const { dueWork, fanOut, reactions } = work;
  const gauge = (name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void => {
    const registered: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => {
        const value = await read();
        // `reset` would say 0.
        if (value === undefined) registered.remove();
        else registered.set(value);
      },
    });
  };
  const due = (): ReturnType<typeof dueWork.status> | undefined => (views.ready ? dueWork.status() : undefined);

  gauge('linli_view_behind_seconds', 'How long the views have not reached the end of the log', () => {
    return node.behindMs / 1_000;
  });
  gauge(
    'linli_view_behind_events',
    `Events of the log that the views do not show, counted up to ${BEHIND_EVENTS_MAX}`,
    () => inTime((signal) => eventsBehind(node.store, views, signal)),
  );
  gauge('linli_views_ready', '1 where every view serves', () => (views.ready ? 1 : 0));
  gauge('linli_view_poison', 'Events that a view could not take and set aside', () => views.poison().length);
  gauge('linli_timers_due', 'Timers whose moment has come and that have not acted', () => due()?.due);
  gauge('linli_timers_late_seconds', 'How long the oldest of them has been due', () => {
    const status = due();
    return status && status.lateMs / 1_000;
  });
  gauge('linli_timers_failing', 'Timers that failed and are tried again', () => due()?.failing.length);
  gauge(
    'linli_deadlines_moved',
    'Deadlines moved by calendars and settings since the start',
    () => fanOut.status().moved,
  );
  gauge('linli_incidents_open', 'Reactions that were refused and that people have not settled', () => {
    if (!views.ready) return undefined;
    const open = `SELECT COUNT(*) AS open FROM ${caseTable(incident.declaration)} WHERE state IN ('open', 'retrying')`;
    return views.read.get<{ open: number }>(open)?.open;
  });
  gauge('linli_reactions_failing', 'Reactions that cannot go on at the moment and try again', () => {
    return reactions.status().filter(({ failure }) => failure !== undefined).length;
  });
  gauge('linli_reactions_handled', 'Events that reactions of this node have acted on since the start', () => {
    return reactions.status().reduce((sum, { handled }) => sum + handled, 0);
  });
  const queue: Gauge<'state'> = new Gauge({
    name: 'linli_queue_jobs',
    help: 'Looks at timers in Redis, by state; nothing without Redis or while it is out of reach',
    labelNames: ['state'],
    registers: [registry],
    collect: async () => {
      const depth = await inTime(() => work.depth());
      queue.reset();
      for (const [state, jobs] of Object.entries(depth ?? {})) queue.set({ state }, Number(jobs));
    },
  });
}

/** Of a log whose end cannot be read nothing is told. */
export async function eventsBehind(store: EventStore, views: Views, signal: AbortSignal): Promise<number> {
  const after = views.position;
  if ((await store.head()) === after) return 0;
  let count = 0;
  for await (const _ of store.readAll({ after, signal })) if (++count >= BEHIND_EVENTS_MAX) break;
  return count;
}

/** The answer, or nothing where it fails or does not come in time: what failed says so in the log itself. */
export async function inTime<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const bound = AbortSignal.timeout(ASK_MS);
  const late = new Promise<undefined>((resolve) => bound.addEventListener('abort', () => resolve(undefined)));
  return Promise.race([ask(bound).catch(() => undefined), late]); // the store and the queue log their own troubles
}
