/** The register of communities: the workflow, its words, what held on a given day, and the sample. */
import type { DataOf } from '#libs/workflow';
import type { community } from './community.js';

/** What others may build decisions on: the fold of a community, as a fact. */
export type CommunityData = DataOf<typeof community>;

export { community } from './community.js';
export {
  areaOn,
  governanceOn,
  managerOn,
  type AreaVersion,
  type GovernanceSpell,
  type ManagerSpell,
} from './history.js';
export { soundsLike } from './pinyin.js';
export { installSampleCommunities, sampleCommunities, type SampleCommunity } from './sample-communities.js';
export { communitySpoken, communityTexts } from './texts.js';
