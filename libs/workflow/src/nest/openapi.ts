/**
 * The OpenAPI 3.1 document of declared workflows, drawn from the same fields that judge what is sent. Words of states,
 * fields and choices go with it in both languages (`x-linli-words`, `x-linli-choices`), so that a form can be drawn from
 * it alone.
 */
import type { JsonObject } from '#libs/event-store';
import { creates, statesOf, type CommandDeclaration, type Declaration } from '../declare/declaration.js';
import type { Spoken } from '../words/sentence.js';
import type { Pair } from '../words/texts.js';
import { caseSchemas } from './case-schemas.js';
import { bulkBody, historyParameters, PARAMETERS, problemAnswers } from './openapi-parts.js';
import { filtersOf, LIST_QUERIES, ME, VALUES_MAX, type FieldFilter } from './list-filters.js';
import { overviewPaths } from './overview-openapi.js';
import { overviewSchemas } from './overview-schemas.js';
import { bulkRouteOf, issuable, routeOf } from './paths.js';
import { REF } from './schema-parts.js';
import { allInBoth, besideForm, commandPair, inBoth, spokenForm } from './spoken-form.js';

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
}

/** A document of OpenAPI 3.1, as plain data. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: OpenApiOptions & { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly components: JsonObject;
  readonly tags: readonly JsonObject[];
}

/** What stands in the document beside the workflows: paths of their own, and the schemas that they name. */
export interface BesideWorkflows {
  readonly paths: OpenApiDocument['paths'];
  readonly schemas: Readonly<Record<string, JsonObject>>;
}

/** Paths, forms and answers of every workflow given. */
export function openApi(
  spoken: readonly Spoken[],
  options: OpenApiOptions,
  beside: BesideWorkflows = { paths: {}, schemas: {} },
): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      ...options,
      description:
        'Steps are POSTed; an Idempotency-Key makes a repeat safe, If-Match says which revision was seen, ?dryRun=1 asks what would happen. Errors are problem documents (RFC 9457) with a stable code.',
    },
    tags: spoken.map(({ declaration, texts }) => ({ name: declaration.path, description: both(texts.plural) })),
    paths: { ...overviewPaths, ...Object.fromEntries(spoken.flatMap(pathsOf)), ...beside.paths },
    components: {
      parameters: PARAMETERS,
      schemas: {
        ...caseSchemas,
        ...overviewSchemas,
        ...beside.schemas,
        ...Object.fromEntries(spoken.flatMap(formSchemas)),
        ...Object.fromEntries(spoken.map((one) => [`${one.declaration.name}.State`, stateSchema(one)])),
      },
      responses: problemAnswers,
    },
  };
}

function pathsOf(one: Spoken): [string, Record<string, JsonObject>][] {
  const { declaration } = one;
  const paths = new Map<string, Record<string, JsonObject>>();
  const add = (path: string, method: string, operation: JsonObject): void => {
    const url = `/api/${path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths.set(url, { ...paths.get(url), [method]: { tags: [declaration.path], ...operation } });
  };
  for (const command of issuable(declaration)) {
    add(routeOf(declaration, command), 'post', stepOperation(one, command));
    if (command.bulk && !creates(command)) add(bulkRouteOf(declaration, command), 'post', bulkOperation(one, command));
  }
  const { path, name } = declaration;
  add(path, 'get', {
    operationId: `${name}.list`,
    summary: both(one.texts.plural),
    parameters: [
      ...[...LIST_QUERIES, 'X-Linli-After'].map((each) =>
        each === 'state' ? stateParameter(name) : { $ref: `#/components/parameters/${each}` },
      ),
      ...filtersOf(declaration).map((filter) => filterParameter(one, filter)),
    ],
    responses: { 200: json('List', 'a page'), ...refusals('400', '401', '503') },
  });
  const read = { parameters: [{ $ref: '#/components/parameters/id' }] };
  add(`${path}/:id`, 'get', {
    operationId: `${name}.one`,
    summary: both(one.texts.name),
    ...read,
    responses: { 200: json('Case', 'the case'), ...refusals('400', '401', '404') },
  });
  add(`${path}/:id/history`, 'get', {
    operationId: `${name}.history`,
    summary: both(['经过', 'history']),
    parameters: [...read.parameters, ...historyParameters],
    responses: { 200: json('History', 'what was recorded'), ...refusals('400', '401', '404') },
  });
  add(`${path}/:id/deadlines`, 'get', {
    operationId: `${name}.deadlines`,
    summary: both(['期限的由来', 'why each deadline ends when it does']),
    ...read,
    responses: { 200: json('ExplainedDeadlines', 'each running deadline'), ...refusals('400', '401', '404') },
  });
  return [...paths];
}

function stepOperation(one: Spoken, command: CommandDeclaration): JsonObject {
  const { declaration } = one;
  const parameters = ['Idempotency-Key', 'X-Linli-Person', 'dryRun', ...(creates(command) ? [] : ['id', 'If-Match'])];
  return {
    operationId: formName(declaration, command),
    summary: both(commandPair(one, command)),
    'x-linli-command': command.name,
    'x-linli-from': statesOf(declaration, command.from),
    'x-linli-sensitive': command.sensitive,
    'x-linli-undoable': command.undoable,
    'x-linli-refusals': refusalCodes(declaration, command),
    parameters: parameters.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: Object.values(command.form).some((field) => !field.traits.optional),
      content: { 'application/json': { schema: { $ref: `${REF}${formName(declaration, command)}` } } },
    },
    responses: {
      [creates(command) ? '201' : '200']: json('Step', 'done; 200 with dryRun for a dry run'),
      ...refusals('400', '401', '403', '404', '409', '412', '413', '415', '422', '428', '429', '503'),
    },
  };
}

function bulkOperation(one: Spoken, command: CommandDeclaration): JsonObject {
  return {
    operationId: `${one.declaration.name}.bulk.${command.name}`,
    summary: both(commandPair(one, command)),
    'x-linli-command': command.name,
    parameters: ['Idempotency-Key', 'X-Linli-Person', 'dryRun'].map((name) => ({
      $ref: `#/components/parameters/${name}`,
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: bulkBody(`${REF}${formName(one.declaration, command)}`, filterSchemas(one)) },
      },
    },
    responses: { 200: json('Bulk', 'a result for each case'), ...refusals('400', '401', '403', '409', '422', '503') },
  };
}

/** Codes of its own that a step may be refused with. */
function refusalCodes(declaration: Declaration, command: CommandDeclaration): readonly string[] {
  const own = Object.keys(command.refuses).map((code) =>
    command.standing ? `${declaration.name}/${command.path}-${code}` : `${declaration.name}/${code}`,
  );
  return creates(command)
    ? [...own, ...(declaration.key ? [`${declaration.name}/exists`] : [])]
    : [`${declaration.name}/${command.path}-wrong-state`, ...own];
}

function formName({ name }: Declaration, command: CommandDeclaration): string {
  return `${name}.${command.name}`;
}

/** The form of each command, with what every command may carry beside it. */
function formSchemas(one: Spoken): [string, JsonObject][] {
  return issuable(one.declaration).map((command) => {
    const schema = spokenForm(one, command);
    return [
      formName(one.declaration, command),
      { ...schema, properties: { ...(schema['properties'] as JsonObject), ...besideForm(one) } },
    ];
  });
}

function stateSchema({ declaration, texts }: Spoken): JsonObject {
  return {
    type: 'string',
    enum: declaration.states,
    'x-linli-choices': Object.fromEntries(
      declaration.states.map((state) => [state, inBoth(texts.states[state] ?? [state, state])]),
    ),
    'x-linli-ends': declaration.ends,
  };
}

function stateParameter(workflow: string): JsonObject {
  return {
    name: 'state',
    in: 'query',
    description: 'one state, or several joined by commas',
    style: 'form',
    explode: false,
    schema: { type: 'array', items: { $ref: `${REF}${workflow}.State` } },
  };
}

/** One value, or several joined by commas. */
function filterParameter(one: Spoken, filter: FieldFilter): JsonObject {
  return { name: filter.name, in: 'query', style: 'form', explode: false, schema: filterSchema(one, filter) };
}

function filterSchema({ texts }: Spoken, { name, kind, choices, to }: FieldFilter): JsonObject {
  const words = texts.fields[name];
  const values = texts.choices[name];
  return {
    type: 'array',
    maxItems: VALUES_MAX,
    ...(words ? { 'x-linli-words': inBoth(words) } : {}),
    items: {
      type: 'string',
      ...(kind === 'ref' ? { 'x-linli-ref': to } : { enum: [...choices] }),
      ...(kind === 'choice' && values ? { 'x-linli-choices': allInBoth(values) } : {}),
    },
    ...(to === 'person' ? { description: `\`${ME}\` is whoever asks` } : {}),
  };
}

/** The same filters as members of a body. */
function filterSchemas(one: Spoken): JsonObject {
  const { declaration } = one;
  const text: JsonObject = { type: 'string' };
  return {
    state: { type: ['string', 'array'], items: { $ref: `${REF}${declaration.name}.State` } },
    subDistrict: text,
    late: { type: ['string', 'boolean'] },
    openedFrom: { ...text, format: 'date' },
    openedUntil: { ...text, format: 'date' },
    dueUntil: { ...text, format: 'date' },
    endedFrom: { ...text, format: 'date' },
    q: text,
    ...Object.fromEntries(
      filtersOf(declaration).map((filter) => [
        filter.name,
        { ...filterSchema(one, filter), type: ['string', 'array'] },
      ]),
    ),
  };
}

function json(schema: string, description: string): JsonObject {
  return { description, content: { 'application/json': { schema: { $ref: `${REF}${schema}` } } } };
}

function refusals(...statuses: readonly string[]): JsonObject {
  return Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }]));
}

function both([zh, en]: Pair): string {
  return `${zh} · ${en}`;
}
