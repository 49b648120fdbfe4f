/** For specs: a world in memory on the real engine, and what holds for every workflow, in one line for each. */
export { codeOf, TUESDAY, World, type WorldOptions } from './specification/world.js';
export { describeWorkflow, type Examination } from './specification/describe-workflow.js';
export { propertiesOf, type Property } from './specification/properties.js';
export { wrongStatesOf, type WrongStates } from './specification/wrong-states.js';
