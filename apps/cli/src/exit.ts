/** How a command ends: the codes that scripts may rely on, and the sentence for an end that is not the wished one. */

export const EXIT = {
  done: 0,
  /** Refused, or failed half-way. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Another process holds the data folder and does not answer. */
  inUse: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command ends with this code and this sentence on standard error. */
export class Ended extends Error {
  override readonly name = 'Ended';
  constructor(
    readonly code: Exclude<ExitCode, 0>,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}
