/**
 * Makes `node_modules` what the lock file says, and does nothing when it already is.
 *
 * Install scripts of packages never run: none of ours needs one, and one of them would report to its maker.
 */
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MINUTES_MAX = 20;

/**
 * True when each package of the lock file is installed in that very version. npm keeps a list of what it installed;
 * that is compared, rather than a stamp of ours, so that `npm install <package>` by hand needs no second install.
 */
export function packagesAreCurrent(root) {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedList, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional, link }]) => {
    if (path === '' || link) return true;
    const there = installed[path];
    if (there === undefined) return optional === true;
    return there.version === version && there.integrity === integrity;
  });
}

/** Runs `npm ci`; resolves to undefined, or to the sentence that says what went wrong and what to do. */
export async function installPackages(root) {
  const folder = join(root, 'node_modules');
  // npm empties what stands there before it fills it again; behind a link that is some other place's packages.
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    return `${folder} is a link to another folder, whose packages differ from package-lock.json: install them there, or remove the link and run the same command again.`;
  process.stderr.write('Installing packages (needed once, takes about half a minute) …\n');
  const npm = findNpm();
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000', '--loglevel=error'];
  const { code, said } = await collect(npm.command, [...npm.before, ...args, ...retries], root, npm.shell);
  if (code === 0) return undefined;
  if (code === 'ENOENT') return 'npm was not found: install Node 20 or newer together with npm and try again.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ENOTCACHED|ERR_SOCKET/.test(said)) {
    return 'The packages could not be fetched: connect this machine to the network once and run the same command again.';
  }
  if (/ENOSPC/.test(said))
    return 'The packages do not fit on this disk: free about 1 GB and run the same command again.';
  if (/EACCES|EPERM|EROFS/.test(said)) {
    return `The packages could not be written: this user needs write permission in ${root}.`;
  }
  return `The packages could not be installed. npm said:\n${said.trim().split('\n').slice(-15).join('\n')}`;
}

/** Inside an npm script npm tells where it is; elsewhere it is looked up on the PATH. */
function findNpm() {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.c?js$/.test(own))
    return { command: process.execPath, before: [own], shell: false };
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', before: [], shell: windows };
}

function collect(command, args, cwd, shell) {
  return new Promise((resolve) => {
    let said = '';
    const keep = (chunk) => {
      said = (said + chunk).slice(-20_000);
    };
    const child = spawn(command, args, {
      cwd,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MINUTES_MAX * 60_000,
    });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: error.code, said: String(error) }));
    child.once('close', (code) => resolve({ code: code ?? 1, said }));
  });
}
