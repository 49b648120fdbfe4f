/** Lengths of time as a declaration writes them: `workingDays(5)`. */
import type { Span } from './span.js';

export const workingDays = (count: number): Span => ({ unit: 'working-days', count });
export const days = (count: number): Span => ({ unit: 'days', count });
export const months = (count: number): Span => ({ unit: 'months', count });
export const hours = (count: number): Span => ({ unit: 'hours', count });
export const minutes = (count: number): Span => ({ unit: 'minutes', count });
