/** Whoever is signed in, for everything below the frame of the pages: there is nobody below it who is not. And their place. */
import { createContext, use } from 'react';
import type { Person } from './types.js';

/** Told by the frame. */
export const MyselfContext = createContext<Person | undefined>(undefined);

export function useMyself(): Person {
  const me = use(MyselfContext);
  if (!me) throw new Error('useMyself needs the frame of the pages above it');
  return me;
}

/** Everything a person may count is theirs where they hold a role: one place is named, the district is not. */
export function placeOf(jurisdictions: readonly string[]): string | undefined {
  return jurisdictions.length === 1 && jurisdictions[0] !== 'district' ? jurisdictions[0] : undefined;
}
