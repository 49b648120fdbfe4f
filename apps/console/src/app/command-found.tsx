/**
 * What the line of Ctrl K leads to: the case of that number, then what is called so, then the rest; steps of the open case,
 * pages, and what the server finds of cases and people, as far as whoever asks may see them.
 */
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { creatingStep, stepsOf } from '../actions/steps.js';
import { listAddress } from '../api/list-address.js';
import { caseQuery, foundQuery, searchQuery, useDescription, useReadable } from '../api/queries.js';
import type { Case, Person, Row, Workflow } from '../api/types.js';
import { ownField } from '../list/address.js';
import { calledAs, columnsOf, excerptOf, nameOnly, shownAtFirst, type CallingWords } from '../list/called.js';
import { Value } from '../list/value.js';
import { useWords } from '../words/language.js';
import { shortened } from '../words/shortened.js';
import { usePlaces } from './places.js';
import { isDigits, ranked, rankOf } from './rank.js';
import { appTexts } from './texts.js';

interface Lead {
  readonly key: string;
  readonly label: string;
  /** In both languages, where it is called otherwise in them. */
  readonly names: readonly string[];
  readonly hint?: ReactNode;
  readonly to: string;
}

interface Group {
  readonly title: string;
  readonly entries: readonly Lead[];
}

const PAUSE_MS = 120;
/** Of each workflow. */
const FOUND_MAX = 5;
/** Signs of what a case is about. */
const EXCERPT_MAX = 60;

interface CommandFoundProps {
  readonly me: Person;
  /** Of the list, for the line that leads through it. */
  readonly id: string;
  readonly typed: string;
  readonly at: number;
  /** Enter was pressed: what is chosen is opened as soon as it is known. */
  readonly entering: boolean;
  readonly onChosen: (id: string | undefined) => void;
  readonly onEntered: () => void;
  readonly onClose: () => void;
}

export function CommandFound({ me, id, typed, at, entering, onChosen, onEntered, onClose }: CommandFoundProps) {
  const { t } = useWords(appTexts);
  const navigate = useNavigate();
  const q = usePaused(typed);
  const found = useFound(q, me);
  const own = useOwn(typed, me);
  const groups = ranked<Lead, Group>(
    typed,
    [...own, ...found.groups].filter((group) => group.entries.length > 0),
  );
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries.at(at % Math.max(1, entries.length));
  const searching = q !== typed || found.searching;
  const idOf = (entry: Lead): string => `${id} ${entry.key}`.replaceAll(/\s/g, '-');
  const chosenId = chosen && idOf(chosen);
  const go = (entry: Lead): void => {
    onClose();
    void navigate(entry.to);
  };

  useEffect(() => onChosen(chosenId), [chosenId, onChosen]);
  useEffect(() => {
    // What stands first may change as long as the server is asked; what was moved to was seen.
    if (!entering || (searching && at === 0)) return;
    onEntered();
    if (chosen) go(chosen);
  });
  return (
    <>
      <div id={id} role="listbox" aria-label={t('bar')} className="command-found" tabIndex={-1}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="command-group" aria-hidden="true">
              {group.title}
            </p>
            {group.entries.map((entry) => (
              <div
                key={entry.key}
                id={idOf(entry)}
                role="option"
                aria-selected={entry === chosen}
                className={`command-entry${entry === chosen ? ' row-selected' : ''}`}
                ref={(row) => {
                  if (entry === chosen) void row?.scrollIntoView({ block: 'nearest' });
                }}
                onClick={() => go(entry)}
              >
                <span>{entry.label}</span>
                {entry.hint !== undefined && <span className="muted command-hint">{entry.hint}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="muted command-foot" role="status">
        {found.failed
          ? t('barFailed')
          : entries.length === 0
            ? searching
              ? t('barSearching')
              : t('barNothing', { q: typed })
            : t('barFound', { n: entries.length })}
        <span className="command-keys">{t('barKeys')}</span>
      </p>
    </>
  );
}

/** Steps of the open case and pages: known here, so they follow every letter. */
function useOwn(typed: string, me: Person): readonly Group[] {
  const { t, say } = useWords(appTexts);
  const { items } = useDescription();
  const readable = useReadable();
  const places = usePlaces(me);
  const queries = useQueryClient();
  const { pathname } = useLocation();
  const [, path = '', id = ''] = pathname.split('/').map(decoded);
  const workflow = items.find((each) => each.path === path);
  const one = workflow && queries.getQueryData<Case>(caseQuery(path, id).queryKey);
  const fits = ({ names }: Lead) => names.some((name) => name.toLowerCase().includes(typed.toLowerCase()));
  const steps = workflow && one ? stepsOf(workflow, one) : undefined;
  return [
    {
      title: t('barSteps'),
      entries: (steps ? [steps.primary, ...steps.others, steps.resume, ...steps.standing] : [])
        .flatMap((command) =>
          command
            ? [
                {
                  key: `step-${command.path}`,
                  label: say(command.words, command.name),
                  names: Object.values(command.words),
                  to: `${pathname}?step=${command.path}`,
                },
              ]
            : [],
        )
        .filter(fits),
    },
    {
      title: t('barPages'),
      entries: [
        ...places.map(({ to, label }) => ({ key: `place-${to}`, label: t(label), names: appTexts[label], to })),
        ...items.flatMap((each): Lead[] => {
          const creating = creatingStep(each, me);
          const lead = (key: string, words: Workflow['words']['many'], to: string): Lead => ({
            key: `${key}-${each.path}`,
            label: say(words, each.name),
            names: Object.values(words),
            to,
          });
          return [
            ...(readable.includes(each) ? [lead('list', each.words.many, `/${each.path}`)] : []),
            ...(creating ? [lead('new', creating.words, `/${each.path}/new`)] : []),
          ];
        }),
      ].filter(fits),
    },
  ];
}

/** A mistyped address may hold what stands for no sign. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // then it names no case either
  }
}

/** What the server finds: cases of every workflow, and people. */
function useFound(q: string, me: Person): { groups: readonly Group[]; searching: boolean; failed: boolean } {
  const { t, say, language } = useWords(appTexts);
  const items = useReadable();
  const asked = q.length > 0;
  const cases = useQueries({
    queries: items.map((workflow) => ({ ...foundQuery(workflow.path, q, FOUND_MAX), enabled: asked })),
  });
  // The case of just that number, however many others hold the same digits somewhere.
  const numbered = useQueries({
    queries: items.map(({ name }) => ({ ...searchQuery(name, { search: q }), enabled: asked && isDigits(q) })),
  });
  const people = useQuery({ ...searchQuery('person', { search: q }), enabled: asked });
  const ofPerson = useMemo(() => personField(items), [items]);
  const groups = items.map((workflow, index): Group => {
    const { items: rows = [], total = 0 } = cases[index]?.data ?? {};
    const words = { say, language };
    const entries = rows.map((row) => caseLead(workflow, row, words, t('unnumbered')));
    const others = (numbered[index]?.data?.items ?? []).filter(
      ({ id, words: said }) => rankOf(q, Object.values(said)) === 0 && !rows.some((row) => row.id === id),
    );
    return {
      title: say(workflow.words.many),
      entries: asked
        ? [
            ...others.map(({ id, words: said }) => lead(workflow, id, say(said, id))),
            ...entries,
            ...(total > rows.length ? [allOf(workflow, q, t('barAll', { n: total }))] : []),
          ]
        : [],
    };
  });
  if (ofPerson && asked)
    groups.push({
      title: t('barPeople'),
      entries: (people.data?.items ?? []).slice(0, FOUND_MAX).map(({ id, words }) => ({
        key: `person-${id}`,
        label: say(words, id),
        names: Object.values(words),
        hint: t('barOf', { who: say(words, id), what: say(ofPerson.workflow.words.many) }),
        to: listAddress(ofPerson.workflow, { [ofPerson.field]: id === me.id ? 'me' : id }),
      })),
    });
  const all = [...cases, ...numbered, people];
  return {
    groups,
    searching: asked && all.some((each) => each.isFetching),
    failed: asked && all.some((each) => each.isError),
  };
}

function lead(workflow: Workflow, id: string, label: string, hint?: ReactNode): Lead {
  const to = `/${workflow.path}/${encodeURIComponent(id)}`;
  return { key: `case-${workflow.path}-${id}`, label, names: [label], hint, to };
}

/** By whom, where and what for: what tells one case from another, also before it has a number. */
function caseLead(workflow: Workflow, row: Row, words: CallingWords, unnumbered: string): Lead {
  const { say } = words;
  const state = say(workflow.states.find((each) => each.name === row.state)?.words, row.state);
  const columns = columnsOf(workflow);
  const first = shownAtFirst(columns);
  const told = columns.filter(({ name, field }) => (field.properties ?? first.includes(name)) && row[name] != null);
  const label = calledAs(workflow, row, words) ?? `${say(workflow.words.one, workflow.name)} · ${unnumbered}`;
  const excerpt = shortened(excerptOf(workflow, row), EXCERPT_MAX);
  const hint = (
    <>
      {state}
      {told.map(({ name, field }) => (
        <Fragment key={name}>
          {' · '}
          <Value value={nameOnly(row[name])} field={field} />
        </Fragment>
      ))}
      {excerpt !== '' && ` · ${excerpt}`}
    </>
  );
  return lead(workflow, row.id, label, hint);
}

function allOf(workflow: Workflow, q: string, label: string): Lead {
  return { key: `all-${workflow.path}`, label, names: [], to: listAddress(workflow, { state: 'all', q }) };
}

/** The field by which most people's work is found: whose a case is, of the workflow with the most deadlines. */
function personField(workflows: readonly Workflow[]): { workflow: Workflow; field: string } | undefined {
  return workflows
    .flatMap((workflow) => {
      const field = ownField(workflow);
      return field === undefined ? [] : [{ workflow, field }];
    })
    .sort((a, b) => Object.keys(b.workflow.deadlines).length - Object.keys(a.workflow.deadlines).length)[0];
}

/** What was typed, once somebody pauses. */
function usePaused(typed: string): string {
  const [paused, setPaused] = useState(typed);
  useEffect(() => {
    const pause = setTimeout(() => setPaused(typed), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed]);
  return paused;
}
