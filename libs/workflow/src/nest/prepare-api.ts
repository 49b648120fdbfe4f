/** What stands before every route of the API: an id for all that a request causes, headers, and its JSON within bounds. */
import type { ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { correlationIdOf, type ApiRequest } from './api-request.js';
import { jsonBody } from './json-body.js';

/**
 * To be called before the application is initialised; create it with `{ bodyParser: false }`. Bodies of `/api` that are
 * JSON arrive as `request.body`, others unread.
 */
export function prepareApi(app: INestApplication): void {
  app.use('/api', (request: ApiRequest, response: ServerResponse, next: () => void) => {
    response.setHeader('X-Correlation-Id', correlationIdOf(request));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', jsonBody);
}
