/**
 * One table for each workflow, without further code: where every case stands, its newest fields as stored, its running
 * deadlines. Lists of every workflow come from it. It holds references and ciphertext only; nothing sealed is opened here.
 */
import type { PositionedEvent } from '#libs/event-store';
import type { Projection } from '#libs/views';
import type { Declaration } from '../declare/declaration.js';
import { handledBefore, jurisdictionOf } from '../decide/authorise.js';
import type { Case } from '../decide/case.js';
import { evolve, unborn } from '../decide/fold.js';
import { countedDeclaration, countingCases } from './counted-cases.js';
import { noFields, shownFields, withEvent, type FieldsSoFar } from './recorded-fields.js';
import { excusedDeadlines, lateDeadlines } from './late-deadlines.js';
import { pausedDeadlines, shownDeadlines } from './shown-deadlines.js';

/** A row as read. `fields` is JSON of `RecordedFields`, `data` of the fold, `deadlines` of `ShownDeadline[]`. */
export interface CaseRow {
  readonly id: string;
  readonly state: string;
  readonly jurisdiction: string;
  readonly version: number;
  readonly revision: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly position: string;
  readonly fields: string;
  readonly data: string;
  readonly deadlines: string;
  /** JSON of `LateDeadline[]`. */
  readonly late: string;
  /** JSON of `LateDeadline[]`. */
  readonly excused: string;
  /** JSON of `PausedDeadline[]`. */
  readonly paused: string;
  /** The next deadline; nothing where none runs. */
  readonly nextDueAt: string | null;
}

/** Sorts behind every date: what waits for nothing. */
const NEVER = '9999';

/** The table of a workflow's cases: its path, with `_` for hyphens. */
export function caseTable(declaration: Declaration): string {
  return declaration.path.replaceAll('-', '_');
}

/** The table of jurisdictions that go on reading a case after it moved on. */
export function sightTable(declaration: Declaration): string {
  return `${caseTable(declaration)}_sight`;
}

/** What the projection must remember to take the next event: the fold without its commands, and the fields. */
interface Memory {
  readonly one: Omit<Case, 'commands'>;
  readonly soFar: FieldsSoFar;
}

/** The case that a row remembers, as decisions know it but for the commands recorded in it. */
export function remembered(memory: string): Case {
  return { ...((JSON.parse(memory) as Memory).one as Case), commands: new Map() };
}

/** The generic projection of a workflow. */
export function caseView(declaration: Declaration): Projection {
  const table = caseTable(declaration);
  const count = countingCases(declaration, table);
  return {
    name: table,
    version: 12,
    categories: [declaration.name],
    tables: [
      {
        name: table,
        columns: `id TEXT PRIMARY KEY, state TEXT NOT NULL, jurisdiction TEXT NOT NULL, version INTEGER NOT NULL,
          revision INTEGER NOT NULL, openedAt TEXT NOT NULL, updatedAt TEXT NOT NULL, position TEXT NOT NULL,
          fields TEXT NOT NULL, data TEXT NOT NULL, deadlines TEXT NOT NULL, late TEXT NOT NULL,
          excused TEXT NOT NULL, paused TEXT NOT NULL, nextDueAt TEXT, urgentAt TEXT NOT NULL, memory TEXT NOT NULL`,
        indexes: ['(jurisdiction, state)', '(openedAt, id)', '(urgentAt, id)', '(position)'],
      },
      countedDeclaration(declaration, table),
      // Jurisdictions that handled a case before it moved on.
      ...(declaration.sightKeptBy === undefined
        ? []
        : [
            {
              name: sightTable(declaration),
              columns: 'jurisdiction TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (jurisdiction, id)',
              withoutRowid: true,
            },
          ]),
    ],
    apply(event, db) {
      const { stream } = event.envelope;
      const id = stream.slice(declaration.name.length + 1);
      const row = db.get<{ memory: string }>(`SELECT memory FROM {${table}} WHERE id = ?`, id);
      const { one, soFar } = after(declaration, row && (JSON.parse(row.memory) as Memory), event);
      const { commands: _, ...kept } = one;
      const memory: Memory = { one: kept, soFar };
      const deadlines = shownDeadlines(one.armed);
      const late = lateDeadlines(declaration, one);
      const excused = excusedDeadlines(declaration, one);
      const next = excused[0] ?? deadlines[0];
      // The date missed longest ago, else the next: late ones come first, in order. An excuse gives nobody more time.
      const urgentAt = late[0]?.dueAt ?? next?.dueAt ?? NEVER;
      const jurisdiction = jurisdictionOf(declaration, one);
      const fields = shownFields(declaration, soFar, one.data);
      db.run(
        `INSERT INTO {${table}} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, jurisdiction = excluded.jurisdiction,
           version = excluded.version, revision = excluded.revision, updatedAt = excluded.updatedAt,
           position = excluded.position, fields = excluded.fields, data = excluded.data,
           deadlines = excluded.deadlines, late = excluded.late, excused = excluded.excused,
           paused = excluded.paused, nextDueAt = excluded.nextDueAt, urgentAt = excluded.urgentAt, memory = excluded.memory`,
        id,
        one.state,
        jurisdiction,
        one.version,
        one.revision,
        one.openedAt,
        one.recordedAt,
        event.position,
        JSON.stringify(fields),
        JSON.stringify(one.data),
        JSON.stringify(deadlines),
        JSON.stringify(late),
        JSON.stringify(excused),
        JSON.stringify(pausedDeadlines(one.suspended)),
        deadlines[0]?.dueAt ?? null,
        urgentAt,
        JSON.stringify(memory),
      );
      count(one, { jurisdiction, fields, urgentAt, next, late: late[0] }, db);
      for (const before of handledBefore(declaration, one.data))
        db.run(`INSERT OR IGNORE INTO {${sightTable(declaration)}} VALUES (?, ?)`, before, id);
    },
  };
}

function after(declaration: Declaration, memory: Memory | undefined, event: PositionedEvent) {
  const before: Case = memory
    ? // JSON leaves out what is undefined; a fold without it is the same fold.
      { ...(memory.one as Case), commands: new Map() }
    : unborn(declaration, event.envelope.stream);
  return {
    one: evolve(declaration, before, event),
    soFar: withEvent(declaration, memory?.soFar ?? noFields, event),
  };
}
