/** The sides of a dispute on one sheet: who they are, what each said to mediation, and the next thing that is missing. */
import { CheckCircleFilled, CloseCircleFilled, QuestionCircleOutlined } from '@ant-design/icons';
import { Alert, Button, Input } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import type { StepAnswer } from '../../api/types.js';
import type { StepPartProps } from '../../case/parts.js';
import { Labelled } from '../../form/labelled.js';
import { StepForm } from '../../form/step-form.js';
import { useStep } from '../../form/use-step.js';
import { isFocusLost } from '../../live/focus.js';
import { useWords } from '../../words/language.js';
import { SIGNS } from '../../words/signs.js';
import { Chips } from './chips.js';
import { sessionsOf, sidesOf, type Side } from './parties.js';
import { stationTexts } from './texts.js';
import './complaints.css';

export function NamePart(props: StepPartProps) {
  const { say } = useWords();
  const parties = sidesOf(props.workflow, props.history);
  const asked = props.command.form.properties ?? {};
  const side = parties.some((party) => party.side === 'respondent') ? undefined : 'respondent';
  return (
    <>
      <PartyLines {...props} parties={parties} />
      <StepForm
        {...props}
        initial={{ ...props.initial, ...(side ? { side } : {}) }}
        onDone={(answer) => {
          props.onDone(answer);
          if (answer.actions.includes('record-consent')) props.go('record-consent');
        }}
        body={(fields) => (
          <div className="fields">
            <div className="field-wide" data-first="">
              {fields.field('who')}
            </div>
            <Chips fields={fields} name="side" field={asked['side']} />
            <details className="field-wide" open={fields.values['agent'] !== undefined}>
              <summary>{say(props.workflow.fieldWords['agent'])}</summary>
              <div className="fields">
                {fields.field('agent')}
                {fields.field('agentMaySettle')}
              </div>
            </details>
          </div>
        )}
      />
    </>
  );
}

export function ConsentPart(props: StepPartProps) {
  const { workflow, one, history, go, onCancel } = props;
  const { t, say } = useWords(stationTexts);
  const id = useId();
  const [notice, setNotice] = useState('');
  const parties = sidesOf(workflow, history);
  const held = sessionsOf(history).length;
  const isReady = one.actions.includes('record-session');
  const said = useRef<Said>(undefined);
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = said;
    // The buttons begin anew until both the case and its record tell what was said.
    if (!current || one.revision < current.revision) return;
    if (parties.find(({ id }) => id === current.party)?.consent !== current.consent) return;
    said.current = undefined;
    if (!isFocusLost()) return;
    const nth = parties.findIndex(({ consent }) => consent === undefined);
    const next = part.current?.querySelectorAll('.party')[nth]?.querySelector('button');
    (next ?? part.current?.querySelector('h2'))?.focus();
  });
  return (
    <div ref={part} className="consents" role="group" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} tabIndex={-1}>
        {say(props.command.words)}
      </h2>
      <p className="muted">{t('consentHint')}</p>
      <Labelled id={id} label={t('consentNotice')} optional>
        {(common) => (
          <Input
            {...common}
            className="consent-notice"
            value={notice}
            maxLength={60}
            onChange={(event) => setNotice(event.target.value)}
          />
        )}
      </Labelled>
      <PartyLines
        {...props}
        parties={parties}
        notice={notice.trim()}
        onSaid={(party, consent, { revision }) => {
          said.current = { party, consent, revision };
        }}
      />
      {isReady && <Alert type="success" showIcon title={t('consentAll')} />}
      {parties.some((party) => party.consent === false) && (
        <Alert type="warning" showIcon title={t('consentRefused')} />
      )}
      <div className="form-actions">
        {isReady && (
          <Button type="primary" onClick={() => go('record-session')}>
            {t('toSession', { n: held + 1 })}
          </Button>
        )}
        {parties.length < 2 && one.actions.includes('name-party') && (
          <Button type="primary" onClick={() => go('name-party')}>
            {t('toNaming')}
          </Button>
        )}
        <Button onClick={onCancel}>{t('close')}</Button>
      </div>
    </div>
  );
}

/** What was recorded last, and the revision that has it. */
interface Said {
  readonly party: string;
  readonly consent: boolean;
  readonly revision: number;
}

type OnSaid = (party: string, consent: boolean, answer: StepAnswer) => void;

interface PartyLinesProps extends StepPartProps {
  readonly parties: readonly Side[];
  /** Which edition of the notice of rights and duties they were given; without it nothing is asked here. */
  readonly notice?: string;
  readonly onSaid?: OnSaid;
}

/** Every party with what they said; where consent may be recorded, by one press each. */
export function PartyLines(props: PartyLinesProps) {
  const { workflow, persons, parties, notice } = props;
  const { t, say } = useWords(stationTexts);
  const sides = workflow.fields['side']?.['x-linli-choices'];
  return (
    <ul className="parties" aria-label={t('partiesTitle')}>
      {parties.map((party, index) => (
        <li key={party.id} className="party">
          <span className="muted">{t('partyNth', { n: index + 1 })}</span>
          <strong>{persons.get(party.id) ?? t('erased')}</strong>
          <span className="muted">{party.isComplainant ? t('partyComplainant') : say(sides?.[party.side])}</span>
          <WhatWasSaid party={party} />
          {notice !== undefined && (
            <span className="party-tools">
              {[true, false].map((consent) => (
                <ConsentButton
                  key={`${consent} ${party.consent} ${notice} ${props.one.revision}`}
                  {...props}
                  party={party}
                  consent={consent}
                  notice={notice}
                />
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function WhatWasSaid({ party }: { readonly party: Side }) {
  const { t } = useWords(stationTexts);
  if (party.consent === undefined)
    return (
      <span className="party-said">
        <QuestionCircleOutlined aria-hidden="true" /> {t('notAsked')}
      </span>
    );
  return party.consent ? (
    <span className="party-said party-yes">
      <CheckCircleFilled aria-hidden="true" /> {t('consented')}
    </span>
  ) : (
    <span className="party-said party-no">
      <CloseCircleFilled aria-hidden="true" /> {t('refused')}
    </span>
  );
}

interface ConsentButtonProps extends StepPartProps {
  readonly party: Side;
  readonly consent: boolean;
  readonly notice: string;
  readonly onSaid?: OnSaid;
}

/**
 * A whole step in one press: what it says is fixed, and a second press after a lost answer does it once. It begins anew with
 * each revision, for saying the same again changes nothing.
 */
function ConsentButton(props: ConsentButtonProps) {
  const { workflow, command, one, person, persons, party, consent, notice, onSaid } = props;
  const { t, language } = useWords(stationTexts);
  const step = useStep({
    workflow,
    command,
    one,
    draftKey: { person, path: workflow.path, id: one.id, step: `${command.path}.${party.id}.${consent}` },
    initial: { party: party.id, consent, ...(notice === '' ? {} : { rightsNotice: notice }) },
    onDone: (answer) => onSaid?.(party.id, consent, answer),
  });
  const { phase } = step;
  const words = t(consent ? 'consentYes' : 'consentNo');
  const trouble =
    phase.kind === 'refused' || phase.kind === 'conflict'
      ? phase.problem.detail
      : phase.kind === 'lost'
        ? t(phase.queued ? 'consentWaits' : 'consentFailed')
        : undefined;
  return (
    <>
      <Button
        size="small"
        aria-label={`${words}${SIGNS[language].colon}${persons.get(party.id) ?? ''}`}
        disabled={party.consent === consent}
        loading={phase.kind === 'sending'}
        onClick={() => void (phase.kind === 'conflict' ? step.sendOnNow() : step.submit())}
      >
        {words}
      </Button>
      {trouble !== undefined && (
        <span className="field-error" role="alert">
          {trouble}
        </span>
      )}
    </>
  );
}
