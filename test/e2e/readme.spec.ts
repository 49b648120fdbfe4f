/** What the README promises to a newcomer: its own lines, run as they stand, and a Chinese twin that says the same. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from './client.fixture.js';
import { ownFolder, startLinli, type Program } from './program.fixture.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const english = readFileSync(join(root, 'README.md'), 'utf8');
const chinese = readFileSync(join(root, 'README.zh-CN.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

function walkOf(markdown: string): string {
  const [, between = ''] = /<!-- walk:begin.*?-->([^]*)<!-- walk:end -->/.exec(markdown) ?? [];
  return blocksOf(between)
    .map(({ text }) => text)
    .join('');
}

describe('the lines of the README', () => {
  const folder = ownFolder();
  const data = join(folder.path, 'data');
  let server: Program;
  let url = '';

  beforeAll(async () => {
    server = startLinli({ args: ['--port', '0', '--data', data] });
    url = await server.ready();
  });

  afterAll(async () => {
    server.kill('SIGKILL');
    await server.ended;
    folder.remove();
  });

  it.each([
    ['English', english, 'complaint', 'closed'],
    ['Chinese', chinese, '投诉', '已结案'],
  ])('take a complaint from filing to closed and tell its life (%s)', async (_, markdown, noun, closed) => {
    const walk = walkOf(markdown).replaceAll('http://127.0.0.1:3000', url);
    expect(walk).toContain(url);
    const { code, out, errors } = await bash(walk, { LINLI_DATA: data });
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(out).toMatch(/name: 'conclude'[^]*^accepted\nresolved\nclosed$/m);
    const [heading = '', id = ''] = new RegExp(`^complaint-(\\S+) ?[(（]${noun}[)）]$`, 'm').exec(out) ?? [];
    const mediator = await Client.signedIn(url, 'officer-nanguan-1');
    const { body } = await mediator.get(`/api/complaints/${id}`);
    expect(body).toMatchObject({ state: 'closed', mediator: 'officer-nanguan-1', answer: 'satisfied' });

    const life = out.slice(out.indexOf(heading));
    expect(life).toMatch(/^#0 .* → .*$[^]*^#1 .* → .*$[^]*^#2 .* → .*$[^]*^#3 .* → .*$/m);
    expect(life).toMatch(/officer-nanguan-1.*(南关街道|Nanguan)/);
    expect(life.trimEnd()).toMatch(new RegExp(`${closed}$`));
    expect(life).not.toMatch(/张三|13800001111|楼道灯/);
  });

  it('name only files that are there', () => {
    for (const markdown of [english, chinese])
      for (const [, path = ''] of markdown.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        expect({ path, there: existsSync(join(root, path)) }).toEqual({ path, there: true });
  });
});

describe('the Chinese README', () => {
  const headings = (markdown: string): string[] =>
    markdown
      .replaceAll(/^```[^]*?^```$/gm, '')
      .match(/^#+(?= )/gm)
      ?.map((mark) => mark) ?? [];
  /** What a machine reads of a block: comments, words on pictures and the language asked for are for people. */
  const commands = ({ language, text }: Block): string => {
    if (language === 'mermaid') return text.replaceAll(/([[(|])[^\])|\n]*([\])|])/g, '$1$2');
    if (language !== 'bash') return text.replaceAll(/^(npm \w+).*$/gm, '$1');
    return text.replaceAll(/^#.*$/gm, '#').replaceAll(/ --language zh-CN|(?<=accept-language: )(en|zh-CN)/g, '');
  };

  it('has the headings, links and commands of the English one', () => {
    expect(headings(chinese)).toEqual(headings(english));
    const links = (markdown: string): string[] =>
      [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^README/.test(to));
    expect(links(chinese)).toEqual(links(english));
    expect(blocksOf(chinese).map(({ language }) => language)).toEqual(
      blocksOf(english).map(({ language }) => language),
    );
    expect(blocksOf(chinese).map(commands)).toEqual(blocksOf(english).map(commands));
  });
});

async function bash(
  script: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly code: number; readonly out: string; readonly errors: string }> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const child = spawn('bash', ['-e', '-u', '-o', 'pipefail'], { cwd: root, env: { ...inherited, ...env } });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdin.end(script);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, errors };
}
