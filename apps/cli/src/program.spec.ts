import { describe, expect, it } from '@jest/globals';
import type { Language } from '#libs/workflow';
import { Ended } from './exit.js';
import { runLine, type Told } from './program.js';
import { commandHelp, type CommandName } from './words.js';

interface Heard {
  readonly said: string;
  readonly acted: readonly [CommandName, Told][];
  readonly ended: Ended | undefined;
}

async function run(line: readonly string[], language: Language = 'en'): Promise<Heard> {
  const acted: [CommandName, Told][] = [];
  let said = '';
  const options = {
    language,
    version: '1.2.3',
    say: (text: string) => void (said += text),
    act: async (name: CommandName, told: Told) => void acted.push([name, told]),
  };
  try {
    await runLine(line, options);
    return { said, acted, ended: undefined };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { said, acted, ended: error };
  }
}

const names = Object.keys(commandHelp) as CommandName[];

describe('the command line', () => {
  it.each(names)('%s explains itself in both languages: what it does, examples, exit codes', async (name) => {
    const { does, examples } = commandHelp[name];
    for (const language of ['en', 'zh-CN'] as const) {
      const { said, acted, ended } = await run([name, '--help'], language);
      expect(said.replaceAll(/\s+/g, '')).toContain(does[language === 'en' ? 1 : 0].replaceAll(/\s+/g, ''));
      for (const example of examples) expect(said).toContain(example);
      expect(said).toMatch(language === 'en' ? /Exit codes:\n {2}0 {2}done/ : /退出码：\n {2}0 {2}完成/);
      expect(acted).toEqual([]);
      expect(ended).toBeUndefined();
    }
  });

  it.each(names.flatMap((name) => commandHelp[name].examples.map((example) => [example, name] as const)))(
    'the example `%s` is understood',
    async (example, name) => {
      const words: readonly string[] = example.replace(/ > .*$/, '').match(/'[^']*'|\S+/g) ?? [];
      const line = words.slice(words.indexOf('linli') + 1).map((word) => word.replaceAll("'", ''));
      const { acted, ended } = await run(line);
      expect(ended).toBeUndefined();
      expect(acted.map(([acting]) => acting)).toEqual([name]);
    },
  );

  it('takes what is told before the command and behind it alike', async () => {
    for (const line of [
      ['--data', 'there', '--json', 'replay', 'person-a', '--at', '2026-11-24'],
      ['replay', '--at', '2026-11-24', 'person-a', '--json', '--data', 'there'],
    ])
      expect((await run(line)).acted).toEqual([
        ['replay', { stream: 'person-a', at: '2026-11-24', json: true, data: 'there' }],
      ]);
  });

  it.each([
    [['repla'], 'There is no command repla: see linli --help.'],
    [[], 'Say which command: see linli --help.'],
    [['replay'], 'The argument stream is missing: see linli replay --help.'],
    [['replay', 'a-1', 'b-2'], 'There are too many arguments: see linli replay --help.'],
    [['rebuild', '--fast'], 'There is no option --fast: see linli rebuild --help.'],
    [['start', '--port'], 'The option --port needs a value: see linli start --help.'],
    [['config', '--language', 'fr'], 'The value of --language is not one of those allowed: see linli config --help.'],
  ])('%j is a mistake of usage, said in one sentence', async (line, sentence) => {
    const { ended, said, acted } = await run(line);
    expect(ended).toMatchObject({ code: 2, message: sentence });
    expect(said).toBe('');
    expect(acted).toEqual([]);
    expect((await run(line, 'zh-CN')).ended?.message).toMatch(/；详见 linli .*--help。$/);
  });

  it('says its version', async () => {
    expect(await run(['--version'])).toEqual({ said: '1.2.3', acted: [], ended: undefined });
  });
});
