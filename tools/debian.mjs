/**
 * Programs that tests start besides Node. On Debian a missing one is installed when we may; elsewhere a sentence says
 * what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = [{ command: 'redis-server', ask: '--version', debian: 'redis-server', what: 'Redis 6.2 or newer' }];

const MINUTES_MAX = 5;

/** Answers nothing when all programs are there now, or to the sentence that says what to do. */
export function installMissingPrograms() {
  const missing = needed.filter(({ command, ask }) => spawnSync(command, [ask], { stdio: 'ignore' }).error);
  if (missing.length === 0) return undefined;
  const packages = missing.map(({ debian }) => debian).join(' ');
  const wanted = missing.map(({ what, command }) => `${what} (${command})`).join(', ');
  const byHand = `Install ${wanted} and run the same command again; on Debian: apt-get install ${packages}`;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return byHand;
  process.stderr.write(`Installing ${packages} (needed once) …\n`);
  const update = aptGet('update');
  const install = aptGet('install', '--yes', '--no-install-recommends', ...missing.map(({ debian }) => debian));
  if (install.status === 0) return undefined;
  const said = `${update.stderr ?? ''}${install.stderr ?? ''}`.trim().split('\n').slice(-5).join('\n');
  return `${byHand}\napt-get said:\n${said}`;
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MINUTES_MAX * 60_000,
  });
}
