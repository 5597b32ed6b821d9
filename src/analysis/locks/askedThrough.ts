/** Where the code asks for a lock that a helper takes for it: `withLock(lock, work)`. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { isWithin, siteOfAwait } from '../lineage.ts';
import type { LockEdge } from './lockOrder.ts';
import { callInStep } from './plainCalls.ts';

/**
 * Request → the call of the helper that made it, where two locks that are held at once were taken at one place: not by a loop, but by a helper that was called again under the first one. Or by
 * two methods of one class, as `read` and `write` are.
 */
export function callsOfHelpers(trace: Trace, edges: readonly Pick<LockEdge, 'holds' | 'wants'>[]): Map<number, number> {
  const { site, activation } = trace.requests;
  const calls = new Map<number, number>();
  for (const { holds, wants } of edges) {
    if (site.at(holds) === NONE || (site.at(holds) !== site.at(wants) && !isOfJob(trace, holds, wants))) continue;
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

/** Two methods of one class: the second one is called by what the first one was given to do. */
function isOfJob(trace: Trace, holds: number, wants: number): boolean {
  const { requests: r, activations: acts } = trace;
  const [outer, inner] = [trace.functionAt(r.site.at(holds)), trace.functionAt(r.site.at(wants))];
  const classOf = (fn: number): string => /^[^.]+\./.exec(trace.functions[fn]?.name ?? '')?.[0] ?? '';
  const own = classOf(outer);
  if (own === '' || classOf(inner) !== own || trace.functions[outer]?.file !== trace.functions[inner]?.file) return false;
  const [holder, caller] = [r.activation.at(holds), acts.parent.at(r.activation.at(wants))];
  if (acts.fn.at(holder) !== outer || acts.fn.at(r.activation.at(wants)) !== inner || caller === NONE || caller === holder) return false;
  const job = acts.fn.at(caller);
  return isWithin(trace, caller, holder) && classOf(job) !== own && !isInside(trace, job, outer);
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
  if (caller === NONE) return callInStep(trace, r.requestSegment.at(request), [helper]) ?? NONE;
  if (acts.fn.at(caller) === helper) {
    promise = acts.promise.at(caller);
    caller = acts.parent.at(caller);
    if (promise === NONE) return NONE;
  }
  // What the caller waits for: what the helper gave, or of a plain one the lock's own promise, or whatever it made of that.
  const given = promise === NONE ? r.promise.at(request) : promise;
  const segment = r.requestSegment.at(request);
  const awaited = siteOfAwait(trace, caller, given, segment) ?? (given === promise ? undefined : siteOfAwait(trace, caller, NONE, segment));
  if (awaited !== undefined) return awaited;
  const call = promise === NONE ? NONE : tasks.site.at(promise);
  return trace.site(call)?.kind === 'call' ? call : NONE;
}
