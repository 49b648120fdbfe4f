/** Judicial confirmation: all sides apply together, and the court that is asked is the one that rules. */
import type { StepPartProps } from '../../case/parts.js';
import { lasting } from '../../case/record.js';
import { StepForm } from '../../form/step-form.js';
import { useWords } from '../../words/language.js';
import { sidesOf } from './parties.js';
import { People } from './session-part.js';
import './complaints.css';

export function ApplyPart(props: StepPartProps) {
  const { workflow, history, persons } = props;
  const { say } = useWords();
  const parties = sidesOf(workflow, history);
  return (
    <StepForm
      {...props}
      initial={{ ...props.initial, applicants: parties.map(({ id }) => id) }}
      body={(fields) => (
        <div className="fields">
          {fields.field('court')}
          {fields.field('appliedOn')}
          <People
            fields={fields}
            name="applicants"
            label={say(workflow.fieldWords['applicants'])}
            parties={parties}
            persons={persons}
          />
        </div>
      )}
    />
  );
}

export function RulingPart(props: StepPartProps) {
  const applied = lasting(props.history).findLast(({ type }) => type === 'ConfirmationApplied');
  return <StepForm {...props} initial={{ ...props.initial, court: applied?.data['court'] }} />;
}
