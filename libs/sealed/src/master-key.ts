/** The master key of an installation (`LINLI_MASTER_KEY`): it wraps every subject's key, so a stolen file opens nothing. */

import { KeysRefused } from './key-vault.js';

export const MASTER_KEY_VARIABLE = 'LINLI_MASTER_KEY';
const MASTER_KEY_BYTES = 32;

/** The master key is malformed, missing, or not the one that the vault was made with. */
export class MasterKeyRefused extends KeysRefused {
  override readonly name = 'MasterKeyRefused';
}

/**
 * @param text 32 bytes as 64 hex digits, or as base64url with or without padding.
 * @throws MasterKeyRefused, which names the variable and never the value.
 */
export function masterKeyFrom(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  const unpadded = text.replace(/=$/, '');
  const bytes = Buffer.from(unpadded, 'base64url');
  if (bytes.length === MASTER_KEY_BYTES && bytes.toString('base64url') === unpadded) return bytes;
  throw new MasterKeyRefused(
    `${MASTER_KEY_VARIABLE} must be ${MASTER_KEY_BYTES} bytes, written as 64 hex digits or as 43 signs of base64url`,
  );
}
