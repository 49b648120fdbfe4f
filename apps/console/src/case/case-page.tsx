/** The one page of a case, of every workflow: head, facts and the form of a step at the left, the record at the right. */
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState, type ComponentType } from 'react';
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router';
import { caseQuery, historyQuery, useDescription } from '../api/queries.js';
import type { Case, Command, HistoryItem, Link as Linked, Person, StepAnswer, Workflow } from '../api/types.js';
import { StepForm } from '../form/step-form.js';
import { draftedSteps } from '../form/drafts.js';
import { WaitingHere } from '../form/waiting.js';
import { forDeadlinesOf, knownValues } from '../form/known.js';
import type { Values } from '../form/values.js';
import { calledAs } from '../list/called.js';
import { Reference } from '../list/reference.js';
import { serverNow } from '../live/clock.js';
import { useChanges, type Changed } from '../live/live.js';
import { Loaded } from '../live/loaded.js';
import { useOutbox } from '../live/outbox.js';
import { useNotices } from '../live/notice.js';
import { useWords } from '../words/language.js';
import { CaseHead } from './case-head.js';
import { Comments } from './comments.js';
import { CorrectPart } from './correct-part.js';
import { Facts } from './facts.js';
import { LinkPart } from './link-part.js';
import { NO_PARTS, type StepPartProps, type WorkflowParts } from './parts.js';
import { personsOf } from './record.js';
import { StateMap } from './state-map.js';
import { caseTexts } from './texts.js';
import { Referring } from './referring.js';
import { Timeline } from './timeline.js';
import { UndoPart } from './undo-part.js';
import { CaseTrouble } from './case-trouble.js';
import { Print } from './print.js';
import './case.css';

interface CasePageProps {
  readonly workflow: Workflow;
  readonly id: string;
  readonly me: Person;
  /** Hand-made parts in place of generated ones. */
  readonly parts?: WorkflowParts;
}

export function CasePage({ workflow, id, me, parts = NO_PARTS }: CasePageProps) {
  const { language } = useWords();
  const one = useQuery(caseQuery(workflow.path, id));
  const history = useQuery(historyQuery(workflow.path, id, language));
  const { refetch } = one;
  const { refetch: refetchHistory } = history;
  const hear = useCallback(
    (changed: Changed | 'all') => {
      if (changed !== 'all' && (changed.path !== workflow.path || changed.id !== id)) return;
      void refetch();
      void refetchHistory();
    },
    [workflow.path, id, refetch, refetchHistory],
  );
  useChanges(hear);
  const awaited = (
    <div className="case-page">
      <Skeleton active title paragraph={{ rows: 2 }} />
      <div className="case-columns">
        <Skeleton active paragraph={{ rows: 8 }} />
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
  return (
    <Loaded of={one} awaited={awaited} trouble={CaseTrouble}>
      {(now) => (
        <Loaded of={history} awaited={awaited} trouble={CaseTrouble}>
          {({ items }) => <Opened workflow={workflow} one={now} history={items} me={me} parts={parts} />}
        </Loaded>
      )}
    </Loaded>
  );
}

interface OpenedProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly history: readonly HistoryItem[];
  readonly me: Person;
  readonly parts: WorkflowParts;
}

const NOTHING: Values = {};
/** What every workflow offers and no field of a declaration could arrange. */
const STANDING_PARTS: Readonly<Record<string, ComponentType<StepPartProps>>> = {
  LinkRelated: LinkPart,
  Correct: CorrectPart,
  UndoLast: UndoPart,
};
/** What whoever once had a case may still do. */
const FROM_AFAR = ['comment', 'link-related'];
/** Said of an address that opened a form on the page that is beneath it. */
const OPENED_HERE = 'opened here';

function Opened({ workflow, one, history, me, parts }: OpenedProps) {
  const { t, say, language } = useWords(caseTexts);
  const notices = useNotices();
  const [address, setAddress] = useSearchParams();
  const step = address.get('step') ?? undefined;
  const navigate = useNavigate();
  const entered = useLocation().state as unknown;
  const [drafted, setDrafted] = useState(() => draftedSteps(me.id, workflow.path, one.id));
  const waiting = useOutbox(me.id);
  useEffect(() => {
    setDrafted(draftedSteps(me.id, workflow.path, one.id));
  }, [waiting, step, me.id, workflow.path, one.id]);
  const persons = useMemo(() => personsOf(history), [history]);
  const commandOf = (path: string) =>
    one.actions.includes(path) ? workflow.commands.find((each) => !each.creates && each.path === path) : undefined;
  // A form that is open, or that a draft was written for, stays when its step is no longer possible: what was typed must be seen.
  const [shown, setShown] = useState<string>();
  const possible = step === undefined ? undefined : commandOf(step);
  if (shown !== step && (possible || step === undefined)) setShown(step);
  const active =
    possible ??
    (step !== undefined && (shown === step || drafted.includes(step))
      ? workflow.commands.find((each) => !each.creates && each.path === step)
      : undefined);
  const asked = useMemo(() => active && forDeadlinesOf(active, one), [active, one]);
  const waitsHere = (path: string) =>
    waiting.some((entry) => entry.path === workflow.path && entry.id === one.id && entry.step === path);
  const stranded = workflow.commands.filter(
    ({ path }) => drafted.includes(path) && !waitsHere(path) && !one.actions.includes(path) && path !== active?.path,
  );

  // A form that is opened is one step back from closed, by the browser's own button too.
  const open = (path: string | undefined) => {
    if (path === undefined) setAddress({}, { replace: true });
    else if (step === undefined) setAddress({ step: path }, { state: OPENED_HERE });
    else setAddress({ step: path }, { replace: true, state: entered });
  };
  const close = () => {
    if (entered === OPENED_HERE) void navigate(-1);
    else open(undefined);
  };
  // What a step asks besides is known only where it is the next one: nobody hands a case over to themselves.
  const isNext = active !== undefined && one.next.includes(active.path);
  const known = useMemo(
    () => (isNext && active ? knownValues(active, me, serverNow()) : NOTHING),
    [isNext, active, me],
  );
  const undo = commandOf('undo-last');
  // The notice outlives the page: by then another case may be open.
  const undoThis = () =>
    void navigate(`/${workflow.path}/${encodeURIComponent(one.id)}?step=undo-last`, { state: OPENED_HERE });
  const done = (command: Command, answer: StepAnswer) => {
    open(undefined);
    const state = say(workflow.states.find((each) => each.name === answer.state)?.words, answer.state);
    void notices.open({
      key: 'done',
      type: 'success',
      duration: 8,
      content: (
        <span>
          {t('done', { what: say(command.words, command.name) })} · {state}
          {answer.actions.includes('undo-last') && (
            <Button type="link" size="small" onClick={undoThis}>
              {t('undo')}
            </Button>
          )}
        </span>
      ),
    });
  };
  const form = useRef<HTMLElement>(null);
  const paper = { workflow, one, history, persons, me };
  return (
    <div className="case-page">
      <title>{`${calledAs(workflow, one, { say, language }) ?? t('unnumbered')} · ${say(workflow.words.one)} · ${t('product')}`}</title>
      <CaseHead
        workflow={workflow}
        one={one}
        active={active?.path}
        drafted={drafted}
        undo={undo}
        print={<Print paper={paper} />}
        elsewhere={isElsewhere(workflow, one, me)}
        onStep={(command) => (command.path === active?.path ? toForm(form.current) : open(command.path))}
      />
      <div className="case-columns">
        <div className="case-left">
          {active && asked && (
            <section ref={form} className="panel panel-form">
              <Suspense fallback={<Skeleton active paragraph={{ rows: 4 }} />}>
                <StepBody
                  key={active.path}
                  part={parts.steps?.[active.path] ?? STANDING_PARTS[active.name]}
                  workflow={workflow}
                  command={asked}
                  person={me.id}
                  one={one}
                  history={history}
                  persons={persons}
                  initial={known}
                  onDone={(answer) => done(active, answer)}
                  onCancel={close}
                  me={me}
                  go={open}
                />
              </Suspense>
            </section>
          )}
          {stranded.length > 0 && (
            <p className="muted">
              {t('strandedDrafts')}
              {stranded.map((each) => (
                <Button key={each.path} type="link" size="small" onClick={() => open(each.path)}>
                  {say(each.words, each.name)}
                </Button>
              ))}
            </p>
          )}
          <WaitingHere person={me.id} path={workflow.path} id={one.id} except={active?.path} />
          <Facts
            workflow={workflow}
            one={one}
            history={history}
            persons={persons}
            person={me.id}
            correct={active?.name === 'Correct' ? undefined : commandOf('correct')}
            onDone={done}
          />
          <Comments workflow={workflow} one={one} command={commandOf('comment')} person={me.id} />
        </div>
        <aside className="case-right">
          <StateMap workflow={workflow} one={one} history={history} />
          <Timeline workflow={workflow} history={history} persons={persons} />
          <Referring workflow={workflow} id={one.id} />
          <Related links={one.links} />
          <section className="panel" aria-labelledby="documents">
            <h2 id="documents">{t('documents')}</h2>
            <p className="muted">{t('documentsLater')}</p>
          </section>
        </aside>
      </div>
    </div>
  );
}

/** The form that a button opens is open already: whoever presses it again looks for it. */
function toForm(form: HTMLElement | null): void {
  form?.scrollIntoView({ block: 'nearest' });
  form
    ?.querySelector<HTMLElement>(':is(input, textarea, select, button):not(:disabled)')
    ?.focus({ preventScroll: true });
}

/** Read from afar: it lies in none of the reader's places, most often because it was handed on. */
function isElsewhere({ jurisdiction }: Workflow, one: Case, { jurisdictions }: Person): string | undefined {
  const place = jurisdiction === null ? undefined : one[jurisdiction];
  if (typeof place !== 'string' || one.actions.some((path) => !FROM_AFAR.includes(path))) return undefined;
  const covers = jurisdictions.some((each) => each === 'district' || each === place || each.startsWith(`${place}/`));
  return covers ? undefined : place;
}

function StepBody({
  part: Part,
  ...rest
}: StepPartProps & { readonly part: ComponentType<StepPartProps> | undefined }) {
  return Part ? <Part {...rest} /> : <StepForm {...rest} />;
}

function Related({ links }: { readonly links: readonly Linked[] }) {
  const { t, say } = useWords();
  const { items } = useDescription();
  if (links.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="related">
      <h2 id="related">{t('related')}</h2>
      <ul className="values">
        {links.map((link) => {
          const workflow = items.find((each) => each.name === link.workflow);
          return (
            <li key={link.id}>
              {say(workflow?.words.one, link.workflow)}{' '}
              <Link to={`/${workflow?.path ?? link.workflow}/${encodeURIComponent(link.to)}`}>
                <Reference to={link.workflow} id={link.to} />
              </Link>
              {link.reason !== undefined && <span className="muted"> {link.reason}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
