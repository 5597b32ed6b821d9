/** What can still happen to requests for locks in a trace that is being written: those that are about to be granted, and those that something else will give back. */
import { NONE } from '../../model/ids.ts';
import { LOCK_RW, MODE_OBSERVE, type Trace } from '../../model/trace.ts';

/** The permits of the requests together. */
export function totalOf(weights: { at(index: number): number }, requests: readonly number[]): number {
  return requests.reduce((sum, request) => sum + weights.at(request), 0);
}

/** The lock has as many permits left as the request asks for. */
export function hasRoom({ locks, requests: r }: Trace, request: number, holders: readonly number[]): boolean {
  const lock = r.lock.at(request);
  if (locks.kind.at(lock) === LOCK_RW || (r.mode.at(request) & MODE_OBSERVE) !== 0) return false;
  return totalOf(r.weight, holders) + r.weight.at(request) <= locks.permits.at(lock);
}

/** Granted, and not yet in the hands of the caller: the job is about to begin, or the await to go on. A trace that is still being written may end there. */
export function isUnderWay({ requests: r, tasks }: Trace, request: number): boolean {
  const promise = r.promise.at(request);
  return promise !== NONE && r.jobEndSegment.at(request) === NONE && tasks.resolveSegment.at(promise) === NONE;
}

/**
 * `const release = await lock.acquire(); setTimeout(release, 5)`: whoever took the lock has since begun something whose callback is still to come, or runs, and may
 * give it back. `ended`: exit reasons after which nothing comes.
 */
export function isLeftToCallback(trace: Trace, request: number, ended: ReadonlySet<number>): boolean {
  const { requests: r, tasks, threads } = trace;
  const taker = r.activation.at(request);
  const since = r.acquireNs.at(request);
  for (let task = tasks.length - 1; task >= 0 && tasks.initNs.at(task) >= since; task--) {
    if (tasks.creator.at(task) !== taker || trace.isPromise(task)) continue;
    const run = tasks.lastRun.at(task);
    if (run !== NONE && !isNewest(trace, run)) continue;
    if (!ended.has(threads[tasks.thread.at(task)]?.exitReason ?? NONE)) return true;
  }
  return false;
}

/** Nothing has run in its thread since: a trace that is still being written may end in it. */
export function isNewest({ segments: s }: Trace, segment: number): boolean {
  let last = s.length - 1;
  while (last > segment && s.thread.at(last) !== s.thread.at(segment)) last--;
  return s.atom.at(last) === s.atom.at(segment);
}
