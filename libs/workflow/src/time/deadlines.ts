/**
 * What an event does to the deadlines of its case: armed, stopped, moved, computed once and recorded in the envelope
 * (law 3). Pure; the calendar and the settings come in as a value. Deadlines are armed from `occurredAt` and met by
 * `recordedAt` (law 4): whoever calls has let due timers act first.
 */
import {
  timerId,
  type ArmedDeadline,
  type DeadlineChanges,
  type Json,
  type JsonObject,
  type MovedDeadline,
} from '#libs/event-store';
import type { Anchor, Case, Running } from '../decide/case.js';
import type { DeadlineDeclaration, Declaration, EventDeclaration } from '../declare/declaration.js';
import { dayOf, endOfDay, momentOn } from './day.js';
import { alertAt, dueAt, kept, parseSpan, remindAt, resumed, type Due, type Span } from './span.js';
import { UnknownSetting, type TimeTable } from './timetable.js';

export interface DeadlineContext {
  readonly declaration: Declaration;
  readonly timeTable: TimeTable;
  readonly jurisdiction: string;
  readonly event: {
    readonly id: string;
    readonly declared: EventDeclaration;
    readonly data: JsonObject;
    readonly occurredAt: string;
    readonly recordedAt: string;
  };
}

/** `after` is the case after the event, its clocks still as they were before. */
export function deadlineChanges(before: Case, after: Case, context: DeadlineContext): DeadlineChanges {
  const { declaration, event } = context;
  if (event.declared.name === 'Undone') return undone(before, context);
  if (event.declared.name === 'DeadlineMoved') return moved(before, context);
  const changes = new Changes(context);
  if (event.declared.name === 'DeadlineExtended')
    changes.extend(
      before.armed.find((one) => one.name === event.data['name']),
      endOfDay(event.data['until'] as string),
    );
  if (event.declared.name === 'DeadlineMissed' || event.declared.name === 'DeadlineAlerted')
    passed(before, after, changes, context);
  else {
    for (const deadline of Object.values(declaration.deadlines)) one(deadline, before, after, changes, context);
    for (const running of before.armed) if (!isDeclared(declaration, running)) changes.stop(running);
  }
  if (event.declared.name === 'MissExcused')
    changes.stop(before.armed.find((running) => running.name === `${event.data['name'] as string}.alert`));
  return changes.value();
}

/** An older release may have armed what this one no longer declares: nobody waits for it. */
function isDeclared(declaration: Declaration, { name }: Running): boolean {
  return Object.hasOwn(declaration.deadlines, name.replace(/\.alert$/, ''));
}

/** Whether a case as it stands waits for a deadline. */
export function waitsFor(deadline: DeadlineDeclaration, one: Case): boolean {
  return one.version >= 0 && deadline.while.includes(one.state) && (deadline.when?.(one.data as never) ?? true);
}

/** The date a running deadline would have by today's calendar and settings, counted from where it was counted from. */
export function recomputed(
  running: Running,
  one: Case,
  context: Omit<DeadlineContext, 'event'>,
  at: { readonly now: string; readonly calendarOnly: boolean },
): (Due & { readonly setting: number }) | undefined {
  const deadline = context.declaration.deadlines[running.name];
  if (!deadline || deadline.setting === undefined) return undefined;
  if (one.extended[running.name] !== undefined) return undefined;
  const { timeTable, jurisdiction } = context;
  const recorded = at.calendarOnly
    ? timeTable.usableEditionsOf(deadline.setting).find((each) => each.edition === running.setting)
    : undefined;
  const { span, edition: setting } = recorded
    ? { ...spanOf(recorded.value, deadline.setting), edition: recorded.edition }
    : timeTable.span(deadline.setting, at.now, jurisdiction);
  const due = running.kept
    ? resumed(running.from, kept(running.kept.at, running.kept.dueAt, span, timeTable.calendar), timeTable.calendar)
    : dueAt(running.from, span, timeTable.calendar);
  // A new calendar never makes somebody late who was in time this morning.
  return { ...due, setting, ...(due.dueAt > at.now ? {} : { dueAt: endOfDay(dayOf(at.now)) }) };
}

function spanOf(value: Json, name: string): { span: Span } {
  const parsed = parseSpan(value);
  if (!parsed.ok) throw new UnknownSetting(`${name} holds no length of time`);
  return { span: parsed.span };
}

class Changes {
  private readonly armed: ArmedDeadline[] = [];
  private readonly stopped: string[] = [];
  private readonly moved: MovedDeadline[] = [];

  constructor(private readonly context: DeadlineContext) {}

  stop(running: Running | undefined): void {
    if (running && !this.stopped.includes(running.timerId)) this.stopped.push(running.timerId);
  }

  /** A deadline that is already running under the name gives way. */
  arm(before: Case, name: string, due: Due, setting: number, from: string, urgent = false): void {
    this.stop(before.armed.find((one) => one.name === name));
    const remind = name.endsWith('.alert') ? undefined : this.reminder(from, due.dueAt, urgent);
    this.armed.push({
      name,
      timerId: timerId(this.context.event.id, name),
      dueAt: due.dueAt,
      ...(remind === undefined ? {} : { remindAt: remind }),
      setting,
      calendar: due.calendar,
    });
  }

  extend(running: Running | undefined, dueAt: string): void {
    if (running) this.moved.push({ timerId: running.timerId, dueAt, calendar: 'none' });
  }

  value(): DeadlineChanges {
    return {
      ...(this.armed.length > 0 ? { armed: this.armed } : {}),
      ...(this.stopped.length > 0 ? { stopped: this.stopped } : {}),
      ...(this.moved.length > 0 ? { moved: this.moved } : {}),
    };
  }

  private reminder(from: string, due: string, urgent: boolean): string | undefined {
    const { timeTable, jurisdiction, event } = this.context;
    const number = (name: string): number => timeTable.whole(`engine.${name}`, event.recordedAt, jurisdiction);
    const time = (minutes: number): string =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return remindAt(from, due, timeTable.calendar, {
      officeHours: { from: time(number('office-opens-minute')), to: time(number('office-closes-minute')) },
      leftPercent: number('remind-left-percent'),
      urgent,
    });
  }
}

/** What an ordinary event does to one deadline. */
function one(
  deadline: DeadlineDeclaration,
  before: Case,
  after: Case,
  changes: Changes,
  context: DeadlineContext,
): void {
  const { event, timeTable, jurisdiction } = context;
  const { name } = deadline;
  const running = before.armed.find((each) => each.name === name);
  const alert = before.armed.find((each) => each.name === `${name}.alert`);
  const waits = waitsFor(deadline, after);
  if (!waits) {
    changes.stop(running);
    changes.stop(alert);
    return;
  }
  const type = event.declared.name;
  // A hold that ends by leading elsewhere leaves nothing to take up again.
  const elsewhere = before.heldFrom !== undefined && event.declared.move === 'on' && !event.declared.pausesClocks;
  const suspended = elsewhere ? undefined : before.suspended.find((each) => each.name === name);
  const begun = deadline.from.includes(type) || deadline.until?.event === type;
  if (type === 'ClockPaused') {
    if (deadline.pausable) changes.stop(running);
    return;
  }
  const goesBack = event.declared.move === 'back';
  const resumes = suspended?.by === 'hold' ? goesBack : type === 'ClockResumed';
  if (suspended && resumes && !begun) {
    const span =
      deadline.setting === undefined
        ? ({ unit: 'days' } as const)
        : timeTable.span(deadline.setting, event.recordedAt, jurisdiction).span;
    const left = kept(suspended.at, suspended.dueAt, span, timeTable.calendar);
    changes.arm(
      before,
      name,
      resumed(event.occurredAt, left, timeTable.calendar),
      suspended.setting,
      event.occurredAt,
      deadline.urgent,
    );
    return;
  }
  if (suspended && !begun) return;
  if (goesBack && !begun) {
    // What neither runs nor stood still had been missed before the hold: its alerts go on.
    if (!running) alertAgain(deadline, before, after, changes, context);
    return;
  }
  const entered = !waitsFor(deadline, before);
  const reentered =
    event.declared.move === 'on' &&
    before.state === after.state &&
    deadline.from.length === 0 &&
    deadline.until === undefined;
  if (!begun && !entered && !reentered) return;
  changes.stop(alert);
  // Begun anew, perhaps without a day this time: the old date is over in any case.
  if (begun) changes.stop(running);
  start(deadline, before, after, changes, context, begun);
}

function start(
  deadline: DeadlineDeclaration,
  before: Case,
  after: Case,
  changes: Changes,
  context: DeadlineContext,
  begun: boolean,
): void {
  const { event, timeTable, jurisdiction } = context;
  const anchor = newestAnchor(deadline, after.anchors);
  if ((deadline.from.length > 0 || deadline.until) && !anchor) return;
  const from = countedFromMoment(deadline, after.anchors) ?? event.occurredAt;
  // What begins on entering begins anew; what counts from an event goes on with what was agreed or missed since.
  const extended = begun || !anchor ? undefined : after.extended[deadline.name];
  if (!begun && anchor && missedSince(anchor, deadline.name, after)) return;
  let due: Due, edition: number;
  if (deadline.until) {
    const day = anchor?.days[deadline.until.field];
    if (day === undefined) return;
    [due, edition] = [{ dueAt: endOfDay(day), calendar: 'none' }, 0];
  } else {
    const setting = timeTable.span(deadline.setting as string, event.recordedAt, jurisdiction);
    [due, edition] = [dueAt(from, setting.span, timeTable.calendar), setting.edition];
  }
  if (extended !== undefined) due = { dueAt: extended, calendar: 'none' };
  changes.arm(before, deadline.name, due, edition, from, deadline.urgent);
}

/** Taken up again after it was already missed: the miss stands, it is not missed twice. */
function missedSince(anchor: Anchor, name: string, { misses }: Case): boolean {
  return misses.slice(anchor.missesBefore).some((miss) => miss.name === name);
}

/** The moment that a deadline counts from, as far as events told it: when the newest occurred, or the day it named. */
export function countedFromMoment(deadline: DeadlineDeclaration, anchors: Case['anchors']): string | undefined {
  const anchor = newestAnchor(deadline, anchors);
  const day = deadline.day === undefined ? undefined : anchor?.days[deadline.day];
  return day === undefined ? anchor?.at : momentOn(day, 0);
}

function newestAnchor(deadline: DeadlineDeclaration, anchors: Case['anchors']): Anchor | undefined {
  const types = deadline.until ? [deadline.until.event] : deadline.from;
  return types
    .flatMap((type) => anchors[type] ?? [])
    .reduce<Anchor | undefined>((best, each) => (best === undefined || each.at > best.at ? each : best), undefined);
}

/** A deadline was missed, or a level was told of it: the timer has done its work, the next level's begins. */
function passed(before: Case, after: Case, changes: Changes, context: DeadlineContext): void {
  const { event } = context;
  const name = event.data['name'] as string;
  const missed = event.declared.name === 'DeadlineMissed';
  if (missed) changes.stop(before.armed.find((running) => running.name === name));
  else changes.stop(before.armed.find((running) => running.name === `${name}.alert`));
  const deadline = context.declaration.deadlines[name];
  const told = missed ? 0 : (event.data['level'] as number);
  const missDue = missed
    ? (event.data['dueAt'] as string)
    : before.misses.findLast((miss) => miss.name === name)?.dueAt;
  if (!deadline || !waitsFor(deadline, after) || missDue === undefined) return;
  armAlert(deadline, missDue, told, before, changes, context);
}

/** The alerts of a miss that a hold had interrupted. */
function alertAgain(
  deadline: DeadlineDeclaration,
  before: Case,
  after: Case,
  changes: Changes,
  context: DeadlineContext,
): void {
  const miss = after.misses.findLast((each) => each.name === deadline.name);
  if (!miss || miss.excused) return;
  armAlert(deadline, miss.dueAt, miss.level, before, changes, context);
}

function armAlert(
  deadline: DeadlineDeclaration,
  missDue: string,
  told: number,
  before: Case,
  changes: Changes,
  context: DeadlineContext,
): void {
  const { event, timeTable, jurisdiction } = context;
  const days = alertDays(timeTable, event.recordedAt, jurisdiction)[told];
  if (days === undefined) return;
  // Zero working days is told by the command that records the miss, not by a timer.
  if (event.declared.name === 'DeadlineMissed' && days === 0) return;
  const setting = timeTable.setting(`engine.alert-days-${told + 1}`, event.recordedAt, jurisdiction);
  changes.arm(
    before,
    `${deadline.name}.alert`,
    alertAt(missDue, { unit: 'working-days', count: days }, timeTable.calendar),
    setting.edition,
    missDue,
  );
}

/** Working days after a miss at which each level is told, as far as there are levels. */
export function alertDays(timeTable: TimeTable, at: string, jurisdiction: string): readonly number[] {
  return [1, 2, 3].map((level) => timeTable.whole(`engine.alert-days-${level}`, at, jurisdiction));
}

/** An undo arms again what ran before, with the old dates, and stops what the undone step armed. */
function undone(before: Case, { event }: DeadlineContext): DeadlineChanges {
  const was = before.last?.before.armed ?? [];
  const stopped = before.armed.filter((one) => !was.some((each) => each.timerId === one.timerId));
  const again = was.filter((one) => !before.armed.some((each) => each.timerId === one.timerId));
  return {
    ...(again.length > 0
      ? {
          armed: again.map(({ from: _from, kept: _kept, ...one }) => ({
            ...one,
            timerId: timerId(event.id, one.name),
          })),
        }
      : {}),
    ...(stopped.length > 0 ? { stopped: stopped.map((one) => one.timerId) } : {}),
  };
}

function moved(before: Case, context: DeadlineContext): DeadlineChanges {
  const running = before.armed.find((one) => one.name === context.event.data['name']);
  const due =
    running &&
    recomputed(running, before, context, {
      now: context.event.recordedAt,
      calendarOnly: context.event.data['why'] === 'calendar',
    });
  return running && due ? { moved: [{ timerId: running.timerId, dueAt: due.dueAt, calendar: due.calendar }] } : {};
}
