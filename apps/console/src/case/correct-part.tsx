/** Correcting as a step among the others: which field, then its own form. */
import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Labelled } from '../form/labelled.js';
import { useWords } from '../words/language.js';
import { CorrectForm } from './correct-form.js';
import type { StepPartProps } from './parts.js';
import { correctableIn } from './record.js';
import { caseTexts } from './texts.js';

export function CorrectPart({ workflow, command, one, history, persons, person, onDone, onCancel }: StepPartProps) {
  const { t, say } = useWords(caseTexts);
  const [name, setName] = useState<string>();
  const values = useMemo(() => correctableIn(workflow, history), [workflow, history]);
  const field = name === undefined ? undefined : workflow.fields[name];
  return (
    <>
      <Labelled id="correct-field" label={t('correctWhich')}>
        {({ status: _, ...common }) => (
          <Select
            {...common}
            className="control"
            showSearch={{ optionFilterProp: 'label' }}
            value={name ?? null}
            onChange={setName}
            options={[...values].map(([each, value]) => ({
              value: each,
              label: `${say(workflow.fieldWords[each], each)}${value === undefined ? t('correctEmpty') : ''}`,
            }))}
            placeholder={t('choose')}
          />
        )}
      </Labelled>
      {name === undefined && (
        <div className="form-actions">
          <Button onClick={onCancel}>{t('cancel')}</Button>
        </div>
      )}
      {name !== undefined && field && (
        <CorrectForm
          key={name}
          workflow={workflow}
          command={command}
          one={one}
          person={person}
          name={name}
          field={field}
          value={values.get(name)}
          persons={persons}
          onDone={onDone}
          onCancel={onCancel}
        />
      )}
    </>
  );
}
