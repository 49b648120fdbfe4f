/** The record of a session: who agreed and who came, where and when, and minutes with the parts that the paper needs. */
import { Button, Checkbox } from 'antd';
import { useId } from 'react';
import { useDescription } from '../../api/queries.js';
import type { StepPartProps } from '../../case/parts.js';
import { Labelled } from '../../form/labelled.js';
import { StepForm, type FormFields } from '../../form/step-form.js';
import { Value } from '../../list/value.js';
import { useWords } from '../../words/language.js';
import { dayWords } from '../../words/times.js';
import { charactersOf, stationIn, unfilledParts, withParts } from './minutes.js';
import { sessionsOf, sidesOf, type Session, type Side } from './parties.js';
import { PartyLines } from './parties-part.js';
import { stationTexts } from './texts.js';
import './complaints.css';

export function SessionPart(props: StepPartProps) {
  const { workflow, one, history, command } = props;
  const { t, say } = useWords(stationTexts);
  const { registers } = useDescription();
  const parties = sidesOf(workflow, history);
  const earlier = sessionsOf(history);
  const where = registers['sub-district']?.[String(one['subDistrict'])]?.['zh-CN'];
  // What is recorded is written as the paper has it; it can be changed.
  const venue = earlier.at(-1)?.venue ?? (where && stationIn(where));
  const max = command.form.properties?.['minutes']?.maxLength ?? 0;
  return (
    <>
      <PartyLines {...props} parties={parties} />
      {earlier.length > 0 && <EarlierSessions sessions={earlier} />}
      <StepForm
        {...props}
        title={t('sessionTitle', { n: earlier.length + 1 })}
        initial={{ ...props.initial, venue, present: parties.map(({ id }) => id) }}
        body={(fields) => (
          <div className="fields">
            {fields.field('heldOn')}
            {fields.field('venue')}
            <People
              fields={fields}
              name="present"
              label={say(props.workflow.fieldWords['present'])}
              parties={parties}
              persons={props.persons}
            />
            {fields.field('alsoPresent')}
            <Minutes fields={fields} max={max} />
            {fields.field('result')}
          </div>
        )}
      />
    </>
  );
}

function EarlierSessions({ sessions }: { readonly sessions: readonly Session[] }) {
  const { t, language } = useWords(stationTexts);
  return (
    <details className="earlier-sessions">
      <summary>{t('sessionEarlier', { n: sessions.length })}</summary>
      <ol>
        {sessions.map((session) => (
          <li key={session.nth}>
            <strong>{t('sessionNth', { n: session.nth })}</strong> {dayWords(session.heldOn, language)} ·{' '}
            {session.venue}
            <p>
              <Value value={session.result ?? session.minutes} field={undefined} />
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}

interface PeopleProps {
  readonly fields: FormFields;
  readonly name: string;
  readonly label: string;
  readonly parties: readonly Side[];
  readonly persons: ReadonlyMap<string, string>;
  readonly isOptional?: boolean;
}

/** The parties to be ticked: who came, who signed. */
export function People({ fields, name, label, parties, persons, isOptional = false }: PeopleProps) {
  const id = useId();
  const chosen = Array.isArray(fields.values[name]) ? (fields.values[name] as readonly string[]) : [];
  return (
    <Labelled id={id} label={label} error={fields.errorOf(`/${name}`)} optional={isOptional} wide>
      {() => (
        <div id={id} role="group" className="people" aria-labelledby={`${id}-label`}>
          {parties.map((party) => (
            <Checkbox
              key={party.id}
              checked={chosen.includes(party.id)}
              disabled={fields.isDisabled}
              onChange={(event) =>
                fields.set(
                  name,
                  event.target.checked ? [...chosen, party.id] : chosen.filter((each) => each !== party.id),
                )
              }
            >
              {persons.get(party.id) ?? party.id}
            </Checkbox>
          ))}
        </div>
      )}
    </Labelled>
  );
}

function Minutes({ fields, max }: { readonly fields: FormFields; readonly max: number }) {
  const { t } = useWords(stationTexts);
  const minutes = typeof fields.values['minutes'] === 'string' ? fields.values['minutes'] : '';
  const n = charactersOf(minutes);
  const unfilled = unfilledParts(minutes);
  return (
    <div className="field-wide minutes">
      {fields.field('minutes')}
      <div className="minutes-tools">
        <Button size="small" disabled={fields.isDisabled} onClick={() => fields.set('minutes', withParts(minutes))}>
          {t('sessionParts')}
        </Button>
        <span className={n > max ? 'field-error' : 'muted'}>{t('sessionCount', { n })}</span>
      </div>
      <p className="minutes-unfilled" role="status">
        {unfilled.length > 0 && t('sessionUnfilled', { parts: unfilled.join('；') })}
      </p>
    </div>
  );
}
