/** How many, as people write it. */
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Thousands grouped. */
export function howMany(n: number): string {
  return whole.format(n);
}
