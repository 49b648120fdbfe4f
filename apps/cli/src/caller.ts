/** Who asks: what a command was told, in which language and by which environment, and where it answers. */
import type { Language } from '#libs/workflow';
import { readConfig, type Config } from '#server/config';
import type { Told } from './program.js';
import type { Terminal } from './terminal.js';

export interface Caller {
  readonly told: Told;
  readonly language: Language;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
}

/** The flags of a start among what was told, as the server reads them. */
export function startFlags({ data, port, host, role }: Told): string[] {
  return Object.entries({ data, port, host, role }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}

/** @throws StartRefused naming everything that is wrong with flags and environment. */
export function configOf({ told, env }: Caller): Config {
  return readConfig(startFlags(told), env);
}
