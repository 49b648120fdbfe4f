/**
 * What an auditor reads is itself recorded (DOMAIN "Roles"): one stream for each reader and day in Beijing, so that it is
 * bounded and found by its name; where one is full, the next part begins. An event holds what was asked within one
 * moment: the very addresses, sealed, since an address may carry a word that somebody searched for. What was answered
 * follows from the log: the same question at the position that the views had then.
 */
import { engine, ends, list, nothing, on, optional, sealed, stay, text, whole, workflow } from '#libs/workflow';

/** The part of the program that records readings; people have no command for it. */
export const READINGS = 'readings';

/** Addresses of one event, at most. */
export const ASKED_MAX = 64;
/** Signs of one address that are kept; no route reads more. */
export const ADDRESS_SIGNS_MAX = 2_000;

const kind = text(1, 60);

export const reading = workflow('reading', {
  path: 'readings',
  key: ['reader', 'day', 'part'],
  seenBy: ['admin', 'office', 'leading-group', 'auditor'],
})
  .events({
    ReadingsOpened: on('open', {
      reader: text(1, 140),
      /** In Beijing. A key, not a date to be reckoned with. */
      day: text(10, 10),
      part: whole(1, 1_000),
    }),
    ThingsRead: stay({
      count: whole(1, ASKED_MAX),
      /** The first word of each address, each once: `complaints`, `waiting`. */
      kinds: list(kind, 1, ASKED_MAX),
      /** One address a line, as it was asked. */
      asked: sealed(text(1, ASKED_MAX * (ADDRESS_SIGNS_MAX + 1)), 'case'),
      /** The position that the views of the node had: nothing newer was shown in a list. */
      upTo: optional(text(1, 40)),
    }),
    ReadingsFull: ends('full', {}),
  })
  .data(
    { reader: '', day: '', part: 0, count: 0 },
    {
      ReadingsOpened: (d, { reader, day, part }) => ({ ...d, reader, day, part }),
      ThingsRead: (d, { count }) => ({ ...d, count: d.count + count }),
    },
  )
  .command('OpenReadings', { by: [engine(READINGS)], from: nothing, yields: ['ReadingsOpened'] })
  .command('RecordReadings', { by: [engine(READINGS)], from: ['open'], yields: ['ThingsRead'] })
  .command('CloseReadings', { by: [engine(READINGS)], from: ['open'], yields: ['ReadingsFull'] });
