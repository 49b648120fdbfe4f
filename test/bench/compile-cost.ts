/**
 * What a declaration costs the compiler: workflows of 40 and 80 events and as many commands are written to a folder of
 * their own and checked, with and without their texts. The rows count what is added to a file that only imports.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Row } from './rows.js';

const root = dirname(
  createRequire(import.meta.url)
    .resolve('#libs/workflow')
    .replace(/\/(dist\/)?libs\/.*$/, '/package.json'),
);
const run = promisify(execFile);
const RUNS = 4;

interface Cost {
  readonly instantiations: number;
  readonly checkMs: number;
}

export async function benchCompileCost(): Promise<Row[]> {
  const empty = await cost(imports);
  const rows: Row[] = [];
  for (const count of [40, 80]) {
    const workflow = await cost(imports + declaration(count));
    const spoken = await cost(imports + declaration(count) + words(count));
    const name = `compile.${count}x${count}`;
    rows.push(
      { name, value: workflow.instantiations - empty.instantiations, unit: 'instantiations' },
      { name: `${name}.check`, value: Math.max(0, workflow.checkMs - empty.checkMs), unit: 'ms' },
      { name: `${name}.texts`, value: spoken.instantiations - workflow.instantiations, unit: 'instantiations' },
      { name: `${name}.texts.check`, value: Math.max(0, spoken.checkMs - workflow.checkMs), unit: 'ms' },
    );
  }
  return rows;
}

const imports = `
import { anyOpen, ends, nothing, on, oneOf, note, optional, own, sealed, stay, text, texts, whole, workflow, workingDays } from '${root}/libs/workflow/src/index.js';
export { anyOpen, ends, nothing, on, oneOf, note, optional, own, sealed, stay, text, texts, whole, workflow, workingDays };
`;

const each = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** As many events as commands; every fourth has a decider with refusals, every second a form of its own. */
function declaration(count: number): string {
  return `
export const big = workflow('big', { path: 'bigs', jurisdiction: 'area' })
  .events({
${each(count, (n) => `    E${n}: ${n % 5 === 4 ? 'stay(' : `on('s${n}', `}{ area: text(1, 60), f${n}: optional(whole(0, 9)), kind: oneOf(['a', 'b', 'c${n}']), story: note(sealed(text(1, 400), 'case')) }),`)}
    Over: ends('over', { how: oneOf(['well', 'badly']) }),
  })
  .data({ area: '', count: 0 }, {
${each(count / 2, (n) => `    E${n}: (d, e) => ({ ...d, area: e.area, count: d.count + (e.f${n} ?? 0) }),`)}
  })
  .settings({
${each(10, (n) => `    t${n}: workingDays(${n + 1}),`)}
    most: 3,
  })
${each(10, (n) => `  .deadline('d${n}', { while: ['s${n % 4}', 's${(n % 4) + 5}'], from: 'E${n}', setting: 't${n}', pausable: true })`)}
${each(count, command)}
  .command('End', { by: ['clerk'], from: anyOpen, yields: ['Over'] })
  .standing({ comment: ['clerk'], undo: ['clerk'] });
`;
}

function command(n: number): string {
  const from = n === 0 ? 'nothing' : n % 3 === 0 ? 'anyOpen' : `['s${n % 4}', 's${(n % 4) + 5}']`;
  const form = n % 2 === 1 ? `form: { area: text(1, 60), kind: oneOf(['a', 'b']), why: optional(text(1, 500)) }, ` : '';
  const decider =
    n % 4 === 1
      ? `refuses: { 'no-${n}': ['count'] },
    decide: ({ form, data, settings, emit, refuse }) =>
      data.count > settings.most ? refuse('no-${n}', { count: data.count }) : emit.E${n}({ area: form.area, kind: form.kind, story: form.why ?? '-' }),`
      : n % 2 === 1
        ? `decide: ({ form, emit }) => emit.E${n}({ area: form.area, kind: form.kind, story: form.why ?? '-' }),`
        : '';
  return `  .command('C${n}', { by: ['clerk', own('area', 'officer')], from: ${from}, ${form}yields: ['E${n}'], ${decider} })`;
}

function words(count: number): string {
  const stated = Array.from({ length: count }, (_, n) => n).filter((n) => n % 5 !== 4);
  return `
export const bigTexts = texts(big, {
  name: ['大', 'big'], plural: ['大', 'bigs'],
  states: { over: ['完', 'over'], ${stated.map((n) => `s${n}: ['态', 's']`).join(', ')} },
  events: { Over: ['完', 'over'], ${each(count, (n) => `E${n}: ['事', 'e'],`)} },
  commands: { End: ['完', 'End'], ${each(count, (n) => `C${n}: ['办', 'c'],`)} },
  fields: { area: ['区', 'area'], kind: ['类', 'kind'], story: ['经过', 'story'], why: ['因', 'why'], how: ['如何', 'how'], ${each(count, (n) => `f${n}: ['数', 'f'],`)} },
  choices: { how: { well: ['好', 'well'], badly: ['差', 'badly'] }, kind: { a: ['甲', 'a'], b: ['乙', 'b'], ${each(count, (n) => `c${n}: ['丙', 'c'],`)} } },
  deadlines: { ${each(10, (n) => `d${n}: ['期', 'd'],`)} },
  settings: { most: ['多', 'most'], ${each(10, (n) => `t${n}: ['期', 't'],`)} },
  refusals: { ${Array.from({ length: count }, (_, n) => n)
    .filter((n) => n % 4 === 1)
    .map((n) => `'no-${n}': ['不', 'no']`)
    .join(', ')} },
});
`;
}

async function cost(source: string): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-compile-'));
  try {
    await writeFile(join(folder, 'big.mts'), source);
    const options = {
      extends: `${root}/tsconfig.base.json`,
      compilerOptions: { incremental: false, tsBuildInfoFile: null, typeRoots: [`${root}/node_modules/@types`] },
      include: ['big.mts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const runs: Cost[] = [];
    // The quickest of several: everything else that the machine does only adds.
    for (let count = 0; count < RUNS; count++) runs.push(await compiled(folder));
    return { instantiations: runs[0]?.instantiations ?? 0, checkMs: Math.min(...runs.map((one) => one.checkMs)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compiled(folder: string): Promise<Cost> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '--extendedDiagnostics', '-p', folder]).catch(
    (error: { stdout?: string }) => {
      throw new Error(
        `the generated workflow does not compile: ${error.stdout?.slice(0, 2_000) ?? 'and the compiler says nothing'}`,
      );
    },
  );
  return {
    instantiations: numberIn(stdout, /^Instantiations:\s+([\d.]+)$/m),
    checkMs: Math.round(numberIn(stdout, /^Check time:\s+([\d.]+)s$/m) * 1_000),
  };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`the compiler no longer says ${pattern.source}`);
  return Number(found);
}
