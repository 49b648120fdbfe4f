/** Identities: RFC 9562 UUIDs, and hashes as lower-case hex. */
import { hash } from 'node:crypto';
import { canonical } from './canonical.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([1-8])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The version of a lower-case UUID of the RFC's variant, or nothing where the text is none. */
export function uuidVersion(text: string): number | undefined {
  const version = UUID.exec(text)?.[1];
  return version === undefined ? undefined : Number(version);
}

/**
 * A name-based UUID, version 5 (RFC 9562 section 5.5): the same namespace and name give the same id for ever.
 * @throws RangeError when the namespace is no UUID.
 */
export function uuidV5(namespace: string, name: string): string {
  if (uuidVersion(namespace) === undefined) throw new RangeError(`not a UUID: ${namespace}`);
  const named = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  named.write(namespace.replaceAll('-', ''), 'hex');
  named.write(name, 16);
  const bytes = hash('sha1', named, 'buffer');
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function sha256(text: string): string {
  return hash('sha256', text);
}

/** SHA-256 over the canonical form of a value. */
export function canonicalHash(value: unknown): string {
  return sha256(canonical(value));
}
