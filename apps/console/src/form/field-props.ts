/** What a field is told, and what all fields of one form share. */
import type { ReactNode } from 'react';
import type { Schema } from '../api/types.js';
import type { Common } from './labelled.js';

export interface FormContext {
  /** Where the case lies, for people who must hold an office there. */
  readonly jurisdiction: string | undefined;
  /** Where it is to lie, as far as the same form says it. */
  readonly chosenPlace?: string | undefined;
  /** The case itself, by which others of its kind are compared. */
  readonly own?: { readonly workflow: string; readonly id: string } | undefined;
  /** Natural persons of the case by id, for fields that name one of them. */
  readonly persons: ReadonlyMap<string, string>;
  /** What is wrong, by pointer. */
  readonly errors: ReadonlyMap<string, string>;
  readonly disabled: boolean;
  /** Draws a field within a field. */
  readonly draw: (props: FieldProps) => ReactNode;
}

/** What every control hands on to the element that is filled in. */
export interface ControlCommon extends Common {
  readonly disabled: boolean;
}

export interface FieldProps {
  readonly name: string;
  readonly pointer: string;
  readonly field: Schema;
  readonly required: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly context: FormContext;
  /** Replaces the field's own label. */
  readonly label?: string;
}
