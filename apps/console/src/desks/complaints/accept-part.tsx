/** Accepting: which way it goes, with what each way means; myself as the mediator unless somebody else is chosen. */
import type { StepPartProps } from '../../case/parts.js';
import { StepForm } from '../../form/step-form.js';
import { useWords } from '../../words/language.js';
import { Cards } from './cards.js';
import { stationTexts } from './texts.js';
import './complaints.css';

export function AcceptPart(props: StepPartProps) {
  const { t } = useWords(stationTexts);
  const asked = props.command.form.properties ?? {};
  return (
    <StepForm
      {...props}
      body={(fields) => (
        <div className="fields">
          <Cards
            fields={fields}
            name="track"
            field={asked['track']}
            meaning={{ handle: t('trackHandle'), mediate: t('trackMediate') }}
          />
          {fields.field('difficulty')}
          {fields.field('mediator')}
          {fields.values['track'] === 'mediate' && fields.field('chosenByParties')}
        </div>
      )}
    />
  );
}
