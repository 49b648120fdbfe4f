/**
 * A node of ours with two things wrong with it that a test can mend: a view that cannot take some events (and takes its
 * time with each), and a reaction that fails. Everything else is the program as it is.
 */
import { pino } from 'pino';
import { complaintReactions } from '#libs/complaints';
import type { Projection } from '#libs/views';
import { contexts } from '#server/contexts';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';

export interface Troubled {
  readonly server: RunningServer;
  /** Whether the view takes complaints about a handover in one community, and the reaction to merged complaints works. */
  mended: { view: boolean; reaction: boolean };
  /** How long the view takes with one event, in milliseconds. */
  slow: { ms: number };
}

const never = new Int32Array(new SharedArrayBuffer(4));

export async function serveTroubled(folder: string): Promise<Troubled> {
  const mended = { view: false, reaction: false };
  const slow = { ms: 0 };
  const categories: Projection = {
    name: 'category_counts',
    version: 1,
    tables: [{ name: 'category_counts', columns: 'category TEXT PRIMARY KEY, n INTEGER NOT NULL' }],
    apply({ envelope, data }, db) {
      if (slow.ms > 0) Atomics.wait(never, 0, 0, slow.ms);
      if (envelope.type !== 'ComplaintFiled') return;
      const category = data['category'] as string;
      const isOdd = category === 'handover' && data['community'] === 'c-nanguan-3';
      if (isOdd && !mended.view) throw new RangeError('no column for handover');
      db.run('INSERT INTO {category_counts} VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1', category);
    },
  };
  const reactions = complaintReactions.map((one) =>
    one.name === 'absorb'
      ? {
          ...one,
          to: (event: Parameters<NonNullable<typeof one.to>>[0]) => {
            if (!mended.reaction) throw new Error('the case it went into cannot be told');
            return one.to?.(event) ?? '';
          },
        }
      : one,
  );
  const server = await serve({
    folder: openDataFolder(folder, { create: 'sample' }),
    config: {
      eventStore: undefined,
      streamPrefix: 'linli.',
      masterKey: undefined,
      host: '127.0.0.1',
      port: 0,
      nodeName: 'node-1',
    },
    log: pino({ level: 'silent' }),
    contexts: { ...contexts, projections: [...contexts.projections, categories], reactions },
  });
  return { server, mended, slow };
}
