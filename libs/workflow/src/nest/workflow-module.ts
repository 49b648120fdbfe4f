/** The NestJS module of declared workflows: their controllers, command classes and handlers, and the problem filter. */
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Spoken } from '../words/sentence.js';
import { Acting } from './acting.js';
import { Bulk } from './bulk.js';
import { commandHandlers } from './command-of.js';
import { OverviewController } from './overview.js';
import type { Numbered } from './ports.js';
import { ProblemFilter } from './problem-filter.js';
import { QueryGuard } from './queries.js';
import { Reading } from './reading.js';
import { REGISTERED, type Registered } from './registered.js';
import { controllerOf } from './routes.js';

export interface WorkflowModuleOptions {
  /** Each with its words; its routes stand under `/api/<path>`. */
  readonly spoken: readonly Spoken[];
  /** By the workflow's name: the table of the views that says what its cases are called. */
  readonly numbers?: Readonly<Record<string, Numbered>>;
}

/**
 * `ENGINE`, `VIEWS` and `SESSIONS` must be provided globally, `PEOPLE` and `VOCABULARY` may be; the views must hold a `caseView` for each
 * workflow registered. Every route of the application, whoever declares it, then refuses what it does not know after the `?`
 * (see `Queries`).
 */
@Module({})
export class WorkflowModule {
  /** @throws RangeError for a number table of a workflow that is not registered. */
  static register({ spoken, numbers = {} }: WorkflowModuleOptions): DynamicModule {
    const registered = spoken.map((one): Registered => ({ spoken: one, numbered: numbers[one.declaration.name] }));
    for (const name of Object.keys(numbers))
      if (!spoken.some(({ declaration }) => declaration.name === name))
        throw new RangeError(`numbers are given for ${name}, which is not registered`);
    return {
      module: WorkflowModule,
      imports: [CqrsModule.forRoot()],
      controllers: [OverviewController, ...registered.map(controllerOf)],
      providers: [
        { provide: REGISTERED, useValue: registered },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: QueryGuard },
        Reading,
        Acting,
        Bulk,
        ...spoken.flatMap(commandHandlers),
      ],
      exports: [Reading, Acting, CqrsModule],
    };
  }
}
