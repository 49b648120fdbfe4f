/**
 * What the API answers as types for the console: drawn from the schemas of the OpenAPI document, never written by hand.
 *
 * Left out is what belongs to one workflow: the console draws its forms and fields from what `/api/workflows` tells while
 * it runs, so a workflow with a new step leaves this file as it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { root } from './runtime.mjs';

const CLIENT_TYPES = 'apps/console/src/api/openapi.generated.ts';

const HEAD = `
/** Answers of the API, drawn from its OpenAPI document by \`npm run locks\`. Change the schemas of the server instead. */

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
`;

/**
 * The modules must have been built.
 * @returns one line for what is not as the document says; none once it is written
 */
export async function holdClientTypes({ writes }) {
  const path = join(root, CLIENT_TYPES);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const after = await drawn(path);
  if (after === before) return [];
  if (!writes) return [`${CLIENT_TYPES} is not what the OpenAPI document says; npm run locks draws it`];
  writeFileSync(path, after);
  return [];
}

async function drawn(path) {
  const [{ openApi }, { besideWorkflows }, { contexts }] = await Promise.all([
    import('#libs/workflow/nest'),
    import('#server/own-paths'),
    import('#server/contexts'),
  ]);
  const { openapi, info, components } = openApi([], { title: 'Linli', version: '1' }, besideWorkflows(contexts));
  const types = await openapiTS(
    // A copy: the generator writes into what it is given.
    structuredClone({ openapi, info, paths: {}, components: { schemas: components.schemas } }),
    { alphabetize: true, emptyObjectsUnknown: true, immutable: true, silent: true, transform: json },
  );
  // Only schemas are drawn, so only they are kept of what the generator writes around them.
  const [first, ...rest] = types.filter((node) => node.name?.text === 'components');
  if (first === undefined || rest.length > 0)
    throw new RangeError('the generator wrote no one interface of components');
  return format(HEAD + astToString([first]), { ...(await resolveConfig(path)), filepath: path });
}

/** What a declaration decides is left open by the document; that it is JSON is certain. */
function json({ type, properties, additionalProperties, $ref, oneOf, enum: values }) {
  const isOpen = type === undefined && $ref === undefined && oneOf === undefined && values === undefined;
  const isOpenObject = type === 'object' && properties === undefined && additionalProperties === undefined;
  if (!isOpen && !isOpenObject) return undefined;
  return ts.factory.createTypeReferenceNode(isOpen ? 'Json' : 'JsonObject');
}
