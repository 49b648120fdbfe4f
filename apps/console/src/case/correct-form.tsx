/** A correction is a step like any other: the same field's own control, a reason, the draft kept. */
import { useMemo } from 'react';
import type { Case, Command, Schema, StepAnswer, Workflow } from '../api/types.js';
import { StepForm } from '../form/step-form.js';
import { useWords } from '../words/language.js';

interface CorrectFormProps {
  readonly workflow: Workflow;
  readonly command: Command;
  readonly one: Case;
  readonly person: string;
  readonly name: string;
  readonly field: Schema;
  /** What it says now; nothing where it was left empty. */
  readonly value: unknown;
  readonly persons: ReadonlyMap<string, string>;
  readonly onDone: (answer: StepAnswer) => void;
  readonly onCancel: () => void;
}

export function CorrectForm({ command, name, field, value, ...rest }: CorrectFormProps) {
  const { t } = useWords();
  /** `Correct` takes any value: here it is the field's own, and the field is no question. */
  const asked = useMemo((): Command => {
    const { reason } = command.form.properties ?? {};
    const words = { 'zh-CN': t('newValue'), en: t('newValue') };
    const asked: Schema = { ...field, 'x-linli-words': words };
    return {
      ...command,
      path: `${command.path}.${name}`,
      form: {
        type: 'object',
        properties: { value: asked, ...(reason ? { reason } : {}) },
        required: ['value', 'reason'],
      },
      beside: {},
      fixed: { field: name },
    };
  }, [command, field, name, t]);
  return <StepForm {...rest} command={asked} initial={{ value }} />;
}
