/**
 * From an outcome, or from trouble, to a problem document (RFC 9457). The only place that knows HTTP statuses: the
 * engine refuses by kind and code, the texts say it in words. Nothing internal leaves here; what was not foreseen is
 * logged under an id that the person is told.
 */
import { randomUUID } from 'node:crypto';
import { HttpException } from '@nestjs/common';
import { StoreUnavailable, type JsonObject } from '#libs/event-store';
import { ViewsNotReady } from '#libs/views';
import type { CommandDeclaration } from '../declare/declaration.js';
import type { Problem } from '../declare/fields/field.js';
import type { Malformed, Refused, RefusalKind } from '../decide/refusal.js';
import { problemSentence, sentenceOf, type Spoken } from '../words/sentence.js';
import { said, type Language, type Pair } from '../words/texts.js';
import { requestTexts, statusTexts, type RequestCode } from './problem-texts.js';

/** One thing wrong with a field: a JSON Pointer into the body, or the header that was meant. */
export interface FieldError {
  readonly pointer: string;
  readonly header?: string;
  readonly code: string;
  readonly detail: string;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly params: JsonObject;
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

/** A problem as thrown towards the filter; words are found when the language is known. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: {
      readonly params?: Refused['params'];
      readonly problems?: readonly Problem[];
      /** The field that the refusal is about. */
      readonly pointer?: string | undefined;
      readonly spoken?: Spoken;
      /** The form is one of the engine's own. */
      readonly standing?: boolean;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
  }
}

const statusOf: Readonly<Record<RefusalKind, number>> = {
  forbidden: 403,
  'not-found': 404,
  refused: 409,
  changed: 412,
  'revision-needed': 428,
  crowded: 429,
  busy: 503,
};

const SOON = { 'Retry-After': '1' } as const;

/** A refusal of the engine, or a malformed form of this command. */
export function problemFrom(
  outcome: Refused | Malformed,
  spoken?: Spoken,
  command?: Pick<CommandDeclaration, 'standing'>,
): ApiProblem {
  const words = spoken ? { spoken } : {};
  if (outcome.kind === 'malformed') return malformed(outcome.problems, spoken, command?.standing);
  const status = statusOf[outcome.kind];
  return new ApiProblem(status, outcome.code, {
    ...words,
    params: outcome.params,
    pointer: outcome.pointer,
    ...(status === 503 || status === 429 ? { headers: SOON } : {}),
  });
}

export function malformed(problems: readonly Problem[], spoken?: Spoken, standing = false): ApiProblem {
  return new ApiProblem(422, 'request/fields', {
    params: { count: problems.length },
    problems,
    standing,
    ...(spoken ? { spoken } : {}),
  });
}

/** Something wrong with the request itself. */
export function requestProblem(status: number, code: RequestCode, params: Refused['params'] = {}): ApiProblem {
  return new ApiProblem(status, code, { params });
}

/** The document and the headers that go with a problem. */
export function documentOf(
  problem: ApiProblem,
  language: Language,
): { document: ProblemDocument; headers: Readonly<Record<string, string>> } {
  const { status, code, more } = problem;
  const params = more.params ?? {};
  const detail = sentence(code, params, more.spoken, language);
  const errors =
    more.pointer === undefined
      ? more.problems?.map((one) => fieldError(one, more, language))
      : [{ pointer: more.pointer, code, detail }];
  const shown = shownParams(params);
  return {
    document: {
      type: `urn:linli:problem:${code}`,
      title: said(statusTexts[status] ?? (statusTexts[status >= 500 ? 500 : 400] as Pair), language),
      status,
      detail,
      code,
      params: shown,
      ...(code.endsWith('-wrong-state') ? shown : {}),
      ...(code.endsWith('/exists') && more.spoken
        ? { link: `/api/${more.spoken.declaration.path}/${encodeURIComponent(String(params['id']))}` }
        : {}),
      ...(errors ? { errors } : {}),
    },
    headers: more.headers ?? {},
  };
}

/**
 * Anything thrown, as a problem; `unexpected` is to be logged under the id in its params.
 * @param reads whether nothing was to be recorded, so that nothing need be sent again under its id
 */
export function asProblem(error: unknown, reads = false): { problem: ApiProblem; unexpected: boolean } {
  if (error instanceof ApiProblem) return { problem: error, unexpected: false };
  if (error instanceof StoreUnavailable && reads)
    return { problem: new ApiProblem(503, 'store/unread', { headers: SOON, cause: error }), unexpected: false };
  if (error instanceof StoreUnavailable)
    return {
      problem: new ApiProblem(503, 'store/unavailable', {
        params: { outcome: error.outcome },
        headers: SOON,
        cause: error,
      }),
      unexpected: false,
    };
  if (error instanceof ViewsNotReady)
    return { problem: new ApiProblem(503, 'views/behind', { headers: SOON, cause: error }), unexpected: false };
  if (error instanceof HttpException && error.getStatus() < 500) return { problem: fromNest(error), unexpected: false };
  return {
    problem: new ApiProblem(500, 'server/unexpected', { params: { id: randomUUID() }, cause: error }),
    unexpected: true,
  };
}

/** What the framework says no to by itself: an address that nothing stands at, say. */
function fromNest(error: HttpException): ApiProblem {
  const status = error.getStatus();
  return requestProblem(status, status === 404 ? 'request/no-such-path' : 'request/rejected');
}

function fieldError(problem: Problem, { spoken, standing }: ApiProblem['more'], language: Language): FieldError {
  return {
    pointer: problem.pointer,
    ...(problem.pointer === '/commandId' ? { header: 'Idempotency-Key' } : {}),
    code: problem.rule,
    detail: problemSentence(problem, spoken, language, standing),
  };
}

function sentence(code: string, params: Refused['params'], spoken: Spoken | undefined, language: Language): string {
  const own: Pair | undefined = Object.hasOwn(requestTexts, code) ? requestTexts[code as RequestCode] : undefined;
  if (!own) return sentenceOf({ code, params }, spoken, language);
  return said(own, language).replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Params as programs read them: what is possible is a list. */
function shownParams(params: Refused['params']): JsonObject {
  const { possible } = params;
  return typeof possible === 'string'
    ? { ...params, possible: possible === '' ? [] : possible.split(', ') }
    : { ...params };
}
