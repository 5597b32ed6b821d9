/**
 * Locks whose job is only there to keep them (`new Promise((granted) => locks.request(name, () => new Promise((release) => granted(release))))`): the promise of the executor settles when the
 * request in it is granted, and the lock is held until the promise that the job returned is settled.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { isExecutor, wakersOf } from '../waiting/wakers.ts';

/** The one of the requests whose job settles the promise: the only call of its executor, in the same step. NONE. */
export function grantBehind(trace: Trace, promise: number, requests: readonly number[]): number {
  const { requests: r, tasks } = trace;
  const site = tasks.site.at(promise);
  const at = trace.site(site);
  if (at?.kind !== 'new') return NONE;
  const segment = tasks.initSegment.at(promise);
  for (const request of requests) {
    if (r.requestSegment.at(request) !== segment || r.activation.at(request) !== tasks.creator.at(promise)) continue;
    const asked = trace.site(r.site.at(request));
    const fn = asked?.function ?? NONE;
    if (asked === undefined || !isExecutor(trace, fn, at)) continue;
    // Nothing else is called there, such as a timer that gives up; what is chained to the request follows from it.
    const isOnly = trace.sites.every((s) => s.kind !== 'call' || s.function !== fn || s.text.startsWith(asked.text));
    if (isOnly && wakersOf(trace, site).some((w) => trace.functionAt(w) !== fn)) return request;
  }
  return NONE;
}

/** The other way round: the promise that was settled with the grant of the request, made right before what the request gave; NONE. */
export function promiseOfGrant(trace: Trace, request: number): number {
  const { requests: r, tasks } = trace;
  const segment = r.requestSegment.at(request);
  for (let task = r.promise.at(request); task >= 0 && tasks.initSegment.at(task) === segment; task--) {
    if (trace.isPromise(task) && grantBehind(trace, task, [request]) === request) return task;
  }
  return NONE;
}
