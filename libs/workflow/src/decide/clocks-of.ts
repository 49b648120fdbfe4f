/** The clocks of a case as standing commands see them: what runs, what stands still, what was missed, what may be undone. */
import type { Declaration } from '../declare/declaration.js';
import type { Clocks } from '../standing/clocks.js';
import { alertDays, recomputed } from '../time/deadlines.js';
import type { TimeTable } from '../time/timetable.js';
import { jurisdictionOf } from './authorise.js';
import type { Case } from './case.js';
import { owedBy } from './next.js';

export function clocksOf(declaration: Declaration, one: Case, timeTable: TimeTable, now: string): Clocks {
  const jurisdiction = jurisdictionOf(declaration, one);
  const { deadlines } = declaration;
  return {
    deadlines,
    armed: one.armed,
    pausable: one.armed.filter((running) => deadlines[running.name]?.pausable).map((running) => running.name),
    paused: one.paused,
    extended: Object.keys(one.extended),
    misses: one.misses,
    owedBy: (name) => owedBy(declaration, name),
    alertDays: alertDays(timeTable, now, jurisdiction),
    undo: one.last && { ...one.last, undoable: declaration.commands[one.last.command]?.undoable ?? false },
    undoMinutes: timeTable.whole('engine.undo-minutes', now, jurisdiction),
    move: (name, why) => {
      const running = one.armed.find((each) => each.name === name);
      const context = { declaration, timeTable, jurisdiction };
      const due = running && recomputed(running, one, context, { now, calendarOnly: why === 'calendar' });
      const same = due === undefined || (due.dueAt === running?.dueAt && due.calendar === running.calendar);
      return same ? undefined : { setting: due.setting };
    },
  };
}
