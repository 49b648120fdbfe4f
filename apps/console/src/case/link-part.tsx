/** Linking to a related case: of which kind, then which one, found by number, name or what it is about. Nobody types an id. */
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState, type ComponentProps } from 'react';
import { foundQuery, useReadable } from '../api/queries.js';
import type { Row, Workflow } from '../api/types.js';
import { Labelled } from '../form/labelled.js';
import { StepForm, type FormFields } from '../form/step-form.js';
import { calledAs, excerptOf } from '../list/called.js';
import { useWords } from '../words/language.js';
import { shortened } from '../words/shortened.js';
import { shortTime } from '../words/times.js';
import type { StepPartProps } from './parts.js';
import { caseTexts } from './texts.js';

const FOUND_MAX = 20;
/** Signs of the story in a line. */
const EXCERPT_MAX = 40;

export function LinkPart(props: StepPartProps) {
  const { workflow, one } = props;
  return (
    <StepForm
      {...props}
      initial={{ workflow: workflow.name, ...props.initial }}
      body={(fields) => <LinkFields fields={fields} own={one.id} />}
    />
  );
}

interface LinkFieldsProps {
  readonly fields: FormFields;
  /** Nothing is linked to itself. */
  readonly own: string;
}

function LinkFields({ fields, own }: LinkFieldsProps) {
  const { t, say } = useWords(caseTexts);
  const readable = useReadable();
  const chosen = readable.find(({ name }) => name === fields.values['workflow']);
  return (
    <div className="fields">
      <Picked label={t('linkKind')} name="workflow" fields={fields}>
        {(common) => (
          <Select
            {...common}
            className="control"
            disabled={fields.isDisabled}
            options={readable.map(({ name, words }) => ({ value: name, label: say(words.one, name) }))}
            value={chosen?.name ?? null}
            onChange={(name: string) => {
              fields.set('workflow', name);
              fields.set('to', undefined);
            }}
          />
        )}
      </Picked>
      {chosen && <CaseField key={chosen.name} workflow={chosen} fields={fields} own={own} />}
      {fields.field('reason')}
    </div>
  );
}

interface CaseFieldProps extends LinkFieldsProps {
  readonly workflow: Workflow;
}

function CaseField({ workflow, fields, own }: CaseFieldProps) {
  const { t, say, language } = useWords(caseTexts);
  const [typed, setTyped] = useState('');
  const found = useQuery(foundQuery(workflow.path, useDeferredValue(typed.trim()), FOUND_MAX));
  const to = fields.values['to'];
  // What was chosen is still called so when something else is looked for.
  const [kept, setKept] = useState<{ readonly value: string; readonly label: string }>();
  const told = (row: Row): string => {
    const called =
      calledAs(workflow, row, { say, language }) ?? `${t('unnumbered')} ${shortTime(row.openedAt, language)}`;
    const state = say(workflow.states.find((each) => each.name === row.state)?.words, row.state);
    const excerpt = shortened(excerptOf(workflow, row), EXCERPT_MAX);
    return [called, state, excerpt].filter((part) => part !== '').join(' · ');
  };
  const options = (found.data?.items ?? [])
    .filter(({ id }) => id !== own)
    .map((row) => ({ value: row.id, label: told(row) }));
  const chosen = typeof to === 'string' ? to : null;
  const isListed = chosen === null || options.some(({ value }) => value === chosen);
  const missing = kept?.value === chosen && kept ? kept : { value: chosen ?? '', label: chosen ?? '' };
  return (
    <Picked label={t('linkCase')} name="to" fields={fields} isWide>
      {(common) => (
        <Select
          {...common}
          className="control"
          disabled={fields.isDisabled}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          options={isListed ? options : [missing, ...options]}
          value={chosen}
          onChange={(id: string) => {
            setKept(options.find(({ value }) => value === id));
            fields.set('to', id);
          }}
          loading={found.isFetching}
          placeholder={t('linkFind')}
          notFoundContent={t(found.isFetching ? 'loading' : 'refNone')}
        />
      )}
    </Picked>
  );
}

interface PickedProps {
  readonly label: string;
  readonly name: string;
  readonly fields: FormFields;
  readonly isWide?: boolean;
  readonly children: ComponentProps<typeof Labelled>['children'];
}

function Picked({ label, name, fields, isWide = false, children }: PickedProps) {
  return (
    <Labelled id={`field-${name}`} label={label} error={fields.errorOf(`/${name}`)} wide={isWide}>
      {children}
    </Labelled>
  );
}
