/** The parts of the minutes of a session, in the language of the paper that they go on. Pure. */

export const MINUTES_PARTS = [
  '一、告知权利义务：调解员已告知各方自愿调解、可随时终止，以及可以诉讼、仲裁或请有关部门处理。',
  '二、申请人陈述与请求：',
  '三、被申请人陈述：',
  '四、争议焦点：',
  '五、调解经过：',
  '六、各方意见：',
] as const;

/** Parts that are there already stay as they were written. */
export function withParts(minutes: string): string {
  const missing = MINUTES_PARTS.filter((part) => !minutes.includes(part.slice(0, part.indexOf('：') + 1)));
  return [minutes.trimEnd(), ...missing].filter((line) => line !== '').join('\n');
}

/** Characters as the server counts them. */
export function charactersOf(text: string): number {
  return [...text.trim()].length;
}
