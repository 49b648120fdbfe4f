/**
 * The port of the key vault (law 8): a sealed value can be read as long as its subject's key exists, and never again
 * afterwards. The log keeps ciphertext for ever; forgetting a person is destroying 32 bytes here.
 */

/** A text in ciphertext, as it stands in an event's data. `key` names the subject; the rest is base64url. */
export interface SealedValue {
  readonly $sealed: 'v1';
  readonly key: string;
  readonly iv: string;
  readonly ct: string;
  readonly tag: string;
}

/** What a vault knows of a subject: `erased` is for ever, `unknown` means that no key was ever made here. */
export type SubjectState = 'known' | 'erased' | 'unknown';

export type Opened = { readonly kind: 'opened'; readonly text: string } | { readonly kind: 'erased' | 'unknown' };

export type Mac = { readonly kind: 'mac'; readonly hex: string } | { readonly kind: 'erased' | 'unknown' };

export interface KeyVault {
  /**
   * Brings what is known of these subjects to this node, and must be awaited before `state`, `open` or `mac` are asked
   * about them. A vault that keeps all its keys itself has nothing to do; one that shares them asks for what it lacks,
   * for all of them at once. Subjects without a key get none.
   * @throws StoreUnavailable where the keys are kept elsewhere and cannot be reached.
   */
  load(subjects: readonly string[]): Promise<void>;

  /** Whether the subject has a key, had one, or never had one. */
  state(subject: string): SubjectState;

  /**
   * Makes the keys that are missing. Resolves when they are durable, so it is awaited before anything sealed under
   * them is appended. Calls made at the same time share one commit. An erased subject stays erased.
   * @throws RangeError for a subject that is empty or longer than 200 bytes; StoreUnavailable, nothing written, where the
   *   keys are kept elsewhere and cannot be reached.
   */
  prepare(subjects: readonly string[]): Promise<void>;

  /**
   * AES-256-GCM under the subject's key with a fresh random iv. `associated` is event id ‖ field path: the value opens
   * nowhere else.
   * @throws KeyMissing where the subject was not prepared or is erased.
   */
  seal(subject: string, associated: string, plaintext: string): SealedValue;

  /** @throws SealBroken where the value was changed or stands at another place than it was sealed for. */
  open(value: SealedValue, associated: string): Opened;

  /**
   * HMAC-SHA-256 of the text under a key derived from the subject's key, in hex: it takes the text's place in a
   * command's digest. Impossible once the subject is erased.
   */
  mac(subject: string, text: string): Mac;

  /**
   * Destroys the key, for good: resolves when no file of the vault holds it any more. Repeating it does nothing.
   * @throws StoreUnavailable where the keys are kept elsewhere; repeat it until it resolves.
   */
  erase(subject: string): Promise<void>;

  /** Finishes what is under way; nothing may be asked afterwards. */
  close(): Promise<void>;
}

/** Something should be sealed under a key that is not there. */
export class KeyMissing extends Error {
  override readonly name = 'KeyMissing';
  constructor(
    readonly subject: string,
    readonly state: Exclude<SubjectState, 'known'>,
  ) {
    super(
      state === 'erased'
        ? `the key of ${subject} was erased: nothing can be sealed under it`
        : `no key was prepared for ${subject}`,
    );
  }
}

/** Something was asked about a subject that was not loaded: a mistake in the program, and never an answer to people. */
export class KeyNotLoaded extends Error {
  override readonly name = 'KeyNotLoaded';
  constructor(readonly subject: string) {
    super(`${subject} was not loaded: the keys that nodes share are loaded before anything is opened`);
  }
}

/** `keys.db` or the register of keys cannot be used as it is; the message says why and what to do. */
export class KeysRefused extends Error {
  override readonly name: string = 'KeysRefused';
}

/** A sealed value is not what was sealed, or not where it was sealed. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(
    readonly subject: string,
    rule: string,
  ) {
    super(`a value sealed under ${subject} cannot be opened: ${rule}`);
  }
}

const FIELDS = ['$sealed', 'ct', 'iv', 'key', 'tag'] as const;

/** Whether a value read from an event is a sealed one. */
export function isSealed(value: unknown): value is SealedValue {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return (
    record.$sealed === 'v1' &&
    Object.keys(record).length === FIELDS.length &&
    FIELDS.every((field) => typeof record[field] === 'string')
  );
}

const SUBJECT_BYTES_MAX = 200;

/** Whether a key can exist under this name. */
export function isSubject(subject: string): boolean {
  return subject !== '' && Buffer.byteLength(subject) <= SUBJECT_BYTES_MAX && subject.isWellFormed();
}

/** @throws RangeError */
export function checkSubject(subject: string): void {
  if (!isSubject(subject))
    throw new RangeError(`a subject is named in 1 to ${SUBJECT_BYTES_MAX} bytes, not ${JSON.stringify(subject)}`);
}
