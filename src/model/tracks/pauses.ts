/** Time that is not the program's: it stood at a breakpoint, was stopped, or the machine slept. */
import { firstWhere } from '../../base/search.ts';
import type { Timeline } from './tracksIndex.ts';
import { cached } from './tracksIndex.ts';

type Span = readonly [fromNs: number, toNs: number];

/** Relative to the start of the run, in order, and apart from each other (each process tells of its own). */
export function pausesOf(timeline: Timeline): readonly Span[] {
  return cached(timeline, 'pauses', () => {
    const { trace, tracks } = timeline;
    const spans: [number, number][] = [];
    for (const { fromNs, toNs } of trace.pauses.toSorted((a, b) => a.fromNs - b.fromNs)) {
      const [from, to] = [fromNs - tracks.originNs, toNs - tracks.originNs];
      const last = spans.at(-1);
      if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
      else if (to > from) spans.push([from, to]);
    }
    return spans;
  });
}

/**
 * Splits what ran, or blocked its thread, between two relative times into the parts in which it did so: it stood still in each pause that it lasted through. What began or ended
 * in a pause was of another process, which went on.
 */
export function partsBetween(pauses: readonly Span[], fromNs: number, toNs: number, part: (fromNs: number, toNs: number) => void): void {
  let at = fromNs;
  for (let i = firstWhere(0, pauses.length, (p) => (pauses[p] as Span)[0] >= fromNs); i < pauses.length; i++) {
    const [from, to] = pauses[i] as Span;
    if (to > toNs) break;
    part(at, from);
    at = to;
  }
  part(at, toNs);
}
