/**
 * Empties the outbox: in order, one at a time, by one tab of the browser, whenever there is hope that the server answers.
 * Each step goes out under the command id it was given first, so however often it is sent it is done once. What was
 * refused, or changed by others meanwhile, stays for somebody to look at; it holds back later steps of its case.
 */
import { isChanged, isOtherPerson } from '../api/changed.js';
import { ApiError, ConnectionLost, read, write } from '../api/client.js';
import type { Case, HistoryItem, Listed, StepAnswer } from '../api/types.js';
import { onTruth, isConnected } from './live.js';
import { entriesOf, isHeld, mark, takeOut, tellEnded, watchOutbox, type Entry, type Trouble } from './outbox.js';
import { onSession } from './session.js';
import { whileLeading } from './tabs.js';

const AGAIN_FIRST_MS = 1_000;
const AGAIN_MAX_MS = 15_000;
/** A fault of the server's own is worth so many attempts. */
const FAULTS_MAX = 3;

/** For the time that this person's pages are shown. @returns how to end */
export function beginSending(person: string): () => void {
  return whileLeading('outbox', () => sendWhilePossible(person));
}

function sendWhilePossible(person: string): () => void {
  let isEnded = false;
  let underWay = false;
  let again = false;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(go, ms);
  };
  const go = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (isEnded) return;
    again = underWay;
    if (underWay || nextOf(person) === undefined) return;
    underWay = true;
    void sendAll(person, () => isEnded)
      // A fault of ours is told as one, and the next news of the outbox or the connection finds it ready.
      .finally(() => (underWay = false))
      .then((wait) => {
        if (wait === 'none') attempts = 0;
        else later(wait === 'soon' ? Math.min(AGAIN_MAX_MS, AGAIN_FIRST_MS * 2 ** attempts++) : wait);
        if (again && wait === 'none') go();
      });
  };
  /** News of the outbox itself: what waits for its time keeps waiting. */
  const look = (): void => {
    if (timer === undefined) go();
  };
  const ends = [
    watchOutbox(look),
    onTruth(() => {
      if (isConnected()) go();
    }),
    onSession(({ kind }) => {
      if (kind === 'entered') go();
    }),
  ];
  go();
  return () => {
    isEnded = true;
    clearTimeout(timer);
    for (const end of ends) end();
  };
}

function nextOf(person: string): Entry | undefined {
  const entries = entriesOf(person);
  return entries.find((entry) => !entry.trouble && !isHeld(entry, entries));
}

/** Milliseconds, or as the attempts so far say. */
type Wait = 'none' | 'soon' | number;

/** Sends what can be sent. @returns how long to wait for the rest */
async function sendAll(person: string, isEnded: () => boolean): Promise<Wait> {
  try {
    for (let entry = nextOf(person); entry && !isEnded(); entry = nextOf(person)) {
      await sendOne(entry);
    }
    return 'none';
  } catch (error) {
    if (error instanceof ConnectionLost) return 'soon';
    if (!(error instanceof ApiError)) throw error;
    // Whoever signs in again starts it again.
    if (isNotTheirs(error)) return 'none';
    return error.retryAfterMs ?? 'soon';
  }
}

/** Nobody is signed in, or somebody else: nothing is sent in another person's name. */
function isNotTheirs({ problem }: ApiError): boolean {
  return problem.status === 401 || isOtherPerson(problem);
}

/** @throws ConnectionLost, and ApiError where it is worth another attempt */
async function sendOne(entry: Entry): Promise<void> {
  const { route, body, commandId: key, revision, person } = entry;
  let answer: StepAnswer;
  try {
    answer = await write<StepAnswer>(route, body, { key, revision, person });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status } = error.problem;
    const faults = (entry.faults ?? 0) + (status >= 500 && !error.isBusy ? 1 : 0);
    if (isNotTheirs(error) || error.isBusy) throw error;
    if (status >= 500 && faults < FAULTS_MAX) {
      mark(entry, { faults, revision, version: entry.version });
      throw error;
    }
    const trouble = await troubleOf(entry, error);
    mark(entry, { trouble, faults, revision, version: entry.version });
    return tellEnded({ kind: 'trouble', entry: { ...entry, trouble } });
  }
  // What follows on the same case was entered knowing of this step, and of nobody else's.
  for (const next of entriesOf(entry.person))
    if (next.id === entry.id && next.path === entry.path && next.revision === revision && next !== entry && entry.id)
      if (revision !== undefined && answer.revision === revision + 1)
        mark(next, { revision: answer.revision, version: answer.version });
  takeOut(entry);
  tellEnded({ kind: 'sent', entry, answer });
}

async function troubleOf({ path, id, step, version }: Entry, { problem }: ApiError): Promise<Trouble> {
  if (id === '' || !isChanged(problem)) return { kind: 'refused', problem };
  try {
    const address = `/api/${path}/${encodeURIComponent(id)}`;
    const [{ items }, { actions }] = await Promise.all([
      read<Listed<HistoryItem>>(`${address}/history`),
      read<Case>(address),
    ]);
    const who = items.filter((item) => item.version > (version ?? -1)).map(({ words }) => words.who);
    const isGone = !actions.includes(step.split('.')[0] ?? step);
    return { kind: 'changed', problem, who: [...new Set(who)].join('、'), isGone };
  } catch (error) {
    // Who it was is told when somebody looks.
    if (error instanceof ApiError || error instanceof ConnectionLost) return { kind: 'changed', problem };
    throw error;
  }
}
