/** What is worked out of a whole trace once, and asked for again and again. */
import type { Trace } from '../model/trace.ts';

/** `work`, done again only when the trace has another `size`: one that is still written has grown since. */
export function remembered<T>(size: (trace: Trace) => number, work: (trace: Trace) => T): (trace: Trace) => T {
  const known = new WeakMap<Trace, { readonly size: number; readonly result: T }>();
  return (trace) => {
    const now = size(trace);
    const before = known.get(trace);
    if (before?.size === now) return before.result;
    const result = work(trace);
    known.set(trace, { size: now, result });
    return result;
  };
}

/** How much of the program's code is known. */
export const bySites = (trace: Trace): number => trace.sites.length;
/** How much of the run is known. */
export const byEvents = (trace: Trace): number => trace.eventCount;
