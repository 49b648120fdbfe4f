/**
 * What the declarations have promised, what people read of them, and the console's types of what the API answers:
 * `npm run locks` writes them all, `--check` compares.
 *
 * Every workflow with its words that a library exports has a lock file in that library's folder, and a drawing between
 * marks in its README. A broken promise is never written over: who means it takes the line out of the lock file by hand,
 * in a commit that says why.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { build } from './build.mjs';
import { holdClientTypes } from './client-types.mjs';
import { root } from './runtime.mjs';

const check = process.argv.slice(2);
if (check.length > 1 || (check.length === 1 && check[0] !== '--check')) {
  process.stderr.write('Say --check to compare, or nothing to write.\n');
  process.exit(2);
}
const writes = check.length === 0;

const { failures } = await build(root);
const faults = [...failures];
if (failures.length === 0) {
  const engine = await import('#libs/workflow');
  const workflows = await registered();
  if (workflows.length === 0) faults.push('no library exports a workflow with its words');
  for (const [folder, spoken] of workflows) {
    faults.push(...holdLock(engine, folder, spoken), ...(await holdDrawing(engine, folder, spoken)));
  }
}
if (failures.length === 0) faults.push(...(await holdClientTypes({ writes })));
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Each workflow once, with the folder of the library that exports it. */
async function registered() {
  const found = new Map();
  for (const folder of readdirSync(join(root, 'libs')).sort()) {
    if (!existsSync(join(root, 'libs', folder, 'src/index.ts'))) continue;
    for (const value of Object.values(await import(`#libs/${folder}`))) {
      const name = value?.texts === undefined ? undefined : value.declaration?.name;
      if (typeof name === 'string' && !found.has(name)) found.set(name, [join('libs', folder), value]);
    }
  }
  return [...found.values()];
}

function holdLock({ lockVerdict }, folder, { declaration }) {
  const path = join(folder, `${declaration.name}.lock.json`);
  const committed = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  const { broken, added, text, unwritten } = lockVerdict(committed, declaration);
  if (broken.length > 0) return broken.map((promise) => `${path}: ${promise}`);
  if (!unwritten) return [];
  if (writes) {
    writeFileSync(join(root, path), text);
    return [];
  }
  const news = committed === undefined ? 'is not there' : `does not say yet: ${added.join('; ') || 'its newest form'}`;
  return [`${path} ${news}; npm run locks writes it`];
}

async function holdDrawing(engine, folder, spoken) {
  const path = join(folder, 'README.md');
  if (!existsSync(join(root, path))) return [`${path} is not there; ${spoken.declaration.name} is drawn in it`];
  const before = readFileSync(join(root, path), 'utf8');
  const config = await resolveConfig(join(root, path));
  const after = await format(drawn(engine, before, spoken), { ...config, filepath: path });
  if (after === before) return [];
  if (!writes) return [`${path} does not show ${spoken.declaration.name} as it is declared; npm run locks draws it`];
  writeFileSync(join(root, path), after);
  return [];
}

/** The text with the drawing between its marks; marks that are not there yet are put at the end. */
function drawn({ stateMap, commandTable, deadlineTable }, text, spoken) {
  const { name } = spoken.declaration;
  const begin = `<!-- workflow ${name}: begin -->`;
  const end = `<!-- workflow ${name}: end -->`;
  const parts = [`\`\`\`mermaid\n${stateMap(spoken)}\n\`\`\``, commandTable(spoken), deadlineTable(spoken)];
  const section = [begin, ...parts.filter((part) => part !== ''), end].join('\n\n');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from >= 0 && to > from) return text.slice(0, from) + section + text.slice(to + end.length);
  const [zh, en] = spoken.texts.plural;
  return `${text.trimEnd()}\n\n## ${zh} ${en}\n\n${section}\n`;
}
