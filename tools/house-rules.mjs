/**
 * The habits of this house that no compiler knows, each as a pattern with what to write instead.
 *
 * Every rule carries a line that it must catch; a rule that has gone blind fails before any file is read. To add one:
 * a new entry in `lineRules`, or a function in `treeRules` where a single line does not tell.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const LINES_MAX = 600;

/** Laws of docs/adr/0001 whose mechanism is not in the tree yet; this list only gets shorter. */
const LAWS_AHEAD = [];

const code = /\.(ts|tsx|mjs)$/;
const product = /^(apps|libs)\/.*(?<!\.(spec|test-d|contract|fixture))\.tsx?$/;
const tests = /(\.(spec|test-d|contract|fixture)\.tsx?|\/contract\/.*\.ts)$|^test\//;
const everything = /./;
/** What a program writes, nobody reads in one sitting. */
const drawn = /\.generated\.ts$/;

const lineRules = [
  {
    name: 'unfinished',
    where: everything,
    pattern: /\b(TODO|FIXME|XXX|HACK)\b/,
    catches: `// ${'TO'}DO: later`,
    instead: 'do it now, or open an issue and say in plain words what is not there',
  },
  {
    name: 'any',
    where: code,
    pattern: /^(?!\s*(\*|\/\/|\/\*)).*(\bas any\b|<any>)/,
    catches: `value ${'as'} any`,
    instead: 'name the type, or take unknown and parse',
  },
  {
    name: 'compiler-silenced',
    where: code,
    pattern: /@ts-(ignore|nocheck)|@ts-expect-error\s*$/,
    catches: `// @ts-${'ignore'}`,
    instead: 'mend the type; in a type test `@ts-expect-error <why>`',
  },
  {
    name: 'left-out-test',
    where: tests,
    pattern: /\b(it|test|describe)\.(skip(?!\(`.*\(not here: )|only|todo|failing)\b|\b[xf](it|describe)\(/,
    catches: `it.${'only'}('…', () => {})`,
    instead: 'mend or delete the test; what an adapter cannot do stays in its name: `… (not here: <reason>)`',
  },
  {
    name: 'sleep-in-test',
    where: tests,
    pattern: /setTimeout\(\s*\w+\s*,\s*\d[\d_]{2,}\)|\bawait (sleep|delay|pause|wait|setTimeout)\(\s*\d[\d_]{2,}\b/,
    catches: `await ${'sleep'}(100)`,
    instead: 'wait for the condition, with a bound; between two looks less than 100 ms',
  },
  {
    name: 'mock',
    where: tests,
    pattern: /\bjest\.(mock|unstable_mockModule|spyOn)\(/,
    catches: `jest.${'mock'}('…')`,
    instead: 'use a real adapter that passed the contract',
  },
  {
    name: 'own-clock',
    where:
      /^libs\/(workflow\/src\/(?!nest\/|time\/clock|specification)|district|communities|complaints).*(?<!\.(spec|test-d|fixture))\.ts$/,
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)|\bMath\.random\(|\brandomUUID(v7)?\(/,
    catches: `const now = ${'Date'}.now()`,
    instead: 'take time and ids as arguments: a decision must be repeatable',
  },
  {
    name: 'printing',
    where: product,
    pattern: /\bconsole\.(log|info|warn|error|debug)\(/,
    catches: `${'console'}.log(x)`,
    instead: 'the logger in apps/server, or the output stream handed to a command in apps/cli',
  },
  {
    name: 'swallowed',
    where: code,
    pattern: /(catch\s*(\(\w*\))?\s*\{\s*\}|\.catch\(\(\w*\)\s*=>\s*(\{\s*\}|undefined|null)\))(?!.*\/\/ \w)/,
    catches: `} ${'catch'} {}`,
    instead:
      'let it pass on, or turn it into a refusal, an incident or an alarm; or say at the line who else hears of it',
  },
  {
    name: 'machine-path',
    where: everything,
    pattern: /(^|[\s'"`(=])\/(home|root|Users|tmp|work)\/\w/,
    catches: `'/${'home'}/somebody/data'`,
    instead: 'a path relative to the file, or os.tmpdir()',
  },
  {
    name: 'registry-address',
    where: /(^|\/)(package-lock\.json|\.npmrc|.*\.(mjs|ts|yaml|yml|md|json))$/,
    pattern: /"resolved": "https?:|\bregistry\.[a-z]+(js)?\.(org|com)\b|^registry\s*=/,
    catches: `"${'resolved'}": "https://example.org/a.tgz"`,
    instead: 'lock files without addresses: npm install --omit-lockfile-registry-resolved (set in .npmrc)',
  },
  {
    name: 'banner',
    where: code,
    pattern: /^\s*(\/\/|\*|\/\*)\s*[-=*#/]{6,}/,
    catches: `// ${'-'.repeat(8)}`,
    instead: 'a file that needs chapters is two files',
  },
];

const nameRule = {
  name: 'name-says-nothing',
  pattern: /(^|[-./])(managers?|helpers?|utils?|utilities|misc|common|base|impl|info)([-.]|\/)/i,
  catches: 'libs/workflow/src/string-helper.ts',
  instead: 'name the one subject of the file',
};

/** Rules over the whole tree: each gets the files' paths and answers with complaints. */
const treeRules = [
  function filesOneSittingCanHold(paths, read) {
    return paths
      .filter((path) => code.test(path) && !drawn.test(path))
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > LINES_MAX)
      .map(({ path, lines }) => `${path}: ${lines} lines, at most ${LINES_MAX}; it holds two subjects`);
  },
  function decisionsNumberedOnce(paths) {
    const records = paths.filter((path) => /^docs\/adr\/[^/]+$/.test(path)).sort();
    return records.flatMap((path, index) => {
      const number = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1];
      if (number === undefined) return [`${path}: name it docs/adr/NNNN-title.md`];
      if (Number(number) === index + 1) return [];
      return [`${path}: number ${String(index + 1).padStart(4, '0')} comes here; each number once, without a gap`];
    });
  },
  function everyLawHasItsTest(paths, read) {
    const laws = paths
      .filter((path) => path.startsWith('docs/adr/0001-'))
      .flatMap((path) => numbersAfter('Law', read(path)));
    const held = new Set(paths.filter((path) => tests.test(path)).flatMap((path) => numbersAfter('law', read(path))));
    return laws
      .filter((law) => !held.has(law) && !LAWS_AHEAD.includes(law))
      .map((law) => `docs/adr/0001: no test is named "law ${law}: …"`);
  },
  function filesOpenWithTheirPromise(paths, read) {
    return paths
      .filter((path) => /^libs\/.*\/src\/.*\.ts$/.test(path) && !/\/(index|texts)\.ts$|\.(spec|test-d)\.ts$/.test(path))
      .filter((path) => !/^(#!.*\n)?\/(\*\*|\/)/.test(read(path)))
      .map((path) => `${path}: open with one paragraph on what this file promises`);
  },
  function filesHaveOneName(paths) {
    return paths
      .filter((path) => /^(apps|libs|test|tools)\/.*\.(ts|mjs)$/.test(path))
      .filter((path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(path.slice(path.lastIndexOf('/') + 1)))
      .map((path) => `${path}: file names are kebab-case`);
  },
];

const complaints = [...blindRules(), ...examine(listFiles(''))];
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;

function numbersAfter(word, text) {
  return [...text.matchAll(new RegExp(`${word} (\\d+)[.:]`, 'g'))].map((match) => Number(match[1]));
}

function blindRules() {
  const blind = lineRules.filter(({ pattern, catches }) => !pattern.test(catches));
  if (!nameRule.pattern.test(nameRule.catches)) blind.push(nameRule);
  return blind.map(({ name }) => `tools/house-rules.mjs: the rule "${name}" no longer catches its own example`);
}

function examine(paths) {
  const texts = new Map();
  const read = (path) => {
    if (!texts.has(path)) texts.set(path, readFileSync(join(root, path), 'utf8'));
    return texts.get(path);
  };
  const found = treeRules.flatMap((rule) => rule(paths, read));
  for (const path of paths) {
    if (/^(apps|libs|test|tools)\//.test(path) && nameRule.pattern.test(path)) {
      found.push(`${path}: ${nameRule.name}; instead: ${nameRule.instead}`);
    }
    const rules = lineRules.filter(({ where }) => where.test(path));
    if (rules.length === 0) continue;
    read(path)
      .split('\n')
      .forEach((text, index) => {
        for (const { name, pattern, instead } of rules) {
          if (pattern.test(text)) found.push(`${path}:${index + 1}: ${name}; instead: ${instead}`);
        }
      });
  }
  return found;
}

/** Every text file that is ours: generated folders, streams once recorded and this file itself are left out. */
function listFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const foreign =
        ['node_modules', 'golden', '.git'].includes(entry.name) || ['dist', 'data', 'coverage'].includes(path);
      return foreign ? [] : listFiles(path);
    }
    const ours =
      entry.isFile() && path !== 'tools/house-rules.mjs' && !/\.(png|jpe?g|ico|woff2?|pdf|db|log|sqlite)$/.test(path);
    return ours && existsSync(join(root, path)) ? [path] : [];
  });
}
