/** Binary search, in whatever is in order. */

/** The first number in [from, to) for which it holds, when it holds for all that follow, too; `to` when it holds for none. */
export function firstWhere(from: number, to: number, holds: (i: number) => boolean): number {
  let low = from;
  let high = Math.max(from, to);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of ascending numbers are below one. */
export function countBelow(ascending: ArrayLike<number>, limit: number): number {
  return firstWhere(0, ascending.length, (i) => (ascending[i] as number) >= limit);
}

/** Index of the last of ascending numbers that is not above `value`; -1 if none. */
export function lastAtOrBelow(ascending: ArrayLike<number>, value: number): number {
  return firstWhere(0, ascending.length, (i) => (ascending[i] as number) > value) - 1;
}
