/**
 * Programs that tests start besides Node. On Debian a missing one is installed when we may; elsewhere a sentence says
 * what to install.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const asks = (command, ...args) => !spawnSync(command, args, { stdio: 'ignore' }).error;

/** The names under which a Chromium is found. */
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const needed = [
  {
    isThere: () => asks('redis-server', '--version'),
    debian: 'redis-server',
    what: 'Redis 6.2 or newer (redis-server)',
  },
  {
    isThere: () => CHROMIUM.some((name) => asks(name, '--version')),
    debian: 'chromium',
    what: 'Chromium (chromium)',
  },
  {
    // Other systems bring Chinese type of their own.
    isThere: () => process.platform !== 'linux' || hasChineseType(),
    debian: 'fonts-noto-cjk',
    what: 'Chinese type (Noto Sans CJK)',
  },
];

/** Where there is no fontconfig, nothing can be said against it. */
function hasChineseType() {
  const { error, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return error !== undefined ? existsSync('/usr/share/fonts/opentype/noto') : stdout.trim() !== '';
}

const MINUTES_MAX = 5;

/** Answers nothing when all programs are there now, or to the sentence that says what to do. */
export function installMissingPrograms() {
  const missing = needed.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return undefined;
  const packages = missing.map(({ debian }) => debian).join(' ');
  const wanted = missing.map(({ what }) => what).join(', ');
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
