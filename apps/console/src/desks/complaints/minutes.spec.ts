/** Minutes by parts, and which of the parts say nothing yet. */
import { describe, expect, it } from '@jest/globals';
import { MINUTES_PARTS, unfilledParts, withParts } from './minutes.js';

describe('the parts of minutes', () => {
  const asked = MINUTES_PARTS.slice(1).map((part) => part.slice(0, -1));

  it('that were inserted and not written under say nothing, but for the one that is whole as it stands', () => {
    expect(unfilledParts(withParts(''))).toEqual(asked);
    expect(unfilledParts(withParts('双方到场。'))).toEqual(asked);
  });

  it('say something once anything is written beside or below them', () => {
    const written = withParts('')
      .replace('请求：', '请求：退还三个月停车费。')
      .replace('三、被申请人陈述：', '三、被申请人陈述：\n同意退还。');
    expect(unfilledParts(written)).toEqual(asked.slice(2));
  });

  it('are asked for only where they stand', () => {
    expect(unfilledParts('')).toEqual([]);
    expect(unfilledParts('双方各退一步，当场退款。')).toEqual([]);
  });
});
