/** Lets a timer act through the engine: a command whose id follows from the timer's, so that it takes effect once (law 9). */
import { timerRequest, type Engine } from '#libs/workflow';
import { NotNow, type Act } from './due-work.js';

/** Acts by the engine; throws where the workflow is not declared here, NotNow where the engine is busy or its clock behind. */
export function timersAct(engine: Engine): Act {
  return async (timer) => {
    const declaration = engine.ports.cases.declarations.get(timer.workflow);
    if (!declaration) throw new Error(`nobody here declares the workflow ${timer.workflow}`);
    const one = await engine.ports.cases.fresh(timer.workflow, timer.id);
    const outcome = await engine.execute(timerRequest(declaration, one, timer));
    if (outcome.kind === 'done') return { kind: 'acted', position: outcome.position };
    if (outcome.kind === 'refused' && outcome.code.endsWith('-not-due')) return { kind: 'not-due' };
    if (outcome.kind === 'busy' || outcome.kind === 'crowded') throw new NotNow(outcome.code);
    throw new Error(
      outcome.kind === 'malformed' ? `malformed: ${JSON.stringify(outcome.problems)}` : `refused: ${outcome.code}`,
    );
  };
}
