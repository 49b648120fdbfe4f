/**
 * Handing a person's open cases over, whole: whose, to whom, why; what would come of it and the list to be signed; then one
 * confirmation, with a result for each. A mediator may take over; giving is the officer's. The server decides both.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Skeleton } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { mayTake } from '../../actions/steps.js';
import { placeOf, useMyself } from '../../api/myself.js';
import { useDescription, useWorkflow } from '../../api/queries.js';
import type { Person, Row, Schema, Workflow } from '../../api/types.js';
import { DraftKept, DraftRestored } from '../../form/draft-words.js';
import { OtherDrafts } from '../../form/other-drafts.js';
import { useKeptForm, type KeptForm } from '../../form/use-kept-form.js';
import { whyOf, type BulkPart, type BulkResults } from '../../list/bulk-results.js';
import { serverNow } from '../../live/clock.js';
import { NotYet } from '../../live/loaded.js';
import { NotForYou } from '../../live/not-for-you.js';
import { readAgain } from '../../live/outdated.js';
import { useWords } from '../../words/language.js';
import { SIGNS } from '../../words/signs.js';
import { beijingDay } from '../../words/times.js';
import { handOver, openCasesOf, piecesOf, type Slip } from './cases.js';
import { CaseResults, Check } from './check.js';
import { choiceOf, receiverOf, STAYS, typedOf, type Choice, type Typed } from './choice.js';
import { CaseWords, Choose } from './choose.js';
import { dropFinished, finishedCases, finishedOf, keepFinished } from './finished.js';
import { HandOverPaper } from './paper.js';
import { useGivers, useNames, useOfficers } from './people.js';
import { handOverTexts } from './texts.js';
import '../../form/form.css';
import './hand-over.css';

type Stage = 'choose' | 'checking' | 'check' | 'sending';
const NO_RESULTS: BulkResults = new Map();

export function HandOverPage() {
  const { t } = useWords(handOverTexts);
  const me = useMyself();
  const workflow = useWorkflow('complaints');
  const command = workflow?.commands.find(({ name }) => name === 'HandOver');
  if (!workflow || !command) return null;
  if (!mayTake(command, me)) return <NotForYou title={t('handOver')} roles={command.roles} />;
  // Whoever may receive takes cases over; the others, who also witness it, give anybody's.
  const takersOffice = command.form.properties?.['mediator']?.['x-linli-office'];
  const giversOffice = command.roles.find((role) => role !== takersOffice) ?? '';
  const gives = me.roles.includes(giversOffice);
  return (
    <div className="hand-over">
      <title>{`${t('handOver')} · ${t('product')}`}</title>
      <header className="page-head">
        <div>
          <h1>{t('handOver')}</h1>
          <p className="muted">{gives ? t('lead') : t('leadTake')}</p>
        </div>
      </header>
      <Wizard workflow={workflow} me={me} gives={gives} takersOffice={takersOffice ?? ''} giversOffice={giversOffice} />
    </div>
  );
}

interface WizardProps {
  readonly workflow: Workflow;
  readonly me: Person;
  readonly gives: boolean;
  readonly takersOffice: string;
  readonly giversOffice: string;
}

function Wizard({ workflow, me, gives, takersOffice, giversOffice }: WizardProps) {
  const { t, say, language } = useWords(handOverTexts);
  const { registers } = useDescription();
  const queries = useQueryClient();
  const [address, setAddress] = useSearchParams();
  const [finished, setFinished] = useState(() => finishedOf(me.id));
  const from = address.get('from') ?? finished?.typed.giver;
  /** What was done last, unless the address names somebody else. */
  const done = from === finished?.typed.giver ? finished : undefined;
  const [initial] = useState((): Typed => ({
    ...{ giver: '', to: gives ? '' : me.id, apart: {}, reason: '', witness: gives ? me.id : '' },
    signedOn: beijingDay(serverNow()),
  }));
  const draftKey = { person: me.id, path: workflow.path, id: '', step: 'hand-over' };
  const form = useKeptForm<Typed>(draftKey, initial);
  const choice = choiceOf(done?.typed ?? form.values, from);
  const { giver } = choice;
  const [stage, setStage] = useState<Stage>('choose');
  const phase = done ? 'done' : stage;
  const [checked, setChecked] = useState(NO_RESULTS);
  const results: BulkResults = done ? new Map(done.results) : checked;
  const [answered, setAnswered] = useState(0);
  const [lost, setLost] = useState(false);
  /** Sent and to be sent under these keys, whatever is lost on the way. */
  const pieces = useRef<readonly BulkPart[]>([]);

  const givers = useGivers(workflow, me);
  const mediators = useOfficers(takersOffice, me);
  const officers = useOfficers(giversOffice, me);
  const open = useQuery({ ...openCasesOf(workflow, giver ?? ''), enabled: giver !== undefined && phase === 'choose' });
  const handedOver = useQuery(finishedCases(workflow, done));
  const [moved, setMoved] = useState<readonly Row[]>([]);
  const chosen = done ? (handedOver.data ?? []) : moved;
  const cases = open.data;
  const people = useMemo(() => [...mediators, ...officers, ...(givers.data ?? [])], [mediators, officers, givers.data]);
  const receivers = new Map(chosen.map((row) => [row.id, receiverOf(choice, row.id) ?? '']));
  const nameOf = useNames(people, [giver, choice.witness, ...receivers.values()]);
  const isOwn = !gives && giver === me.id;
  const slip: Slip = {
    giver: giver ?? '',
    signedOn: choice.signedOn,
    ...(choice.witness === undefined ? {} : { witness: choice.witness }),
    ...(choice.reason.trim() === '' ? {} : { reason: choice.reason.trim() }),
  };
  const forgetFinished = () => {
    dropFinished(me.id);
    setFinished(undefined);
  };
  const change = (more: Partial<Choice>) => {
    const next = { ...choice, ...more };
    // Whose cases they are is said by the address; what was chosen for each of them goes with that.
    if (next.giver === giver) form.set(typedOf(next));
    else if (next.giver !== undefined) {
      // The next hand-over, where it is of the same person.
      if (next.giver === finished?.typed.giver) forgetFinished();
      setAddress({ from: next.giver }, { replace: true });
    }
  };

  /** A fault of ours is told as one, and the page stays as it was. */
  const fail = (back: Stage) => (error: unknown) => {
    setStage(back);
    throw error;
  };

  const check = async () => {
    const moving = (cases ?? []).filter((row) => receiverOf(choice, row.id) !== STAYS);
    setMoved(moving);
    setStage('checking');
    setLost(false);
    const receiving = (rows: typeof moving) => new Map(rows.map((row) => [row.id, receiverOf(choice, row.id) ?? '']));
    const found = await handOver(workflow, piecesOf(receiving(moving), slip), true, setAnswered).catch(fail('choose'));
    setLost(found === undefined);
    setStage(found ? 'check' : 'choose');
    if (!found) return;
    pieces.current = piecesOf(receiving(moving.filter((row) => found.get(row.id)?.kind === 'done')), slip);
    setChecked(found);
  };

  const confirm = async () => {
    setStage('sending');
    setLost(false);
    setAnswered(0);
    const found = await handOver(workflow, pieces.current, false, setAnswered).catch(fail('check'));
    setLost(found === undefined);
    setStage(found ? 'choose' : 'check');
    if (found) {
      // What was not possible by the check was not sent.
      const all = new Map([...checked, ...found]);
      const inOrder = moved.flatMap(({ id }) => {
        const result = all.get(id);
        return result ? [[id, result] as const] : [];
      });
      const now = { typed: typedOf(choice), results: inOrder, savedAt: new Date(serverNow()).toISOString() };
      keepFinished(me.id, now);
      setFinished(now);
      form.drop();
    }
    void readAgain(queries);
  };

  const begin = () => {
    forgetFinished();
    setAddress({}, { replace: true });
  };

  if (!givers.data) return <NotYet of={givers} />;
  const place = placeOf(me.jurisdictions);
  const listed =
    phase === 'choose'
      ? isOwn
        ? (cases ?? [])
        : []
      : chosen.filter((row) => whyOf(results.get(row.id)) === undefined);
  const steps = ['stepChoose', 'stepCheck', 'stepDone'] as const;
  const at = phase === 'done' ? 2 : phase === 'choose' || phase === 'checking' ? 0 : 1;
  return (
    <>
      {!isOwn && (
        <ol className="hand-over-steps" aria-label={t('steps')}>
          {steps.map((step, index) => (
            <li
              key={step}
              aria-current={index === at ? 'step' : undefined}
              className={index === at ? 'hand-over-now' : undefined}
            >
              {index + 1}. {t(step)}
            </li>
          ))}
        </ol>
      )}
      {phase === 'choose' && lost && <Alert type="warning" showIcon title={t('lost')} />}
      {phase === 'choose' && !isOwn && <Kept form={form} />}
      {phase === 'choose' && (
        <Choose
          workflow={workflow}
          givers={givers.data}
          receivers={gives ? mediators : mediators.filter(({ id }) => id === me.id)}
          witnesses={officers}
          cases={isOwn ? [] : cases}
          isOwn={isOwn}
          nameOf={nameOf}
          choice={choice}
          onChange={change}
          onCheck={() => void check()}
        />
      )}
      {phase === 'choose' && giver !== undefined && !cases && <NotYet of={open} />}
      {phase === 'choose' && isOwn && cases && (
        <section className="panel hand-over-own">
          <p>{t('ownList', { officers: officers.map(({ name }) => name).join(SIGNS[language].comma) })}</p>
          <ul className="hand-over-cases">
            {cases.map((row) => (
              <li key={row.id} className="hand-over-case hand-over-listed">
                <CaseWords workflow={workflow} row={row} />
              </li>
            ))}
          </ul>
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        </section>
      )}
      {phase === 'checking' && <Skeleton active paragraph={{ rows: 6 }} />}
      {(phase === 'check' || phase === 'sending') && (
        <Check
          workflow={workflow}
          cases={chosen}
          results={results}
          receivers={receivers}
          nameOf={nameOf}
          sending={phase === 'sending'}
          done={answered}
          lost={lost}
          onBack={() => setStage('choose')}
          onConfirm={() => void confirm()}
        />
      )}
      {done && !handedOver.data && <NotYet of={handedOver} />}
      {done && handedOver.data && (
        <Done results={results} onAnother={begin}>
          <CaseResults
            workflow={workflow}
            cases={chosen}
            results={results}
            receivers={receivers}
            nameOf={nameOf}
            fine={t('isDone')}
          />
        </Done>
      )}
      {listed.length > 0 && giver !== undefined && (
        <HandOverPaper
          workflow={workflow}
          cases={listed}
          receivers={isOwn ? new Map() : receivers}
          giver={giver}
          witness={choice.witness}
          reason={choice.reason}
          signedOn={phase === 'done' ? choice.signedOn : undefined}
          place={say(registers['sub-district']?.[place ?? ''], place ?? t('district'))}
          nameOf={nameOf}
        />
      )}
    </>
  );
}

/** What was typed before, or is typed in another tab. */
function Kept({ form }: { readonly form: KeptForm<Typed> }) {
  const { restoredAt } = form.life;
  return (
    <>
      {form.isKept && restoredAt !== undefined && <DraftRestored at={restoredAt} onDrop={form.drop} />}
      {form.isKept && !form.hasRoom && <DraftKept step={{ isDrafted: true, isKept: false }} />}
      <OtherDrafts others={form.life} form={REASON} />
    </>
  );
}

/** By what one draft is known from another. */
const REASON: Schema = { properties: { reason: { maxLength: 500 } } };

interface DoneProps {
  readonly results: BulkResults;
  readonly onAnother: () => void;
  readonly children: ReactNode;
}

function Done({ results, onAnother, children }: DoneProps) {
  const { t } = useWords(handOverTexts);
  const ok = [...results.values()].filter(({ kind }) => kind === 'done').length;
  const no = results.size - ok;
  return (
    <section className="panel">
      <p className="hand-over-sum" role="status">
        {no === 0 ? t('doneAll', { n: ok }) : t('doneSome', { ok, no })}
      </p>
      {children}
      <div className="form-actions">
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()} disabled={ok === 0}>
          {t('print')}
        </Button>
        <Button onClick={onAnother}>{t('another')}</Button>
      </div>
    </section>
  );
}
