/** The one exit for everything that was thrown on the way: a problem document in the caller's language. */
import type { ServerResponse } from 'node:http';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { correlationIdOf, type ApiRequest } from './api-request.js';
import { send } from './answer.js';
import { languageOf } from './language.js';
import { asProblem, documentOf } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const response = http.getResponse<ServerResponse>();
    const { problem, unexpected } = asProblem(error, request.method === 'GET' || request.method === 'HEAD');
    const correlationId = correlationIdOf(request);
    if (unexpected)
      this.#log.error(
        { id: problem.more.params?.['id'], requestId: correlationId, err: error },
        error instanceof Error ? error.stack : undefined,
      );
    else if (problem.status >= 500)
      this.#log.warn({ code: problem.code, requestId: correlationId, err: problem.cause });
    else if (problem.status === 403 && problem.code.startsWith('request/'))
      // Steps tell of their refusals themselves; a page that somebody has no right to is told here, by its route alone.
      this.#log.warn({ refused: problem.code, requestId: correlationId, ...whoAndWhere(request) });
    // Too late to say anything: the connection ends, so that nobody takes half an answer for a whole one.
    if (response.headersSent) return void response.destroy();
    const language = languageOf(request);
    const { document, headers } = documentOf(problem, language);
    send(request, response, {
      status: problem.status,
      headers: { ...headers, 'Content-Language': language, Vary: 'Accept-Language' },
      type: 'application/problem+json',
      body: { ...document, correlationId },
    });
  }
}

function whoAndWhere({ signedInAs: person, method, route }: ApiRequest & { readonly route?: { path?: unknown } }) {
  return { person, method, route: typeof route?.path === 'string' ? route.path : undefined };
}
