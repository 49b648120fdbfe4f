/** The complaints of the sample data as a step of it. */
import { SAMPLE_DAYS, type SampleStep } from '../seed.js';
import { endedStories } from './ended-stories.js';
import { openStories } from './open-stories.js';
import { play } from './play.js';

export const stories = [...endedStories, ...openStories];

export const sampleComplaints: SampleStep = (seeding) => play(stories, seeding, SAMPLE_DAYS);
