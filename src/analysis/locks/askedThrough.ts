/** Where the code asks for a lock that a helper takes for it: `withLock(lock, work)`. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { isWithin, siteOfAwait } from '../lineage.ts';
import { lastName } from '../names.ts';
import { sitesIn } from '../siteIndex.ts';
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
    if (site.at(holds) === NONE) continue;
    if (site.at(holds) !== site.at(wants) && !isOfJob(trace, holds, wants)) {
      const both = callsFromOutside(trace, holds, wants);
      if (both !== undefined) calls.set(holds, both[0]).set(wants, both[1]);
      continue;
    }
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

/** Two plain functions of one file that do no more than to take a lock each (`withBus(job)`, `withRegistry(job)`), and are called from another file. */
function callsFromOutside(trace: Trace, holds: number, wants: number): readonly [outer: number, inner: number] | undefined {
  const { site, activation } = trace.requests;
  const file = trace.site(site.at(holds))?.file;
  const isPlain = (request: number): boolean =>
    trace.site(site.at(request))?.file === file && trace.activations.fn.at(activation.at(request)) !== trace.functionAt(site.at(request));
  if (file === undefined || !isPlain(holds) || !isPlain(wants)) return undefined;
  const callOf = (request: number): number => {
    const call = callGivenJob(trace, request);
    return call === NONE ? callOfHelper(trace, request) : call;
  };
  const [outer, inner] = [callOf(holds), callOf(wants)];
  const isOutside = (call: number): boolean => call !== NONE && trace.site(call)?.file !== file;
  return isOutside(outer) && isOutside(inner) ? [outer, inner] : undefined;
}

/** The call that the function of the job is written in, as what it is given: `return withBus(async () => { … })`. */
function callGivenJob(trace: Trace, request: number): number {
  const { requests: r, activations: acts, functions } = trace;
  const job = r.job.at(request);
  const fn = job === NONE ? undefined : functions[acts.fn.at(job)];
  const helper = lastName(functions[trace.functionAt(r.site.at(request))]?.name ?? '');
  if (fn === undefined || helper === '') return NONE;
  const isIt = (site: number): boolean => {
    const row = trace.site(site);
    const isBefore = row?.kind === 'call' && row.line === fn.line && row.column < fn.column;
    return isBefore && lastName(row.text) === helper;
  };
  return sitesIn(trace, fn.parentFunction).findLast(isIt) ?? NONE;
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
