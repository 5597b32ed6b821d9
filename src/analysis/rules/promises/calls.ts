/** What rules of promise.floating ask of calls that nobody waits for. */
import { VALUE_EMPTY, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED, VALUE_UNKNOWN, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';

/** What a total or a list holds before anything has come. (Of lists the value is not known.) */
export const NOTHING_YET: ReadonlySet<number> = new Set([VALUE_UNKNOWN, VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);

/** The calls, and those that they have made, by the first. */
export function calledWithin({ activations: acts }: Trace, calls: readonly number[]): ReadonlyMap<number, number> {
  const own = new Map(calls.map((call) => [call, call]));
  // Whoever calls has begun before.
  for (let a = (calls[0] ?? NONE) + 1; a < acts.length; a++) {
    const call = own.get(acts.parent.at(a));
    if (call !== undefined && !own.has(a)) own.set(a, call);
  }
  return own;
}
