/** Faults of events, reducers and settings: named but never recorded, or recorded but not to be understood. */
import { CALLED, statesOf, type Declaration, type EventDeclaration } from '../declaration.js';
import { finding, type CheckOptions, type Finding } from './finding.js';
import { yieldsOf, type Reach } from './reach.js';

export function eventFindings(declaration: Declaration, reach: Reach): Finding[] {
  const { events, retired } = declaration;
  const yielded = new Set(Object.values(declaration.commands).flatMap((command) => command.yields));
  return [
    ...Object.values(events)
      .filter((event) => !event.standing && !yielded.has(event.name))
      .filter((event) => event.to === undefined || !retired.includes(event.to))
      .map((event) =>
        finding(
          'event-never-recorded',
          `events.${event.name}`,
          `no command yields ${event.name}, so it is never recorded`,
        ),
      ),
    ...Object.values(events).flatMap((event) =>
      Array.from({ length: event.schema - 1 }, (_, index) => index + 1)
        .filter((schema) => !event.upcasters[schema])
        .map((schema) =>
          finding(
            'upcaster-gap',
            `events.${event.name}`,
            `nothing turns ${event.name} of schema ${schema} into schema ${schema + 1}`,
          ),
        ),
    ),
    ...Object.values(events).flatMap((event) => (event.standing ? [] : hiddenFindings(declaration, event))),
    ...Object.entries(declaration.shownBy ?? {})
      .filter(([, name]) => !Object.hasOwn(declaration.initial, name))
      .map(([field, name]) =>
        finding('shown-not-in-data', `shownBy.${field}`, `${field} is shown as ${name} says, which is not in the data`),
      ),
    ...(declaration.publicNames ? Object.values(events).flatMap(secretNameFindings) : []),
    ...Object.keys(declaration.reducers)
      .filter((name) => !Object.hasOwn(events, name))
      .map((name) =>
        finding('reducer-for-unknown-event', `data.${name}`, `${name} is folded, but no event is called so`),
      ),
    ...backFindings(declaration, reach),
  ];
}

/** What is answered of every case beside its fields; a field of that name would hide it, or be hidden by it. */
const ANSWERED: readonly string[] = [
  ...['id', 'number', 'version', 'revision', 'position', 'state', 'actions', 'next', 'refusals', 'deadlines', 'late'],
  ...['excused', 'paused', 'misses', 'openedAt', 'updatedAt', 'nextDueAt', 'comments', 'links', 'voidNumbers'],
];

/** A key of the case may be what the case is called by. */
function hiddenFindings({ key = [] }: Declaration, { name: event, fields, shownAs }: EventDeclaration): Finding[] {
  return Object.keys(fields)
    .filter((name) => !key.includes(name) && ANSWERED.includes(shownAs?.[name] ?? name))
    .map((name) =>
      finding(
        'answer-hidden',
        `events.${event}.${name}`,
        `${name} is answered of every case: \`shownAs\` answers the field under a name of its own`,
      ),
    );
}

/** Everybody signed in is told public names, so nothing that they are made of is a secret. */
function secretNameFindings({ name: event, fields }: EventDeclaration): Finding[] {
  return Object.entries(fields)
    .filter(([name, { seals }]) => CALLED.includes(name) && seals.length > 0)
    .map(([name]) =>
      finding(
        'public-name-sealed',
        `events.${event}.${name}`,
        `${name} is sealed, but what its cases are called is public`,
      ),
    );
}

/** An event that leads back needs a state to go back to, whatever way the case came. */
function backFindings(declaration: Declaration, reach: Reach): Finding[] {
  const events = Object.values(declaration.events);
  return Object.values(declaration.commands).flatMap((command) =>
    yieldsOf(declaration, command)
      .filter((event) => event.move === 'back' && !event.standing)
      .flatMap((event) =>
        statesOf(declaration, command.from)
          .filter((state) => reach.states.has(state))
          .filter((state) => {
            const into = events.filter((each) => each.to === state && reach.events.has(each.name));
            return into.length === 0 || into.some((each) => !each.pausesClocks);
          })
          .map((state) =>
            finding(
              'back-without-pause',
              `commands.${command.name}`,
              `${event.name} leads back, but a case may stand in ${state} without an event that pauses the clocks`,
            ),
          ),
      ),
  );
}

/** A setting counts as used where a deadline names it or the text of a decider or guard does. */
export function settingFindings(declaration: Declaration, options: CheckOptions): Finding[] {
  const deadlines = new Set(Object.values(declaration.deadlines).map((deadline) => deadline.setting));
  const deciders = Object.values(declaration.commands)
    .filter((command) => !command.standing)
    .flatMap((command) => [String(command.decide ?? ''), String(command.unless ?? '')])
    .join('\n');
  return Object.keys(declaration.settings)
    .map((name) => ({ name, short: name.slice(declaration.name.length + 1) }))
    .filter(({ name, short }) => !deadlines.has(name) && !options.settingsReadElsewhere?.includes(short))
    .filter(({ short }) => !new RegExp(`\\b${short.replaceAll(/\W/g, '\\$&')}\\b`).test(deciders))
    .map(({ name, short }) =>
      finding('setting-unused', `settings.${short}`, `${name} may be changed, but nothing is decided or timed by it`),
    );
}
