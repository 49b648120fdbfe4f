/** The answer of somebody who was called: five grades and "not reached" as buttons, the rest only where it is needed. */
import type { Command } from '../../api/types.js';
import type { StepPartProps } from '../../case/parts.js';
import { StepForm, type FormFields } from '../../form/step-form.js';
import { useWords } from '../../words/language.js';
import { Chips } from './chips.js';
import { hasAgreement } from './promised.js';
import { stationTexts } from './texts.js';
import './complaints.css';

const MORE = ['flaringUp', 'outcome'];

export function FollowUpPart(props: StepPartProps) {
  return (
    <StepForm
      {...props}
      body={(fields) => <FollowUpFields command={props.command} fields={fields} isAgreed={hasAgreement(props.one)} />}
    />
  );
}

interface FollowUpFieldsProps {
  readonly command: Command;
  readonly fields: FormFields;
  /** Then whether it was performed is asked. */
  readonly isAgreed: boolean;
}

export function FollowUpFields({ command, fields, isAgreed }: FollowUpFieldsProps) {
  const { t } = useWords(stationTexts);
  const asked = command.form.properties ?? {};
  const more = isAgreed ? MORE : [...MORE, 'performed'];
  const opened = more.some((name) => fields.values[name] !== undefined || fields.errorOf(`/${name}`));
  return (
    <div className="fields">
      <Chips fields={fields} name="answer" field={asked['answer']} label={t('followUpAsk')} />
      {isAgreed && fields.values['answer'] !== 'unreachable' && (
        <Chips fields={fields} name="performed" field={asked['performed']} required={false} />
      )}
      {fields.field('remark')}
      <details className="field-wide" open={opened}>
        <summary>{t('moreFields')}</summary>
        <div className="fields">{more.map((name) => fields.field(name))}</div>
      </details>
    </div>
  );
}
