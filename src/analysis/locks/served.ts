/**
 * Locks that a server of the program itself keeps: who asks it over a connection waits for the answer, and what he sends in the end lets the next one in. Seen from what both ends receive: the
 * server has a question at hand, and its answer comes only when the one before has sent something, at once. Exclusion, never order.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { causeOf } from '../lineage.ts';
import { serverEnds } from '../order/connections.ts';

/** Steps back from an access to the answer that it follows. */
const MAX_HOPS = 64;
/** So often one has to have waited for another, or it may be chance. */
const ENOUGH = 2;
/** What else runs between what a server receives and its answer to another. */
const PASSING: ReadonlySet<string> = new Set(['PROMISE', 'TickObject', 'TCPWRAP', 'TCPCONNECTWRAP', 'WRITEWRAP', 'SHUTDOWNWRAP']);

export class ServedLocks {
  readonly #trace: Trace;
  readonly #groups: readonly LocationAccesses[];
  /** The client's end → the server's. */
  readonly #ends: ReadonlyMap<number, number>;
  readonly #known = new Map<number, boolean>();
  /** Task → the segments of its callbacks. */
  #received: Map<number, number[]> | undefined;

  constructor(trace: Trace, groups: readonly LocationAccesses[]) {
    this.#trace = trace;
    this.#groups = groups;
    this.#ends = serverEnds(trace);
  }

  /** Are a and c behind one answer, and b behind another, of a server that lets in one at a time to what they use? */
  isApart(a: number, c: number, b: number): boolean {
    if (this.#ends.size < 2) return false;
    const [mine, other] = [this.#answerBehind(a), this.#answerBehind(b)];
    if (mine === NONE || other === NONE || mine === other || mine !== this.#answerBehind(c)) return false;
    const location = this.#trace.accesses.location.at(a);
    let isServed = this.#known.get(location);
    if (isServed === undefined) this.#known.set(location, (isServed = this.#isServed(location)));
    return isServed;
  }

  /** The newest callback of a client's end that an access is done for. */
  #answerBehind(access: number): number {
    const { accesses, segments: s } = this.#trace;
    let at = accesses.segment.at(access);
    for (let hop = 0; at !== NONE && hop < MAX_HOPS; hop++) {
      at = s.atom.at(at);
      const task = s.task.at(at);
      if (task === NONE || this.#ends.has(task)) return task === NONE ? NONE : at;
      at = causeOf(this.#trace, task, at);
    }
    return NONE;
  }

  #isServed(location: number): boolean {
    const { accesses: a, segments: s } = this.#trace;
    const seen = new Set<number>();
    let [mine, last, waited] = [NONE, NONE, 0];
    for (const row of this.#groups.find((group) => group.location === location)?.rows ?? []) {
      const next = this.#answerBehind(row);
      if (next === NONE) continue;
      if (next !== mine) {
        if (seen.has(next)) return false;
        seen.add(next);
        if (mine !== NONE) {
          const [from, to] = [s.task.at(mine), s.task.at(next)];
          const sent = this.#before(this.#ends.get(from), next);
          if (sent <= last) return false;
          const asked = this.#before(this.#ends.get(to), last);
          if (from !== to && asked > this.#before(to, next) && this.#isAtOnce(sent, next)) waited++;
        }
        mine = next;
      }
      last = a.segment.at(row);
    }
    return waited >= ENOUGH;
  }

  /** The last callback of a task before a segment; NONE. */
  #before(task: number | undefined, segment: number): number {
    if (this.#received === undefined) {
      const { segments: s } = this.#trace;
      this.#received = new Map([...this.#ends].flat().map((end) => [end, []]));
      for (let at = 0; at < s.length; at++) if (s.atom.at(at) === at) this.#received.get(s.task.at(at))?.push(at);
    }
    return this.#received.get(task ?? NONE)?.findLast((at) => at < segment) ?? NONE;
  }

  #isAtOnce(from: number, to: number): boolean {
    const { segments: s } = this.#trace;
    for (let at = from; at < to; at++) {
      const task = s.task.at(at);
      if (task !== NONE && s.thread.at(at) === s.thread.at(from) && !PASSING.has(this.#trace.taskType(task))) return false;
    }
    return true;
  }
}
