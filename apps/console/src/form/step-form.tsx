/**
 * The form of a step, in place: its draft kept, its effect told before it is done. Its fields are drawn from the declaration;
 * a hand-made part arranges them otherwise (`body`) and has everything else from here.
 */
import { Alert, Button } from 'antd';
import { useEffect, useId, useMemo, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { isWrongState } from '../api/changed.js';
import type { Case, Command, HistoryItem, StepAnswer, Workflow } from '../api/types.js';
import { isWeighty } from '../actions/steps.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { liveTexts } from '../live/texts.js';
import type { DraftKey } from './drafts.js';
import { toFirstFault } from './fault.js';
import { useFocusKept } from './focus-kept.js';
import { Field } from './field-control.js';
import type { FormContext } from './field-props.js';
import { begunWith } from './known.js';
import { fieldsOf, type Values } from './values.js';
import { DraftKept, DraftRestored } from './draft-words.js';
import { GoneButtons, Meanwhile } from './meanwhile.js';
import { OtherDrafts } from './other-drafts.js';
import { useStep, type FormLife, type Phase } from './use-step.js';
import { walkOnEnter } from './walk.js';
import { Would } from './would.js';
import './form.css';

/** More optional fields than these are shown on demand. */
const OPTIONAL_AT_ONCE = 3;

export interface StepFormProps {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly person: string;
  readonly one?: Case | undefined;
  readonly history?: readonly HistoryItem[];
  readonly persons?: FormContext['persons'];
  readonly initial?: Values;
  readonly onDone: (answer: StepAnswer) => void;
  readonly onCancel: () => void;
  /** Arranges the fields by hand, in place of the order of the declaration. */
  readonly body?: (fields: FormFields) => ReactNode;
  /** In place of the words of the step. */
  readonly title?: string;
  /** What is worth saying of the effect besides. */
  readonly aboutEffect?: (would: StepAnswer) => ReactNode;
  /** The button that sends is the one thing on the page. */
  readonly isLarge?: boolean;
}

/** What a hand-made part arranges. */
export interface FormFields {
  readonly values: Values;
  readonly set: (name: string, value: unknown) => void;
  /** A field, or a member of one (`complainant/phone`), as it is drawn everywhere; under a label of one's own where it needs one. */
  readonly field: (path: string, label?: string) => ReactNode;
  /** What is wrong with it, by pointer. */
  readonly errorOf: (pointer: string) => string | undefined;
  readonly isDisabled: boolean;
  /** What was typed went elsewhere: it is no draft any more. */
  readonly drop: () => void;
}

const NOBODY: FormContext['persons'] = new Map();

export function StepForm(props: StepFormProps) {
  const { workflow, command, person, one, history = [], persons = NOBODY, onDone, onCancel, body } = props;
  const [initial] = useState<Values>(() => ({ ...(one && begunWith(command, [one])), ...props.initial }));
  const { t, say } = useWords(liveTexts);
  const title = useId();
  const form = useRef<HTMLFormElement>(null);
  const draftKey: DraftKey = { person, path: workflow.path, id: one?.id ?? '', step: command.path };
  const isNew = one === undefined;
  const isDone = useRef(false);
  const step = useStep({
    workflow,
    command,
    draftKey,
    one,
    initial,
    onDone: (answer) => {
      isDone.current = true;
      onDone(answer);
    },
  });
  const { values, phase } = step;
  useFocusKept(form, phase.kind, isDone);
  const errors = useErrors(phase, command);
  const jurisdiction = workflow.jurisdiction === null ? undefined : one?.[workflow.jurisdiction];
  // A form that says where the case goes to asks of what lies there.
  const chosenPlace = workflow.jurisdiction === null ? undefined : values[workflow.jurisdiction];
  const gone = isGone(phase, command, one);
  const context: FormContext = {
    jurisdiction: typeof jurisdiction === 'string' ? jurisdiction : undefined,
    chosenPlace: typeof chosenPlace === 'string' && chosenPlace !== '' ? chosenPlace : undefined,
    own: one && { workflow: workflow.name, id: one.id },
    persons,
    errors,
    disabled: phase.kind === 'sending' || (phase.kind === 'checked' && !gone) || isQueued(phase),
    draw: (props) => <Field {...props} />,
  };
  const all = fieldsOf(command.form);
  const optional = all.filter((field) => !field.required);
  const folded = optional.length > OPTIONAL_AT_ONCE ? optional : [];
  const opened = folded.some(({ name }) => values[name] !== undefined || errors.has(`/${name}`));
  const shaped: FormFields = {
    values,
    set: step.set,
    field: (path, label) => {
      const [name = '', member] = path.split('/');
      const asked = all.find((field) => field.name === name);
      if (!asked || member === undefined) return asked && draw(asked, label);
      const within = (values[name] ?? {}) as Values;
      const inner = fieldsOf(asked.field).find((field) => field.name === member);
      return (
        inner && (
          <Field
            {...(label === undefined ? {} : { label })}
            key={path}
            name={member}
            pointer={`/${path}`}
            field={inner.field}
            required={asked.required && inner.required}
            value={within[member]}
            onChange={(value) => step.set(name, { ...within, [member]: value })}
            context={context}
          />
        )
      );
    },
    errorOf: (pointer) => errors.get(pointer),
    isDisabled: context.disabled,
    drop: step.drop,
  };
  const beside = Object.entries(command.beside).filter(([name]) => !command.form.properties?.[name]);
  const draw = ({ name, field, required }: (typeof all)[number], label?: string) => (
    <Field
      {...(label === undefined ? {} : { label })}
      key={name}
      name={name}
      pointer={`/${name}`}
      field={field}
      required={required}
      value={values[name]}
      onChange={(value) => step.set(name, value)}
      context={context}
    />
  );

  useEffect(() => {
    // Where a case begins, the form is the page, and that is seen from its top.
    if (form.current && !isNew) intoView(form.current);
    const first = form.current?.querySelector<HTMLElement>('[data-first] input, [data-first] textarea');
    // What is said above the fields has buttons too, and they drop things.
    const next = ':is(input, textarea, button):not(.ant-alert *)';
    (first ?? form.current?.querySelector<HTMLElement>(next))?.focus({ preventScroll: true });
  }, [isNew]);
  useEffect(() => {
    // What a check says stands above the button that confirms it; both are looked at next.
    if (phase.kind === 'checked') form.current?.querySelector('.form-actions')?.scrollIntoView({ block: 'nearest' });
  }, [phase.kind]);
  useEffect(() => {
    if (errors.size > 0) toFirstFault(form.current);
  }, [errors]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void step.submit();
  };
  return (
    <form
      ref={form}
      className="step-form"
      onSubmit={submit}
      onKeyDownCapture={walkOnEnter}
      aria-labelledby={title}
      noValidate
    >
      <h2 id={title}>{props.title ?? say(command.words, command.name)}</h2>
      {gone && (
        <Meanwhile
          workflow={workflow}
          history={history}
          seenVersion={step.seenVersion}
          person={person}
          title={t('goneTitle')}
          body={t(step.isDrafted ? 'goneBody' : 'goneEmpty')}
        />
      )}
      {!gone && step.restoredAt !== undefined && phase.kind === 'filling' && step.isDrafted && (
        <DraftRestored at={step.restoredAt} onDrop={step.drop} />
      )}
      {!gone && <OtherDrafts others={step.others} form={command.form} />}
      {body ? (
        body(shaped)
      ) : (
        <>
          <div className="fields">{all.filter((field) => !folded.includes(field)).map((field) => draw(field))}</div>
          {folded.length > 0 && (
            <details open={opened}>
              <summary>{t('moreFields')}</summary>
              <div className="fields">{folded.map((field) => draw(field))}</div>
            </details>
          )}
        </>
      )}
      {!command.standing && !gone && (
        <details open={beside.some(([name]) => errors.has(`/${name}`))}>
          <summary>{t('beside')}</summary>
          <div className="fields">{beside.map(([name, field]) => draw({ name, field, required: false }))}</div>
        </details>
      )}
      {!gone && (
        <Outcome workflow={workflow} phase={phase} history={history} seenVersion={step.seenVersion} person={person} />
      )}
      {!gone && phase.kind === 'checked' && (
        <Would workflow={workflow} would={phase.would} before={one?.state}>
          {props.aboutEffect?.(phase.would)}
        </Would>
      )}
      {gone ? (
        <GoneButtons command={command} step={step} onClose={onCancel} />
      ) : (
        <div className="form-actions">
          {isQueued(phase) && <QueuedButtons creates={isNew} step={step} />}
          <SubmitButton
            phase={phase}
            command={command}
            weighty={isWeighty(workflow, command, one?.state)}
            isLarge={props.isLarge ?? false}
            onAgain={() => void step.sendOnNow()}
          />
          {phase.kind === 'checked' ? (
            <Button onClick={step.edit}>{t('back')}</Button>
          ) : (
            <Button onClick={onCancel}>{t(isQueued(phase) ? 'close' : 'cancel')}</Button>
          )}
          {!isQueued(phase) && <DraftKept step={step} />}
        </div>
      )}
    </form>
  );
}

/** A form is read from its beginning, below the head of its case: only where that is not seen is anything moved. */
function intoView(form: HTMLElement): void {
  const { top } = form.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) form.scrollIntoView({ block: 'start' });
}

/** Somebody else's step made this one impossible while its form was open; what was typed stays to be seen. */
function isGone(phase: Phase, { path }: Command, one: Case | undefined): boolean {
  if (phase.kind === 'sending' || isQueued(phase) || !one) return false;
  if (phase.kind === 'conflict' && isWrongState(phase.problem)) return true;
  // The form of one field of a correction is `correct.place`.
  return !one.actions.includes(path.split('.')[0] ?? path);
}

function isQueued(phase: Phase): boolean {
  return phase.kind === 'lost' && phase.queued;
}

/** What can be done with a step that waits to be sent: more of the same, or back to editing. */
function QueuedButtons({ creates, step }: { readonly creates: boolean; readonly step: FormLife }) {
  const { t } = useWords(liveTexts);
  return (
    <>
      {creates && (
        <Button type="primary" onClick={step.another}>
          {t('another')}
        </Button>
      )}
      <Button onClick={step.edit}>{t('takeBack')}</Button>
    </>
  );
}

interface SubmitProps {
  readonly isLarge: boolean;
  readonly weighty: boolean;
  readonly phase: Phase;
  readonly command: Command;
  readonly onAgain: () => void;
}

function SubmitButton({ phase, command, weighty, isLarge, onAgain }: SubmitProps) {
  const { t, say, language } = useWords(liveTexts);
  if (isQueued(phase)) return null;
  if (phase.kind === 'conflict')
    return (
      <Button type="primary" onClick={onAgain}>
        {t('sendAgain')}
      </Button>
    );
  const label =
    phase.kind === 'checked'
      ? `${t('confirm')}${SIGNS[language].colon}${say(command.words, command.name)}`
      : phase.kind === 'lost'
        ? t('sendUnchecked')
        : weighty
          ? t('checkFirst')
          : say(command.words, command.name);
  return (
    <Button type="primary" htmlType="submit" {...(isLarge ? { size: 'large' } : {})} loading={phase.kind === 'sending'}>
      {label}
    </Button>
  );
}

interface OutcomeProps {
  readonly workflow: Workflow;
  readonly phase: Phase;
  readonly history: readonly HistoryItem[];
  readonly seenVersion: number | undefined;
  readonly person: string;
}

function Outcome({ workflow, phase, history, seenVersion, person }: OutcomeProps) {
  const { t } = useWords(liveTexts);
  if (phase.kind === 'lost') {
    const [title, body] = phase.queued
      ? (['queuedTitle', 'queuedBody'] as const)
      : (['uncheckedTitle', 'uncheckedBody'] as const);
    return <Alert type={phase.queued ? 'info' : 'warning'} showIcon title={t(title)} description={t(body)} />;
  }
  if (phase.kind === 'incomplete')
    return <Alert type="error" showIcon title={t('formErrors', { n: phase.missing.length })} />;
  if (phase.kind === 'refused') {
    const count = phase.problem.errors?.length ?? 0;
    const title = count > 0 ? t('formErrors', { n: count }) : t('refusedTitle');
    return <Alert type="error" showIcon title={title} description={count > 0 ? undefined : phase.problem.detail} />;
  }
  if (phase.kind !== 'conflict') return null;
  return (
    <Meanwhile
      workflow={workflow}
      history={history}
      seenVersion={seenVersion}
      person={person}
      body={t('conflictBody')}
    />
  );
}

function useErrors(phase: Phase, command: Command): ReadonlyMap<string, string> {
  const { t } = useWords();
  return useMemo(() => {
    if (phase.kind === 'incomplete') return new Map(phase.missing.map((pointer) => [pointer, t('required')]));
    if (phase.kind !== 'refused') return new Map<string, string>();
    const known = new Set(Object.keys(command.form.properties ?? {}));
    return new Map(
      (phase.problem.errors ?? []).map(({ pointer, detail }) => {
        const [, first = ''] = pointer.split('/');
        return [known.has(first) || first in command.beside ? pointer : `/${first}`, detail];
      }),
    );
  }, [phase, command, t]);
}
