export {
  isSealed,
  KeyMissing,
  KeyNotLoaded,
  KeysRefused,
  SealBroken,
  type KeyVault,
  type Mac,
  type Opened,
  type SealedValue,
  type SubjectState,
} from './key-vault.js';
export { MASTER_KEY_VARIABLE, masterKeyFrom, MasterKeyRefused } from './master-key.js';
export { MemoryKeyVault } from './memory-key-vault.js';
export { SharedKeyVault, type SharedKeyVaultOptions } from './shared/shared-key-vault.js';
export { SqliteKeyVault, type SqliteKeyVaultOptions } from './sqlite-key-vault.js';
