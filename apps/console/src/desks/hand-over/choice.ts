/** What was chosen so far, and how it is kept in the browser. Pure. */

export interface Choice {
  readonly giver: string | undefined;
  readonly to: string | undefined;
  /** Cases for somebody else than `to`, by id; the empty text keeps a case where it is. */
  readonly apart: ReadonlyMap<string, string>;
  readonly reason: string;
  readonly witness: string | undefined;
  readonly signedOn: string;
}

export const STAYS = '';

export function receiverOf({ apart, to }: Choice, id: string): string | undefined {
  return apart.get(id) ?? to;
}

/** The empty text where nobody is chosen. */
export interface Typed {
  /** To whose cases `apart` belongs. */
  readonly giver: string;
  readonly to: string;
  readonly apart: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly witness: string;
  readonly signedOn: string;
}

export function typedOf({ giver = '', to = '', witness = '', apart, reason, signedOn }: Choice): Typed {
  return { giver, to, witness, apart: Object.fromEntries(apart), reason, signedOn };
}

export function choiceOf({ to, witness, apart, reason, signedOn, ...of }: Typed, giver: string | undefined): Choice {
  return {
    ...{ giver, reason, signedOn },
    to: to === '' ? undefined : to,
    witness: witness === '' ? undefined : witness,
    apart: new Map(of.giver === giver ? Object.entries(apart) : []),
  };
}
