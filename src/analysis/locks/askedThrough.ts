/** Where the code asks for a lock that a helper takes for it: `withLock(lock, work)`. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { siteOfAwait } from '../lineage.ts';
import type { LockEdge } from './lockOrder.ts';
import { callInStep } from './plainCalls.ts';

/**
 * Request → the call of the helper that made it, where two locks that are held at once were taken at one place: not by a loop, but by a helper that was called again under the first one.
 */
export function callsOfHelpers(trace: Trace, edges: readonly Pick<LockEdge, 'holds' | 'wants'>[]): Map<number, number> {
  const { site, activation } = trace.requests;
  const calls = new Map<number, number>();
  for (const { holds, wants } of edges) {
    if (site.at(holds) !== site.at(wants) || site.at(holds) === NONE) continue;
    const by = activation.at(holds);
    const isLoop = by === activation.at(wants) && by !== NONE && trace.activations.fn.at(by) === trace.functionAt(site.at(holds));
    if (isLoop) continue;
    const [outer, inner] = [callOfHelper(trace, holds), callOfHelper(trace, wants)];
    // Called by itself, it is no helper.
    const helper = trace.functionAt(site.at(holds));
    if ([outer, inner].some((call) => call !== NONE && isInside(trace, trace.functionAt(call), helper))) continue;
    if (outer !== NONE) calls.set(holds, outer);
    if (inner !== NONE) calls.set(wants, inner);
  }
  return calls;
}

function isInside(trace: Trace, fn: number, outer: number): boolean {
  let at = fn;
  while (at !== NONE && at !== outer) at = trace.functions[at]?.parentFunction ?? NONE;
  return at === outer;
}

function callOfHelper(trace: Trace, request: number): number {
  const { requests: r, activations: acts, tasks } = trace;
  const helper = trace.functionAt(r.site.at(request));
  let caller = r.activation.at(request);
  let promise: number = NONE;
  if (caller === NONE) return callInStep(trace, r.requestSegment.at(request), helper) ?? NONE;
  if (acts.fn.at(caller) === helper) {
    promise = acts.promise.at(caller);
    caller = acts.parent.at(caller);
    if (promise === NONE) return NONE;
  }
  // What the caller waits for: what the helper gave, or whatever a plain one made of the lock's promise.
  const awaited = siteOfAwait(trace, caller, promise, r.requestSegment.at(request));
  if (awaited !== undefined) return awaited;
  const call = promise === NONE ? NONE : tasks.site.at(promise);
  return trace.site(call)?.kind === 'call' ? call : NONE;
}
