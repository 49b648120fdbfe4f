/** The list of what stands behind HTTP. */
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ENGINE, PEOPLE, ProblemFilter, SESSIONS, VAULT, VIEWS, VOCABULARY, WorkflowModule } from '#libs/workflow/nest';
import { adminControllers } from './admin/index.js';
import type { Composition } from './compose.js';
import { DeadLettersController } from './dead-letters.js';
import { HealthController } from './health.js';
import { LiveController, LiveUpdates } from './live.js';
import type { Metrics } from './metrics.js';
import { peopleNames } from './people-names.js';
import { SessionController } from './session.js';
import { sessionsInMemory, sessionsInRedis, type SessionKeeper } from './session-keeper.js';
import { COMPOSITION, METRICS } from './tokens.js';

@Global()
@Module({})
class NodeModule {
  static of(composition: Composition, metrics: Metrics): DynamicModule {
    const { engine, views, vault, contexts } = composition;
    const provided = [
      { provide: COMPOSITION, useValue: composition },
      { provide: METRICS, useValue: metrics },
      { provide: ENGINE, useValue: engine },
      { provide: VIEWS, useValue: views },
      { provide: VAULT, useValue: vault },
      { provide: SESSIONS, useFactory: () => keeperOf(composition) },
      { provide: PEOPLE, useValue: peopleNames(views) },
      ...(contexts.vocabulary ? [{ provide: VOCABULARY, useValue: contexts.vocabulary }] : []),
    ];
    return { module: NodeModule, providers: provided, exports: provided.map(({ provide }) => provide) };
  }
}

async function keeperOf({ redis }: Composition): Promise<SessionKeeper> {
  return redis ? sessionsInRedis(await redis.connect(), redis.prefix) : sessionsInMemory();
}

@Module({})
export class AppModule {
  static of(composition: Composition, metrics: Metrics): DynamicModule {
    const { spoken, numbers, own = [] } = composition.contexts;
    const hasRedis = composition.redis !== undefined;
    return {
      module: AppModule,
      imports: [
        NodeModule.of(composition, metrics),
        ...own.map((one) => one.module),
        WorkflowModule.register({ spoken, numbers }),
      ],
      controllers: [
        SessionController,
        LiveController,
        HealthController,
        ...adminControllers,
        ...(hasRedis ? [DeadLettersController] : []),
      ],
      providers: [LiveUpdates],
    };
  }
}

/** What a node shows that only works: how it is. */
@Module({})
export class WorkerModule {
  static of(composition: Composition, metrics: Metrics): DynamicModule {
    return {
      module: WorkerModule,
      controllers: [HealthController],
      providers: [
        { provide: COMPOSITION, useValue: composition },
        { provide: METRICS, useValue: metrics },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
