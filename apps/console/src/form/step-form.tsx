/** The form of a step, in place: drawn from the declaration, its draft kept, its effect told before it is done. */
import { Alert, Button } from 'antd';
import { useEffect, useId, useMemo, useRef, type FormEvent } from 'react';
import type { Case, Command, HistoryItem, StepAnswer, Workflow } from '../api/types.js';
import { isWeighty } from '../actions/steps.js';
import { useWords } from '../words/language.js';
import { agoWords } from '../words/times.js';
import { useNow } from '../live/clock.js';
import type { DraftKey } from './drafts.js';
import { Field } from './field-control.js';
import type { FormContext } from './field-props.js';
import { fieldsOf, type Values } from './values.js';
import { useStep, type Phase } from './use-step.js';
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
}

const NOBODY: FormContext['persons'] = new Map();

export function StepForm(props: StepFormProps) {
  const { workflow, command, person, one, history = [], persons = NOBODY, initial, onDone, onCancel } = props;
  const { t, say, language } = useWords();
  const now = useNow();
  const title = useId();
  const form = useRef<HTMLFormElement>(null);
  const draftKey: DraftKey = { person, path: workflow.path, id: one?.id ?? '', step: command.path };
  const step = useStep({ workflow, command, draftKey, one, onDone, ...(initial ? { initial } : {}) });
  const { values, phase } = step;
  const errors = useErrors(phase, command);
  const jurisdiction = workflow.jurisdiction === null ? undefined : one?.[workflow.jurisdiction];
  const context: FormContext = {
    jurisdiction: typeof jurisdiction === 'string' ? jurisdiction : undefined,
    persons,
    errors,
    disabled: phase.kind === 'sending' || phase.kind === 'checked',
    draw: (props) => <Field {...props} />,
  };
  const all = fieldsOf(command.form);
  const optional = all.filter((field) => !field.required);
  const folded = optional.length > OPTIONAL_AT_ONCE ? optional : [];
  const opened = folded.some(({ name }) => values[name] !== undefined || errors.has(`/${name}`));
  const beside = Object.entries(command.beside).filter(([name]) => !command.form.properties?.[name]);
  const draw = ({ name, field, required }: (typeof all)[number]) => (
    <Field
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
    form.current?.scrollIntoView({ block: 'nearest' });
    form.current?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (errors.size > 0) form.current?.querySelector('.field-error')?.scrollIntoView({ block: 'center' });
  }, [errors]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void step.submit();
  };
  return (
    <form ref={form} className="step-form" onSubmit={submit} aria-labelledby={title} noValidate>
      <h2 id={title}>{say(command.words, command.name)}</h2>
      {step.restoredAt !== undefined && phase.kind === 'filling' && step.isDrafted && (
        <Alert
          type="info"
          showIcon
          title={t('draftRestored', { when: agoWords(step.restoredAt, now, language) })}
          action={
            <Button size="small" onClick={step.drop}>
              {t('draftDrop')}
            </Button>
          }
        />
      )}
      <div className="fields">{all.filter((field) => !folded.includes(field)).map(draw)}</div>
      {folded.length > 0 && (
        <details open={opened}>
          <summary>{t('moreFields')}</summary>
          <div className="fields">{folded.map(draw)}</div>
        </details>
      )}
      {!command.standing && (
        <details className="beside" open={beside.some(([name]) => errors.has(`/${name}`))}>
          <summary>{t('beside')}</summary>
          <div className="fields">{beside.map(([name, field]) => draw({ name, field, required: false }))}</div>
        </details>
      )}
      <Outcome phase={phase} history={history} seenVersion={step.seenVersion} person={person} />
      {phase.kind === 'checked' && <Would workflow={workflow} would={phase.would} before={one?.state} />}
      <div className="form-actions">
        <SubmitButton
          phase={phase}
          command={command}
          weighty={isWeighty(workflow, command, one?.state)}
          onAgain={() => void step.sendOnNow()}
        />
        {phase.kind === 'checked' ? (
          <Button onClick={step.edit}>{t('back')}</Button>
        ) : (
          <Button onClick={onCancel}>{t('cancel')}</Button>
        )}
        {step.isDrafted && <span className="muted">{t('draftKept')}</span>}
      </div>
    </form>
  );
}

interface SubmitProps {
  readonly weighty: boolean;
  readonly phase: Phase;
  readonly command: Command;
  readonly onAgain: () => void;
}

function SubmitButton({ phase, command, weighty, onAgain }: SubmitProps) {
  const { t, say } = useWords();
  if (phase.kind === 'conflict')
    return (
      <Button type="primary" onClick={onAgain}>
        {t('sendAgain')}
      </Button>
    );
  const label =
    phase.kind === 'checked'
      ? `${t('confirm')}：${say(command.words, command.name)}`
      : phase.kind === 'lost'
        ? t('sendAgain')
        : weighty
          ? t('checkFirst')
          : say(command.words, command.name);
  return (
    <Button type="primary" htmlType="submit" loading={phase.kind === 'sending'}>
      {label}
    </Button>
  );
}

interface OutcomeProps {
  readonly phase: Phase;
  readonly history: readonly HistoryItem[];
  readonly seenVersion: number | undefined;
  readonly person: string;
}

function Outcome({ phase, history, seenVersion = -1, person }: OutcomeProps) {
  const { t } = useWords();
  if (phase.kind === 'lost')
    return <Alert type="warning" showIcon title={t('lostTitle')} description={t('lostBody')} />;
  if (phase.kind === 'incomplete')
    return <Alert type="error" showIcon title={t('formErrors', { n: phase.missing.length })} />;
  if (phase.kind === 'refused') {
    const count = phase.problem.errors?.length ?? 0;
    const title = count > 0 ? t('formErrors', { n: count }) : t('refusedTitle');
    return <Alert type="error" showIcon title={title} description={count > 0 ? undefined : phase.problem.detail} />;
  }
  if (phase.kind !== 'conflict') return null;
  const since = history.filter((item) => item.version > seenVersion);
  const others = since.filter((item) => item.actor.id !== person);
  const who = [...new Set((others.length > 0 ? others : since).map((item) => item.words.who))].join('、');
  const gone = phase.problem.code.endsWith('-wrong-state');
  return (
    <Alert
      type="warning"
      showIcon
      title={t('conflictTitle', { who: who || t('system') })}
      description={
        <>
          <p>{gone ? t('conflictGone') : t('conflictBody')}</p>
          <ul className="conflict">
            {since.map((item) => (
              <li key={item.id}>
                {item.words.when} {item.words.who} {item.words.what}
              </li>
            ))}
          </ul>
          {gone && <p>{phase.problem.detail}</p>}
        </>
      }
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
