/** The head of a case: what it is called, where it stands, what runs out when, and the next step as the one primary button. */
import { DownOutlined, QuestionCircleOutlined, UndoOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { stepsOf, type Refused, type Steps } from '../actions/steps.js';
import { useMyself } from '../api/myself.js';
import { useDescription } from '../api/queries.js';
import { whyNot } from '../api/sentences.js';
import type { Case, Command, Workflow } from '../api/types.js';
import { usePlaceName } from '../list/place-name.js';
import { Called } from '../list/called-name.js';
import { columnsOf, shownAtFirst } from '../list/called.js';
import { DueDate, Paused } from '../list/due.js';
import { StateTag } from '../list/state-tag.js';
import { Value } from '../list/value.js';
import { MenuButton, PanelButton } from '../live/opening.js';
import { useWords } from '../words/language.js';
import { dueExact } from '../words/times.js';
import { caseTexts } from './texts.js';
import { VoidNumbers } from './void-numbers.js';
import { WhyDate } from './why-date.js';

interface CaseHeadProps {
  readonly workflow: Workflow;
  readonly one: Case;
  readonly active: string | undefined;
  readonly drafted: readonly string[];
  readonly onStep: (command: Command) => void;
  readonly undo: Command | undefined;
  /** Where it lies, when that is none of the reader's places. */
  readonly elsewhere: string | undefined;
  /** How it comes to paper. */
  readonly print: ReactNode;
}

/** More other steps than these stand in a menu. */
const BUTTONS_MAX = 2;

export function CaseHead({ workflow, one, active, drafted, onStep, undo, elsewhere, print }: CaseHeadProps) {
  const { t, say, language } = useWords(caseTexts);
  const placeName = usePlaceName();
  const past = one.misses.filter((miss) => miss.excused || !one.late.some(({ name }) => name === miss.name));
  const steps = stepsOf(workflow, one);
  const columns = columnsOf(workflow);
  const shown = shownAtFirst(columns).filter((name) => name !== 'name' && one[name] !== undefined);
  return (
    <header className="case-head">
      <nav className="crumbs" aria-label={t('lists')}>
        <Link to={`/${workflow.path}`}>{say(workflow.words.many)}</Link>
      </nav>
      <div className="case-title">
        <h1>
          <Called workflow={workflow} row={one} otherwise={`${say(workflow.words.one)} · ${t('unnumbered')}`} />
        </h1>
        <StateTag workflow={workflow} state={one.state} />
        <span className="case-about">
          {shown.map((name) => (
            <span key={name}>
              <Value value={one[name]} field={columns.find((column) => column.name === name)?.field} />
            </span>
          ))}
        </span>
      </div>
      <VoidNumbers one={one} />
      <div className="case-dates">
        {one.late.map((late) => (
          <DueDate key={`late ${late.name}`} workflow={workflow} date={{ ...late, isLate: true }} named />
        ))}
        {past.map(({ name, dueAt, excused }) => (
          <span key={`past ${name} ${dueAt}`} className="muted" title={dueExact(dueAt, language)}>
            {say(workflow.deadlines[name]?.words, name)} · {t(excused ? 'missedOnceExcused' : 'missedOnce')}
          </span>
        ))}
        {one.deadlines.map((deadline) => (
          <span key={deadline.name} className="case-date">
            <DueDate workflow={workflow} date={{ ...deadline, isLate: false }} named />
            <WhyDate
              path={workflow.path}
              id={one.id}
              name={deadline.name}
              called={say(workflow.deadlines[deadline.name]?.words, deadline.name)}
              revision={one.revision}
            />
          </span>
        ))}
        {one.paused.map((paused) => (
          <span key={`paused ${paused.name}`} className="case-date">
            <Paused workflow={workflow} date={paused} named />
            {paused.by === 'pause' && steps.resume && <ResumeButton command={steps.resume} onStep={onStep} />}
          </span>
        ))}
      </div>
      {elsewhere !== undefined && <p>{t('elsewhere', { place: placeName(elsewhere) })}</p>}
      <div className="case-steps" role="group" aria-label={t('steps')}>
        <StepButtons steps={steps} active={active} drafted={drafted} onStep={onStep} />
        {undo && (
          <Button icon={<UndoOutlined />} onClick={() => onStep(undo)}>
            {say(undo.words)}
          </Button>
        )}
        <WhyNot workflow={workflow} steps={steps} />
        {print}
      </div>
      {steps.missing && <Missing workflow={workflow} missing={steps.missing} />}
    </header>
  );
}

/** Beside the clock that stands still, where it is looked for. */
function ResumeButton({ command, onStep }: { readonly command: Command } & Pick<CaseHeadProps, 'onStep'>) {
  const { say } = useWords();
  return (
    <Button size="small" onClick={() => onStep(command)}>
      {say(command.words, command.name)}
    </Button>
  );
}

/** What keeps the ordinary next step back. */
function Missing({ workflow, missing }: { readonly workflow: Workflow; readonly missing: Refused }) {
  const { t, say, language } = useWords();
  const all = useDescription();
  const step = say(missing.command.words, missing.command.name);
  return (
    <p className="case-missing">{t('missingFirst', { step, why: whyNot(missing.why, workflow, all, language) })}</p>
  );
}

interface StepButtonsProps extends Pick<CaseHeadProps, 'active' | 'drafted' | 'onStep'> {
  readonly steps: Steps;
}

function StepButtons({ steps, active, drafted, onStep }: StepButtonsProps) {
  const { t, say } = useWords();
  const label = (command: Command) =>
    `${say(command.words, command.name)}${drafted.includes(command.path) ? `（${t('unlabelledDraft')}）` : ''}`;
  const { primary, others, standing } = steps;
  const beside = others.slice(0, BUTTONS_MAX);
  const more = [...others.slice(BUTTONS_MAX), ...standing];
  if (!primary && others.length === 0 && standing.length === 0) return <span className="muted">{t('noSteps')}</span>;
  return (
    <>
      {primary && (
        <Button type="primary" size="large" onClick={() => onStep(primary)} aria-expanded={active === primary.path}>
          {label(primary)}
        </Button>
      )}
      {beside.map((command) => (
        <Button key={command.path} onClick={() => onStep(command)} aria-expanded={active === command.path}>
          {label(command)}
        </Button>
      ))}
      {more.length > 0 && (
        <MenuButton
          called={t('otherSteps')}
          items={more.map((command) => ({
            key: command.path,
            label: label(command),
            onChoose: () => onStep(command),
          }))}
        >
          {t('otherSteps')} <DownOutlined aria-hidden="true" />
        </MenuButton>
      )}
    </>
  );
}

function WhyNot({ workflow, steps }: { readonly workflow: Workflow; readonly steps: Steps }) {
  const { t, say, language } = useWords();
  const all = useDescription();
  const me = useMyself();
  if (steps.refused.length === 0) return null;
  return (
    <PanelButton
      type="text"
      icon={<QuestionCircleOutlined />}
      aria-label={t('whyNot')}
      hint={t('whyNot')}
      called={t('whyNotTitle')}
      panel={() => (
        <>
          <p className="opening-title">{t('whyNotTitle')}</p>
          <div className="why-not" tabIndex={0} role="group" aria-label={t('whyNotTitle')}>
            <dl>
              {steps.refused.map(({ command, why }) => (
                <div key={command.path}>
                  <dt>{say(command.words, command.name)}</dt>
                  <dd>{whyNot(why, workflow, all, language, me.roles)}</dd>
                </div>
              ))}
            </dl>
          </div>
        </>
      )}
    />
  );
}
