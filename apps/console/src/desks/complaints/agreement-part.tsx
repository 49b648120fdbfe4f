/** The agreement with its parts in the order of the paper; from when it binds and what follows is said before it is recorded. */
import type { ReactNode } from 'react';
import type { StepAnswer } from '../../api/types.js';
import type { StepPartProps } from '../../case/parts.js';
import { StepForm, type FormFields } from '../../form/step-form.js';
import { serverNow } from '../../live/clock.js';
import { useWords } from '../../words/language.js';
import { beijingDay, dayWords, lastDay } from '../../words/times.js';
import { Cards } from './cards.js';
import { sidesOf, type Side } from './parties.js';
import { People } from './session-part.js';
import { stationTexts } from './texts.js';
import './complaints.css';

export function AgreementPart(props: StepPartProps) {
  const parties = sidesOf(props.workflow, props.history);
  return (
    <StepForm
      {...props}
      body={(fields) => <AgreementFields {...props} fields={fields} parties={parties} />}
      aboutEffect={(would) => <Binds would={would} />}
    />
  );
}

interface AgreementFieldsProps extends StepPartProps {
  readonly fields: FormFields;
  readonly parties: readonly Side[];
}

function AgreementFields({ workflow, command, persons, fields, parties }: AgreementFieldsProps) {
  const { t, say } = useWords(stationTexts);
  const { field, set, values } = fields;
  const asked = command.form.properties ?? {};
  const isWritten = values['form'] === 'written';
  /** A written one is signed by all, most often the same day; an oral one is signed by nobody. */
  const shape = (form: string): void => {
    const written = form === 'written';
    const day = values['agreedOn'] ?? beijingDay(serverNow());
    set('signedOn', written ? (values['signedOn'] ?? day) : undefined);
    set('signedBy', written ? (values['signedBy'] ?? parties.map(({ id }) => id)) : undefined);
    set('copies', written ? (values['copies'] ?? parties.length + 1) : undefined);
  };
  return (
    <div className="sheet">
      <Section title={t('agreementWhat')}>
        <Cards
          fields={fields}
          name="form"
          field={asked['form']}
          meaning={{ written: t('agreementWritten'), oral: t('agreementOral') }}
          onChoose={shape}
        />
        {field('agreedOn')}
      </Section>
      <Section title={t('agreementFacts')}>{field('facts')}</Section>
      <Section title={t('agreementTerms')}>{field('terms')}</Section>
      <Section title={t('agreementPerformance')}>
        {field('manner')}
        {field('placeOfPerformance')}
        {field('performBy')}
      </Section>
      <Section title={t('agreementAfter')}>
        <p className="field-wide muted">{t('agreementConfirm')}</p>
        {field('seeksConfirmation')}
      </Section>
      {isWritten && (
        <Section title={t('agreementSigning')}>
          <People
            fields={fields}
            name="signedBy"
            label={say(workflow.fieldWords['signedBy'])}
            parties={parties}
            persons={persons}
          />
          {field('signedOn')}
          {field('copies')}
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="sheet-part" aria-label={title}>
      <h3>{title}</h3>
      <div className="fields">{children}</div>
    </section>
  );
}

function Binds({ would }: { readonly would: StepAnswer }) {
  const { t, language } = useWords(stationTexts);
  const day = would.follows?.['effectiveOn'];
  const apply = would.deadlines.find(({ name }) => name === 'confirmation')?.dueAt;
  return (
    <p className="binds">
      {typeof day === 'string' && <strong>{t('agreementEffective', { day: dayWords(day, language) })}</strong>}{' '}
      {apply !== undefined && t('agreementApplyBy', { day: dayWords(lastDay(apply), language) })} {t('agreementThen')}
    </p>
  );
}
