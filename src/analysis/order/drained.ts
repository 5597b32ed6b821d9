/**
 * A turn is over when all ticks and microtasks that its callbacks have queued are done: what one of them has set off to be run in a turn of its own (a timer, an operation on a file) comes
 * after all of them. No part of the order itself: who answers by a timer of his own choice, as fakes in tests do, orders nothing that a rule about answers asks for.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { COMBINE_ANY, COMBINE_RACE } from '../../model/vocabulary.ts';
import type { Order } from './order.ts';

/** What the turn that queues them runs before it ends. */
const QUEUED: ReadonlySet<string> = new Set(['TickObject', 'Microtask']);
/** Steps from one that queues to the callback that begins the turn, and from a step to what set it off. */
const MAX_HOPS = 32;

export class Drained {
  readonly #trace: Trace;
  readonly #order: Order;
  /** Promises that wait for several, or for a lock: which of their steps is the last, is open. */
  readonly #shared: ReadonlySet<number>;
  /** Those that wait for all of several. */
  readonly #all = new Map<number, readonly number[]>();

  constructor(trace: Trace, order: Order) {
    this.#trace = trace;
    this.#order = order;
    const shared = new Set<number>();
    for (const { kind, result, members } of trace.combines) {
      shared.add(result);
      if (kind !== COMBINE_RACE && kind !== COMBINE_ANY && members.length <= MAX_HOPS) this.#all.set(result, members);
    }
    for (let i = 0; i < trace.requests.length; i++) shared.add(trace.requests.promise.at(i));
    this.#shared = shared;
  }

  /** Must the turn of `a` be over before `b`, in every order? */
  isBefore(a: number, b: number): boolean {
    const { segments: s, tasks } = this.#trace;
    const turn = this.#turnOf(a);
    if (turn === NONE || turn === a) return false;
    const steps = [b];
    for (let i = 0; i < steps.length && i < MAX_HOPS; i++) {
      const at = steps[i] as number;
      if (at <= a) continue;
      const other = this.#turnOf(at);
      if (other !== NONE && other !== turn && this.#order.isOrdered(turn, other)) return true;
      const task = s.task.at(s.atom.at(at));
      if (task === NONE) continue;
      // What has set it off, and what it has waited for.
      const promise = this.#trace.isPromise(task) ? tasks.parent.at(task) : NONE;
      if (promise !== NONE && !this.#shared.has(promise)) steps.push(tasks.resolveSegment.at(promise));
      for (const member of this.#all.get(promise) ?? []) steps.push(tasks.resolveSegment.at(member));
      steps.push(tasks.initSegment.at(task));
    }
    return false;
  }

  /** The callback that begins the turn in which a segment runs in every order: it queued it itself, or one that it queued did. */
  #turnOf(segment: number): number {
    const { segments: s } = this.#trace;
    const turn = s.turn.at(segment);
    for (let at = segment, hops = 0; at !== NONE && s.turn.at(at) === turn && hops < MAX_HOPS; hops++) {
      const before = s.previous.at(at);
      if (before === NONE || s.turn.at(before) !== turn) return at;
      const by = this.#queuedBy(at);
      if (by !== NONE && s.turn.at(by) !== turn) return this.#partAfter(by, at);
      at = by;
    }
    return NONE;
  }

  /** The parts of a request that come at once are callbacks of their own, and what the first of them queues is run after one of the next: that one, NONE. */
  #partAfter(queued: number, run: number): number {
    const { segments: s } = this.#trace;
    let first = run;
    for (let hops = 0; hops < MAX_HOPS && s.turn.at(s.previous.at(first)) === s.turn.at(run); hops++) first = s.previous.at(first);
    const task = s.task.at(first);
    const isPart = task !== NONE && task === s.task.at(queued) && this.#trace.taskType(task) === 'HTTPINCOMINGMESSAGE';
    return isPart && s.turn.at(queued) === s.turn.at(first) - 1 ? first : NONE;
  }

  /** Who queued a tick or microtask in every order, or calls what runs inside his own callback; NONE where it may be another. */
  #queuedBy(segment: number): number {
    const { segments: s, tasks } = this.#trace;
    if (s.jobOf.at(segment) !== NONE) return NONE;
    if (s.atom.at(segment) !== segment) return s.atom.at(segment);
    if (s.outer.at(segment) !== NONE) return s.outer.at(segment);
    const task = s.task.at(segment);
    if (task === NONE) return NONE;
    const created = tasks.initSegment.at(task);
    if (!this.#trace.isPromise(task)) return QUEUED.has(this.#trace.taskType(task)) ? created : NONE;
    const promise = tasks.parent.at(task);
    const resolved = promise === NONE || this.#shared.has(promise) ? NONE : tasks.resolveSegment.at(promise);
    if (resolved === NONE || created === NONE) return NONE;
    return this.#order.isOrdered(created, resolved) ? resolved : this.#order.isOrdered(resolved, created) ? created : NONE;
  }
}
