/** A node of its own with the engine's tiny workflow instead of ours: real files, real HTTP, and a clock that a test moves. */
import { pino } from 'pino';
import { uuidV5 } from '#libs/event-store';
import { VirtualClock, type Identity } from '#libs/workflow';
import { calendarSpoken, incidentSpoken, settingSpoken } from '#libs/workflow';
import type { Contexts } from '#server/contexts';
import { openDataFolder } from '#server/data-folder';
import { serve, type RunningServer } from '#server/server';
import { errand } from '../../libs/workflow/src/tiny.fixture.js';
import { errandTexts } from '../../libs/workflow/src/tiny-texts.fixture.js';

/** The sample's own people, with the rights of errands: whoever signs in is known by these ids. */
const GRANTS: Readonly<Record<string, readonly [role: string, jurisdiction: string]>> = {
  'officer-nanguan-1': ['clerk', 'nanguan'],
  'officer-nanguan-2': ['clerk', 'nanguan'],
  'subdistrict-nanguan': ['officer', 'nanguan'],
  'officer-beixia-1': ['clerk', 'beixia'],
  'admin-1': ['admin', 'district'],
};

function identityOf(id: string): Identity | undefined {
  const grant = GRANTS[id];
  if (!grant) return undefined;
  const [role, jurisdiction] = grant;
  const authority = uuidV5('5f0c1d0e-6a55-4a1c-9d3b-1f7a5f1f2c11', id);
  return { id, active: true, grants: [{ role, jurisdiction }], authority, version: 0 };
}

export const errands: Contexts = {
  spoken: [settingSpoken, calendarSpoken, incidentSpoken, { declaration: errand.declaration, texts: errandTexts }],
  projections: [
    // What a history calls people comes from this table; here nobody has another name than their id.
    {
      name: 'people',
      version: 1,
      categories: ['nobody'],
      tables: [{ name: 'people', columns: 'id TEXT, data TEXT' }],
      apply: () => undefined,
    },
  ],
  reactions: [],
  numbers: {},
  identities: () => ({ find: (id) => Promise.resolve(identityOf(id)) }),
  covers: (grant, jurisdiction) => grant === 'district' || grant === jurisdiction,
  registers: { area: (id) => ['nanguan', 'beixia'].includes(id) },
  lateEntryRoles: ['officer'],
  sample: [],
};

/** Tuesday, 24 November 2026, 09:00 in Beijing. */
export const TUESDAY = '2026-11-24T01:00:00.000Z';

export function serveErrands(folder: string, clock = new VirtualClock(TUESDAY)): Promise<RunningServer> {
  return serve({
    folder: openDataFolder(folder, { create: 'sample' }),
    config: { eventStore: undefined, streamPrefix: 'linli.', masterKey: undefined, host: '127.0.0.1', port: 0 },
    log: pino({ level: 'silent' }),
    contexts: errands,
    clock,
  });
}

export const asked = {
  area: 'nanguan',
  what: '换灯泡',
  story: '三单元五楼楼道灯坏了半个月没人管',
  caller: { name: '慕容雪晴', phone: '13812345678' },
};
