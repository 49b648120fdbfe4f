/** The document: every command that people may issue is in it, its forms judge as the fields do, and every reference leads somewhere. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { parseForm } from '../declare/fields/field.js';
import { Api, asked, spoken } from './api.fixture.js';
import { openApi } from './openapi.js';
import { issuable } from './paths.js';

const document = openApi([spoken], { title: 'Errands', version: '1' });
const commands = issuable(spoken.declaration);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

let api: Api;
beforeAll(async () => {
  api = await Api.start();
});
afterAll(() => api.stop());

describe('the OpenAPI document', () => {
  it('has a path for every command of people, none for the engine’s, and the three reads', () => {
    const steps = operations.filter((one) => one.method === 'post' && !one.path.includes('/bulk/'));
    expect(steps.map((one) => one.operation['x-linli-command']).sort()).toEqual(commands.map((one) => one.name).sort());
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/errands',
        '/api/errands/{id}',
        '/api/errands/{id}/history',
        '/api/errands/{id}/take',
        '/api/errands/bulk/change-runner',
      ]),
    );
    expect(JSON.stringify(document)).not.toContain('ExpireErrand');
    const ids = operations.map((one) => one.operation['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('every reference leads to something, every part of a path is a parameter', () => {
    const text = JSON.stringify(document);
    for (const [, ref = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = ref
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect({ ref, found }).toMatchObject({ ref, found: expect.anything() });
    }
    for (const { path, operation } of operations.filter((one) => one.path.includes('{id}')))
      expect({ path, parameters: operation['parameters'] }).toMatchObject({
        path,
        parameters: expect.arrayContaining([{ $ref: '#/components/parameters/id' }]),
      });
  });

  it('its forms take what the fields take', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [] });
    for (const command of commands) {
      const schemas = (document.components as { schemas: Record<string, object> }).schemas;
      const validate = ajv.compile(schemas[`errand.${command.name}`] ?? {});
      const form = fc.record(
        Object.fromEntries(Object.entries(command.form).map(([name, field]) => [name, field.arbitrary(fc)])),
      );
      fc.assert(
        fc.property(form, (value) => {
          expect(parseForm(command.form, value).problems).toEqual([]);
          expect({ value, valid: validate(value), errors: validate.errors }).toMatchObject({ valid: true });
        }),
        { numRuns: 30 },
      );
      expect(validate({ nothing: 'of this kind' })).toBe(false);
    }
  });

  it('says fields, choices and states in both languages', () => {
    expect(document.components).toMatchObject({
      schemas: {
        'errand.FinishErrand': {
          properties: {
            how: {
              enum: ['well', 'badly'],
              'x-linli-words': { 'zh-CN': '如何', en: 'how' },
              'x-linli-choices': { well: { 'zh-CN': '好', en: 'well' }, badly: { 'zh-CN': '差', en: 'badly' } },
            },
            occurredAt: { format: 'date-time' },
          },
        },
        'errand.State': { enum: spoken.declaration.states },
      },
    });
  });

  it('lists the refusals that a step may answer with, and they are those it does answer with', async () => {
    const take = document.paths['/api/errands/{id}/take']?.['post'];
    expect(take?.['x-linli-refusals']).toEqual(['errand/take-wrong-state']);
    const id = await api.taken();
    expect((await api.post(`/api/errands/${id}/take`, { runner: 'li' })).body.code).toBe('errand/take-wrong-state');
    expect(document.paths['/api/errands/{id}/change-runner']?.['post']?.['x-linli-refusals']).toEqual([
      'errand/change-runner-wrong-state',
      'errand/too-often',
      'errand/nothing-changed',
    ]);
  });

  it('is served, with a page to read it by', async () => {
    const served = await api.get('/api/openapi.json', { by: '' });
    expect(served.body).toMatchObject({ openapi: '3.1.0', paths: { '/api/errands': {} } });
    expect(JSON.parse(served.text)).toEqual(JSON.parse(JSON.stringify(document)));
    const page = await api.get('/api/docs', { by: '' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
    expect((await api.get('/api/docs/swagger-ui-init.js', { by: '' })).text).toContain('/api/errands');
  });

  it('every answer is as the document says', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document as unknown as object, 'doc');
    const judge = (schema: string, value: unknown) => {
      const validate = ajv.compile({ $ref: `doc#/components/schemas/${schema}` });
      expect({ schema, valid: validate(value), errors: validate.errors }).toMatchObject({ valid: true });
    };
    const step = await api.post('/api/errands', asked);
    judge('Step', step.body);
    judge('Step', (await api.post('/api/errands?dryRun=1', asked)).body);
    judge('Case', (await api.get(`/api/errands/${step.body.id}`)).body);
    judge('List', (await api.get('/api/errands')).body);
    judge('History', (await api.get(`/api/errands/${step.body.id}/history`)).body);
    judge('ExplainedDeadlines', (await api.get(`/api/errands/${step.body.id}/deadlines`)).body);
    judge('Description', (await api.get('/api/workflows')).body);
    const waiting = await api.get('/api/waiting');
    expect(waiting.body.items.length).toBeGreaterThan(0);
    judge('Waiting', waiting.body);
    judge('Tally', (await api.get('/api/overview?workflow=errand&by=state,age,month,jurisdiction')).body);
    judge('CountsList', (await api.get('/api/counts')).body);
    judge('References', (await api.get('/api/references/errand')).body);
    judge('Problem', (await api.get('/api/errands/unknown')).body);
    const bulk = { ids: ['x', step.body.id], form: { runner: 'li' } };
    judge('Bulk', (await api.post('/api/errands/bulk/change-runner', bulk)).body);
  });
});
