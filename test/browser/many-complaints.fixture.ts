/**
 * Ten thousand open complaints in a data folder within two seconds: one that was filed over HTTP is copied to the end of
 * the log under ids of its own, each with a category and a story of its own, sealed as the engine seals.
 */
import { randomUUID } from 'node:crypto';
import { eventId, readyEvent, timerId, type JsonObject, type RecordedEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteKeyVault, type KeyVault } from '#libs/sealed';

const AT_ONCE = 500;

/** Nobody else may have the folder open. @throws Error where the complaint is not in it. */
export async function multiply(
  folder: string,
  complaint: string,
  count: number,
  change: (index: number) => JsonObject & { readonly story: string },
): Promise<void> {
  const store = await SqliteEventStore.open({ folder });
  const vault = SqliteKeyVault.open({ folder });
  try {
    const [filed] = await store.readStream(`complaint-${complaint}`);
    if (!filed) throw new Error(`there is no complaint ${complaint}`);
    const subject = (filed.data['story'] as JsonObject)['key'] as string;
    for (let from = 0; from < count; from += AT_ONCE) {
      const copies = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) =>
        copyOf(filed, change(from + index), subject, vault),
      );
      await Promise.all(copies.map((copy) => store.append(copy.envelope.stream, 'none', [copy])));
    }
  } finally {
    await store.close();
    await vault.close();
  }
}

function copyOf(
  { envelope, data }: RecordedEvent,
  { story, ...changes }: JsonObject & { readonly story: string },
  subject: string,
  vault: KeyVault,
) {
  const stream = `complaint-${randomUUID()}`;
  const command = randomUUID();
  const { v: _v, dataHash: _hash, deadlines, ...rest } = envelope;
  const id = eventId(command, stream, rest.command.index);
  const armed = deadlines?.armed?.map((one) => ({ ...one, timerId: timerId(id, one.name) })) ?? [];
  const complainant = data['complainant'] as JsonObject;
  const opened = vault.open(complainant['name'] as never, `${envelope.id}/complainant/name`);
  if (opened.kind !== 'opened') throw new Error('the complainant cannot be opened');
  const person = (complainant['name'] as JsonObject)['key'] as string;
  return readyEvent(
    { ...rest, id, stream, command: { ...rest.command, id: command }, deadlines: { ...deadlines, armed } },
    {
      ...data,
      ...changes,
      complainant: {
        person: complainant['person'] as string,
        name: { ...vault.seal(person, `${id}/complainant/name`, opened.text) },
      },
      story: { ...vault.seal(subject, `${id}/story`, story) },
    },
  );
}
