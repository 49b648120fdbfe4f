/** Which fields of other workflows name a case of this one. Pure. */
import type { Workflow } from '../api/types.js';

interface Naming {
  readonly workflow: Workflow;
  readonly field: string;
  /** It says from the beginning what the case is about, so it needs no word of its own. */
  readonly isAbout: boolean;
}

/** Fields that a case begins with, or that say whose it is; who once was witness or giver tells nothing here. */
export function namingFields(of: string, workflows: readonly Workflow[]): readonly Naming[] {
  return workflows.flatMap((workflow) => {
    const begun = workflow.commands.find(({ creates }) => creates)?.form.properties ?? {};
    return workflow.filters.flatMap((field): Naming[] => {
      if (workflow.fields[field]?.['x-linli-ref'] !== of) return [];
      const isAbout = Object.hasOwn(begun, field);
      return isAbout || workflow.own.includes(field) ? [{ workflow, field, isAbout }] : [];
    });
  });
}
