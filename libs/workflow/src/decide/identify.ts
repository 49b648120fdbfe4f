/** Which command this is: its id, its digest, the case it is about (step 1), and ids minted from it so that a repeat mints the same. */
import { canonicalHash, streamKey, uuidV5, uuidVersion, type Json, type JsonObject } from '#libs/event-store';
import type { KeyVault } from '#libs/sealed';
import { creates, type CommandDeclaration, type Declaration } from '../declare/declaration.js';
import type { SealPlace } from './sealing.js';

/** People send v4 or v7; v5 belongs to timers and reactions, or someone could take a timer's id first. */
export function mayUseId(kind: 'person' | 'timer' | 'reaction' | 'system', id: string): boolean {
  const version = uuidVersion(id);
  return kind === 'person' ? version === 4 || version === 7 : version !== undefined;
}

/** The id of the case that a command is about. */
export function targetOf(
  declaration: Declaration,
  command: CommandDeclaration,
  commandId: string,
  given: string | undefined,
  form: JsonObject,
): string {
  if (!creates(command)) return given ?? '';
  if (declaration.key === undefined) return given ?? uuidV5(commandId, declaration.name);
  const parts = declaration.key.map((name) => keyPart(form[name]));
  // A key of one part may hold dots of its own, as names of settings do.
  return parts.length === 1
    ? (parts[0] as string)
        .split('.')
        .map((part) => streamKey(part))
        .join('.')
    : streamKey(...parts);
}

function keyPart(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Fills in the ids that nobody sent. */
export function minted(command: CommandDeclaration, commandId: string, form: JsonObject): JsonObject {
  const filled: Record<string, Json> = { ...form };
  for (const [name, field] of Object.entries(command.form))
    if (field.mint && filled[name] !== undefined)
      filled[name] = field.mint(filled[name] as never, (role) => uuidV5(commandId, role)) as Json;
  return filled;
}

/**
 * SHA-256 over type, target and form, each sealed value replaced by its HMAC under its subject's key, since a plain hash
 * of a telephone number can be guessed. Nothing when a key is gone: the repeat can no longer be recognised. The keys
 * must have been loaded.
 */
export function digestOf(
  command: CommandDeclaration,
  target: string,
  form: JsonObject,
  secrets: readonly SealPlace[],
  vault: KeyVault,
): string | undefined {
  const masked: Record<string, Json> = { ...form };
  for (const place of secrets) {
    const mac = vault.mac(place.subject, place.text);
    if (mac.kind === 'erased') return undefined;
    place.replace(masked, mac.kind === 'mac' ? mac.hex : 'unknown');
  }
  return canonicalHash({ type: command.name, target, form: masked });
}

/** The event that a command answers. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
  readonly depth: number;
}

/** What an envelope says of where a command came from: from an event, or from whoever issued it. */
export function causeOf({ cause }: { readonly cause?: Cause | undefined }, commandId: string) {
  return cause
    ? { causationId: cause.id, correlationId: cause.correlationId, depth: cause.depth }
    : { causationId: commandId, correlationId: commandId, depth: 0 };
}
