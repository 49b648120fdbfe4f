/** `infra/` as its tests read it: the compose file with its merges resolved, and every variable of ours that is set anywhere. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const infra = new URL('../../infra/', import.meta.url);
export const text = (name: string): string => readFileSync(new URL(name, infra), 'utf8');

export interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly cap_drop?: readonly string[];
}

export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const compose = parse(text('compose.yaml'), { merge: true }) as Compose;

export const ours = (prefix: string): readonly (readonly [string, Service])[] =>
  Object.entries(compose.services).filter(([name]) => name.startsWith(prefix));

/** What a Containerfile says, one instruction a line, comments and continuations resolved. */
export function instructions(containerfile: string): readonly (readonly [word: string, rest: string])[] {
  return containerfile
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
      return [word, rest] as const;
    });
}

/** `NAME=value` pairs of one `Environment=` line of a unit or `ENV` line of a Containerfile. */
export function assignments(line: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...line.matchAll(/([A-Z][A-Z0-9_]*)=("[^"]*"|\S*)/g)].map(([, name = '', value = '']) => [
      name,
      value.replace(/^"|"$/g, ''),
    ]),
  );
}
