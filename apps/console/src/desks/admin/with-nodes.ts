/** The step that orders upkeep with its node to be chosen; to be typed where none is known, as when health does not answer. Pure. */
import type { Workflow } from '../../api/types.js';

const NODE = 'node';

export function withNodes(workflow: Workflow, nodes: readonly string[]): Workflow {
  if (nodes.length === 0) return workflow;
  return {
    ...workflow,
    commands: workflow.commands.map((command) => {
      const field = command.form.properties?.[NODE];
      if (!command.creates || !field) return command;
      const form = { ...command.form, properties: { ...command.form.properties, [NODE]: { ...field, enum: nodes } } };
      return { ...command, form };
    }),
  };
}
