/** What auditors read, recorded as cases: one for each reader and day. */
export { ReadingNotRecorded, ReadingRecorder, type Asked } from './recorder.js';
export { reading } from './reading.js';
export { readingSpoken } from './texts.js';
