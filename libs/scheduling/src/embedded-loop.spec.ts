import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore, type KeptEvents } from '#libs/event-store/memory';
import { Views } from '#libs/views';
import { VirtualClock } from '#libs/workflow';
import { dueWorkContract } from './due-work.contract.js';
import { EmbeddedLoop } from './embedded-loop.js';
import { timersView } from './timers-view.js';

dueWorkContract('the embedded loop', async () => {
  const kept: KeptEvents = [];
  const clock = new VirtualClock('2026-11-24T01:00:00.000Z');
  const store = new MemoryEventStore(kept);
  const folders: string[] = [];
  const opened: Views[] = [];
  let newest: EmbeddedLoop | undefined;
  return {
    store,
    clock,
    async start(act, options = {}) {
      const folder = mkdtempSync(join(tmpdir(), 'linli-due-'));
      folders.push(folder);
      const views = Views.open({ folder, store, projections: [timersView], clock });
      opened.push(views);
      await views.whenReady();
      newest = new EmbeddedLoop({ clock, views, act, ...options });
      newest.start();
      return newest;
    },
    async crash() {
      // Its reader is gone, so it learns of nothing more; whatever it began never ends.
      void newest?.stop();
      await opened.at(-1)?.close();
    },
    pass: (ms) => clock.advance(ms),
    async dispose() {
      void newest?.stop();
      for (const views of opened) await views.close();
      await store.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
});
