/**
 * A step for many cases: the form once, what would happen to how many and why not to the rest, then the doing with its
 * progress, a result for each case, and another try for those that it may help. What is typed stays a draft until it is
 * sent or dropped.
 */
import { Alert, Button, ConfigProvider, Progress } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiError, ConnectionLost } from '../api/client.js';
import type { Command, Person, Problem, Row, Workflow } from '../api/types.js';
import { DraftKept, DraftRestored } from '../form/draft-words.js';
import type { DraftKey } from '../form/drafts.js';
import { toFirstFault } from '../form/fault.js';
import { Field } from '../form/field-control.js';
import type { FieldProps, FormContext } from '../form/field-props.js';
import { OtherDrafts } from '../form/other-drafts.js';
import { useKeptForm } from '../form/use-kept-form.js';
import { bodyOf, fieldsOf, missingIn, type Values } from '../form/values.js';
import { focusHeading, isFocusLost } from '../live/focus.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import {
  mayAgain,
  reasonsIn,
  resultsAfter,
  whyOf,
  type BulkPart,
  type BulkResult,
  type BulkResults,
} from './bulk-results.js';
import { partsAgain, partsOf, runBulk } from './bulk-run.js';
import { calledBy } from './called.js';
import { listTexts } from './texts.js';
import '../form/form.css';

/** Cases told by name; beyond them only the reasons are. */
const NAMED_MAX = 200;

interface BulkDialogProps {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly me: Person;
  readonly count: number;
  /** What all of them say of it is entered already. */
  readonly initial: Values;
  /** The cases that are meant, whether or not they are loaded. */
  readonly collect: (signal: AbortSignal, told: (done: number, total: number) => void) => Promise<readonly Row[]>;
  /** Hears which cases were done. */
  readonly onDone: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

interface Working {
  readonly kind: 'working';
  readonly words: 'bulkCollecting' | 'bulkChecking' | 'bulkRunning';
}

type Phase =
  | {
      readonly kind: 'filling';
      readonly problem?: Problem;
      readonly missing?: readonly string[];
      /** The connection broke before anything was done. */
      readonly lost?: boolean;
    }
  | Working
  | { readonly kind: 'checked'; readonly would: BulkResults }
  | { readonly kind: 'done'; readonly parts: readonly BulkPart[]; readonly results: BulkResults };

/** Stands in a draft for the case: no case has this id. */
const BULK = 'bulk';
const UNTYPED: Values = {};

const NOBODY: FormContext['persons'] = new Map();

export function BulkDialog(props: BulkDialogProps) {
  const { workflow, command, me, collect, onDone, onClose } = props;
  const { t, say } = useWords(listTexts);
  // What is done is chosen no longer; what was meant stays said.
  const [{ count, initial }] = useState(props);
  const route = command.bulkRoute ?? '';
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [draftKey] = useState<DraftKey>({ person: me.id, path: workflow.path, id: BULK, step: command.path });
  const draft = useKeptForm<Values>(draftKey, UNTYPED);
  const { restoredAt } = draft.life;
  const values = { ...initial, ...draft.values };
  const [phase, setPhase] = useState<Phase>({ kind: 'filling' });
  const [progress, setProgress] = useState({ done: 0, total: count });
  const [called, setCalled] = useState<ReadonlyMap<string, string>>(new Map());
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      stopping.current?.abort();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      if (isFocusLost()) focusHeading();
    };
  }, []);
  useEffect(() => {
    if (phase.kind === 'filling') {
      toFirstFault(form.current);
      if (isFocusLost()) form.current?.querySelector<HTMLElement>('[type=submit]')?.focus();
    } else dialog.current?.querySelector<HTMLElement>('.bulk-will, .bulk-progress button')?.focus();
  }, [phase]);

  const begin = (words: Working['words']): AbortSignal => {
    setPhase({ kind: 'working', words });
    stopping.current = new AbortController();
    return stopping.current.signal;
  };
  const fail = (error: unknown): void => {
    const isStopped = stopping.current?.signal.aborted === true;
    const isLost = error instanceof ConnectionLost;
    const problem = error instanceof ApiError ? { problem: error.problem } : {};
    setPhase({ kind: 'filling', lost: isLost, ...problem });
    if (!isStopped && !isLost && !(error instanceof ApiError)) throw error;
  };
  const check = async (): Promise<void> => {
    const missing = missingIn(command.form, values);
    if (missing.length > 0) return setPhase({ kind: 'filling', missing });
    const signal = begin('bulkCollecting');
    const rows = await collect(signal, (done, total) => setProgress({ done, total }));
    setCalled(new Map(rows.map((row) => [row.id, calledBy(row) ?? t('unnumbered')])));
    setPhase({ kind: 'working', words: 'bulkChecking' });
    const told = (done: number): void => setProgress({ done, total: rows.length });
    told(0);
    const ids = rows.map(({ id }) => id);
    const would = await runBulk(route, partsOf(ids, bodyOf(values)), { dryRun: true, ends: true, signal, told });
    setPhase(signal.aborted ? { kind: 'filling' } : { kind: 'checked', would });
  };
  const run = async (parts: readonly BulkPart[], before: BulkResults, isAgain: boolean): Promise<void> => {
    const signal = begin('bulkRunning');
    const total = parts.reduce((sum, { ids }) => sum + ids.length, 0);
    setProgress({ done: 0, total });
    const told = (done: number): void => setProgress({ done, total });
    const results = await runBulk(route, parts, { dryRun: false, ends: !isAgain, signal, told });
    const after = resultsAfter(before, results);
    const done = [...after].flatMap(([id, { kind }]) => (kind === 'done' ? [id] : []));
    if (done.length > 0) {
      draft.drop();
      onDone(done);
    }
    setPhase({ kind: 'done', parts, results: after });
  };

  return (
    <dialog
      ref={dialog}
      className="dialog bulk-dialog"
      aria-labelledby="bulk-title"
      onClose={onClose}
      onCancel={(event) => {
        // What is being done is watched to its end, or stopped by its own button.
        if (phase.kind === 'working') event.preventDefault();
      }}
    >
      <h2 id="bulk-title">{t('bulkTitle', { step: say(command.words, command.name), n: count })}</h2>
      <p className="bulk-will" tabIndex={-1} aria-live="polite">
        {phase.kind === 'checked' && t('bulkWill', { n: countOf(phase.would, 'done') })}
        {phase.kind === 'done' && t('bulkDone', { n: countOf(phase.results, 'done') })}
      </p>
      {phase.kind === 'filling' && (
        <form
          ref={form}
          className="bulk-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check().catch(fail);
          }}
        >
          {draft.isKept && restoredAt !== undefined && <DraftRestored at={restoredAt} onDrop={draft.drop} />}
          <OtherDrafts others={draft.life} form={command.form} />
          {/* What lies outside an open dialog cannot be reached: lists open within it. */}
          <ConfigProvider getPopupContainer={() => dialog.current ?? document.body}>
            <BulkFields
              command={command}
              me={me}
              values={values}
              phase={phase}
              onChange={(name, value) => draft.set({ [name]: value })}
            />
          </ConfigProvider>
          <div className="form-actions">
            <Button type="primary" htmlType="submit">
              {t('bulkCheck')}
            </Button>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <DraftKept step={{ isDrafted: draft.isKept, isKept: draft.hasRoom }} />
          </div>
        </form>
      )}
      {phase.kind === 'working' && (
        <div className="bulk-progress" aria-live="polite">
          <p>{t(phase.words, progress)}</p>
          <Progress percent={Math.floor((progress.done / Math.max(1, progress.total)) * 100)} showInfo={false} />
          <Button onClick={() => stopping.current?.abort()}>{t('bulkStop')}</Button>
        </div>
      )}
      {phase.kind === 'checked' && (
        <Checked
          would={phase.would}
          called={called}
          onBack={() => setPhase({ kind: 'filling' })}
          onRun={(ids) => void run(partsOf(ids, bodyOf(values)), refusedOf(phase.would), false).catch(fail)}
        />
      )}
      {phase.kind === 'done' && (
        <Done
          workflow={workflow}
          parts={phase.parts}
          results={phase.results}
          called={called}
          onRetry={() => void run(partsAgain(phase.parts, phase.results), phase.results, true).catch(fail)}
          onClose={onClose}
        />
      )}
    </dialog>
  );
}

function countOf(results: BulkResults, kind: BulkResult['kind']): number {
  return [...results.values()].filter((one) => one.kind === kind).length;
}

function refusedOf(results: BulkResults): BulkResults {
  return new Map([...results].filter(([, { kind }]) => kind === 'refused'));
}

interface BulkFieldsProps {
  readonly command: Command;
  readonly me: Person;
  readonly values: Values;
  readonly phase: Phase & { readonly kind: 'filling' };
  readonly onChange: (name: string, value: unknown) => void;
}

function BulkFields({ command, me, values, phase, onChange }: BulkFieldsProps) {
  const { t } = useWords(listTexts);
  const wrong = phase.problem?.errors ?? [];
  const errors = new Map([
    ...(phase.missing ?? []).map((pointer) => [pointer, t('required')] as const),
    ...wrong.map(({ pointer, detail }) => [pointer.replace(/^\/form/, ''), detail] as const),
  ]);
  const place = me.jurisdictions.find((one) => one !== 'district');
  const draw = (props: FieldProps): ReactNode => <Field {...props} />;
  const context: FormContext = { jurisdiction: place, persons: NOBODY, errors, disabled: false, draw };
  return (
    <>
      <div className="fields">
        {fieldsOf(command.form).map(({ name, field, required }) => (
          <Field
            key={name}
            name={name}
            pointer={`/${name}`}
            field={field}
            required={required}
            value={values[name]}
            onChange={(value) => onChange(name, value)}
            context={context}
          />
        ))}
      </div>
      {phase.problem && wrong.length === 0 && <Alert type="error" showIcon title={phase.problem.detail} />}
      {phase.lost && <Alert type="warning" showIcon title={t('bulkNoServer')} />}
    </>
  );
}

interface CheckedProps {
  readonly would: BulkResults;
  readonly called: ReadonlyMap<string, string>;
  readonly onBack: () => void;
  readonly onRun: (ids: readonly string[]) => void;
}

function Checked({ would, called, onBack, onRun }: CheckedProps) {
  const { t } = useWords(listTexts);
  const will = [...would].flatMap(([id, { kind }]) => (kind === 'done' ? [id] : []));
  const lost = [...would.values()].some(({ kind }) => kind === 'lost');
  return (
    <section>
      <Reasons results={would} called={called} words="bulkCannot" />
      {lost && <Alert type="warning" showIcon title={t('bulkItemLost')} />}
      {will.length === 0 && <p>{t('bulkNothing')}</p>}
      <div className="form-actions">
        {will.length > 0 && (
          <Button type="primary" onClick={() => onRun(will)}>
            {t('bulkRun', { n: will.length })}
          </Button>
        )}
        <Button onClick={onBack}>{t('back')}</Button>
      </div>
    </section>
  );
}

interface ReasonsProps {
  readonly results: BulkResults;
  readonly called: ReadonlyMap<string, string>;
  readonly words: 'bulkCannot' | 'bulkFailed';
}

/** Why not, each reason once, with the cases that it holds for. */
function Reasons({ results, called, words }: ReasonsProps) {
  const { t, language } = useWords(listTexts);
  const reasons = reasonsIn(results.values());
  const n = reasons.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  return (
    <div className="bulk-reasons">
      <p>{t(words, { n })}</p>
      <ul>
        {reasons.map(([why, count]) => (
          <li key={why}>
            <details>
              <summary>
                {why} <span className="tab-count">× {count}</span>
              </summary>
              <p className="muted">
                {[...results]
                  .flatMap(([id, one]) => (whyOf(one) === why ? [called.get(id) ?? id] : []))
                  .slice(0, NAMED_MAX)
                  .join(SIGNS[language].comma)}
              </p>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface DoneProps {
  readonly workflow: Workflow;
  readonly parts: readonly BulkPart[];
  readonly results: BulkResults;
  readonly called: ReadonlyMap<string, string>;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}

function Done({ workflow, parts, results, called, onRetry, onClose }: DoneProps) {
  const { t } = useWords(listTexts);
  const lost = countOf(results, 'lost');
  const sent = parts.flatMap(({ ids }) => ids);
  const again = sent.filter((id) => mayAgain(results.get(id))).length;
  const left = sent.filter((id) => !results.has(id)).length;
  const words = (one: BulkResult): string => whyOf(one) ?? t(one.kind === 'done' ? 'bulkItemDone' : 'bulkItemLost');
  return (
    <section>
      {lost > 0 && <Alert type="warning" showIcon title={t('bulkLost', { n: lost })} />}
      {left > 0 && <p>{t('bulkLeft', { n: left })}</p>}
      <Reasons results={results} called={called} words="bulkFailed" />
      <details className="bulk-each">
        <summary>{t('bulkEach')}</summary>
        <ul>
          {[...results].slice(0, NAMED_MAX).map(([id, one]) => (
            <li key={id}>
              <Link to={`/${workflow.path}/${encodeURIComponent(id)}`}>{called.get(id) ?? id}</Link>{' '}
              <span className={one.kind === 'done' || ('same' in one && one.same) ? 'muted' : 'bulk-why'}>
                {words(one)}
              </span>
            </li>
          ))}
        </ul>
      </details>
      <div className="form-actions">
        <Button type="primary" onClick={onClose}>
          {t('close')}
        </Button>
        {again > 0 && <Button onClick={onRetry}>{t('bulkRetry', { n: again })}</Button>}
      </div>
    </section>
  );
}
