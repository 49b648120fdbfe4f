/**
 * The command line as a whole: which commands there are, what each may be told, and its help in the caller's language.
 * What a command does stands in `commands/`; what goes wrong with the line itself is one sentence and exit code 2.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { said, type Language, type Pair } from '#libs/workflow';
import { Ended, EXIT } from './exit.js';
import { commandHelp, exitCodeHelp, optionHelp, programHelp, sentence, titles, usageProblems } from './words.js';
import { filled, type CommandHelp, type CommandName } from './words.js';

/** Everything a command was told, by name; absent where it was not. */
export interface Told {
  readonly data?: string;
  readonly json?: true;
  readonly language?: Language;
  readonly stream?: string;
  readonly projection?: string;
  readonly workflow?: string;
  readonly at?: string;
  readonly open?: true;
  readonly trial?: true;
  readonly admin?: string;
  readonly adminName?: string;
  readonly port?: string;
  readonly host?: string;
  readonly role?: string;
  readonly to?: string;
  readonly prefix?: string;
}

export type Act = (name: CommandName, told: Told) => Promise<void>;

interface Options {
  readonly language: Language;
  readonly version: string;
  readonly act: Act;
  /** Hears the help where it is asked for. */
  readonly say: (text: string) => void;
}

const takes: Readonly<Record<CommandName, { readonly argument?: string; readonly options: readonly OptionName[] }>> = {
  init: { options: ['trial', 'admin', 'adminName'] },
  start: { options: ['port', 'host', 'role'] },
  seed: { options: [] },
  replay: { argument: '<stream>', options: ['at', 'open'] },
  rebuild: { argument: '[projection]', options: [] },
  diagram: { argument: '<workflow>', options: [] },
  migrate: { options: ['to', 'prefix'] },
  config: { options: ['port', 'host', 'role'] },
};

type OptionName = 'trial' | 'admin' | 'adminName' | 'port' | 'host' | 'role' | 'at' | 'open' | 'to' | 'prefix';

const flags: Readonly<Record<OptionName, string>> = {
  trial: '--trial',
  admin: '--admin <id>',
  adminName: '--admin-name <name>',
  port: '--port <number>',
  host: '--host <address>',
  role: '--role <role>',
  at: '--at <time>',
  open: '--open',
  to: '--to <address>',
  prefix: '--prefix <prefix>',
};

/**
 * Reads the line and runs its command.
 * @throws Ended with exit code 2 where the line is wrong, and what the command throws.
 */
export async function runLine(line: readonly string[], options: Options): Promise<void> {
  const program = programOf(options);
  try {
    await program.parseAsync([...line], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for are a command of their own, and done.
    if (error.exitCode === 0) return;
    throw new Ended(EXIT.usage, usageSentence(error, line, options.language));
  }
}

function programOf({ language, version, act, say }: Options): Command {
  const word = (pair: Pair): string => said(pair, language);
  const program = new Command('linli')
    .description(word(programHelp))
    .usage(language === 'en' ? '<command> [options]' : '<命令> [选项]')
    .version(version, '--version', word(optionHelp.version))
    .option('--data <folder>', word(optionHelp.data))
    .option('--json', word(optionHelp.json))
    .addOption(new Option('--language <language>', word(optionHelp.language)).argParser(languageNamed))
    .helpCommand(false)
    .addHelpText('after', exitCodes(language));
  for (const name of Object.keys(commandHelp) as CommandName[]) addCommand(program, name, word, language, act);
  for (const each of [program, ...program.commands])
    each
      .helpOption('-h, --help', word(optionHelp.help))
      .exitOverride()
      .showSuggestionAfterError(false)
      .configureHelp({ showGlobalOptions: true, styleTitle: (title) => word(titles[title] ?? [title, title]) })
      .configureOutput({ writeOut: (text) => say(text.trimEnd()), writeErr: () => undefined });
  return program;
}

function addCommand(
  program: Command,
  name: CommandName,
  word: (pair: Pair) => string,
  language: Language,
  act: Act,
): void {
  const help: CommandHelp = commandHelp[name];
  const { argument, options } = takes[name];
  const command = program.command(name).summary(word(help.summary)).description(word(help.does));
  const argumentName = argument?.slice(1, -1);
  if (argument !== undefined && argumentName !== undefined)
    command.argument(argument, word(help.arguments?.[argumentName] ?? ['', '']));
  for (const option of options) command.option(flags[option], word(optionHelp[option]));
  command
    .addHelpText(
      'after',
      `\n${[word(titles['Examples:'] ?? ['', '']), ...help.examples.map((one) => `  npx ${one}`)].join('\n')}\n${exitCodes(language)}`,
    )
    .action(async () => {
      const positional = argumentName === undefined ? {} : { [argumentName]: command.args[0] };
      await act(name, { ...command.optsWithGlobals<Told>(), ...positional });
    });
}

function languageNamed(text: string): Language {
  if (text === 'zh-CN' || text === 'en') return text;
  throw new InvalidArgumentError(text);
}

function exitCodes(language: Language): string {
  const lines = exitCodeHelp.map(([code, means]) => `  ${code}  ${said(means, language)}`);
  return `\n${[said(titles['Exit codes:'] ?? ['', ''], language), ...lines].join('\n')}`;
}

function usageSentence({ code, message }: CommanderError, line: readonly string[], language: Language): string {
  const pair = usageProblems[code];
  const quoted = /'([^' ]+)/.exec(message)?.[1] ?? '';
  const problem = pair ? filled(pair, language, { 0: quoted }) : message.replace(/^error: /, '');
  const name = line.find((word) => Object.hasOwn(commandHelp, word));
  return sentence('seeHelp', language, { problem, help: `linli ${name === undefined ? '' : `${name} `}--help` });
}
