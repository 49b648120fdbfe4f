/** What auditors read, recorded as cases: one for each reader and day. */
export { ReadingNotRecorded, ReadingRecorder, type Asked, type RecorderOptions } from './recorder.js';
export { ADDRESS_SIGNS_MAX, ASKED_MAX, reading, READINGS } from './reading.js';
export { readingSpoken, readingTexts } from './texts.js';
