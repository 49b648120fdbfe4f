/** The workflow engine as part of a NestJS application: the only entry that knows NestJS and HTTP. */
export { Acting } from './acting.js';
export { send, type Answer } from './answer.js';
export { encodingOf } from './encoding.js';
export { bodyOf, correlationIdOf, isPosition, queried, readAfter, type ApiRequest } from './api-request.js';
export { CaseList, openedFields } from './case-list.js';
export type { CaseFilter } from './list-filters.js';
export {
  commandClasses,
  commandHandlers,
  commandOf,
  IssuedCommand,
  type CommandClass,
  type Issued,
} from './command-of.js';
export { languageOf } from './language.js';
export type { Vocabulary } from './described.js';
export {
  ENGINE,
  PEOPLE,
  SESSIONS,
  VAULT,
  VIEWS,
  VOCABULARY,
  type Numbered,
  type People,
  type Sessions,
} from './ports.js';
export { prepareApi } from './prepare-api.js';
export { ApiProblem, malformed, problemFrom, requestProblem, type ProblemDocument } from './problem.js';
export { openApi, type BesideWorkflows, type OpenApiDocument, type OpenApiOptions } from './openapi.js';
export { serveOpenApi } from './openapi-page.js';
export * as schemaParts from './schema-parts.js';
export { ANY_QUERY, Queries } from './queries.js';
export { inBoth } from './spoken-form.js';
export { ProblemFilter } from './problem-filter.js';
export { caughtUp, etag, Reading } from './reading.js';
export { identityOf, notFound, refuseUnseen, signedIn, type Registered } from './registered.js';
export { WorkflowModule, type WorkflowModuleOptions } from './workflow-module.js';
