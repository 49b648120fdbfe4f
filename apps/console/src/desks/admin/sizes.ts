/** Sizes of files as people say them. */
import type { TextOf } from './setting-words.js';

const UNITS = [
  ['bytesGb', 1024 ** 3],
  ['bytesMb', 1024 ** 2],
  ['bytesKb', 1024],
] as const;

export function sizeWords(bytes: number, t: TextOf): string {
  const [key, unit] = UNITS.find(([, least]) => bytes >= least) ?? UNITS[2];
  const value = bytes / unit;
  return t(key, { n: value >= 100 ? String(Math.round(value)) : value.toFixed(1) });
}
