/** Answers of the API, drawn from its OpenAPI document by `npm run locks`. Change the schemas of the server instead. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
export interface components {
  schemas: {
    readonly Bulk: {
      readonly dryRun?: boolean;
      readonly items: readonly {
        readonly done?: {
          /** @description where it stands in the log; for X-Linli-After */
          readonly position: string | null;
          readonly replayed?: boolean;
          readonly revision: number;
          readonly state: string;
          readonly version: number;
        };
        readonly id: string;
        readonly problem?: components['schemas']['Problem'];
      }[];
    };
    readonly CalendarEdition: {
      /** Format: date-time */
      readonly at: string;
      readonly by: string;
      readonly byKind: string;
      readonly edition: number;
      readonly holidays: number;
      readonly makeUpDays: number;
      readonly source: string | null;
    };
    readonly CalendarsPage: {
      readonly items: readonly components['schemas']['CalendarYear'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** Format: date */
      readonly today: string;
      readonly total: number;
    };
    readonly CalendarYear: {
      readonly edition: number;
      readonly editions: readonly components['schemas']['CalendarEdition'][];
      readonly holidays: readonly string[];
      readonly makeUpDays: readonly string[];
      readonly revision: number;
      readonly source: string | null;
      readonly year: number;
    };
    /** @description the newest value of each field by name, and where the case stands */
    readonly Case: {
      /** @description what the caller may do now */
      readonly actions: readonly string[];
      readonly comments: readonly components['schemas']['Comment'][];
      readonly deadlines: readonly components['schemas']['Deadline'][];
      /** @description missed and excused, and still waited for */
      readonly excused: readonly components['schemas']['Late'][];
      readonly id: string;
      /** @description missed, not excused, and still waited for */
      readonly late: readonly components['schemas']['Late'][];
      readonly links: readonly components['schemas']['Link'][];
      readonly misses: readonly components['schemas']['Miss'][];
      /** @description of these, what the state waits for; the next step first */
      readonly next: readonly string[];
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      /** @description stand still, so they have no date */
      readonly paused: readonly components['schemas']['PausedDeadline'][];
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** @description why not the rest */
      readonly refusals: readonly components['schemas']['NotNow'][];
      /** @description number of edits by people; the ETag */
      readonly revision: number;
      readonly state: string;
      /** Format: date-time */
      readonly updatedAt: string;
      /** @description of the newest event */
      readonly version: number;
      /** @description numbers that it was called by and that are void, where its kind keeps a register */
      readonly voidNumbers?: readonly {
        /** Format: date-time */
        readonly at: string;
        readonly number: string;
        readonly reason: string | null;
        readonly why: string;
      }[];
    } & {
      readonly [key: string]: unknown;
    };
    readonly Command: {
      /** @description it leaves the ordinary way */
      readonly aside: boolean;
      /** @description what every step may carry beside its form */
      readonly beside: {
        readonly [key: string]: components['schemas']['Field'];
      };
      readonly bulk: boolean;
      /** @description where it is taken for many cases at once */
      readonly bulkRoute?: string;
      readonly creates: boolean;
      readonly form: components['schemas']['Field'];
      readonly from: readonly string[];
      readonly name: string;
      readonly path: string;
      readonly roles: readonly string[];
      readonly route: string;
      readonly sensitive: boolean;
      readonly standing: boolean;
      readonly undoable: boolean;
      readonly words: components['schemas']['Words'];
      readonly yields: readonly string[];
    };
    readonly Comment: {
      /** Format: date-time */
      readonly at: string;
      readonly by: string;
      readonly id: string;
      /** @description a text, or what is left of one that was erased */
      readonly text: Json;
    };
    readonly Counted: {
      /** @description of the open ones, by how long ago they were opened */
      readonly ages: readonly number[];
      readonly ended: number;
      readonly excused: number;
      readonly late: number;
      /** Format: date-time */
      readonly oldestAt: string | null;
      readonly onTime: number;
      /** @description hundredths of a percent; null where too few ended to say */
      readonly onTimeShare: number | null;
      readonly open: number;
      readonly soon: number;
    };
    readonly CountedDay: {
      readonly count: number;
      /** Format: date */
      readonly day: string;
      /** @enum {string} */
      readonly reason: 'weekday' | 'weekend' | 'holiday' | 'make-up' | 'provisional';
      readonly working: boolean;
    };
    readonly Counts: {
      readonly late: number;
      readonly path: string;
      /** @description false where the caller will never see any */
      readonly readable: boolean;
      readonly states: {
        readonly [key: string]: number;
      };
      readonly workflow: string;
    };
    readonly CountsList: {
      readonly items: readonly components['schemas']['Counts'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly DeadLetter: {
      readonly attempts: number;
      readonly error: string;
      /** Format: date-time */
      readonly failedAt: string;
      readonly key: string;
      /** @description the timer, or the name of scheduled work */
      readonly of:
        | string
        | {
            /** Format: date-time */
            readonly dueAt: string;
            readonly id: string;
            readonly name: string;
            readonly workflow: string;
          };
    };
    readonly DeadLetters: {
      readonly items: readonly components['schemas']['DeadLetter'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Deadline: {
      /** @description edition of the calendar */
      readonly calendar: string;
      /** Format: date-time */
      readonly dueAt: string;
      readonly name: string;
      /** @description counted beyond the published calendar */
      readonly provisional: boolean;
      /** Format: date-time */
      readonly remindAt?: string;
      /** @description edition of the setting */
      readonly setting: number;
      /** Format: uuid */
      readonly timerId: string;
    };
    readonly Description: {
      readonly items: readonly components['schemas']['Workflow'][];
      readonly refusals: {
        readonly [key: string]: components['schemas']['Words'];
      };
      readonly registers: {
        readonly [key: string]: {
          readonly [key: string]: components['schemas']['Words'];
        };
      };
      readonly roles: {
        readonly [key: string]: components['schemas']['Words'];
      };
      readonly rules: {
        readonly [key: string]: components['schemas']['Words'];
      };
      /** @description fields of what every workflow records */
      readonly standing: {
        readonly [key: string]: components['schemas']['Field'];
      };
    };
    readonly Disk: {
      readonly freeBytes: number;
      /** @description where it lies here */
      readonly logBytes: number | null;
      readonly totalBytes: number;
      readonly viewsBytes: number | null;
    };
    readonly EarlierComplaint: {
      readonly category?: string;
      readonly community?: string;
      readonly id: string;
      readonly jurisdiction: string;
      /** @description as it was given then */
      readonly name: string | null;
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      readonly place?: string;
      readonly state: string;
    };
    readonly EarlierComplaints: {
      readonly items: readonly components['schemas']['EarlierComplaint'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly EventKind: {
      readonly fields: readonly string[];
      /** @enum {string} */
      readonly move: 'on' | 'ends' | 'stay' | 'back';
      /** @description recorded for every workflow, such as a comment or a missed deadline */
      readonly standing: boolean;
      readonly to: string | null;
      readonly words: components['schemas']['Words'];
    };
    readonly ExplainedDeadline: {
      readonly calendar: string;
      readonly days: readonly components['schemas']['CountedDay'][];
      /** Format: date-time */
      readonly dueAt: string;
      /** Format: date-time */
      readonly dueBefore: string | null;
      readonly extended: boolean;
      /**
       * Format: date-time
       * @description the moment it is counted from
       */
      readonly from: string;
      readonly name: string;
      /** Format: date-time */
      readonly pausedAt: string | null;
      readonly provisional: boolean;
      readonly setting: {
        readonly edition: number;
        readonly name: string;
        readonly span: components['schemas']['Span'] | null;
      } | null;
    };
    readonly ExplainedDeadlines: {
      readonly items: readonly components['schemas']['ExplainedDeadline'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    /** @description a JSON Schema of a field or a form, with its words */
    readonly Field: {
      readonly enum?: readonly string[];
      readonly format?: string;
      readonly items?: components['schemas']['Field'];
      readonly maximum?: number;
      readonly maxItems?: number;
      readonly maxLength?: number;
      readonly minimum?: number;
      readonly minItems?: number;
      readonly minLength?: number;
      readonly pattern?: string;
      readonly properties?: {
        readonly [key: string]: components['schemas']['Field'];
      };
      readonly required?: readonly string[];
      readonly type?: string;
      readonly uniqueItems?: boolean;
      /** @description the field of the case whose value it begins with */
      readonly 'x-linli-begins'?: string;
      readonly 'x-linli-choices'?: {
        readonly [key: string]: components['schemas']['Words'];
      };
      readonly 'x-linli-correctable'?: boolean;
      readonly 'x-linli-days'?: {
        readonly ago: number;
        readonly ahead: number;
      };
      readonly 'x-linli-kind'?: string;
      /** @description a role that whoever is named must hold */
      readonly 'x-linli-office'?: string;
      /** @description it says a place in which rights are held and cases lie */
      readonly 'x-linli-place'?: boolean;
      /** @description what it refers to */
      readonly 'x-linli-ref'?: string;
      readonly 'x-linli-sealed'?: boolean;
      readonly 'x-linli-unit'?: string;
      readonly 'x-linli-words'?: components['schemas']['Words'];
    };
    readonly FollowUp: {
      /** @description so many reached nobody */
      readonly attempts: number;
      /** @description the last one that reaches nobody closes the case */
      readonly attemptsMax: number;
      readonly deadlines: readonly components['schemas']['Deadline'][];
      readonly excused: readonly components['schemas']['Late'][];
      readonly id: string;
      readonly jurisdiction: string;
      readonly late: readonly components['schemas']['Late'][];
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      readonly paused: readonly components['schemas']['PausedDeadline'][];
      readonly revision: number;
      readonly state: string;
      readonly version: number;
    } & {
      readonly [key: string]: unknown;
    };
    readonly FollowUps: {
      readonly complete: boolean;
      readonly items: readonly components['schemas']['FollowUp'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Foretold: {
      /**
       * Format: date-time
       * @description when the edition takes effect
       */
      readonly at: string;
      /** @description among which the moves are */
      readonly cases: number;
      /** @description false where more run than were looked at */
      readonly complete: boolean;
      readonly looked: number;
      readonly moved: readonly {
        readonly case: components['schemas']['ToldCase'];
        /** Format: date-time */
        readonly from: string;
        readonly name: string;
        /** Format: date-time */
        readonly to: string;
      }[];
      readonly moves: number;
      readonly stayed: readonly {
        readonly because: string;
        readonly case: components['schemas']['ToldCase'];
        /** Format: date-time */
        readonly from: string;
        readonly name: string;
      }[];
      readonly stays: {
        readonly [key: string]: number;
      };
    };
    readonly Grant: {
      readonly jurisdiction: string;
      readonly role: string;
    };
    readonly Health: {
      readonly deadLetters: number | null;
      readonly disk: components['schemas']['Disk'] | null;
      readonly incidents: number | null;
      readonly log: {
        readonly corrupt: number;
        /** @description where it stands in the log; for X-Linli-After */
        readonly head: string | null;
        /** @description where it stands in the log; for X-Linli-After */
        readonly position: string | null;
      };
      readonly movesFailing: string | null;
      readonly node: {
        readonly kind: string;
        readonly name: string;
        readonly role: string;
      };
      readonly nodes: readonly components['schemas']['NodeSeen'][];
      readonly reactionsFailing: number | null;
      readonly redis: string | null;
      readonly timers: {
        readonly day: number | null;
        readonly due: number | null;
        readonly failing: number | null;
        readonly lateMs: number | null;
      };
      /** @description the worst first */
      readonly troubles: readonly components['schemas']['Trouble'][];
      readonly upkeep: number | null;
      readonly views: {
        readonly behindEvents: number | null;
        readonly behindEventsMax: number;
        readonly behindMs: number;
        readonly building: number;
        readonly count: number;
        readonly poison: number;
        readonly state: string;
      };
    };
    readonly History: {
      readonly items: readonly components['schemas']['HistoryItem'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly HistoryItem: {
      readonly actor: {
        readonly authority: string;
        readonly id: string;
        readonly jurisdiction: string;
        /** @enum {string} */
        readonly kind: 'person' | 'timer' | 'reaction' | 'system';
        readonly onBehalfOf?: string;
        readonly roles: readonly string[];
      };
      readonly causationId: string;
      readonly command: {
        readonly digest: string;
        readonly id: string;
        readonly index: number;
        readonly name: string;
        readonly of: number;
      };
      readonly correlationId: string;
      /** @description as recorded, opened as far as it is not erased */
      readonly data: JsonObject;
      readonly dataHash: string;
      /** @description deadlines that it armed, stopped or moved */
      readonly deadlines?: JsonObject;
      readonly depth: number;
      readonly hash: string;
      readonly id: string;
      /** Format: date-time */
      readonly occurredAt: string;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** Format: date-time */
      readonly recordedAt: string;
      readonly schema: number;
      readonly stream: string;
      /** @description the state after it, where that was computed */
      readonly to?: string;
      readonly type: string;
      readonly v: number;
      readonly version: number;
      readonly words: {
        readonly what: string;
        readonly when: string;
        readonly who: string;
      };
    };
    readonly Incident: {
      readonly attempts: number;
      readonly code: string;
      readonly command: string;
      readonly event: {
        /** Format: date-time */
        readonly at: string | null;
        readonly id: string;
        readonly type: string | null;
      };
      readonly id: string;
      /** Format: date-time */
      readonly openedAt: string;
      readonly reaction: string;
      readonly revision: number;
      readonly skipReason: string | null;
      readonly source: components['schemas']['ToldCase'];
      readonly state: string;
      readonly target: components['schemas']['ToldCase'] | null;
      /** Format: date-time */
      readonly updatedAt: string;
      readonly why: components['schemas']['Words'];
      readonly workflow: string;
    };
    readonly IncidentsPage: {
      readonly counts: {
        readonly [key: string]: number;
      };
      readonly items: readonly components['schemas']['Incident'][];
      readonly mayAct: boolean;
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Late: {
      /** Format: date-time */
      readonly dueAt: string;
      readonly name: string;
    };
    readonly Link: {
      /** Format: date-time */
      readonly at: string;
      readonly by: string;
      readonly id: string;
      readonly reason?: string;
      readonly to: string;
      readonly workflow: string;
    };
    readonly List: {
      /** @description false where not all could be searched */
      readonly complete?: boolean;
      readonly items: readonly components['schemas']['Row'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Miss: {
      /** Format: date-time */
      readonly dueAt: string;
      readonly excused: boolean;
      /** @description the level last told, 0 before the first */
      readonly level: number;
      readonly name: string;
    };
    readonly Move: {
      readonly commands: readonly string[];
      readonly from: string | null;
      readonly to: string;
    };
    readonly NearbyComplaint: {
      readonly category?: string;
      readonly community?: string;
      readonly id: string;
      readonly jurisdiction: string;
      readonly mediator?: string;
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      readonly place?: string;
      readonly state: string;
      /** @description a text, or what is left of one that was erased */
      readonly story?: Json;
    };
    readonly NearbyComplaints: {
      readonly items: readonly components['schemas']['NearbyComplaint'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly NodeSeen: {
      readonly behindMs: number;
      readonly name: string;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly role: string;
      /** Format: date-time */
      readonly seenAt: string;
      readonly self: boolean;
      readonly silent: boolean;
      /** @description nothing of a node that only answers */
      readonly work: {
        readonly movesFailing: string | null;
        readonly reactionsFailing: number;
        readonly timersFailing: number | null;
        readonly timetable: string | null;
      } | null;
    };
    readonly NotNow: {
      readonly action: string;
      readonly code: string;
      readonly params: {
        readonly [key: string]: string | number;
      };
    };
    readonly NumberRegister: {
      readonly items: readonly components['schemas']['RegisteredNumber'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly PausedDeadline: {
      /**
       * @description what ends: the pause of the clock, or the hold of the case
       * @enum {string}
       */
      readonly by: 'pause' | 'hold';
      /** Format: date-time */
      readonly dueBefore: string;
      readonly name: string;
      /** Format: date-time */
      readonly pausedAt: string;
    };
    readonly People: {
      readonly items: readonly components['schemas']['Person'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Person: {
      readonly grants: readonly components['schemas']['Grant'][];
      readonly id: string;
      readonly jurisdictions: readonly string[];
      readonly name: string;
      readonly organisation: string;
      readonly roles: readonly string[];
    };
    readonly Poison: {
      /**
       * Format: date-time
       * @description when it was set aside
       */
      readonly at: string;
      readonly case: components['schemas']['ToldCase'];
      readonly error: string;
      readonly eventId: string;
      readonly position: string;
      readonly projection: string;
      readonly stream: string;
      readonly type: string | null;
      readonly version: number;
    };
    readonly PoisonEvent: {
      /**
       * Format: date-time
       * @description when it was set aside
       */
      readonly at: string;
      readonly case: components['schemas']['ToldCase'];
      readonly error: string;
      /** @description as it is recorded; sealed values are ciphertext */
      readonly event: JsonObject;
      readonly eventId: string;
      readonly position: string;
      readonly projection: string;
      readonly stream: string;
      readonly type: string | null;
      readonly version: number;
    };
    readonly PoisonPage: {
      readonly items: readonly components['schemas']['Poison'][];
      readonly next: string | null;
      /** @description of this node */
      readonly node: string;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Problem: {
      /** @description stable */
      readonly code: string;
      readonly correlationId: string;
      /** @description a sentence in the language asked for */
      readonly detail: string;
      readonly errors?: readonly {
        readonly code: string;
        readonly detail: string;
        readonly header?: string;
        /** Format: json-pointer */
        readonly pointer: string;
      }[];
      readonly params: {
        readonly [key: string]: string | number;
      };
      readonly status: number;
      readonly title: string;
      /** Format: uri */
      readonly type: string;
    };
    readonly Reference: {
      readonly id: string;
      readonly jurisdiction?: string;
      readonly words: components['schemas']['Words'];
    };
    readonly References: {
      readonly items: readonly components['schemas']['Reference'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly RegisteredNumber: {
      readonly complaint: string;
      /** Format: date-time */
      readonly issuedAt: string;
      readonly n: number;
      readonly station: string;
      readonly text: string;
      /** Format: date-time */
      readonly voidedAt: string | null;
      /** @description null while it is in use */
      readonly voidedBy: ('undone' | 'transferred') | null;
      readonly voidReason: string | null;
      readonly year: number;
    };
    /** @description a case as lists show it, with its fields by name */
    readonly Row: {
      readonly deadlines: readonly components['schemas']['Deadline'][];
      /** @description missed and excused, and still waited for */
      readonly excused: readonly components['schemas']['Late'][];
      readonly id: string;
      readonly jurisdiction: string;
      /** @description missed, not excused, and still waited for */
      readonly late: readonly components['schemas']['Late'][];
      /** Format: date-time */
      readonly nextDueAt: string | null;
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      /** @description stand still, so they have no date */
      readonly paused: readonly components['schemas']['PausedDeadline'][];
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** @description number of edits by people; the ETag */
      readonly revision: number;
      readonly state: string;
      /** Format: date-time */
      readonly updatedAt: string;
      /** @description of the newest event */
      readonly version: number;
    } & {
      readonly [key: string]: unknown;
    };
    readonly Setting: {
      readonly deadlines: readonly {
        readonly name: string;
        readonly words: components['schemas']['Words'];
        readonly workflow: string;
      }[];
      readonly edition: number;
      readonly editions: readonly components['schemas']['SettingEdition'][];
      readonly group: components['schemas']['Words'];
      /** @enum {string} */
      readonly kind: 'span' | 'number';
      readonly name: string;
      readonly range: {
        readonly max: number;
        readonly min: number;
      };
      readonly revision: number;
      /** @description a length of time, or a number */
      readonly value: components['schemas']['Span'] | number;
      readonly words: components['schemas']['Words'];
      readonly workflow: string;
    };
    readonly SettingEdition: {
      readonly alsoOpen: boolean;
      /** Format: date-time */
      readonly at: string;
      readonly by: string;
      readonly byKind: string;
      readonly edition: number;
      /** Format: date */
      readonly effectiveOn: string;
      readonly reason: string;
      readonly subDistrict: string | null;
      /** @description a length of time, or a number */
      readonly value: components['schemas']['Span'] | number;
    };
    readonly SettingsPage: {
      readonly items: readonly components['schemas']['Setting'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** Format: date */
      readonly today: string;
      readonly total: number;
    };
    readonly Span: {
      readonly count: number;
      /** @enum {string} */
      readonly endsOn?: 'working-day';
      /** @enum {string} */
      readonly unit: 'working-days' | 'days' | 'months' | 'hours' | 'minutes';
    };
    readonly State: {
      readonly end: boolean;
      readonly name: string;
      readonly retired: boolean;
      readonly words: components['schemas']['Words'];
    };
    readonly Step: {
      /** @description what the caller may do now */
      readonly actions: readonly string[];
      readonly deadlines: readonly components['schemas']['Deadline'][];
      readonly dryRun?: boolean;
      readonly events?: readonly string[];
      /** @description of a dry run: what the rule works out from what was entered */
      readonly follows?: JsonObject;
      readonly id: string;
      /** @description of these, what the state waits for; the next step first */
      readonly next: readonly string[];
      readonly number: string | null;
      /** @description stand still, so they have no date */
      readonly paused: readonly components['schemas']['PausedDeadline'][];
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** @description why not the rest */
      readonly refusals: readonly components['schemas']['NotNow'][];
      /** @description number of edits by people; the ETag */
      readonly revision: number;
      readonly state: string;
      /** @description of the newest event */
      readonly version: number;
    };
    readonly Tally: {
      /** Format: date-time */
      readonly asOf: string;
      /** Format: date */
      readonly endedFrom: string;
      readonly items: readonly components['schemas']['TallyRow'][];
      /** @description values that are not told, by what was counted */
      readonly leftOut: {
        readonly [key: string]: number;
      };
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /**
       * Format: date
       * @description the last day of what is due soon
       */
      readonly soonUntil: string;
      readonly total: number;
      readonly whole: components['schemas']['Counted'];
      readonly workflow: string;
    };
    readonly TallyRow: {
      /** @description of the open ones, by how long ago they were opened */
      readonly ages: readonly number[];
      readonly by: string;
      readonly ended: number;
      readonly excused: number;
      /** Format: date */
      readonly from?: string;
      /** @description of people: whether they still hold the office where their open cases lie */
      readonly inOffice?: boolean;
      readonly late: number;
      /** Format: date-time */
      readonly oldestAt: string | null;
      readonly onTime: number;
      /** @description hundredths of a percent; null where too few ended to say */
      readonly onTimeShare: number | null;
      readonly open: number;
      /** @description of months: how many were opened in it */
      readonly opened?: number;
      readonly soon: number;
      /** Format: date */
      readonly until?: string;
      readonly value: string | null;
    };
    readonly Timer: {
      readonly case: components['schemas']['ToldCase'];
      /** Format: date-time */
      readonly dueAt: string;
      readonly failed?: {
        readonly attempts: number;
        readonly error: string;
        /** Format: date-time */
        readonly nextAttemptAt: string;
      };
      /** @enum {string} */
      readonly kind: 'deadline' | 'alert';
      readonly lateMs: number;
      readonly name: string;
      readonly timerId: string;
      /** @description roles that may take the next step */
      readonly waitsFor: readonly string[];
    };
    readonly TimersPage: {
      readonly counts: readonly {
        readonly day: number;
        readonly late: number;
        readonly workflow: string;
      }[];
      readonly failing: number;
      readonly items: readonly components['schemas']['Timer'][];
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly ToldCase: {
      readonly id: string;
      readonly mayOpen: boolean;
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string | null;
      readonly path: string | null;
      readonly state: string | null;
      readonly workflow: string;
    };
    readonly Trouble: {
      readonly code: string;
      readonly params: {
        readonly [key: string]: string | number;
      };
      /**
       * @description wrong: somebody must act; watch: it may pass by itself
       * @enum {string}
       */
      readonly weight: 'wrong' | 'watch';
    };
    readonly View: {
      readonly behind: number | null;
      /** @description the shadow of a rebuild */
      readonly building: {
        readonly done: number;
        readonly generation: number;
        readonly of: number | null;
        readonly version: number;
      } | null;
      readonly generation: number | null;
      readonly name: string;
      readonly passed: number;
      readonly poison: number;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly rows:
        | readonly {
            readonly rows: number;
            readonly table: string;
          }[]
        | null;
      readonly serves: boolean;
      readonly version: number;
    };
    readonly ViewsPage: {
      readonly behindMs: number;
      readonly items: readonly components['schemas']['View'][];
      readonly next: string | null;
      /** @description of this node */
      readonly node: string;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly Waiting: {
      /** @description false where there may be more than `total` */
      readonly complete: boolean;
      /** @description of everything that waits, whatever the filter */
      readonly groups: readonly components['schemas']['WaitingGroup'][];
      readonly items: readonly components['schemas']['WaitingRow'][];
      /** @description how many of them are late */
      readonly late: number;
      readonly next: string | null;
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      readonly total: number;
    };
    readonly WaitingGroup: {
      readonly due: string | null;
      readonly late: boolean;
      readonly n: number;
      readonly own: boolean;
      readonly state: string;
      readonly workflow: string;
    };
    readonly WaitingRow: {
      readonly deadlines: readonly components['schemas']['Deadline'][];
      /** @description missed and excused, and still waited for */
      readonly excused: readonly components['schemas']['Late'][];
      readonly id: string;
      readonly jurisdiction: string;
      /** @description missed, not excused, and still waited for */
      readonly late: readonly components['schemas']['Late'][];
      /** @description of these, what the state waits for; the next step first */
      readonly next: readonly string[];
      /** Format: date-time */
      readonly nextDueAt: string | null;
      readonly number: string | null;
      /** Format: date-time */
      readonly openedAt: string;
      readonly path: string;
      /** @description stand still, so they have no date */
      readonly paused: readonly components['schemas']['PausedDeadline'][];
      /** @description where it stands in the log; for X-Linli-After */
      readonly position: string | null;
      /** @description number of edits by people; the ETag */
      readonly revision: number;
      readonly state: string;
      /** Format: date-time */
      readonly updatedAt: string;
      /** @description of the newest event */
      readonly version: number;
      readonly workflow: string;
    } & {
      readonly [key: string]: unknown;
    };
    readonly Words: {
      readonly en: string;
      readonly 'zh-CN': string;
    };
    readonly Workflow: {
      readonly commands: readonly components['schemas']['Command'][];
      readonly deadlines: {
        readonly [key: string]: {
          readonly extendable: boolean;
          readonly pausable: boolean;
          readonly urgent: boolean;
          readonly while: readonly string[];
          readonly words: components['schemas']['Words'];
        };
      };
      readonly events: {
        readonly [key: string]: components['schemas']['EventKind'];
      };
      readonly fields: {
        readonly [key: string]: components['schemas']['Field'];
      };
      readonly fieldWords: {
        readonly [key: string]: components['schemas']['Words'];
      };
      /** @description fields by which a list can be narrowed, the likeliest first */
      readonly filters: readonly string[];
      readonly jurisdiction: string | null;
      readonly key: readonly string[];
      readonly moves: readonly components['schemas']['Move'][];
      readonly name: string;
      /** @description fields that say whose case it is */
      readonly own: readonly string[];
      readonly path: string;
      readonly refusals: {
        readonly [key: string]: components['schemas']['Words'];
      };
      readonly states: readonly components['schemas']['State'][];
      readonly words: {
        readonly many: components['schemas']['Words'];
        readonly one: components['schemas']['Words'];
      };
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
