/**
 * `linli init`: a real data folder with the settings and calendars of the district and its first administrator. So far
 * it is for trial only. Ids follow from what is recorded, so an `init` that was killed is finished by the next one.
 */
import { resolve } from 'node:path';
import { uuidV5, type Json } from '#libs/event-store';
import { FolderInUse } from '#libs/event-store/sqlite';
import { personSpoken, subDistricts } from '#libs/district';
import { caseTable, DISTRICT, isDone, problemSentence, sentenceOf, type Language } from '#libs/workflow';
import type { Composition } from '#server/compose';
import { openDataFolder, type DataFolder } from '#server/data-folder';
import { configOf, type Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import { withNode } from '../reach.js';
import { sentence } from '../words.js';

/** Namespace of the ids of the commands that make a folder. */
const INIT = '4b7a0b0e-52c9-5d5e-8f0a-6c9a3f7d1e20';
const ADMIN = { id: 'admin-1', name: '系统管理员' };

interface Made {
  readonly subDistricts: number;
  /** Years whose calendars are recorded. */
  readonly calendars: readonly number[];
  readonly settings: number;
  readonly admin: string;
}

/** @throws Ended; StartRefused where the folder cannot be had. */
export async function init(caller: Caller): Promise<void> {
  const { told, terminal, language } = caller;
  if (!told.trial) throw new Ended(EXIT.failed, sentence('notForReal', language));
  const folder = taken(resolve(configOf(caller).data), language);
  try {
    const made = await madeIn(folder, caller);
    if (made === 'joined') {
      if (terminal.json) terminal.give({ folder: folder.path, joined: true });
      else terminal.say(sentence('joined', language, { folder: folder.path }));
    } else if (terminal.json) terminal.give({ folder: folder.path, ...made });
    else {
      const years = made.calendars.join(', ');
      const { subDistricts: places, settings, admin } = made;
      terminal.say(sentence('initialised', language, { folder: folder.path, places, years, settings, admin }));
      terminal.say(sentence('notForRealNote', language));
    }
  } finally {
    folder.release();
  }
}

function taken(path: string, language: Language): DataFolder {
  try {
    return openDataFolder(path, { create: 'real' });
  } catch (error) {
    if (error instanceof FolderInUse) throw new Ended(EXIT.inUse, sentence('held', language, { folder: path }));
    throw error;
  }
}

/** `joined` where the log is shared and was begun by another node: the folder was all that this one lacked. */
async function madeIn(folder: DataFolder, caller: Caller): Promise<Made | 'joined'> {
  const alreadyThere = new Ended(EXIT.failed, sentence('alreadyThere', caller.language, { folder: folder.path }));
  if (folder.kind !== 'real') throw alreadyThere;
  return withNode(folder, caller, async (node) => {
    if (hasAdmin(node)) {
      if (folder.isNew && configOf(caller).eventStore !== undefined) return 'joined';
      throw alreadyThere;
    }
    const admin = await registerAdmin(node, caller);
    const calendars = node.timeTables.now.years.map(({ year }) => year);
    return {
      subDistricts: subDistricts.length,
      calendars,
      settings: Object.keys(node.timeTables.defaults).length,
      admin,
    };
  });
}

/** Somebody administers the folder: it was made before. */
function hasAdmin({ views }: Composition): boolean {
  return views.read
    .all<{ data: string }>(`SELECT data FROM ${caseTable(personSpoken.declaration)}`)
    .some(({ data }) =>
      (JSON.parse(data) as { grants: { role: string }[] }).grants.some(({ role }) => role === 'admin'),
    );
}

async function registerAdmin({ engine }: Composition, { told, language }: Caller): Promise<string> {
  const admin = told.admin ?? ADMIN.id;
  const execute = async (command: string, form: Json): Promise<void> => {
    const outcome = await engine.execute({
      workflow: personSpoken.declaration.name,
      command,
      id: uuidV5(INIT, `${command} ${admin}`),
      target: admin,
      form,
      requester: { kind: 'system', id: 'install' },
    });
    if (isDone(outcome)) return;
    const problem =
      outcome.kind === 'malformed'
        ? outcome.problems.map((one) => problemSentence(one, personSpoken, language)).join('; ')
        : sentenceOf(outcome, personSpoken, language);
    throw new Ended(EXIT.failed, sentence('adminRefused', language, { admin, problem }));
  };
  await execute('RegisterPerson', { person: admin, name: told.adminName ?? ADMIN.name });
  await execute('GrantRole', { role: 'admin', jurisdiction: DISTRICT, reason: 'linli init' });
  return admin;
}
