/** What auditors read, recorded as cases: one for each reader and day. */
export { ReadingNotRecorded, ReadingRecorder, type Asked, type RecorderOptions } from './recorder.js';
export { reading } from './reading.js';
export { readingSpoken, readingTexts } from './texts.js';
