/** The life of a case in words, as an auditor reads it: when, what, who, where it led, which deadlines, and why. */
import type { Actor, Json, JsonObject } from '#libs/event-store';
import { placeName, roleTexts } from '#libs/district';
import { isSealed } from '#libs/sealed';
import {
  ERASED,
  isInstant,
  said,
  standingChoiceTexts,
  standingEventTexts,
  standingFieldTexts,
  type Language,
  type Pair,
  type Spoken,
} from '#libs/workflow';
import { beijing, beijingDue } from './beijing-time.js';
import type { DeadlineStep, Life, LifeStep } from './life.js';

type Pairs = Readonly<Record<string, Pair>>;

const words = {
  by: ['办理人：', 'by '],
  onBehalfOf: ['，代', ', on behalf of '],
  system: ['系统', 'the system'],
  occurred: ['发生时间：', 'occurred '],
  provisional: ['（次年日历未公布，暂定）', ' (provisional: that year has no calendar yet)'],
  sealed: ['［密封］', '[sealed]'],
  erased: ['［已依法删除］', '[erased]'],
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  none: ['无', 'none'],
  now: ['现状：', 'stands at: '],
  running: ['在计时：', 'running: '],
} as const satisfies Pairs;

/** What a correction records beside its form. */
const corrected: Pairs = { before: ['原内容', 'before'], after: ['新内容', 'after'] };

/** Lengths of time, by their unit. */
const units: Pairs = {
  'working-days': ['个工作日', 'working days'],
  days: ['天', 'days'],
  months: ['个月', 'months'],
  hours: ['小时', 'hours'],
  minutes: ['分钟', 'minutes'],
};

/** Members of a person of the case, which no workflow names itself. */
const personWords: Pairs = {
  person: ['人员编号', 'id'],
  name: ['姓名', 'name'],
  phone: ['电话', 'telephone'],
  sex: ['性别', 'sex'],
  ethnicity: ['民族', 'ethnicity'],
  age: ['年龄', 'age'],
  occupation: ['职业', 'occupation'],
  address: ['住址', 'address'],
};

const deadlineWords: Readonly<Record<DeadlineStep['kind'], Pair>> = {
  armed: ['期限“{name}”开始计时，{due}到期', 'deadline “{name}” begins, due {due}'],
  moved: ['期限“{name}”改为{due}到期', 'deadline “{name}” moved to {due}'],
  waits: ['期限“{name}”暂停计时（原{due}到期）', 'deadline “{name}” stands still (was due {due})'],
  settled: ['期限“{name}”了结（原{due}到期）', 'deadline “{name}” settled (was due {due})'],
};

/** Lines without their ends: one heading, then a paragraph for each event, then where the case stands. */
export function lifeText(life: Life, spoken: Spoken, language: Language): string[] {
  const say = (pair: Pair): string => said(pair, language);
  const { texts } = spoken;
  const state = (name: string): string => (texts.states[name] ? say(texts.states[name]) : name);
  const heading = `${life.one.stream}${language === 'en' ? ` (${say(texts.name)})` : `（${say(texts.name)}）`}`;
  const end = [
    '',
    `${say(words.now)}${state(life.one.state)}`,
    ...life.one.armed
      .filter(({ name }) => !name.endsWith('.alert'))
      .map(({ name, dueAt }) => `${say(words.running)}${deadlineName(name, spoken, language)} ${beijingDue(dueAt)}`),
  ];
  return [heading, ...life.steps.flatMap((step) => ['', ...stepText(step, spoken, language)]), ...end];
}

function stepText(step: LifeStep, spoken: Spoken, language: Language): string[] {
  const say = (pair: Pair): string => said(pair, language);
  const { envelope } = step.event;
  const state = spoken.texts.states[step.after];
  const led = step.before === step.after ? '' : ` → ${state ? say(state) : step.after}`;
  const pair = spoken.texts.events[envelope.type] ?? (standingEventTexts as Pairs)[envelope.type];
  const lines = [
    `${say(words.by)}${who(envelope.actor, language)}`,
    ...(envelope.occurredAt === envelope.recordedAt ? [] : [`${say(words.occurred)}${beijing(envelope.occurredAt)}`]),
    ...step.deadlines.map((one) => deadlineText(one, spoken, language)),
    ...dataText(step, spoken, language),
  ];
  return [
    `#${envelope.version}  ${beijing(envelope.recordedAt)}  ${pair ? say(pair) : envelope.type}${led}`,
    ...lines.map((line) => `    ${line}`),
  ];
}

function who({ id, kind, roles, jurisdiction, onBehalfOf }: Actor, language: Language): string {
  const say = (pair: Pair): string => said(pair, language);
  const [open, close, comma] = language === 'en' ? [' (', ')', ', '] : ['（', '）', '，'];
  const deputy = onBehalfOf === undefined ? '' : `${say(words.onBehalfOf)}${onBehalfOf}`;
  if (kind !== 'person')
    return `${say(words.system)}${open}${kind === 'system' || kind === id ? '' : `${kind} `}${id}${close}`;
  const held = roles.map((role) => {
    const pair = (roleTexts as Pairs)[role];
    return pair ? say(pair) : role;
  });
  return `${id}${open}${[...held, say(placeName(jurisdiction))].join(comma)}${close}${deputy}`;
}

function deadlineText({ kind, name, dueAt, provisional }: DeadlineStep, spoken: Spoken, language: Language): string {
  const text = said(deadlineWords[kind], language)
    .replace('{name}', () => deadlineName(name, spoken, language))
    .replace('{due}', () => beijingDue(dueAt));
  return `${text}${provisional ? said(words.provisional, language) : ''}`;
}

function deadlineName(name: string, { texts }: Spoken, language: Language): string {
  const pair = texts.deadlines[name];
  return pair ? said(pair, language) : name;
}

/** Ids that say nothing to a reader; `--json` has them. */
const TECHNICAL: readonly string[] = ['commandId', 'timerId', 'event'];

/** Every value of the event with the word of its field: the reason first, then as declared. */
function dataText(step: LifeStep, spoken: Spoken, language: Language): string[] {
  const declared = Object.keys(spoken.declaration.events[step.event.envelope.type]?.fields ?? {});
  const place = (name: string): number => (name === 'reason' ? -1 : declared.indexOf(name));
  return Object.entries(step.data)
    .filter(([name, value]) => !TECHNICAL.includes(name) && value !== null)
    .sort(([a], [b]) => place(a) - place(b))
    .map(
      ([name, value]) =>
        `${fieldName(name, { step, spoken, language })}${colon(language)}${valueText([name], value, { step, spoken, language })}`,
    );
}

/** The engine's own events say their fields in the engine's words, whatever a workflow calls by the same name. */
function fieldName(name: string, { step, spoken, language }: Reading): string {
  const own = spoken.texts.fields[name];
  const standing = standingFieldTexts[name];
  const pair = (isStanding(step, spoken) ? (standing ?? own) : (own ?? standing)) ?? corrected[name];
  return pair ? said(pair, language) : name;
}

function isStanding({ event }: LifeStep, { declaration }: Spoken): boolean {
  return declaration.events[event.envelope.type]?.standing === true;
}

interface Reading {
  readonly step: LifeStep;
  readonly spoken: Spoken;
  readonly language: Language;
}

function valueText(path: readonly string[], value: Json, reading: Reading): string {
  const { language } = reading;
  if (value === null) return said(words.none, language);
  if (isSealed(value)) return said(words.sealed, language);
  if (typeof value === 'boolean') return said(value ? words.yes : words.no, language);
  if (typeof value === 'number') return levelText(path, value, reading) ?? numberText(path, value, reading);
  if (typeof value === 'string') return wordText(path, value, reading);
  const comma = language === 'en' ? '; ' : '；';
  if (isList(value)) return value.map((one) => valueText(path, one, reading)).join(comma);
  if (isErased(value)) return said(words.erased, language);
  const unit = isSpan(value) ? units[value.unit] : undefined;
  if (isSpan(value) && unit) return `${value.count}${language === 'en' ? ' ' : ''}${said(unit, language)}`;
  return Object.entries(value)
    .map(([name, one]) => {
      const person = isPerson(value) ? personWords[name] : undefined;
      const word = person ? said(person, language) : fieldName(name, reading);
      return `${word}${colon(language)}${valueText([...path, name], one as Json, reading)}`;
    })
    .join(comma);
}

/** A number of the engine's own that stands for something: whom a miss was told. */
function levelText(
  [name = '']: readonly string[],
  value: number,
  { step, spoken, language }: Reading,
): string | undefined {
  const pair = isStanding(step, spoken) ? choice(standingChoiceTexts, name, String(value)) : undefined;
  return pair && said(pair, language);
}

/** Amounts in the unit that people use: fen as yuan, hundredths as whole ones. */
function numberText(path: readonly string[], value: number, { step, spoken }: Reading): string {
  const kind = spoken.declaration.events[step.event.envelope.type]?.fields[path[0] ?? '']?.kind;
  const whole = `${Math.trunc(value / 100)}.${String(Math.abs(value % 100)).padStart(2, '0')}`;
  if (path.length > 1) return String(value);
  if (kind === 'fen') return `¥${whole}`;
  if (kind === 'hundredths-m2') return `${whole} m²`;
  return kind === 'hundredths' ? whole : String(value);
}

function wordText(path: readonly string[], value: string, { spoken, step, language }: Reading): string {
  if (isInstant(value)) return beijingDue(value);
  const name = path.at(-1) ?? '';
  const { declaration, texts } = spoken;
  if (['jurisdiction', declaration.jurisdiction, declaration.within].includes(name))
    return said(placeName(value), language);
  const pair = isStanding(step, spoken) ? standingWord(name, value, spoken) : choice(texts.choices, name, value);
  return pair ? said(pair, language) : value;
}

/** What the engine's own events name: a deadline, a field, an event. */
function standingWord(name: string, value: string, { texts }: Spoken): Pair | undefined {
  switch (name) {
    case 'name':
      return texts.deadlines[value];
    case 'field':
      return texts.fields[value];
    case 'type':
      return texts.events[value] ?? (standingEventTexts as Pairs)[value];
    default:
      return choice(standingChoiceTexts, name, value);
  }
}

function choice(choices: Readonly<Record<string, Pairs>>, name: string, value: string): Pair | undefined {
  return Object.hasOwn(choices, name) ? choices[name]?.[value] : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isSpan(value: JsonObject): value is { readonly count: number; readonly unit: string } {
  return Object.keys(value).length === 2 && typeof value['count'] === 'number' && typeof value['unit'] === 'string';
}

function isPerson(value: JsonObject): boolean {
  return typeof value['person'] === 'string' && 'name' in value;
}

function isErased(value: JsonObject): boolean {
  return value['$erased'] === ERASED.$erased;
}

function colon(language: Language): string {
  return language === 'en' ? ': ' : '：';
}
