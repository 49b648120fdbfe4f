/**
 * How this node is, and the nodes beside it, in numbers and in what is wrong: codes with what they say, the worst first.
 * A number that cannot be told just now is null, never guessed.
 */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { caseTable, incident, instant } from '#libs/workflow';
import { upkeep } from '#libs/upkeep';
import type { Composition } from '../compose.js';
import { isLagging } from '../lagging.js';
import { BEHIND_EVENTS_MAX, eventsBehind, inTime } from '../observability/gauges.js';
import { SILENT_MS, type NodeSeen } from '../presence.js';
import type { WorkStanding } from '../work.js';

export interface Trouble {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** `wrong`: somebody must act. `watch`: it may pass by itself. */
  readonly weight: 'wrong' | 'watch';
}

export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Of the log, where it lies here, and of the views. */
  readonly logBytes: number | null;
  readonly viewsBytes: number | null;
}

/** Timers act within a second; a minute late means that something holds them up. */
const LATE_MS = 60_000;
const DISK_LEAST_PART = 0.1;
const DISK_LEAST_BYTES = 1024 ** 3;
const DAY_MS = 86_400_000;
const WEIGHT = { wrong: 0, watch: 1 } as const;

export async function healthOf(node: Composition) {
  const measured = await measure(node);
  return { ...measured, troubles: troublesOf(measured, node) };
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(node: Composition) {
  const { views, store, work, role, behindMs, letters } = node;
  // What is due is in this node's views, whoever works on it.
  const due = views.ready ? work.dueWork.status() : undefined;
  const [head, behindEvents, disk, nodes, deadLetters] = await Promise.all([
    inTime(() => store.head()),
    inTime((signal) => eventsBehind(store, views, signal)),
    diskOf(node.folder.path),
    nodesOf(node),
    letters && inTime(async () => (await letters.list()).length),
  ]);
  const working = workOf(nodes);
  const counts = views.ready ? countsOf(node) : undefined;
  const poison = views.poison().length;
  const state = views.health();
  const progress = views.progress();
  return {
    node: { name: node.name, role, kind: node.folder.kind },
    nodes,
    log: { head: head ?? null, position: views.position ?? null, corrupt: store.corrupt.length },
    views: {
      state: state.state,
      count: new Set(progress.map(({ name }) => name)).size,
      building: progress.filter((one) => one.state === 'building').length,
      behindEvents: behindEvents ?? null,
      behindEventsMax: BEHIND_EVENTS_MAX,
      behindMs: Math.round(behindMs),
      poison,
    },
    timers: {
      due: due?.due ?? null,
      lateMs: due?.lateMs ?? null,
      failing: working.timersFailing,
      day: counts?.day ?? null,
    },
    incidents: counts?.incidents ?? null,
    upkeep: counts?.upkeep ?? null,
    reactionsFailing: working.reactionsFailing,
    movesFailing: working.movesFailing,
    redis: node.redis ? (working.timetable ?? 'used') : null,
    deadLetters: deadLetters ?? null,
    disk,
  };
}

/** How a timetable may stand, the worst first. */
const TIMETABLES = ['out of reach', 'starting', 'kept'];

/** All nodes that work taken together; null where none of them was heard of, or cannot tell. */
function workOf(nodes: readonly (NodeSeen & { readonly silent: boolean })[]): {
  readonly [Name in keyof WorkStanding]: WorkStanding[Name] | null;
} {
  const told = nodes.flatMap(({ work, silent }) => (work && !silent ? [work] : []));
  const sum = (numbers: readonly (number | null)[]): number | null =>
    numbers.every((one) => one === null) ? null : numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
  return {
    timersFailing: sum(told.map(({ timersFailing }) => timersFailing)),
    reactionsFailing: sum(told.map(({ reactionsFailing }) => reactionsFailing)),
    movesFailing: told.find(({ movesFailing }) => movesFailing !== null)?.movesFailing ?? null,
    timetable: TIMETABLES.find((one) => told.some(({ timetable }) => timetable === one)) ?? null,
  };
}

function countsOf({ views, clock, engine }: Composition) {
  const count = (sql: string, ...params: string[]): number => views.read.get<{ n: number }>(sql, ...params)?.n ?? 0;
  const now = instant(clock.now());
  const knows = (name: string): boolean => engine.ports.cases.declarations.has(name);
  return {
    day: count('SELECT COUNT(*) AS n FROM timers WHERE dueAt > ? AND dueAt <= ?', now, instant(clock.now() + DAY_MS)),
    incidents: knows(incident.declaration.name)
      ? count(`SELECT COUNT(*) AS n FROM ${caseTable(incident.declaration)} WHERE state IN ('open', 'retrying')`)
      : 0,
    upkeep: knows(upkeep.declaration.name)
      ? count(`SELECT COUNT(*) AS n FROM ${caseTable(upkeep.declaration)} WHERE state = 'ordered'`)
      : 0,
  };
}

/** Of a single node without Redis nobody need ask: it is there. */
async function nodesOf(node: Composition) {
  const { presence, name, clock } = node;
  const self: NodeSeen = { ...node.tell(), seenAt: instant(clock.now()) };
  const told = presence ? await inTime(() => presence.nodes()) : undefined;
  const nowMs = clock.now();
  return [self, ...(told ?? []).filter((each) => each.name !== name)].map((each) => ({
    ...each,
    self: each.name === name,
    silent: nowMs - Date.parse(each.seenAt) > SILENT_MS,
  }));
}

async function diskOf(folder: string): Promise<Disk | null> {
  const found = await inTime(() => statfs(folder));
  if (!found) return null;
  return {
    freeBytes: found.bavail * found.bsize,
    totalBytes: found.blocks * found.bsize,
    logBytes: sizeOf(folder, 'events.db'),
    viewsBytes: sizeOf(folder, 'views.db'),
  };
}

function sizeOf(folder: string, file: string): number | null {
  const parts = [file, `${file}-wal`].map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size);
  return parts[0] === undefined ? null : parts.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

function troublesOf(health: Measured, node: Composition): readonly Trouble[] {
  const { log, views, timers, disk } = health;
  const found: Trouble[] = [];
  const say = (holds: boolean, code: string, params: Trouble['params'], weight: Trouble['weight'] = 'wrong'): void => {
    if (holds) found.push({ code, params, weight });
  };
  const state = node.views.health();
  const error = 'error' in state ? state.error.message : '';
  say(log.corrupt > 0, 'log-damaged', { n: log.corrupt });
  say(views.state === 'stopped', 'views-stopped', { error });
  say(views.state === 'retrying', 'views-retrying', { error });
  say(isLagging(views.behindMs), 'views-behind', {
    seconds: Math.round(views.behindMs / 1_000),
    n: views.behindEvents ?? 0,
  });
  say(views.poison > 0, 'poison', { n: views.poison });
  say((health.incidents ?? 0) > 0, 'incidents', { n: health.incidents ?? 0 });
  say((timers.lateMs ?? 0) > LATE_MS, 'timers-late', {
    n: timers.due ?? 0,
    minutes: Math.floor((timers.lateMs ?? 0) / 60_000),
  });
  say((timers.failing ?? 0) > 0, 'timers-failing', { n: timers.failing ?? 0 });
  say((health.deadLetters ?? 0) > 0, 'dead-letters', { n: health.deadLetters ?? 0 });
  say(health.redis === 'out of reach' || (node.letters !== undefined && health.deadLetters === null), 'redis-away', {});
  say((health.reactionsFailing ?? 0) > 0, 'reactions-failing', { n: health.reactionsFailing ?? 0 });
  say(health.movesFailing !== null, 'moves-failing', { error: health.movesFailing ?? '' });
  for (const { name, silent } of health.nodes) say(silent, 'node-silent', { name });
  if (disk) {
    const part = disk.freeBytes / disk.totalBytes;
    const scarce = part < DISK_LEAST_PART || disk.freeBytes < DISK_LEAST_BYTES;
    say(scarce, 'disk-low', { percent: Math.floor(part * 100), megabytes: Math.floor(disk.freeBytes / 1024 ** 2) });
  }
  say(views.building > 0, 'views-building', { n: views.building }, 'watch');
  return found.sort((a, b) => WEIGHT[a.weight] - WEIGHT[b.weight]);
}
