/** Sorting of rows that are in order in runs, such as those of several threads. */

/** The numbers below `length` in order, those that are equal as they were; undefined if they are in order. Linear for few runs that are in order already, such as those of chunks. */
export function mergeRuns(length: number, isAtMost: (a: number, b: number) => boolean): Int32Array | undefined {
  let bounds = [0];
  for (let i = 1; i < length; i++) if (!isAtMost(i - 1, i)) bounds.push(i);
  if (bounds.length === 1) return undefined;
  let from = new Int32Array(length);
  for (let i = 0; i < length; i++) from[i] = i;
  let to = new Int32Array(length);
  while (bounds.length > 1) {
    const merged: number[] = [];
    for (let run = 0; run < bounds.length; run += 2) {
      let left = bounds[run] as number;
      const middle = bounds[run + 1] ?? length;
      let right = middle;
      const end = bounds[run + 2] ?? length;
      merged.push(left);
      for (let at = left; at < end; at++) {
        const isLeft = left < middle && (right >= end || isAtMost(from[left] as number, from[right] as number));
        to[at] = from[isLeft ? left++ : right++] as number;
      }
    }
    [from, to] = [to, from];
    bounds = merged;
  }
  return from;
}
