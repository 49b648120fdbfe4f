/** Sizes of files as people say them. */
import type { adminTexts } from './texts.js';

type Say = (key: keyof typeof adminTexts, params: { readonly n: string }) => string;

const UNITS = [
  ['bytesGb', 1024 ** 3],
  ['bytesMb', 1024 ** 2],
  ['bytesKb', 1024],
] as const;

export function sizeWords(bytes: number, say: Say): string {
  const [key, unit] = UNITS.find(([, least]) => bytes >= least) ?? UNITS[2];
  const value = bytes / unit;
  return say(key, { n: value >= 100 ? String(Math.round(value)) : value.toFixed(1) });
}
