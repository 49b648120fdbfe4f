/**
 * What an administrator has a node do to itself: rebuild a view, look at its timers now, try a dead letter again or drop
 * it. The order is what is recorded, with who gave it and why; the node that it names then does it and records how it
 * ended. So an order outlives a crash of the node, reaches a node that answers nobody, and explains itself years later.
 */
import { engine, ends, nothing, on, oneOf, optional, setOf, text, whole, workflow, type Form } from '#libs/workflow';

/** The part of a node that carries out orders. */
export const UPKEEP = 'upkeep';

const WHATS = ['rebuild-view', 'look-at-timers', 'retry-letter', 'drop-letter'] as const;
export type What = (typeof WHATS)[number];

const order = {
  what: oneOf(WHATS),
  /** The view, or the key of the letter; for all views and for timers nothing. */
  of: optional(text(1, 200)),
  /** The node by its name: views are each node's own. */
  node: text(1, 60),
  reason: text(1, 500),
};

const CAUSES = ['no-such-view', 'no-such-letter', 'no-redis', 'only-answers'] as const;
/** Why an order could not be carried out. */
export type UpkeepCause = (typeof CAUSES)[number];

const COUNT_MAX = 1_000_000_000;
const views = setOf(text(1, 200), 1, 200);

const outcome = {
  /** Views that hold what they held before they were rebuilt. */
  same: optional(views),
  changed: optional(views),
  /** Events that these views still could not take. */
  setAside: optional(whole(1, COUNT_MAX)),
  /** Timers that were due when they were looked at. */
  timersDue: optional(whole(0, COUNT_MAX)),
};
export type UpkeepOutcome = Form<typeof outcome>;

export const upkeep = workflow('upkeep', { path: 'upkeep', seenBy: ['admin', 'auditor', 'office'] })
  .events({
    UpkeepOrdered: on('ordered', order),
    /** `note` is what nodes said of their work before each part of it had a field. */
    UpkeepDone: ends('done', { note: optional(text(1, 500)), ...outcome }),
    /** `cause` where it is one that can be foreseen; `error` is what the program itself said. */
    UpkeepFailed: ends('failed', { cause: optional(oneOf(CAUSES)), error: text(1, 500) }),
    /** Its node will not come back, say. */
    UpkeepCancelled: ends('cancelled', { reason: text(1, 500) }),
  })
  .data(
    { what: '', of: '', node: '' },
    { UpkeepOrdered: (d, { what, of, node }) => ({ ...d, what, of: of ?? '', node }) },
  )
  .command('OrderUpkeep', {
    by: ['admin'],
    from: nothing,
    yields: ['UpkeepOrdered'],
    refuses: { 'which-letter': [], 'of-no-timer': [] },
    decide: ({ form, emit, refuse }) => {
      if (form.what.endsWith('-letter') && form.of === undefined) return refuse('which-letter');
      // All of them are looked at: whoever names one means something else.
      if (form.what === 'look-at-timers' && form.of !== undefined) return refuse('of-no-timer');
      return emit.UpkeepOrdered(form);
    },
  })
  .command('RecordUpkeepDone', { by: [engine(UPKEEP)], from: ['ordered'], yields: ['UpkeepDone'] })
  .command('RecordUpkeepFailed', { by: [engine(UPKEEP)], from: ['ordered'], yields: ['UpkeepFailed'] })
  .command('CancelUpkeep', {
    by: ['admin'],
    from: ['ordered'],
    form: { reason: text(1, 500) },
    yields: ['UpkeepCancelled'],
  })
  .standing({ comment: ['admin'] });
