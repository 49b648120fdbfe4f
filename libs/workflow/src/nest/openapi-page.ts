/** The document at `/api/openapi.json`, and a page to read it by at `/api/docs`. */
import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { Spoken } from '../words/sentence.js';
import { openApi, type BesideWorkflows, type OpenApiDocument, type OpenApiOptions } from './openapi.js';

type Page = Parameters<typeof SwaggerModule.setup>[2];

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
  SwaggerModule.setup('api/docs', app, document as unknown as Exclude<Page, () => unknown>, {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: options.title,
  });
  return document;
}
