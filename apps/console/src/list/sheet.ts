/**
 * A list as a sheet: what is shown, in its order, with headers in the reader's language. Days and moments stay dates,
 * amounts stay numbers, a choice stands with its code where codes are asked for; moments are Beijing's, as on the screen. Pure.
 */
import type { Row, Schema, Workflow } from '../api/types.js';
import { unitOf, valueWords, type ValueWords } from '../form/value-words.js';
import { beijingClock, DAY_MS, endsDay } from '../words/times.js';
import { calledAs, calledHead, excerptOf, type Column } from './called.js';
import { pressing } from './pressing.js';
import { hasDeadlines } from './texts.js';

/** `at` is a moment as Beijing's clock shows it, in milliseconds as if it were UTC. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly decimals: 0 | 2 }
  | { readonly kind: 'day'; readonly at: number }
  | { readonly kind: 'moment'; readonly at: number }
  /** The midnight that ends the day which begins at `at`: 24:00, as people and papers say it. */
  | { readonly kind: 'day-end'; readonly at: number }
  | { readonly kind: 'empty' };

export interface Sheet {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface SheetWords extends ValueWords {
  readonly t: (
    key:
      | Parameters<ValueWords['t']>[0]
      | 'number'
      | 'state'
      | 'due'
      | 'late'
      | 'paused'
      | 'nameOfDue'
      | 'unitYuan'
      | 'excerpt'
      | 'opened',
  ) => string;
  /** "Category (code)" of "Category". */
  readonly codeOf: (name: string) => string;
  /** Beside what the screen shows: codes, which deadline it is, and whether it is overdue. */
  readonly coded: boolean;
}

const EMPTY: Cell = { kind: 'empty' };

export function sheetOf(
  workflow: Workflow,
  columns: readonly Column[],
  rows: readonly Row[],
  words: SheetWords,
): Sheet {
  const { language, t, say, codeOf, coded } = words;
  const inUnit = (name: string, unit: string) => (language === 'en' ? `${name} (${unit})` : `${name}（${unit}）`);
  const isDue = hasDeadlines(workflow);
  return {
    title: say(workflow.words.many, workflow.path),
    head: [
      calledHead(workflow, say, t('number')),
      t('state'),
      ...(coded ? [codeOf(t('state'))] : []),
      ...(isDue ? [t('due')] : []),
      ...(isDue && coded ? [t('nameOfDue'), t('late')] : []),
      ...columns.flatMap(({ name, field }) => {
        const called = say(workflow.fieldWords[name], name);
        const unit = { fen: t('unitYuan'), 'hundredths-m2': '㎡' }[unitOf(field)];
        return [unit === undefined ? called : inUnit(called, unit), ...(coded && field.enum ? [codeOf(called)] : [])];
      }),
      t('excerpt'),
      t('opened'),
    ],
    rows: rows.map((row) => cellsOf(workflow, columns, row, words)),
  };
}

function cellsOf(workflow: Workflow, columns: readonly Column[], row: Row, words: SheetWords): readonly Cell[] {
  const { say, coded } = words;
  const state = workflow.states.find(({ name }) => name === row.state);
  return [
    text(calledAs(workflow, row, words) ?? ''),
    text(say(state?.words, row.state)),
    ...(coded ? [text(row.state)] : []),
    ...(hasDeadlines(workflow) ? dueCells(workflow, row, words) : []),
    ...columns.flatMap(({ name, field }): readonly Cell[] => {
      const value = row[name];
      const cell = cellOf(value, field, words);
      return coded && field.enum ? [cell, typeof value === 'string' ? text(value) : EMPTY] : [cell];
    }),
    text(excerptOf(workflow, row)),
    moment(row.openedAt),
  ];
}

function dueCells(workflow: Workflow, row: Row, { t, say, coded }: SheetWords): readonly Cell[] {
  const due = pressing(row);
  const standing = due ?? row.paused[0];
  if (!coded) return [due ? dueMoment(due.dueAt) : text(standing ? t('paused') : '')];
  return [
    due ? dueMoment(due.dueAt) : EMPTY,
    standing
      ? text(`${say(workflow.deadlines[standing.name]?.words, standing.name)}${due ? '' : `（${t('paused')}）`}`)
      : EMPTY,
    text(t(row.late.length > 0 ? 'yes' : 'no')),
  ];
}

function cellOf(value: unknown, field: Schema, words: SheetWords): Cell {
  const unit = unitOf(field);
  if (typeof value === 'number' && unit !== 'year') {
    const isHundredths = ['fen', 'hundredths-m2', 'hundredths'].includes(unit);
    return { kind: 'number', value: isHundredths ? value / 100 : value, decimals: isHundredths ? 2 : 0 };
  }
  if (typeof value === 'string' && field.format === 'date')
    return { kind: 'day', at: Date.parse(`${value}T00:00:00Z`) };
  if (typeof value === 'string' && field.format === 'date-time') return moment(value);
  return text(valueWords(value, field, words));
}

function text(said: string): Cell {
  return said === '' ? EMPTY : { kind: 'text', text: said };
}

function moment(at: string): Cell {
  return { kind: 'moment', at: beijingClock(at) };
}

/** @see dueExact */
function dueMoment(dueAt: string): Cell {
  return endsDay(dueAt) ? { kind: 'day-end', at: beijingClock(dueAt) - DAY_MS } : moment(dueAt);
}
