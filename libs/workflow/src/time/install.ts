/** The first start records the defaults as editions 1, so that every deadline says by which rule it was computed. */
import type { Engine } from '../decide/execute.js';
import { exists } from '../decide/case.js';
import { uuidV5, type Json } from '#libs/event-store';
import { engineSettings } from './timetable.js';
import { stateCouncilYears } from './state-council/index.js';

/** Namespace of the ids under which defaults are installed: two processes that start at once install them once. */
const INSTALLATION = '5f0c1d0e-6a55-4a1c-9d3b-1f7a5f1f2c11';
const EFFECTIVE_FROM = '2021-01-01';

/**
 * Records the settings and calendars that the log does not hold yet; changes none that it does.
 * @throws Error when one is refused: the declaration and the log disagree.
 */
export async function installDefaults(engine: Engine): Promise<number> {
  const { cases } = engine.ports;
  let installed = await installFirst(engine);
  const declared = [...cases.declarations.values()].flatMap((declaration) => Object.entries(declaration.settings));
  for (const [name, value] of [...Object.entries(engineSettings), ...declared])
    installed += await installSetting(engine, name, value);
  for (const { year, holidays, makeUpDays } of stateCouncilYears)
    if (!exists(await cases.fresh('calendar', String(year))))
      installed += await install(engine, 'calendar', 'InstallCalendar', String(year), {
        year,
        holidays: [...holidays],
        makeUpDays: [...makeUpDays],
        source: `国务院办公厅关于${year}年部分节假日安排的通知`,
      });
  return installed;
}

/** The setting that is recorded before everything else: when it was recorded is when the log began. */
export const FIRST_SETTING = 'engine.undo-minutes';

/** Records that one alone, unless the log holds it; of several processes that begin a log at once, one does. */
export function installFirst(engine: Engine): Promise<number> {
  return installSetting(engine, FIRST_SETTING, engineSettings[FIRST_SETTING]);
}

async function installSetting(engine: Engine, name: string, value: unknown): Promise<number> {
  if (exists(await engine.ports.cases.fresh('setting', name))) return 0;
  return install(engine, 'setting', 'InstallSetting', name, {
    name,
    value: value as Json,
    effectiveOn: EFFECTIVE_FROM,
    alsoOpen: false,
    reason: '默认值',
  });
}

async function install(engine: Engine, workflow: string, command: string, name: string, form: Json): Promise<number> {
  const outcome = await engine.execute({
    workflow,
    command,
    id: uuidV5(INSTALLATION, `${workflow}-${name}`),
    form,
    requester: { kind: 'system', id: 'install' },
  });
  if (outcome.kind === 'done') return outcome.replayed ? 0 : 1;
  if (outcome.kind !== 'malformed' && outcome.code === `${workflow}/exists`) return 0;
  throw new Error(`${workflow} ${name} could not be installed: ${JSON.stringify(outcome)}`);
}
