/**
 * The cryptography of one subject's key, without storage. The 32 bytes seal directly (AES-256-GCM); the key of digests
 * follows from them by HKDF (RFC 5869), so that neither use can tell anything about the other.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { SealBroken, type SealedValue } from './key-vault.js';

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MAC_PURPOSE = 'linli digest v1';

export interface SubjectKey {
  readonly seal: Buffer;
  readonly mac: Buffer;
}

export function subjectKey(bytes: Uint8Array): SubjectKey {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes, not ${bytes.length}`);
  const seal = Buffer.from(bytes);
  return { seal, mac: Buffer.from(hkdfSync('sha256', seal, '', MAC_PURPOSE, KEY_BYTES)) };
}

/** Overwrites a key that is not needed any more. */
export function forget(key: SubjectKey): void {
  key.seal.fill(0);
  key.mac.fill(0);
}

export function sealWith(key: SubjectKey, subject: string, associated: string, plaintext: string): SealedValue {
  if (!plaintext.isWellFormed()) throw new RangeError('a text with a lone surrogate would not come back as it was');
  const { iv, ct, tag } = encrypt(key.seal, associated, Buffer.from(plaintext));
  return {
    $sealed: 'v1',
    key: subject,
    iv: iv.toString('base64url'),
    ct: ct.toString('base64url'),
    tag: tag.toString('base64url'),
  };
}

/** @throws SealBroken */
export function openWith(key: SubjectKey, value: SealedValue, associated: string): string {
  const iv = bytesOf(value, 'iv', IV_BYTES);
  const tag = bytesOf(value, 'tag', TAG_BYTES);
  const plain = decrypt(key.seal, associated, { iv, ct: bytesOf(value, 'ct'), tag });
  if (!plain) throw new SealBroken(value.key, 'it was changed, or it was sealed for another event or field');
  return plain.toString('utf8');
}

export function macWith(key: SubjectKey, text: string): string {
  return createHmac('sha256', key.mac).update(text).digest('hex');
}

interface Encrypted {
  readonly iv: Buffer;
  readonly ct: Buffer;
  readonly tag: Buffer;
}

function encrypt(key: Buffer, associated: string, plain: Uint8Array): Encrypted {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(associated));
  const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ct, tag: cipher.getAuthTag() };
}

/** The plain bytes, or nothing where key, associated data or bytes are not those of the encryption. */
function decrypt(key: Buffer, associated: string, { iv, ct, tag }: Encrypted): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(associated));
  decipher.setAuthTag(tag);
  const start = decipher.update(ct);
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** iv ‖ ciphertext ‖ tag: always the same length for a key, so that a row can be overwritten in place. */
export function wrap(master: Buffer, associated: string, bytes: Uint8Array): Buffer {
  const { iv, ct, tag } = encrypt(master, associated, bytes);
  return Buffer.concat([iv, ct, tag]);
}

/** The bytes, or nothing where the master key is another one or the row was changed. */
export function unwrap(master: Buffer, associated: string, wrapped: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(wrapped);
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  return decrypt(master, associated, {
    iv: bytes.subarray(0, IV_BYTES),
    ct: bytes.subarray(IV_BYTES, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  });
}

function bytesOf(value: SealedValue, field: 'iv' | 'ct' | 'tag', length?: number): Buffer {
  const bytes = Buffer.from(value[field], 'base64url');
  // Buffer.from skips what it does not know, so only the one spelling of these bytes is let through.
  if (bytes.toString('base64url') !== value[field]) throw new SealBroken(value.key, `${field} is no base64url`);
  if (length !== undefined && bytes.length !== length)
    throw new SealBroken(value.key, `${field} has ${bytes.length} bytes instead of ${length}`);
  return bytes;
}
