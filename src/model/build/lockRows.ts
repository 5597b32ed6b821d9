/** Grants and releases of lock requests: whose acquisition a release gives back. */
import { NONE } from '../ids.ts';
import type { Trace } from '../trace.ts';

/** Where in the stream something happens to a request. */
export interface LockMoment {
  readonly trace: Trace;
  readonly lastNs: number;
  readonly position: number;
  segment(): number;
  activation(): number;
}

/** Newest requests that are looked at for the releasing task's own, and callers of it that count as the same task. */
const MAX_LOOKED_AT = 256;
const MAX_CALLERS = 4;

export function grantRequest(t: LockMoment, row: number): void {
  const { requests: r } = t.trace;
  r.acquireSegment.set(row, t.segment());
  r.acquireNs.set(row, t.lastNs);
  r.acquirePosition.set(row, t.position);
}

/**
 * A lock with several permits and a plain `release()` does not say whose permit comes back, and the recorder names the oldest. The task that releases means its own; if it has none
 * left, it has released more often than it acquired.
 */
export function releaseRequest(t: LockMoment, row: number, site: number): void {
  const { requests: r } = t.trace;
  const by = t.activation();
  // What runs as a job is named by the recorder, also while it runs.
  const isJob = r.jobEndSegment.at(row) !== NONE || t.trace.segments.jobOf.at(t.segment()) === row;
  const given = isJob ? row : givenBack(t, row, by === NONE ? setBy(t) : by, site);
  if (r.releaseSegment.at(given) !== NONE) {
    releaseAgain(t, given, site);
    return;
  }
  r.releases.set(given, 1);
  r.releaseSegment.set(given, t.segment());
  r.releaseNs.set(given, t.lastNs);
  r.releasePosition.set(given, t.position);
  r.releaseSite.set(given, site);
  r.releasedBy.set(given, by);
}

/** Who set the timer of which the callback runs: it acts for that task. */
function setBy(t: LockMoment): number {
  const { segments, tasks } = t.trace;
  const task = segments.task.at(t.segment());
  return task === NONE || tasks.delayMs.at(task) < 0 ? NONE : tasks.creator.at(task);
}

function releaseAgain(t: LockMoment, row: number, site: number): void {
  const { requests: r } = t.trace;
  r.releases.set(row, Math.min(255, r.releases.at(row) + 1));
  if (r.againSite.at(row) === NONE) r.againSite.set(row, site);
}

/** The acquisition that a release by the activation `by` ends, where the recorder named `row`. */
function givenBack(t: LockMoment, row: number, by: number, site: number): number {
  const { requests: r } = t.trace;
  const isOpen = r.releaseSegment.at(row) === NONE;
  if (by === NONE || (isOpen && r.activation.at(row) === by)) return row;
  // Taken by the task itself, by a caller for all of its work, or by a function that it called for that.
  const isOwn = (i: number): boolean =>
    isCalledBy(t.trace, by, r.activation.at(i)) || (r.acquireSegment.at(i) !== NONE && isCalledBy(t.trace, r.activation.at(i), by));
  let open = NONE;
  let released = NONE;
  for (let i = r.length - 1, looked = 0; i >= 0 && looked < MAX_LOOKED_AT; i--, looked++) {
    if (r.lock.at(i) !== r.lock.at(row) || r.cancelled.at(i) >= 0 || r.jobEndSegment.at(i) !== NONE) continue;
    const isFree = r.releaseSegment.at(i) === NONE;
    if (isFree && isOwn(i)) return i;
    if (isFree) open = i;
    if (released === NONE && !isFree && isCalledBy(t.trace, by, r.activation.at(i)) && wasReleasedByItself(t.trace, i)) released = i;
  }
  if (isOpen) {
    if (released !== NONE && !isOwn(row)) releaseAgain(t, released, site);
    return row;
  }
  return r.activation.at(row) === by || open === NONE ? row : open;
}

/** By the task that had it: in the function that took it, or in one that this called. */
function wasReleasedByItself(trace: Trace, row: number): boolean {
  const { releasedBy, activation } = trace.requests;
  return isCalledBy(trace, releasedBy.at(row), activation.at(row));
}

/** An activation is another one, or was called by it. */
function isCalledBy({ activations: acts }: Trace, activation: number, by: number): boolean {
  for (let a = activation, steps = 0; a !== NONE && steps < MAX_CALLERS; a = acts.parent.at(a), steps++) if (a === by) return true;
  return false;
}
