/** The first step: whose cases, which of them, to whom, and why. */
import { Button, Input, Select } from 'antd';
import { useId } from 'react';
import { Link } from 'react-router';
import type { Row, Workflow } from '../../api/types.js';
import { Labelled } from '../../form/labelled.js';
import { calledBy } from '../../list/called.js';
import { Due } from '../../list/due.js';
import { Reference } from '../../list/reference.js';
import { StateTag } from '../../list/state-tag.js';
import { serverNow } from '../../live/clock.js';
import { useWords } from '../../words/language.js';
import { beijingDay } from '../../words/times.js';
import { CASES_MAX } from './cases.js';
import { receiverOf, STAYS, type Choice } from './choice.js';
import type { Giver, Named } from './people.js';
import { handOverTexts } from './texts.js';

interface ChooseProps {
  readonly workflow: Workflow;
  readonly givers: readonly Giver[];
  readonly receivers: readonly Named[];
  readonly witnesses: readonly Named[];
  readonly cases: readonly Row[] | undefined;
  /** The reader’s own cases: listed elsewhere, and not theirs to give. */
  readonly isOwn: boolean;
  readonly nameOf: (id: string) => string;
  readonly choice: Choice;
  readonly onChange: (more: Partial<Choice>) => void;
  readonly onCheck: () => void;
}

export function Choose(props: ChooseProps) {
  const { workflow, givers, receivers, witnesses, cases, isOwn, nameOf, choice, onChange, onCheck } = props;
  const { t } = useWords(handOverTexts);
  const id = useId();
  const others = receivers.filter((one) => one.id !== choice.giver);
  const giver = givers.find((one) => one.id === choice.giver);
  const moving = (cases ?? []).filter((row) => receiverOf(choice, row.id) !== STAYS);
  const isReady = moving.length > 0 && moving.every((row) => receiverOf(choice, row.id) !== undefined);
  const asOption = ({ id: value, name }: Named) => ({ value, label: name });
  return (
    <form
      className="hand-over-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onCheck();
      }}
    >
      <div className="panel hand-over-fields">
        <Labelled id={`${id}-from`} label={t('from')}>
          {(common) => (
            <Select
              {...common}
              value={choice.giver ?? null}
              placeholder={t('choosePerson')}
              showSearch={{ optionFilterProp: 'label' }}
              labelRender={({ label, value }) =>
                label ?? (cases?.length === 0 ? t('fromNone', { who: nameOf(String(value)) }) : nameOf(String(value)))
              }
              onChange={(chosen: string) => onChange({ giver: chosen, apart: new Map() })}
              options={givers.map(({ id: value, name, open, inOffice }) => ({
                value,
                label: t(inOffice ? 'fromOption' : 'fromAway', { who: name, n: open }),
              }))}
            />
          )}
        </Labelled>
        {!isOwn && (
          <>
            <Labelled id={`${id}-to`} label={t('toAll')}>
              {(common) => (
                <Select
                  {...common}
                  value={choice.to ?? null}
                  placeholder={t('choosePerson')}
                  showSearch={{ optionFilterProp: 'label' }}
                  onChange={(chosen: string) => onChange({ to: chosen })}
                  options={others.map(asOption)}
                />
              )}
            </Labelled>
            <Labelled id={`${id}-reason`} label={t('reason')} hint={t('reasonHint')} optional>
              {(common) => (
                <Input
                  {...common}
                  value={choice.reason}
                  maxLength={500}
                  onChange={(event) => onChange({ reason: event.target.value })}
                />
              )}
            </Labelled>
            <Labelled id={`${id}-witness`} label={t('witness')} optional>
              {(common) => (
                <Select
                  {...common}
                  value={choice.witness ?? null}
                  placeholder={t('choosePerson')}
                  allowClear
                  onChange={(chosen: string | undefined) => onChange({ witness: chosen })}
                  options={witnesses.filter((one) => one.id !== choice.giver).map(asOption)}
                />
              )}
            </Labelled>
            <Labelled id={`${id}-signed`} label={t('signedOn')}>
              {(common) => (
                <Input
                  {...common}
                  type="date"
                  required
                  max={beijingDay(serverNow())}
                  value={choice.signedOn}
                  onChange={(event) => onChange({ signedOn: event.target.value })}
                />
              )}
            </Labelled>
          </>
        )}
      </div>
      {giver && !isOwn && cases?.length === 0 && (
        <div className="empty">
          <p className="empty-title">{t('none', { who: giver.name })}</p>
        </div>
      )}
      {giver && cases && cases.length > 0 && (
        <section className="panel" aria-labelledby={`${id}-cases`}>
          <header className="hand-over-head">
            <h2 id={`${id}-cases`}>{t('casesOf')}</h2>
            <span className="muted" aria-live="polite">
              {t('chosen', { n: moving.length, total: cases.length })}
            </span>
            <Button size="small" onClick={() => onChange({ apart: new Map() })}>
              {t('chooseAll')}
            </Button>
            <Button size="small" onClick={() => onChange({ apart: new Map(cases.map((row) => [row.id, STAYS])) })}>
              {t('chooseNone')}
            </Button>
          </header>
          {cases.length >= CASES_MAX && <p className="muted">{t('onlyFirst', { n: CASES_MAX })}</p>}
          <ul className="hand-over-cases">
            {cases.map((row) => (
              <CaseLine
                key={row.id}
                workflow={workflow}
                row={row}
                receivers={others}
                receiver={receiverOf(choice, row.id)}
                onReceiver={(to) => {
                  const apart = new Map(choice.apart);
                  if (to === choice.to) apart.delete(row.id);
                  else apart.set(row.id, to);
                  onChange({ apart });
                }}
                onInclude={(include) => {
                  const apart = new Map(choice.apart);
                  if (include) apart.delete(row.id);
                  else apart.set(row.id, STAYS);
                  onChange({ apart });
                }}
              />
            ))}
          </ul>
        </section>
      )}
      {giver && cases && cases.length > 0 && (
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isReady || choice.signedOn === ''}>
            {t('check')}
          </Button>
          {!isReady && moving.length > 0 && <span className="muted">{t('needReceiver')}</span>}
        </div>
      )}
    </form>
  );
}

interface CaseLineProps {
  readonly workflow: Workflow;
  readonly row: Row;
  readonly receivers: readonly Named[];
  readonly receiver: string | undefined;
  readonly onReceiver: (to: string) => void;
  readonly onInclude: (include: boolean) => void;
}

function CaseLine({ workflow, row, receivers, receiver, onReceiver, onInclude }: CaseLineProps) {
  const { t } = useWords(handOverTexts);
  const what = calledBy(row) ?? t('unnumbered');
  const moves = receiver !== STAYS;
  return (
    <li className={`hand-over-case${moves ? '' : ' hand-over-stays'}`} data-id={row.id}>
      <input
        type="checkbox"
        checked={moves}
        aria-label={t('include', { what })}
        onChange={(event) => onInclude(event.target.checked)}
      />
      <CaseWords workflow={workflow} row={row} />
      <select
        aria-label={t('receiverOf', { what })}
        disabled={!moves}
        value={receiver ?? STAYS}
        onChange={(event) => onReceiver(event.target.value)}
      >
        {(receiver === undefined || receiver === STAYS) && <option value={STAYS}>{t('choosePerson')}</option>}
        {receivers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </li>
  );
}

/** What a case is, in a line: number, category, community, state, by when. */
export function CaseWords({ workflow, row }: { readonly workflow: Workflow; readonly row: Row }) {
  const { t, say } = useWords(handOverTexts);
  const { category, community } = row;
  return (
    <span className="hand-over-words">
      <Link to={`/${workflow.path}/${encodeURIComponent(row.id)}`} className="hand-over-called">
        {calledBy(row) ?? t('unnumbered')}
      </Link>
      <span>
        {typeof category === 'string' && say(workflow.fields['category']?.['x-linli-choices']?.[category], category)}
        {typeof community === 'string' && (
          <>
            {' · '}
            <Reference to="community" id={community} />
          </>
        )}
      </span>
      <StateTag workflow={workflow} state={row.state} />
      <Due workflow={workflow} row={row} />
    </span>
  );
}
