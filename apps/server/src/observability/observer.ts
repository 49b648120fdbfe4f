/** Who hears what a node does: logs, metrics and traces stand behind it, or nobody. Nothing of what is done depends on it. */
import type { CorruptEvent, PositionedEvent } from '#libs/event-store';
import type { CommitGroup } from '#libs/event-store/sqlite';
import type { Act } from '#libs/scheduling';
import type { Clock, EngineWatch, ReactionWatch } from '#libs/workflow';

/** `live`: a browser that does not read what it is told. `store`: the connection to the log. */
export type Dropped = 'live' | 'store';

export interface Observer {
  readonly commands: EngineWatch;
  readonly reactions: ReactionWatch;
  /** The same act, heard of. `clock` is the one that the timers are due by. */
  timers(act: Act, clock: Pick<Clock, 'now'>): Act;
  /** One append of so many events is durable, or failed, after this time. */
  appended(append: { readonly seconds: number; readonly events: number }): void;
  /** One transaction of the store in a file. */
  committed(group: CommitGroup): void;
  /** The views show these events. */
  applied(events: readonly PositionedEvent[], seconds: number): void;
  /** A subscription ended although its reader wanted more. */
  dropped(what: Dropped): void;
  /** A read met an event that is not what its hash promised; `isNews` where it is the first to meet this one. */
  corrupt(event: CorruptEvent, isNews: boolean): void;
}

export const unobserved: Observer = {
  commands: { command: (_seen, run) => run({ step: (_step, work) => work(), recorded: nothing, ended: nothing }) },
  reactions: (_reaction, _event, run) => run(),
  timers: (act) => act,
  appended: nothing,
  committed: nothing,
  applied: nothing,
  dropped: nothing,
  corrupt: nothing,
};

function nothing(): void {}
