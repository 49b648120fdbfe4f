/** Light or dark, and how to change it. */
import { createContext } from 'react';
import type { Shade } from './theme.js';

export const ShadeContext = createContext<{ readonly shade: Shade; readonly choose: (shade: Shade) => void }>({
  shade: 'light',
  choose: () => undefined,
});
