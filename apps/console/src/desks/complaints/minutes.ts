/** What is recorded of a session as its paper has it, so in the language of the paper: the place, the parts of the minutes. Pure. */

/** @param where the sub-district's name */
export function stationIn(where: string): string {
  return `${where}物业管理矛盾投诉调解站`;
}

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

/** The parts that stand there with nothing written under them: a heading alone is no minutes. */
export function unfilledParts(minutes: string): readonly string[] {
  const begun = MINUTES_PARTS.map((part) => part.slice(0, part.indexOf('：') + 1));
  const places = begun.map((part) => minutes.indexOf(part));
  return MINUTES_PARTS.flatMap((part, index) => {
    const at = places[index] ?? -1;
    const [asks = ''] = begun[index]?.split('：') ?? [];
    if (at < 0 || part !== begun[index]) return [];
    const ends = Math.min(minutes.length, ...places.filter((place) => place > at));
    return minutes.slice(at + part.length, ends).trim() === '' ? [asks] : [];
  });
}

/** Characters as the server counts them. */
export function charactersOf(text: string): number {
  return [...text.trim()].length;
}
