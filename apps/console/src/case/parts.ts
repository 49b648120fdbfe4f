/**
 * Hand-made parts that take the place of generated ones in one workflow: the page on which a case begins, the form of one
 * step. They arrange; drafts, dry run, conflict and sending once are the form's own (`StepForm`). Handed down by the app.
 */
import type { ComponentType } from 'react';
import type { Case, Command, Person, Workflow } from '../api/types.js';
import type { StepFormProps } from '../form/step-form.js';

export interface BeginPartProps {
  readonly workflow: Workflow;
  /** The step that creates a case. */
  readonly command: Command;
  readonly me: Person;
}

export interface StepPartProps extends Omit<StepFormProps, 'body' | 'one' | 'history' | 'persons'> {
  readonly one: Case;
  readonly history: NonNullable<StepFormProps['history']>;
  readonly persons: NonNullable<StepFormProps['persons']>;
  readonly me: Person;
  /** Opens the form of another step in this one's place. */
  readonly go: (step: string) => void;
}

export interface WorkflowParts {
  readonly begin?: ComponentType<BeginPartProps>;
  /** By the path of the step. */
  readonly steps?: Readonly<Record<string, ComponentType<StepPartProps>>>;
}

export const NO_PARTS: WorkflowParts = {};
