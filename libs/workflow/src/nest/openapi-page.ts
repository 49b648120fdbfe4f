/** The document at `/api/openapi.json`, and a page to read it by at `/api/docs`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { Spoken } from '../words/sentence.js';
import { openApi, type BesideWorkflows, type OpenApiDocument, type OpenApiOptions } from './openapi.js';

type Page = Parameters<typeof SwaggerModule.setup>[2];

const PAGE_PATH = 'api/docs';

/** What the page needs: its files from here, and the styles that its own text and its drawing carry. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * To be called before the application listens. `beside` is what is no workflow: sessions, live updates.
 * @returns the document that is served
 */
export function serveOpenApi(
  app: INestApplication,
  spoken: readonly Spoken[],
  options: OpenApiOptions,
  beside?: BesideWorkflows,
): OpenApiDocument {
  const document = openApi(spoken, options, beside);
  app.use(`/${PAGE_PATH}`, (_request: IncomingMessage, response: ServerResponse, next: () => void) => {
    response.setHeader('Content-Security-Policy', POLICY);
    next();
  });
  SwaggerModule.setup(PAGE_PATH, app, document as unknown as Exclude<Page, () => unknown>, {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: options.title,
  });
  return document;
}
