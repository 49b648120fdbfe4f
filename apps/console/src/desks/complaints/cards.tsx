/** A choice between a few ways, each with a sentence on what it means. */
import { useId, type ReactNode } from 'react';
import type { Schema } from '../../api/types.js';
import { Labelled } from '../../form/labelled.js';
import type { FormFields } from '../../form/step-form.js';
import { useWords } from '../../words/language.js';

interface CardsProps {
  readonly fields: FormFields;
  readonly name: string;
  readonly field: Schema | undefined;
  /** By choice. */
  readonly meaning: Readonly<Record<string, string>>;
  readonly onChoose?: (choice: string) => void;
}

export function Cards({ fields, name, field, meaning, onChoose }: CardsProps): ReactNode {
  const { say } = useWords();
  const id = useId();
  return (
    <Labelled id={id} label={say(field?.['x-linli-words'], name)} error={fields.errorOf(`/${name}`)} wide>
      {() => (
        <div id={id} role="radiogroup" className="ways" aria-labelledby={`${id}-label`}>
          {(field?.enum ?? []).map((choice) => (
            <label key={choice} className="way">
              <input
                type="radio"
                name={id}
                value={choice}
                checked={fields.values[name] === choice}
                disabled={fields.isDisabled}
                onChange={() => {
                  fields.set(name, choice);
                  onChoose?.(choice);
                }}
                aria-labelledby={`${id}-${choice}`}
                aria-describedby={`${id}-${choice}-means`}
              />
              <span>
                <strong id={`${id}-${choice}`}>{say(field?.['x-linli-choices']?.[choice], choice)}</strong>
                <span id={`${id}-${choice}-means`} className="way-means">
                  {meaning[choice]}
                </span>
              </span>
            </label>
          ))}
        </div>
      )}
    </Labelled>
  );
}
