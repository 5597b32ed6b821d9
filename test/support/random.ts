/** Seeded random numbers for property tests (mulberry32); print the seed in every assertion message. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How often a property is tried: ten times as often in `npm run test:deep`, and as often as ROUNDS says. */
export function rounds(usual: number): number {
  const given = process.env['ROUNDS'];
  if (given !== undefined) return Number(given);
  return process.env['INTERLEAVE_DEEP'] ? 10 * usual : usual;
}
