/** Stretches of time: how many there are at once, and how much of another stretch they take. */
import { lastAtOrBelow } from './search.ts';

/** Where something begins (`by` above 0) or ends (below). */
export interface Change {
  readonly ns: number;
  readonly by: number;
}

/** Sorts changes by time. What ends at a moment ends before what begins then. */
export function inOrder(changes: Change[]): Change[] {
  return changes.sort((a, b) => a.ns - b.ns || a.by - b.by);
}

/** The highest count that changes, in any order, lead to. */
export function mostAtOnce(changes: Change[]): number {
  let [now, most] = [0, 0];
  for (const { by } of inOrder(changes)) most = Math.max(most, (now += by));
  return most;
}

/** Spans in the order of their begins, and how long each of them and all before it are. */
export interface Spans {
  readonly starts: readonly number[];
  readonly sums: readonly number[];
}

/** How much of the time between two moments the spans take; those that overlap count twice. */
export function takenBetween(spans: Spans, fromNs: number, toNs: number): number {
  return takenBefore(spans, toNs) - takenBefore(spans, fromNs);
}

function takenBefore({ starts, sums }: Spans, ns: number): number {
  const last = lastAtOrBelow(starts, ns);
  if (last < 0) return 0;
  const sum = sums[last] as number;
  const length = sum - (sums[last - 1] ?? 0);
  return sum - Math.max(0, (starts[last] as number) + length - ns);
}
