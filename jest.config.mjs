/** One configuration for every ring of tests: specs stand beside what they examine, cross-library tests under test/. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tests run what the build makes, but for the module kind that jest wants and maps it can find. */
const { $schema: _, ...built } = JSON.parse(readFileSync(join(import.meta.dirname, '.swcrc'), 'utf8'));
const swc = { ...built, module: { type: 'es6' }, sourceMaps: 'inline' };

export default {
  rootDir: import.meta.dirname,
  roots: ['apps', 'libs', 'test'].map((name) => join(import.meta.dirname, name)).filter((path) => existsSync(path)),
  testMatch: ['**/*.spec.ts'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  setupFiles: ['reflect-metadata'],
  testTimeout: 90_000,
};
