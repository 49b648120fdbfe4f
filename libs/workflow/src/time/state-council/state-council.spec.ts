/** The years in the tree are those of chinese-days, and a year that package lacks is refused, not made up. */
import { describe, expect, it } from '@jest/globals';
import chineseDays from 'chinese-days';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WorkingCalendar } from '../calendar.js';
import { addDays, weekday } from '../day.js';
import { stateCouncilYears } from './index.js';

const run = promisify(execFile);
const tool = join(import.meta.dirname, '../../../../../tools/holidays.mjs');

describe('the years of the State Council', () => {
  it('are 2022 to 2026', () => {
    expect(stateCouncilYears.map(({ year }) => year)).toEqual([2022, 2023, 2024, 2025, 2026]);
  });

  it('agree with the package on each day, and name exactly the days that it names', () => {
    const calendar = new WorkingCalendar(stateCouncilYears);
    for (const { year, holidays, makeUpDays } of stateCouncilYears) {
      const named = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false);
      expect(holidays).toEqual(named.filter((day) => !chineseDays.isWorkday(day)));
      const worked: string[] = [];
      for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
        expect(`${day} ${calendar.isWorkingDay(day)}`).toBe(`${day} ${chineseDays.isWorkday(day)}`);
        if (weekday(day) >= 6 && chineseDays.isWorkday(day)) worked.push(day);
      }
      expect(makeUpDays).toEqual(worked);
    }
  });

  it('can be printed again by the tool that wrote them', async () => {
    const { stdout } = await run(process.execPath, [tool, '--json', '2022', '2023', '2024', '2025', '2026']);
    expect(JSON.parse(stdout)).toEqual(stateCouncilYears);
  });

  it.each(['2027', '1999', '26'])('%s is refused by the tool, with a sentence', async (year) => {
    await expect(run(process.execPath, [tool, '--json', year])).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/does not hold|usage/),
    });
  });
});
