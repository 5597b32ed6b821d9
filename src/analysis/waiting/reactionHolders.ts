/**
 * Who holds a lock that was taken between callbacks (`lock.acquire().then((release) => …)`): no activation, but the chain of reactions that was granted it, and all that they set going.
 */
import { NONE } from '../../model/ids.ts';
import { isNewest } from '../locks/openRequests.ts';
import { TASK_AWAIT, TASK_CLEARED, type Trace } from '../../model/trace.ts';

/** What such a holder waits for. */
export interface OpenParts {
  readonly promises: readonly number[];
  readonly activations: readonly number[];
  readonly requests: readonly number[];
  /** A timer, a file or the like will call back. */
  readonly isAlive: boolean;
}

/** So many tasks after a grant are looked at; with more, nobody knows. */
const MAX_TASKS = 10_000;
const MAX_NESTED = 16;

/**
 * What is open of all that the reactions to the grant of a request set going, `waiting` requests included; undefined where none of it is, or where an await of the grant, or of what its reactions
 * made of it, says who has the lock. `ended`: exit reasons after which nothing calls back.
 */
export function openReactions(
  trace: Trace,
  request: number,
  waiting: readonly number[],
  ended: ReadonlySet<number>,
): OpenParts | undefined {
  const { requests: r, tasks, segments, suspensions: s, activations: acts } = trace;
  const grant = r.promise.at(request);
  if (grant === NONE || tasks.length - grant > MAX_TASKS) return undefined;
  const chain = new Set<number>();
  const isOfChain = (segment: number): boolean => {
    for (let at = segment, i = 0; at !== NONE && i < MAX_NESTED; at = segments.outer.at(segments.atom.at(at)), i++) {
      const task = segments.task.at(at);
      if (task !== NONE && chain.has(task)) return true;
    }
    return false;
  };
  const reactions = new Set<number>();
  const [promises, activations] = [new Set<number>(), new Set<number>()];
  const hasEnded = ended.has(trace.threads[tasks.thread.at(grant)]?.exitReason ?? NONE);
  let isAlive = false;
  for (let task = grant + 1; task < tasks.length; task++) {
    const parent = tasks.parent.at(task);
    const isAwait = (tasks.flags.at(task) & TASK_AWAIT) !== 0;
    const isReaction = parent === grant || (parent !== NONE && reactions.has(parent));
    if (isReaction && isAwait && tasks.resolveSegment.at(parent) !== NONE) return undefined;
    if (isReaction && !isAwait) reactions.add(task);
    if (!reactions.has(task) && !isOfChain(tasks.initSegment.at(task))) continue;
    chain.add(task);
    if (!trace.isPromise(task)) {
      isAlive ||= !hasEnded && mayRun(trace, task);
    } else if (isAwait) {
      const at = tasks.suspension.at(task);
      const waits = at === NONE ? NONE : s.activation.at(at);
      if (waits !== NONE && acts.lastSuspension.at(waits) === at && s.resumeSegment.at(at) === NONE) activations.add(waits);
    } else if (tasks.resolveSegment.at(task) === NONE && (reactions.has(task) || tasks.site.at(task) !== NONE)) promises.add(task);
  }
  const requests = waiting.filter((other) => other !== request && isOfChain(r.requestSegment.at(other)));
  // What the lock has made of a request for itself is the request.
  const isRequest = (promise: number): boolean =>
    requests.some((other) => {
      return tasks.initSegment.at(promise) === r.requestSegment.at(other) && tasks.site.at(promise) === r.site.at(other);
    });
  const others = [...promises].filter((promise) => !isRequest(promise));
  if (others.length + activations.size + requests.length === 0) return undefined;
  return { promises: others, activations: [...activations], requests, isAlive };
}

/** It will call back, or is at it: a trace that is still being written may end there. */
function mayRun(trace: Trace, task: number): boolean {
  const { flags, lastRun } = trace.tasks;
  if ((flags.at(task) & TASK_CLEARED) !== 0) return false;
  const run = lastRun.at(task);
  return run === NONE || trace.repeats(task) || isNewest(trace, run);
}
