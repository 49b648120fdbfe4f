/** Who did what and when, as a timeline says it to this reader. */
import type { RecordedEvent } from '#libs/event-store';
import { standingEventTexts } from '../words/engine-texts.js';
import type { Spoken } from '../words/sentence.js';
import { said, type Language, type Pair } from '../words/texts.js';
import type { People } from './ports.js';

export interface EventWords {
  readonly who: string;
  readonly when: string;
  readonly what: string;
}

const SYSTEM: Pair = ['系统', 'the system'];

const beijing = (language: Language) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  });

/** When something happened is said in Beijing time. */
const formats: Readonly<Record<Language, Intl.DateTimeFormat>> = { 'zh-CN': beijing('zh-CN'), en: beijing('en') };

export function wordsOf({ envelope }: RecordedEvent, spoken: Spoken, people: People, language: Language): EventWords {
  const { actor, type, occurredAt } = envelope;
  const pair = spoken.texts.events[type] ?? (standingEventTexts as Readonly<Record<string, Pair>>)[type];
  return {
    who: actor.kind === 'person' ? (people.nameOf(actor.id, language) ?? actor.id) : said(SYSTEM, language),
    when: formats[language].format(new Date(occurredAt)),
    what: pair ? said(pair, language) : type,
  };
}
