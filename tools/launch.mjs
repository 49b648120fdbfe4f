/**
 * Runs a program in the foreground as if it had been started directly: same terminal, same signals, same exit code.
 *
 * npm starts a script through a shell, and when npm is ended only that shell is told; so the scripts in package.json say
 * `exec`, and a program whose npm has gone without a word is ended like by SIGTERM, not left behind.
 *
 * A signal may reach the program more than once (the terminal sends Ctrl-C to the whole group, and npm passes it on as
 * well): the same signal within a second is passed on once.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SAME_SIGNAL_MS = 1_000;
const PARENT_WATCH_MS = 200;

/** Resolves to the program's exit code; 128 + the signal's number when a signal ended it, as a shell would say. */
export function launch(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, passOn(child, signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const stopWatching = watchParent(() => child.kill('SIGTERM'));
    const end = (code) => {
      stopWatching();
      for (const [signal, handler] of handlers) process.off(signal, handler);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(
        `${command} does not run on this machine (${error.code}): install Node 24 or newer, remove the folder ` +
          'node_modules and run the same command again.\n',
      );
      end(1);
    });
    child.once('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function passOn(child, signal) {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    const repeated = now - last < SAME_SIGNAL_MS;
    last = now;
    // A terminal has already sent Ctrl-C to the program itself; sent again at once, it would cut the program's end short.
    if (repeated || (signal === 'SIGINT' && process.stdin.isTTY)) return;
    child.kill(signal);
  };
}

/** Calls once when the npm that started us has gone. Started by anything else, we may outlive it. */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, PARENT_WATCH_MS);
  return () => clearInterval(watch);
}
