/**
 * A reaction whose command was refused, as something that people see (law 9). It stands in a stream named after the
 * command it is about, so there is one however often the event is met again. Somebody mends the cause and retries, which
 * sends the very same command, or skips it and says why.
 */
import { engine, ends, nothing, on, workflow } from '../declare/builder.js';
import { list, record } from '../declare/fields/list.js';
import { id } from '../declare/fields/ref.js';
import { text } from '../declare/fields/text.js';
import { whole } from '../declare/fields/whole.js';
import { optional } from '../declare/fields/wrap.js';

const name = text(1, 100);
/** Why not: a code, and the words that its sentence uses. */
const why = { code: text(1, 120), params: list(record({ name, value: text(0, 500) }), 0, 20) };

/** The part of the engine that opens incidents and takes them up again. */
export const REACTIONS = 'reactions';

export const incident = workflow('incident', { path: 'incidents', seenBy: ['admin', 'auditor'] })
  .events({
    IncidentOpened: on('open', {
      reaction: name,
      /** The event that it answers, and where that stands. */
      event: id(),
      source: name,
      sourceCase: id(),
      sourceVersion: whole(0, 9_999),
      /** The command that was refused, and its case where one could be named. */
      workflow: name,
      command: name,
      target: optional(text(1, 140)),
      ...why,
    }),
    IncidentRetried: on('retrying', {}),
    IncidentReturned: on('open', why),
    IncidentResolved: ends('resolved', {}),
    IncidentSkipped: ends('skipped', { reason: text(1, 500) }),
  })
  .data(
    { reaction: '', event: '', source: '', sourceCase: '', sourceVersion: 0, target: '' },
    {
      IncidentOpened: (d, e) => ({
        ...d,
        reaction: e.reaction,
        event: e.event,
        source: e.source,
        sourceCase: e.sourceCase,
        sourceVersion: e.sourceVersion,
        target: e.target ?? '',
      }),
    },
  )
  .command('OpenIncident', { by: [engine(REACTIONS)], from: nothing, yields: ['IncidentOpened'] })
  .command('RetryIncident', { by: ['admin'], from: ['open'], yields: ['IncidentRetried'] })
  .command('ReturnIncident', { by: [engine(REACTIONS)], from: ['retrying'], yields: ['IncidentReturned'] })
  .command('ResolveIncident', { by: [engine(REACTIONS)], from: ['retrying'], yields: ['IncidentResolved'] })
  .command('SkipIncident', { by: ['admin'], from: ['open'], yields: ['IncidentSkipped'] })
  .standing({ comment: ['admin'] });
