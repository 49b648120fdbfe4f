/** Holds what a program answers against the OpenAPI document: an answer that it does not describe fails whatever test asked. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { complaintSpoken } from '#libs/complaints';
import { openApi } from '#libs/workflow/nest';
import { contexts } from '#server/contexts';
import { besideWorkflows } from '#server/own-paths';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}

const document = openApi([complaintSpoken], { title: 'Linli', version: '1' }, besideWorkflows(contexts));
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(document, 'document');

/** A path with fewer open parts is meant before one with more: `numbers` is no id. */
const paths = Object.keys(document.paths)
  .map((path) => ({ path, parts: path.split('/') }))
  .sort((a, b) => open(a.parts) - open(b.parts));
const validators = new Map<string, ValidateFunction | undefined>();

/** @throws Error where the document describes this path and status, and not such an answer. */
export function holdToDocument(method: string, address: string, status: number, answer: unknown): void {
  const parts = (address.split('?')[0] ?? '').split('/');
  const path = paths.find(
    (one) =>
      one.parts.length === parts.length && one.parts.every((part, n) => part.startsWith('{') || part === parts[n]),
  )?.path;
  if (path === undefined) return;
  const key = `${method} ${path} ${status}`;
  if (!validators.has(key)) validators.set(key, validatorOf(path, method.toLowerCase(), status));
  const validate = validators.get(key);
  if (validate?.(answer) === false)
    throw new Error(`${key} is not answered as the document says: ${ajv.errorsText(validate.errors)}`);
}

function validatorOf(path: string, method: string, status: number): ValidateFunction | undefined {
  const operation = document.paths[path]?.[method] as unknown as Operation | undefined;
  if (operation?.responses[status]?.content?.['application/json']?.schema === undefined) return undefined;
  const pointer = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'];
  return ajv.compile({ $ref: `document#/${pointer.map(escaped).join('/')}` });
}

function open(parts: readonly string[]): number {
  return parts.filter((part) => part.startsWith('{')).length;
}

/** As a part of a JSON Pointer in a fragment. */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
