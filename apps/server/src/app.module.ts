/** The list of what stands behind HTTP. */
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ENGINE, PEOPLE, SESSIONS, VAULT, VIEWS, WorkflowModule } from '#libs/workflow/nest';
import type { Composition } from './compose.js';
import { HealthController } from './health.js';
import { LiveController, LiveUpdates } from './live.js';
import type { Metrics } from './metrics.js';
import { peopleNames } from './people-names.js';
import { SampleSessions, SessionController } from './session.js';
import { COMPOSITION, METRICS } from './tokens.js';

@Global()
@Module({})
class NodeModule {
  static of(composition: Composition, metrics: Metrics): DynamicModule {
    const { engine, views, vault } = composition;
    const provided = [
      { provide: COMPOSITION, useValue: composition },
      { provide: METRICS, useValue: metrics },
      { provide: ENGINE, useValue: engine },
      { provide: VIEWS, useValue: views },
      { provide: VAULT, useValue: vault },
      { provide: SESSIONS, useFactory: () => new SampleSessions() },
      { provide: PEOPLE, useValue: peopleNames(views) },
    ];
    return { module: NodeModule, providers: provided, exports: provided.map(({ provide }) => provide) };
  }
}

@Module({})
export class AppModule {
  static of(composition: Composition, metrics: Metrics): DynamicModule {
    const { spoken, numbers } = composition.contexts;
    return {
      module: AppModule,
      imports: [NodeModule.of(composition, metrics), WorkflowModule.register({ spoken, numbers })],
      controllers: [SessionController, LiveController, HealthController],
      providers: [LiveUpdates],
    };
  }
}
