/** What a request waits for that nobody holds up: a queue that has stopped, or more permits than there are. */
import { NONE } from '../../model/ids.ts';
import { LOCK_QUEUE, MODE_OBSERVE, type Trace } from '../../model/trace.ts';
import { lockNameAt } from '../names.ts';
import { callsNamed } from '../siteIndex.ts';

/** In words that stand after 'waits for'. */
export function turnText(trace: Trace, request: number): string {
  const { locks, requests: r } = trace;
  const lock = r.lock.at(request);
  const name = `\`${lockNameAt(trace, request)}\``;
  const [weight, permits] = [r.weight.at(request), locks.permits.at(lock)];
  if (weight > permits) return `${weight} permits of ${name}, which has only ${permits}`;
  const left = locks.kind.at(lock) === LOCK_QUEUE ? notBegun(trace, lock) : 0;
  if (left === 0) return `its turn in ${name}, which nobody holds`;
  return `${name}, in which ${left} ${left === 1 ? 'job stands' : 'jobs stand'} and none runs`;
}

/** Where a queue that stands still is paused, by its name; NONE. */
export function pauseOf(trace: Trace, request: number): number {
  if (trace.locks.kind.at(trace.requests.lock.at(request)) !== LOCK_QUEUE) return NONE;
  const text = `${lockNameAt(trace, request)}.pause`;
  return callsNamed(trace, 'pause').find((site) => trace.site(site)?.text === text) ?? NONE;
}

/** Jobs that were given to it and that it has not begun. */
function notBegun(trace: Trace, lock: number): number {
  const { requests: r } = trace;
  let count = 0;
  for (let i = 0; i < r.length; i++) {
    if (r.lock.at(i) !== lock || r.acquireSegment.at(i) !== NONE || r.cancelled.at(i) >= 0) continue;
    if ((r.mode.at(i) & MODE_OBSERVE) === 0) count++;
  }
  return count;
}
