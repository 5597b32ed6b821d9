/**
 * Locks that a server of the program itself keeps: who asks it over a connection waits for the answer, and what he sends in the end lets the next one in. Seen from what both ends receive: the
 * server has a question at hand, and its answer comes only when the one before has sent something, at once. Exclusion, never order.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { callbackBehind, serverEnds } from '../order/connections.ts';

/** Steps back to the last callback of one end. */
const WINDOW = 4096;
/** So often one has to have waited for another, or it may be chance. */
const ENOUGH = 2;
/** What else runs between what a server receives and its answer to another. */
const PASSING = /^(?:PROMISE|TickObject|TCP(?:CONNECT)?WRAP|WRITEWRAP|SHUTDOWNWRAP)$/;

/** Are a and c behind one answer, and b behind another, of a server that lets in one at a time to what they use? (accesses) */
export function findServed(trace: Trace, groups: readonly LocationAccesses[]): (a: number, c: number, b: number) => boolean {
  const { accesses, segments: s } = trace;
  /** The client's end → the server's. */
  const ends = serverEnds(trace);
  const known = new Map<number, boolean>();
  const answerBehind = (access: number): number => callbackBehind(trace, accesses.segment.at(access), ends);

  /** The last callback of a task before a segment; NONE. */
  const before = (task: number | undefined, segment: number): number => {
    for (let at = segment - 1; at >= 0 && at > segment - WINDOW; at--) if (s.task.at(at) === task) return s.atom.at(at);
    return NONE;
  };

  const isAtOnce = (from: number, to: number): boolean => {
    for (let at = from; at < to; at++) {
      const task = s.task.at(at);
      if (task !== NONE && s.thread.at(at) === s.thread.at(from) && !PASSING.test(trace.taskType(task))) return false;
    }
    return true;
  };

  const isServed = (location: number): boolean => {
    let [mine, last, waited] = [NONE, NONE, 0];
    for (const row of groups.find((group) => group.location === location)?.rows ?? []) {
      const next = answerBehind(row);
      if (next === NONE) continue;
      // Somebody was let in while the one before was still at work.
      if (next < mine) return false;
      if (mine !== NONE && next !== mine) {
        const [from, to] = [s.task.at(mine), s.task.at(next)];
        const sent = before(ends.get(from), next);
        if (sent <= last) return false;
        // Let in by this answer, or by one before, if he has then asked for something else, too.
        for (let answer = from === to ? NONE : next; answer > last; answer = before(to, answer)) {
          if (before(ends.get(to), last) <= before(to, answer) || !isAtOnce(before(ends.get(from), answer), answer)) continue;
          waited++;
          break;
        }
      }
      mine = next;
      last = accesses.segment.at(row);
    }
    return waited >= ENOUGH;
  };

  return (a, c, b) => {
    const mine = ends.size < 2 ? NONE : answerBehind(a);
    const other = mine === NONE ? NONE : answerBehind(b);
    if (other === NONE || mine === other || mine !== answerBehind(c)) return false;
    const location = accesses.location.at(a);
    if (!known.has(location)) known.set(location, isServed(location));
    return known.get(location) === true;
  };
}
