/**
 * A workflow as people read it: a state map for Mermaid and tables in Markdown, in both languages, drawn from the
 * declaration and its texts and from nothing else.
 */
import type { Spoken } from '../words/sentence.js';
import type { Pair } from '../words/texts.js';
import type { Span } from '../time/span.js';
import { creates, statesOf, type CommandDeclaration, type Declaration, type From, type Who } from './declaration.js';

/** Stands for every open state: arrows from each would hide the map. */
const ANY_OPEN = 'any_open';

/** A Mermaid state diagram: states in both languages, arrows named by the commands that lead along them. */
export function stateMap({ declaration, texts }: Spoken): string {
  const arrows = arrowsOf(declaration);
  const label = (command: string): string => plain(texts.commands[command], command);
  const anyOpen = arrows.some(({ from, to }) => from === ANY_OPEN || to === ANY_OPEN);
  return [
    'stateDiagram-v2',
    ...declaration.states.map((state) => `  state "${plain(texts.states[state], state)}" as ${idOf(state)}`),
    ...(anyOpen ? [`  state "任一未结状态 any open state" as ${ANY_OPEN}`] : []),
    ...merged(arrows).map(
      ({ from, to, commands }) => `  ${idOf(from)} --> ${idOf(to)}: ${commands.map(label).join('<br>')}`,
    ),
    ...declaration.ends.map((state) => `  ${idOf(state)} --> [*]`),
  ].join('\n');
}

/** What people may do: words, path, who, where, and what it records. Commands of the engine stand among them, by its name. */
export function commandTable({ declaration, texts }: Spoken): string {
  const own = Object.values(declaration.commands).filter((command) => !command.standing);
  return table(
    ['步骤 step', '路径 path', '谁 who', '何时 when', '记录 records', ''],
    own.map((command) => [
      plain(texts.commands[command.name], command.name),
      routeOf(declaration, command),
      command.by.map(who).join(', '),
      fromWords(declaration, command.from, { declaration, texts }),
      command.yields.map((event) => plain(texts.events[event], event)).join('; '),
      flags(command).join(', '),
    ]),
  );
}

/** What is waited for, where, how long by default, and from when. */
export function deadlineTable({ declaration, texts }: Spoken): string {
  const deadlines = Object.values(declaration.deadlines);
  if (deadlines.length === 0) return '';
  return table(
    ['期限 deadline', '状态 while', '多久 how long', '起算 counted from', ''],
    deadlines.map((deadline) => {
      const event = (name: string): string => plain(texts.events[name], name);
      const from = deadline.until ? [deadline.until.event] : deadline.from;
      const named = deadline.until?.field ?? deadline.day;
      return [
        plain(texts.deadlines[deadline.name], deadline.name),
        deadline.while.map((state) => plain(texts.states[state], state)).join(', '),
        deadline.setting === undefined
          ? `至所定日 until ${plain(texts.fields[named ?? ''], named ?? '')}`
          : `${spanWords(declaration.settings[deadline.setting])} (\`${deadline.setting}\`)`,
        from.length === 0 ? '进入时 on entering' : `${from.map(event).join(', ')}${named ? ` (${named})` : ''}`,
        [
          ...(deadline.pausable ? ['可暂停 pausable'] : []),
          ...(deadline.extend === 'once' ? ['可延长一次 extended once'] : []),
          ...(deadline.urgent ? ['紧急 urgent'] : []),
        ].join(', '),
      ];
    }),
  );
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly command: string;
}

function arrowsOf(declaration: Declaration): readonly Arrow[] {
  return Object.values(declaration.commands)
    .filter((command) => !command.standing)
    .flatMap((command) =>
      command.yields.flatMap((name): Arrow[] => {
        const event = declaration.events[name];
        const to = event?.move === 'back' ? ANY_OPEN : event?.to;
        if (to === undefined) return [];
        return sourcesOf(declaration, command)
          .filter((from) => from !== to || command.from.kind === 'states')
          .map((from) => ({ from, to, command: command.name }));
      }),
    );
}

function sourcesOf(declaration: Declaration, command: CommandDeclaration): readonly string[] {
  switch (command.from.kind) {
    case 'nothing':
      return ['[*]'];
    case 'open':
      return [ANY_OPEN];
    case 'any':
      return [ANY_OPEN, ...declaration.ends];
    case 'states':
      return statesOf(declaration, command.from);
  }
}

/** Arrows between the same two states are one arrow with several names. */
function merged(arrows: readonly Arrow[]): { from: string; to: string; commands: readonly string[] }[] {
  const byPlace = Map.groupBy(arrows, ({ from, to }) => `${from} ${to}`);
  return [...byPlace.values()].map((group) => {
    const [{ from, to }] = group as [Arrow, ...Arrow[]];
    return { from, to, commands: [...new Set(group.map((arrow) => arrow.command))] };
  });
}

/** Mermaid takes a hyphen in a name for the beginning of an arrow. */
function idOf(state: string): string {
  return state === '[*]' ? state : state.replaceAll('-', '_');
}

function fromWords(declaration: Declaration, from: From, spoken: Spoken): string {
  const words = (states: readonly string[]): string =>
    states.map((state) => plain(spoken.texts.states[state], state)).join(', ');
  switch (from.kind) {
    case 'nothing':
      return '新建 begins it';
    case 'any':
      return '任何状态 any state';
    case 'open':
      return from.except.length === 0 ? '未结 any open state' : `未结 any open state, 除 but: ${words(from.except)}`;
    case 'states':
      return words(statesOf(declaration, from));
  }
}

function who(one: Who): string {
  if (typeof one === 'string') return one;
  return 'engine' in one ? `系统 engine: ${one.engine}` : `${one.role} (本人 own: ${one.own})`;
}

/** Commands of the engine have no route. */
function routeOf(declaration: Declaration, command: CommandDeclaration): string {
  if (command.by.every((one) => typeof one === 'object' && 'engine' in one)) return '';
  return creates(command) ? `\`POST /${declaration.path}\`` : `\`${command.path}\``;
}

function flags(command: CommandDeclaration): readonly string[] {
  return [
    ...(command.undoable ? ['可撤销 undoable'] : []),
    ...(command.sensitive ? ['须核对版本 If-Match'] : []),
    ...(command.bulk ? ['可批量 bulk'] : []),
    ...command.notActorOf.map((event) => `回避 not whoever recorded ${event}`),
  ];
}

const UNITS: Readonly<Record<Span['unit'], Pair>> = {
  'working-days': ['个工作日', 'working days'],
  days: ['天', 'days'],
  months: ['个月', 'months'],
  hours: ['小时', 'hours'],
  minutes: ['分钟', 'minutes'],
};

function spanWords(value: Declaration['settings'][string] | undefined): string {
  if (value === undefined || typeof value === 'number') return String(value ?? '');
  const [zh, en] = UNITS[value.unit];
  const one = value.count === 1 ? en.slice(0, -1) : en;
  return `${value.count}${zh} ${value.count} ${one}`;
}

/** Both languages; characters that Mermaid or a table would take for their own are left out. */
function plain(pair: Pair | undefined, name: string): string {
  return (pair ? pair.join(' ') : name).replaceAll(/["|;:\n]/g, ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
