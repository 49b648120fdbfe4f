/**
 * The controllers, drawn from the declarations: one class for each workflow, one method for each thing people may do.
 * A method finds who is meant and hands over; it decides nothing.
 */
import type { ServerResponse } from 'node:http';
import { All, Controller, Get, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { creates } from '../declare/declaration.js';
import { refused } from '../decide/refusal.js';
import { Acting } from './acting.js';
import { send, type Answer } from './answer.js';
import type { ApiRequest } from './api-request.js';
import { Bulk } from './bulk.js';
import { listQueriesOf } from './list-filters.js';
import { bulkRouteOf, issuable, routeOf } from './paths.js';
import { ApiProblem, problemFrom } from './problem.js';
import { ANY_QUERY, Queries } from './queries.js';
import { Reading } from './reading.js';
import type { Registered } from './registered.js';

/** What each route knows after the `?`; anything else is refused. */
const QUERIES = {
  step: ['dryRun'],
  one: [],
  history: ['after', 'limit'],
} as const;

abstract class WorkflowController {
  constructor(
    @Inject(Reading) readonly reading: Reading,
    @Inject(Acting) readonly acting: Acting,
    @Inject(Bulk) readonly bulk: Bulk,
  ) {}
}

type Answering = (controller: WorkflowController, request: ApiRequest, id: string) => Promise<Answer>;

/** The controller of a workflow, under `/api/<its path>`. */
export function controllerOf(registered: Registered): Type<WorkflowController> {
  const { declaration } = registered.spoken;
  class Generated extends WorkflowController {}
  Object.defineProperty(Generated, 'name', { value: `${declaration.name}Controller` });
  Controller('api')(Generated);
  const allowed = new Map<string, string[]>();
  const route = (method: 'GET' | 'POST', path: string, queries: readonly string[], answering: Answering): void => {
    allowed.set(path, [...(allowed.get(path) ?? []), method]);
    const name = `${method} ${path}`;
    answer(Generated, { name, method: method === 'GET' ? Get(path) : Post(path), queries }, answering);
  };

  const commands = issuable(declaration);
  for (const command of commands.filter((one) => one.bulk && !creates(one)))
    route('POST', bulkRouteOf(declaration, command), QUERIES.step, (at, request) =>
      at.bulk.run(registered, command, request),
    );
  unknownStep(Generated, registered, `${declaration.path}/bulk/:step`);
  for (const command of commands)
    route('POST', routeOf(declaration, command), QUERIES.step, (at, request, id) =>
      at.acting.step(registered, command, request, creates(command) ? undefined : id),
    );
  const { path } = declaration;
  route('GET', path, listQueriesOf(declaration), (at, request) => at.reading.list(registered, request));
  route('GET', `${path}/:id`, QUERIES.one, (at, request, id) => at.reading.one(registered, request, id));
  route('GET', `${path}/:id/history`, QUERIES.history, (at, request, id) =>
    at.reading.history(registered, request, id),
  );
  route('GET', `${path}/:id/deadlines`, QUERIES.one, (at, request, id) =>
    at.reading.deadlines(registered, request, id),
  );
  for (const [one, methods] of allowed) otherwise(Generated, one, methods);
  unknownStep(Generated, registered, `${path}/:id/:step`);
  return Generated;
}

interface Route {
  readonly name: string;
  readonly method: MethodDecorator;
  readonly queries: readonly string[];
}

function answer(controller: Type<WorkflowController>, { name, method, queries }: Route, answering: Answering): void {
  const prototype = controller.prototype as WorkflowController & Record<string, unknown>;
  const value = async function (this: WorkflowController, request: ApiRequest, response: ServerResponse) {
    send(request, response, await answering(this, request, request.params?.['id'] ?? ''));
  };
  Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  method(prototype, name, descriptor);
  Queries(...queries)(prototype, name, descriptor);
}

/** OPTIONS tells what is possible at an address; any other method is told the same as a problem. */
function otherwise(controller: Type<WorkflowController>, path: string, methods: readonly string[]): void {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  answer(controller, { name: `otherwise ${path}`, method: All(path), queries: [ANY_QUERY] }, (_, request) => {
    if (request.method === 'OPTIONS') return Promise.resolve({ status: 204, headers: { Allow: allow } });
    return Promise.reject(
      new ApiProblem(405, 'request/method', {
        params: { method: request.method ?? '' },
        headers: { Allow: allow },
      }),
    );
  });
}

/** A step that nobody declared; other methods are left to whoever else stands at the address. */
function unknownStep(controller: Type<WorkflowController>, { spoken }: Registered, path: string): void {
  answer(controller, { name: `unknown ${path}`, method: Post(path), queries: [ANY_QUERY] }, (_, request) => {
    const step = { command: request.params?.['step'] ?? '' };
    return Promise.reject(problemFrom(refused('not-found', 'command/unknown', step), spoken));
  });
}
