/**
 * Ctrl K: one line that leads anywhere. Steps of the open case first, then pages, then what the server finds of cases,
 * communities and people, as far as whoever asks may see them.
 */
import { SearchOutlined } from '@ant-design/icons';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { creatingStep, stepsOf } from '../actions/steps.js';
import { caseQuery, foundQuery, searchQuery, useDescription, useReadable } from '../api/queries.js';
import type { Case, Person, Row, Workflow } from '../api/types.js';
import { ownField } from '../list/address.js';
import { calledAs, excerptOf, type CallingWords } from '../list/called.js';
import { useWords } from '../words/language.js';
import { usePlaces } from './places.js';
import { appTexts } from './texts.js';
import './command-bar.css';

interface Lead {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly to: string;
}

interface Group {
  readonly title: string;
  readonly entries: readonly Lead[];
}

const PAUSE_MS = 120;
/** Of each workflow. */
const FOUND_MAX = 5;

export function CommandBar({ me, onClose }: { readonly me: Person; readonly onClose: () => void }) {
  const { t } = useWords(appTexts);
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const q = usePaused(typed.trim());
  const found = useFound(q, me);
  const own = useOwn(typed.trim(), me);
  const groups = [...own, ...found.groups].filter((group) => group.entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const chosen = entries[Math.min(at, entries.length - 1)];
  const searching = q !== typed.trim() || found.searching;

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const go = (entry: Lead | undefined) => {
    if (!entry) return;
    onClose();
    void navigate(entry.to);
  };
  const press = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined && entries.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, entries.length - 1) + move + entries.length) % entries.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(chosen);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="dialog command-bar"
      aria-label={t('bar')}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="command-line">
        <SearchOutlined aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={chosen ? `${list} ${chosen.key}`.replaceAll(/\s/g, '-') : undefined}
          aria-label={t('barHint')}
          placeholder={t('barHint')}
          value={typed}
          maxLength={60}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={list} role="listbox" aria-label={t('bar')} className="command-found" tabIndex={-1}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="command-group" aria-hidden="true">
              {group.title}
            </p>
            {group.entries.map((entry) => (
              <div
                key={entry.key}
                id={`${list} ${entry.key}`.replaceAll(/\s/g, '-')}
                role="option"
                aria-selected={entry === chosen}
                className={`command-entry${entry === chosen ? ' row-selected' : ''}`}
                ref={(row) => {
                  if (entry === chosen) row?.scrollIntoView({ block: 'nearest' });
                }}
                onClick={() => go(entry)}
              >
                <span>{entry.label}</span>
                {entry.hint !== undefined && entry.hint !== '' && (
                  <span className="muted command-hint">{entry.hint}</span>
                )}
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
              : t('barNothing', { q: typed.trim() })
            : t('barFound', { n: entries.length })}
        <span className="command-keys">{t('barKeys')}</span>
      </p>
    </dialog>
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
  const [, path = '', id = ''] = pathname.split('/').map(decodeURIComponent);
  const workflow = items.find((each) => each.path === path);
  const one = workflow && queries.getQueryData<Case>(caseQuery(path, id).queryKey);
  const fits = (entry: Lead) => entry.label.toLowerCase().includes(typed.toLowerCase());
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
        ...places.map((place) => ({ key: `place-${place.to}`, label: t(place.label), to: place.to })),
        ...items.flatMap((each): Lead[] => {
          const creating = creatingStep(each, me);
          const page = { key: `list-${each.path}`, label: say(each.words.many), to: `/${each.path}` };
          return [
            ...(readable.includes(each) ? [page] : []),
            ...(creating
              ? [{ key: `new-${each.path}`, label: say(creating.words, creating.name), to: `/${each.path}/new` }]
              : []),
          ];
        }),
      ].filter(fits),
    },
  ];
}

/** What the server finds: cases of every workflow, and people. */
function useFound(q: string, me: Person): { groups: readonly Group[]; searching: boolean; failed: boolean } {
  const { t, say, language } = useWords(appTexts);
  const items = useReadable();
  const asked = q.length > 0;
  const cases = useQueries({
    queries: items.map((workflow) => ({ ...foundQuery(workflow.path, q, FOUND_MAX), enabled: asked })),
  });
  const people = useQuery({ ...searchQuery('person', { search: q }), enabled: asked });
  const ofPerson = useMemo(() => personField(items), [items]);
  const groups = items.map((workflow, index): Group => ({
    title: say(workflow.words.many),
    entries: asked
      ? (cases[index]?.data?.items ?? []).map((row) => caseEntry(workflow, row, { say, language }, t('unnumbered')))
      : [],
  }));
  if (ofPerson && asked)
    groups.push({
      title: t('barPeople'),
      entries: (people.data?.items ?? []).slice(0, FOUND_MAX).map(({ id, words }) => ({
        key: `person-${id}`,
        label: say(words, id),
        hint: t('barOf', { who: say(words, id), what: say(ofPerson.workflow.words.many) }),
        to: `/${ofPerson.workflow.path}?${ofPerson.field}=${encodeURIComponent(id === me.id ? 'me' : id)}`,
      })),
    });
  return {
    groups,
    searching: asked && (cases.some((each) => each.isFetching) || people.isFetching),
    failed: asked && (cases.some((each) => each.isError) || people.isError),
  };
}

function caseEntry(workflow: Workflow, row: Row, words: CallingWords, unnumbered: string): Lead {
  const { say } = words;
  const state = say(workflow.states.find((each) => each.name === row.state)?.words, row.state);
  return {
    key: `case-${workflow.path}-${row.id}`,
    label: calledAs(workflow, row, words) ?? `${say(workflow.words.one, workflow.name)} · ${unnumbered}`,
    hint: [state, excerptOf(workflow, row)].filter((each) => each !== '').join(' · '),
    to: `/${workflow.path}/${encodeURIComponent(row.id)}`,
  };
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
