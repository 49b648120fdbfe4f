/** Every text of the console is there in both languages, and means the same things: a gap fails the build. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

type Texts = Readonly<Record<string, readonly [zh: string, en: string]>>;

const params = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

const source = join(import.meta.dirname, '../../apps/console/src');
const files = globSync('**/texts.ts', { cwd: source }).sort();
const said = await Promise.all(
  files.map(async (file) => {
    const texts = (await import(join(source, file))) as Record<string, unknown>;
    return { file, texts: Object.values(texts).filter((one): one is Texts => typeof one === 'object') };
  }),
);

describe.each(said)('texts in $file', ({ texts }) => {
  it('are there', () => {
    expect(texts.length).toBeGreaterThan(0);
  });
  it.each(texts.flatMap((one) => Object.entries(one)))(
    '%s: in Chinese and in English, with the same parts',
    (key, pair) => {
      const [zh, en]: readonly [string, string] = pair;
      expect(zh.trim()).not.toBe('');
      expect(en.trim()).not.toBe('');
      expect(params(zh)).toEqual(params(en));
      // The button that changes the language is said in the other one.
      const other = key === 'language';
      if (zh !== en) expect(/\p{Script=Han}/u.test(other ? en : zh)).toBe(true);
      if (!other) expect(/\p{Script=Han}/u.test(en)).toBe(false);
    },
  );
});
