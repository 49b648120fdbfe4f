/** What the window asks, in the order in which people tell it; beside it, what is known already. */
import { useEffect, useRef, useState } from 'react';
import type { Command, Workflow } from '../../api/types.js';
import type { FormFields } from '../../form/step-form.js';
import type { Values } from '../../form/values.js';
import { useWords } from '../../words/language.js';
import { Chips } from './chips.js';
import { KnownCaller } from './known-caller.js';
import { NearbyCases } from './nearby-cases.js';
import type { Earlier, Nearby } from './queries.js';
import { stationTexts } from './texts.js';

interface FilingFieldsProps {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly fields: FormFields;
  readonly same: Nearby | undefined;
  readonly onSame: (one: Nearby | undefined) => void;
  readonly onAdd: (to: Nearby, text: string) => void;
}

/** What the registration form asks besides, when there is time. */
const PARTICULARS = ['sex', 'ethnicity', 'age', 'occupation', 'address'];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function FilingFields({ workflow, command, fields, same, onSame, onAdd }: FilingFieldsProps) {
  const { t } = useWords(stationTexts);
  const { values, set, field } = fields;
  const asked = command.form.properties ?? {};
  const who = (values['complainant'] ?? {}) as Values;
  const community = textOf(values['community']) || undefined;
  const opened = PARTICULARS.some((name) => who[name] !== undefined || fields.errorOf(`/complainant/${name}`));
  const [recognised, setRecognised] = useState(0);
  const category = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was pressed is gone, and all above is filled in.
    if (recognised > 0) category.current?.querySelector('input')?.focus();
  }, [recognised]);
  /** The place stays what was typed: people complain of more than their own door. */
  const recognise = (one: Earlier): void => {
    set('complainant', { ...who, name: one.name ?? who['name'] });
    if (one.community !== undefined && community === undefined) set('community', one.community);
    if (one.place !== undefined && textOf(values['place']) === '') set('place', one.place);
    setRecognised(recognised + 1);
  };
  const add = (to: Nearby): void => {
    const name = textOf(who['name']).trim() || t('sameSomebody');
    onAdd(to, t('sameAdded', { name, story: textOf(values['story']).trim() }));
  };
  return (
    <div className="filing-columns">
      <div className="filing-asked">
        <div className="fields">
          <div data-first="">{field('complainant/phone')}</div>
          {field('complainant/name')}
          <KnownCaller
            workflow={workflow}
            phone={textOf(who['phone'])}
            name={textOf(who['name'])}
            isDisabled={fields.isDisabled}
            onKnown={recognise}
          />
          {field('community')}
          {field('place')}
        </div>
        <div ref={category}>
          <Chips fields={fields} name="category" field={asked['category']} />
        </div>
        {field('story')}
        {field('wish')}
        <Chips fields={fields} name="source" field={asked['source']} />
        <details open={opened}>
          <summary>{t('particulars')}</summary>
          <div className="fields">{PARTICULARS.map((name) => field(`complainant/${name}`))}</div>
        </details>
      </div>
      <NearbyCases
        workflow={workflow}
        community={community}
        category={textOf(values['category']) || undefined}
        same={same}
        onSame={onSame}
        onAdd={add}
      />
    </div>
  );
}
