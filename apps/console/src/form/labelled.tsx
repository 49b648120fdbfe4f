/** A control under its label, with the rule below it and what is wrong with it. */
import type { ReactNode } from 'react';
import { useWords } from '../words/language.js';

/** What a control is told of its label, its rule and what is wrong with it. */
export interface Common {
  readonly id: string;
  readonly status: '' | 'error';
  readonly 'aria-required': boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface LabelledProps {
  readonly id: string;
  readonly label: string;
  /** Nothing is said where it is empty. */
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly wide?: boolean;
  readonly children: (common: Common) => ReactNode;
}

export function Labelled({ id, label, hint, error, optional = false, wide = false, children }: LabelledProps) {
  const { t } = useWords();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={`field${wide ? ' field-wide' : ''}`}>
      <label htmlFor={id} id={`${id}-label`} className="field-label">
        {label}
        {optional ? (
          <span className="field-hint"> {t('optional')}</span>
        ) : (
          <span className="field-required" title={t('required')} aria-hidden="true">
            *
          </span>
        )}
      </label>
      {children({
        id,
        status: error === undefined ? '' : 'error',
        'aria-required': !optional,
        'aria-invalid': error !== undefined,
        'aria-describedby': described,
      })}
      {error !== undefined && (
        <p id={`${id}-error`} className="field-error" role="alert">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
