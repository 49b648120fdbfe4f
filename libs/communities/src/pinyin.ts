/**
 * Whether a name sounds like what somebody typed: whole syllables, initials or both mixed, beginning anywhere in the
 * name. A character with several readings is found by each of them (重阳里: `cyl`, `zyl`), and ü also by `v`.
 */
import { match } from 'pinyin-pro';

/** Letters, with digits where a name has them; apostrophes and spaces as people write them between syllables. */
const PINYIN = /^[a-zü0-9' ]*[a-zü][a-zü0-9' ]*$/i;
/** Longer than any name is spelt. */
const TYPED_MAX = 80;

/** @example soundsLike('槐荫小区', 'hyxq') // true */
export function soundsLike(name: string, typed: string): boolean {
  const spelt = typed.trim().toLowerCase();
  if (spelt.length > TYPED_MAX || !PINYIN.test(spelt)) return false;
  const letters = spelt.replaceAll(/[' ]/g, '').replaceAll('ü', 'v');
  return [letters, letters.replaceAll('v', 'u')].some(
    (each, index, all) =>
      all.indexOf(each) === index && match(name, each, { continuous: true, precision: 'start', v: true }) !== null,
  );
}
