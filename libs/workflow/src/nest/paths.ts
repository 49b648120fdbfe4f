/** Where the steps of a workflow stand below `/api`: the same for the routes, for OpenAPI and for whoever draws a page. */
import { creates, type CommandDeclaration, type Declaration } from '../declare/declaration.js';

/** Commands that people may issue; those of the engine have no route. */
export function issuable(declaration: Declaration): readonly CommandDeclaration[] {
  return Object.values(declaration.commands).filter(({ by }) =>
    by.some((who) => typeof who === 'string' || 'own' in who),
  );
}

/** The creating command that owns the bare path: the first that people may issue. */
function creatingCommand(declaration: Declaration): CommandDeclaration | undefined {
  return issuable(declaration).find(creates);
}

/** The path of a command below `/api`, with `:id` for its case. */
export function routeOf(declaration: Declaration, command: CommandDeclaration): string {
  if (command === creatingCommand(declaration)) return declaration.path;
  return creates(command) ? `${declaration.path}/${command.path}` : `${declaration.path}/:id/${command.path}`;
}

export function bulkRouteOf(declaration: Declaration, command: CommandDeclaration): string {
  return `${declaration.path}/bulk/${command.path}`;
}
