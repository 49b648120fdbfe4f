/**
 * Lets a bare `node` run our TypeScript as it stands, decorators included, with the settings of the build: for programs
 * that a test starts and kills. Loaded by `--import`, beside `--conditions=source`.
 */
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts');
    return next(ours ? `${specifier.slice(0, -3)}.ts` : specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformFileSync(fileURLToPath(url), { cwd: root, root, sourceMaps: 'inline' });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
