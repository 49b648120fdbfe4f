/**
 * The rules in force: every setting with its editions, every year's calendar, and what a change of one would do to the
 * deadlines that run, by the code that then does it. Changes themselves are commands of settings and calendars.
 */
import type { Json, RecordedEvent } from '#libs/event-store';
import { previewEdition, type Foretold, type ForetoldStay, type ForetoldMove, type Intended } from '#libs/scheduling';
import {
  calendar,
  CALENDAR_YEARS_AHEAD_MAX,
  dayOf,
  engineSettingTexts,
  fold,
  instant,
  setting,
  settingRange,
  unborn,
  type Declaration,
  type Identity,
  type Pair,
} from '#libs/workflow';
import { inBoth } from '#libs/workflow/nest';
import type { Composition } from '../compose.js';
import { toldCase } from './told-case.js';

const SHOWN_MAX = 200;

export async function settingsPage(node: Composition) {
  const { timeTables, clock, views } = node;
  const table = await timeTables.refresh();
  const now = instant(clock.now());
  const items = [];
  for (const [name, standard] of Object.entries(timeTables.defaults)) {
    const inForce = table.setting(name, now, 'district');
    const { events, revision } = await recorded(node, setting.declaration, name);
    items.push({
      name,
      workflow: workflowOf(name),
      ...wordsOf(node, name),
      kind: typeof standard === 'number' ? 'number' : 'span',
      value: inForce.value,
      edition: inForce.edition,
      revision,
      range: settingRange(name, standard),
      deadlines: deadlinesOf(node, name),
      editions: events.filter(({ envelope }) => envelope.type === 'SettingChanged').map(editionOf),
    });
  }
  const today = dayOf(now);
  return { items, total: items.length, next: null, position: views.position ?? null, today };
}

/** From the first year of the scheme to the last that can be published. */
export async function calendarsPage(node: Composition) {
  const { timeTables, clock, views } = node;
  const table = await timeTables.refresh();
  const today = dayOf(instant(clock.now()));
  const first = Math.min(...table.years.map(({ year }) => year), Number(today.slice(0, 4)));
  const items = [];
  for (let year = Number(today.slice(0, 4)) + CALENDAR_YEARS_AHEAD_MAX; year >= first; year--) {
    const inForce = table.years.find((one) => one.year === year);
    const { events, revision } = await recorded(node, calendar.declaration, String(year));
    const published = events.filter(({ envelope }) => envelope.type === 'CalendarPublished');
    items.push({
      year,
      edition: inForce?.edition ?? 0,
      revision,
      holidays: inForce?.holidays ?? [],
      makeUpDays: inForce?.makeUpDays ?? [],
      source: textOf(published.at(-1)?.data['source']),
      editions: published.map((event, index) => ({
        edition: index + 1,
        source: textOf(event.data['source']),
        holidays: (event.data['holidays'] as readonly Json[]).length,
        makeUpDays: (event.data['makeUpDays'] as readonly Json[]).length,
        ...whoAndWhen(event),
      })),
    });
  }
  return { items, total: items.length, next: null, position: views.position ?? null, today };
}

/** One reading of a stream: what it holds, and the revision that follows from just that. */
async function recorded({ engine }: Composition, declaration: Declaration, id: string) {
  const events = await engine.ports.cases.events(declaration.name, id);
  const { revision } = fold(declaration, unborn(declaration, `${declaration.name}-${id}`), events);
  return { events, revision };
}

export async function preview(node: Composition, asker: Identity, intended: Intended, signal: AbortSignal) {
  const { views, engine, clock, timeTables } = node;
  const timeTable = await timeTables.refresh();
  const foretold = await previewEdition(intended, { views, engine, clock, timeTable, signal, shownMax: SHOWN_MAX });
  return { ...foretold, ...shown(node, asker, foretold) };
}

/** Each with its case, as far as whoever asks may see it. */
function shown(node: Composition, asker: Identity, { moved, stayed }: Pick<Foretold, 'moved' | 'stayed'>) {
  const withCase = <T extends ForetoldMove | ForetoldStay>({ workflow, id, ...rest }: T) => ({
    ...rest,
    case: toldCase(node, asker, workflow, id),
  });
  return { moved: moved.map(withCase), stayed: stayed.map(withCase) };
}

function workflowOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}

/** What a setting is called, and what its group is. */
function wordsOf({ contexts }: Composition, name: string) {
  const group = workflowOf(name);
  const spoken = contexts.spoken.find(({ declaration }) => declaration.name === group);
  const own = spoken?.texts.settings[name.slice(group.length + 1)];
  const words: Pair = own ?? engineSettingTexts[name] ?? [name, name];
  return { words: inBoth(words), group: inBoth(spoken?.texts.plural ?? ['所有事项', 'every workflow']) };
}

/** The deadlines that a setting gives their length. */
function deadlinesOf({ contexts }: Composition, name: string) {
  return contexts.spoken.flatMap(({ declaration, texts }) =>
    Object.values(declaration.deadlines)
      .filter((deadline) => deadline.setting === name)
      .map((deadline) => ({
        name: deadline.name,
        workflow: declaration.name,
        words: inBoth(texts.deadlines[deadline.name] ?? [deadline.name, deadline.name]),
      })),
  );
}

function editionOf(event: RecordedEvent, index: number) {
  const { value, effectiveOn, subDistrict, alsoOpen, reason } = event.data;
  return {
    edition: index + 1,
    value,
    effectiveOn,
    subDistrict: subDistrict ?? null,
    alsoOpen,
    reason,
    ...whoAndWhen(event),
  };
}

function whoAndWhen({ envelope: { actor, recordedAt } }: RecordedEvent) {
  return { by: actor.id, byKind: actor.kind, at: recordedAt };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
