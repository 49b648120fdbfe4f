/** Faults of commands: nobody may issue it, no state allows it, or it names what is not there. */
import { creates, statesOf, type CommandDeclaration, type Declaration, type Who } from '../declaration.js';
import { finding, type CheckOptions, type Finding } from './finding.js';
import type { Reach } from './reach.js';

const CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** What a sentence can put in braces. */
const PARAM = /^[A-Za-z]+$/;

export function commandFindings(declaration: Declaration, reach: Reach, options: CheckOptions): Finding[] {
  const commands = Object.values(declaration.commands);
  return [
    ...jurisdictionFindings(declaration),
    ...commands.flatMap((command) => oneCommand(declaration, reach, command)),
    ...commands
      .filter((command, index) => commands.findIndex((each) => each.path === command.path) !== index)
      .map((command) =>
        finding('path-twice', `commands.${command.name}`, `another command is reached by /${command.path} too`),
      ),
    ...roleFindings(declaration, options.roles),
  ];
}

function jurisdictionFindings({ jurisdiction, within, initial }: Declaration): Finding[] {
  const missing = [jurisdiction, within].filter((name) => name !== undefined && !Object.hasOwn(initial, name));
  return missing.map((name) =>
    finding(
      'jurisdiction-not-in-data',
      'jurisdiction',
      `the jurisdiction is read from ${name}, which is not in the data`,
    ),
  );
}

function oneCommand(declaration: Declaration, reach: Reach, command: CommandDeclaration): Finding[] {
  const { name } = command;
  const where = `commands.${name}`;
  const { events, initial, key } = declaration;
  const refusals = Object.entries(command.refuses);
  return [
    ...(command.by.length === 0 ? [finding('nobody-may-issue', where, `nobody may issue ${name}`)] : []),
    ...(creates(command) || statesOf(declaration, command.from).some((state) => reach.states.has(state))
      ? []
      : [finding('command-without-state', where, `${name} is allowed in no state that a case ever stands in`)]),
    ...[...command.yields, ...command.notActorOf]
      .filter((event) => !Object.hasOwn(events, event))
      .map((event) =>
        finding('unknown-event', where, `${name} names ${event}, which is no event of ${declaration.name}`),
      ),
    ...command.by.flatMap((who) =>
      typeof who === 'object' && 'own' in who && !Object.hasOwn(initial, who.own)
        ? [finding('own-not-in-data', where, `${name} belongs to whom ${who.own} names, which is not in the data`)]
        : [],
    ),
    ...(creates(command) ? (key ?? []) : [])
      .filter((field) => !Object.hasOwn(command.form, field) || command.form[field]?.traits.optional)
      .map((field) =>
        finding(
          'key-not-in-form',
          where,
          `the stream is named after ${field}, which the form of ${name} does not require`,
        ),
      ),
    ...refusals.flatMap(([code, params]) => [
      ...(CODE.test(code) ? [] : [finding('refusal-name', where, `the refusal ${code} is not in kebab case`)]),
      ...params
        .filter((param) => !PARAM.test(param))
        .map((param) =>
          finding('refusal-name', where, `no sentence can name the param ${param} of ${code}: letters only`),
        ),
    ]),
  ];
}

function roleFindings(declaration: Declaration, roles: readonly string[] | undefined): Finding[] {
  if (!roles) return [];
  const unknown = (role: string | undefined): role is string => role !== undefined && !roles.includes(role);
  return [
    ...declaration.seenBy
      .filter(unknown)
      .map((role) => finding('unknown-role', 'seenBy', `there is no role ${role}; cases are seen by it`)),
    ...Object.values(declaration.commands).flatMap((command) =>
      command.by
        .map(roleOf)
        .filter(unknown)
        .map((role) =>
          finding('unknown-role', `commands.${command.name}`, `there is no role ${role}; it may ${command.name}`),
        ),
    ),
  ];
}

function roleOf(who: Who): string | undefined {
  if (typeof who === 'string') return who;
  return 'own' in who ? who.role : undefined;
}
