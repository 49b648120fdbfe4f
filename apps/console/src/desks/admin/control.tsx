/** A labelled control of our own forms: the rule below it, and what is wrong with it. */
import type { ReactNode } from 'react';
import { useWords } from '../../words/language.js';

interface Common {
  readonly id: string;
  readonly status: '' | 'error';
  readonly 'aria-required': boolean;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface ControlProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly optional?: boolean;
  readonly wide?: boolean;
  readonly children: (common: Common) => ReactNode;
}

export function Control({ id, label, hint, error, optional = false, wide = false, children }: ControlProps) {
  const { t } = useWords();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div className={`field${wide ? ' field-wide' : ''}`}>
      <label htmlFor={id} className="field-label">
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
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
