/** How names are found by the sound of them. */
import { describe, expect, it } from '@jest/globals';
import { soundsLike } from './pinyin.js';

describe('a name', () => {
  it.each([
    ['槐荫小区', 'hyxq'],
    ['槐荫小区', 'HYXQ'],
    ['槐荫小区', 'huaiyin'],
    ['槐荫小区', 'huai yin xiao qu'],
    ['槐荫小区', 'huaiyxq'],
    ['槐荫小区', 'xiaoqu'],
    ['重阳里', 'chongyangli'],
    ['重阳里', 'zyl'],
    ['长乐小区', 'clxq'],
    ['绿城百合', 'lvcheng'],
    ['绿城百合', 'lücheng'],
    ['绿城百合', 'lcbh'],
    ['槐荫3号院', 'hy3hy'],
    ['西安苑', "xi'an"],
  ])('%s is found by %s', (name, typed) => {
    expect(soundsLike(name, typed)).toBe(true);
  });

  it.each([
    ['槐荫小区', 'hxq'],
    ['槐荫小区', 'hyxqx'],
    ['银杏小区', 'yinhang'],
    ['槐荫小区', '槐荫'],
    ['槐荫小区', ''],
    ['槐荫小区', '3'],
    ['槐荫小区', '%'],
    ['槐荫小区', 'h'.repeat(500)],
  ])('%s is not found by %s', (name, typed) => {
    expect(soundsLike(name, typed)).toBe(false);
  });
});
