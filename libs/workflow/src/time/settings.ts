/**
 * Settings and calendars are workflows like any other: their changes are recorded, dated and explained, and an edition
 * is how often they were changed (law 3).
 */
import { canonical, type Json } from '#libs/event-store';
import { nothing, on, workflow } from '../declare/builder.js';
import { yesNo } from '../declare/fields/choice.js';
import { field, problem } from '../declare/fields/field.js';
import { setOf } from '../declare/fields/list.js';
import { id, ref } from '../declare/fields/ref.js';
import { text } from '../declare/fields/text.js';
import { whole } from '../declare/fields/whole.js';
import { day } from '../declare/fields/when.js';
import { optional } from '../declare/fields/wrap.js';
import { engine } from '../declare/builder.js';
import { calendarYearProblems } from './calendar.js';
import { compareDays, dayOf } from './day.js';
import { parseSpan, type Span } from './span.js';
import { ofItsOwn, settingRange, type SettingEdition } from './timetable.js';

/** A length of time, or a whole number from 0. */
function settingValue() {
  return field<Span | number>({
    kind: 'setting-value',
    parse(input, pointer, problems) {
      if (typeof input === 'number') {
        if (Number.isSafeInteger(input) && input >= 0 && !Object.is(input, -0)) return input;
        return void problems.push(problem(pointer, 'whole', { min: 0, max: Number.MAX_SAFE_INTEGER }));
      }
      const parsed = parseSpan(input, pointer);
      if (parsed.ok) return parsed.span;
      return void problems.push(
        ...parsed.problems.map((broken) => problem(broken.pointer, 'span', { rule: broken.rule })),
      );
    },
    schema: () => ({
      oneOf: [
        { type: 'integer', minimum: 0 },
        {
          type: 'object',
          additionalProperties: false,
          required: ['unit', 'count'],
          properties: {
            unit: { type: 'string', enum: ['working-days', 'days', 'months', 'hours', 'minutes'] },
            count: { type: 'integer', minimum: 0 },
            endsOn: { type: 'string', enum: ['working-day'] },
          },
        },
      ],
    }),
    arbitrary: (fc) => fc.record({ unit: fc.constantFrom('working-days', 'days', 'hours'), count: fc.nat(30) }),
  });
}

const reason = text(1, 500);
const change = {
  value: settingValue(),
  effectiveOn: day(),
  subDistrict: optional(ref('sub-district')),
  alsoOpen: yesNo(),
  reason,
};

/** One setting, by its full name: `setting-complaint.accept`. */
export const setting = workflow('setting', { path: 'settings', key: ['name'] })
  .events({
    SettingChanged: on('in-force', { name: id(), ...change }),
  })
  .data(
    { name: '', editions: [] as readonly SettingEdition[] },
    {
      SettingChanged: (d, { name, value, effectiveOn, subDistrict, alsoOpen }) => ({
        name,
        editions: [
          ...d.editions,
          {
            edition: d.editions.length + 1,
            value: value as Json,
            effectiveOn,
            alsoOpen,
            ...(subDistrict === undefined ? {} : { subDistrict }),
          },
        ],
      }),
    },
  )
  .command('InstallSetting', { by: [engine('install')], from: nothing, yields: ['SettingChanged'] })
  .command('ChangeSetting', {
    by: ['admin', 'office'],
    from: ['in-force'],
    form: change,
    yields: ['SettingChanged'],
    refuses: {
      'in-the-past': ['effectiveOn'],
      'other-kind': [],
      'out-of-range': ['min', 'max'],
      'nothing-changed': [],
    },
    decide: ({ form, data, now, emit, refuse }) => {
      const { value, effectiveOn, subDistrict } = form;
      if (compareDays(effectiveOn, dayOf(now)) < 0) return refuse('in-the-past', { effectiveOn });
      // A setting is of one kind for good, so the first edition tells which; a later one may be an older release's mistake.
      const [first] = data.editions;
      if (first && typeof first.value !== typeof value) return refuse('other-kind');
      const { min, max } = settingRange(data.name, value);
      const count = typeof value === 'number' ? value : value.count;
      if (count < min || count > max) return refuse('out-of-range', { min, max });
      // What is planned for later is no reason: a plan may come earlier, or be taken back on its day. A sub-district
      // that follows the district may fix the same value for itself, which then outlasts the district's next change.
      const inForce = ofItsOwn(data.editions, effectiveOn, subDistrict);
      if (inForce && canonical(inForce.value) === canonical(value as Json)) return refuse('nothing-changed');
      return emit.SettingChanged({ name: data.name, ...form });
    },
  })
  .standing({ comment: ['admin', 'office'] });

/** Nothing is counted in older years any more. */
const YEARS_PAST_MAX = 1;
/** Nobody has announced the working days of later years. */
export const CALENDAR_YEARS_AHEAD_MAX = 2;

const published = { holidays: setOf(day(), 0, 100), makeUpDays: setOf(day(), 0, 100), source: text(1, 200) };

/** The working days of one year as the State Council published them: `calendar-2026`. */
export const calendar = workflow('calendar', { path: 'calendars', key: ['year'] })
  .events({
    CalendarPublished: on('published', { year: whole(1992, 9999), ...published }),
  })
  .data(
    { year: 0, edition: 0, holidays: [] as readonly string[], makeUpDays: [] as readonly string[] },
    {
      CalendarPublished: (d, { year, holidays, makeUpDays }) => ({
        year,
        edition: d.edition + 1,
        holidays,
        makeUpDays,
      }),
    },
  )
  .command('InstallCalendar', { by: [engine('install')], from: nothing, yields: ['CalendarPublished'] })
  .command('PublishCalendar', {
    by: ['admin', 'office'],
    from: nothing,
    yields: ['CalendarPublished'],
    refuses: { 'not-a-calendar': ['where', 'rule'], 'year-out-of-range': ['from', 'until'] },
    decide: ({ form, now, emit, refuse }) => {
      const thisYear = Number(dayOf(now).slice(0, 4));
      const [from, until] = [thisYear - YEARS_PAST_MAX, thisYear + CALENDAR_YEARS_AHEAD_MAX];
      if (form.year < from || form.year > until) return refuse('year-out-of-range', { from, until });
      const [broken] = calendarYearProblems({ ...form, edition: 1 });
      return broken
        ? refuse('not-a-calendar', { where: broken.pointer, rule: broken.rule })
        : emit.CalendarPublished(form);
    },
  })
  .command('ReviseCalendar', {
    by: ['admin', 'office'],
    from: ['published'],
    form: published,
    yields: ['CalendarPublished'],
    refuses: { 'not-a-calendar': ['where', 'rule'], 'nothing-changed': [] },
    decide: ({ form, data, emit, refuse }) => {
      const [broken] = calendarYearProblems({ ...form, year: data.year, edition: data.edition + 1 });
      if (broken) return refuse('not-a-calendar', { where: broken.pointer, rule: broken.rule });
      if (String(form.holidays) === String(data.holidays) && String(form.makeUpDays) === String(data.makeUpDays))
        return refuse('nothing-changed');
      return emit.CalendarPublished({ year: data.year, ...form });
    },
  })
  .standing({ comment: ['admin', 'office'] });
