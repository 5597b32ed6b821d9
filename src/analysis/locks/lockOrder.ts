/**
 * Which lock is asked for while which other is held, and cycles of such pairs that different tasks can run into (detection.md §4.5).
 *
 * A task holds a lock when the activation that asked, or one that awaits it, took it or runs as its job. Nothing is inherited through the async context: a sibling in a
 * Promise.all is no holder.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { LOCK_RW, MODE_OBSERVE, MODE_SHARED, MODE_TIMEOUT, MODE_TRY, TASK_OBSERVED, type Trace } from '../../model/trace.ts';
import { segmentBehind } from '../lineage.ts';
import type { Order } from '../order/order.ts';
import { LOCK_INFERRED } from '../../model/vocabulary.ts';
import { OwnReleases } from './ownReleases.ts';
import { isUnderWay } from './openRequests.ts';
import { isLastCall } from './plainCalls.ts';

/** `wants` was asked for while `holds` was held. Request numbers. */
export interface LockEdge {
  readonly from: number;
  readonly to: number;
  readonly holds: number;
  readonly wants: number;
  /** Locks that were held besides `from`. */
  readonly guards: readonly number[];
}

/** Exemplars kept for one pair of locks. */
const MAX_EXEMPLARS = 4;
const MAX_CHAIN = 32;
const MAX_CYCLE = 6;
const MAX_STEPS = 20_000;
/** Locks that are held at once by nobody's name, of which each request is compared with all. */
const MAX_OPEN = 256;

/** When a granted request was given back: end of its job where nobody sees the release. */
export function releaseOf(trace: Trace, request: number): { readonly segment: number; readonly ns: number } {
  const { requests: r, tasks } = trace;
  if (r.releaseSegment.at(request) !== NONE) return { segment: r.releaseSegment.at(request), ns: r.releaseNs.at(request) };
  const never = { segment: NONE, ns: Number.POSITIVE_INFINITY };
  if (r.jobEndSegment.at(request) === NONE || r.open.at(request) === 1) return never;
  const job = r.jobPromise.at(request);
  const segment = job === NONE ? r.jobEndSegment.at(request) : tasks.resolveSegment.at(job);
  if (segment === NONE) return never;
  return { segment, ns: job === NONE ? trace.segments.startNs.at(segment) : tasks.resolveNs.at(job) };
}

const built = new WeakMap<Trace, LockOrder>();

/** The lock order of a trace, built once an analysis. */
export function lockOrderOf(trace: Trace, order: Order): LockOrder {
  let known = built.get(trace);
  if (known?.order !== order) built.set(trace, (known = new LockOrder(trace, order)));
  return known;
}

export class LockOrder {
  readonly trace: Trace;
  readonly order: Order;
  /** Activation → locks it took with acquire, helpers' included. */
  readonly #holdsOf = new Map<number, number[]>();
  readonly #own: OwnReleases;
  /**
   * Holds that may go on, of hand-written locks and of code between callbacks (`lock.acquire().then(…)`), and of generators while
   * others work with what they gave: only the order tells what is asked for under them.
   */
  #plain: number[] = [];
  readonly #edges = new Map<number, Map<number, LockEdge[]>>();
  /** Promise of a request → where the await of it goes on, NONE while it does not. */
  readonly #resumes = new Map<number, number>();
  /** Requests for a permit of a lock of which the task holds one already: `from` and `to` are the same. */
  readonly nested: LockEdge[] = [];

  constructor(trace: Trace, order: Order) {
    this.trace = trace;
    this.order = order;
    const r = trace.requests;
    const promises = new Set<number>();
    for (let i = 0; i < r.length; i++) promises.add(r.promise.at(i));
    const { suspensions: s } = trace;
    this.#own = new OwnReleases(trace);
    for (let i = 0; i < s.length; i++) {
      const awaited = s.awaited.at(i);
      if (awaited !== NONE && promises.has(awaited)) this.#resumes.set(awaited, s.resumeSegment.at(i));
    }
    for (let i = 0; i < r.length; i++) {
      if ((r.mode.at(i) & (MODE_OBSERVE | MODE_TRY)) === 0) this.#addEdges(i);
      if (!this.#isManual(i)) continue;
      this.#addOwners(i);
      const by = r.activation.at(i);
      const isOfNobody = by === NONE || trace.functions[trace.activations.fn.at(by)]?.generator === true;
      if ((isOfNobody || trace.locks.kind.at(r.lock.at(i)) === LOCK_INFERRED) && releaseOf(trace, i).segment !== NONE) this.#plain.push(i);
      if (this.#plain.length > MAX_OPEN) this.#plain.shift();
    }
  }

  *edges(): Iterable<LockEdge> {
    for (const targets of this.#edges.values()) for (const list of targets.values()) yield* list;
  }

  /** Taken with acquire and given back by hand. */
  #isManual(request: number): boolean {
    const r = this.trace.requests;
    if (r.acquireSegment.at(request) === NONE || isUnderWay(this.trace, request)) return false;
    return r.jobEndSegment.at(request) === NONE && (r.mode.at(request) & MODE_OBSERVE) === 0;
  }

  #addOwners(request: number): void {
    const { requests: r, activations: acts } = this.trace;
    const released = releaseOf(this.trace, request).ns;
    let owner = r.activation.at(request);
    for (let i = 0; owner !== NONE && i < MAX_CHAIN; i++) {
      addTo(this.#holdsOf, owner, request);
      // A helper that takes the lock and ends leaves it to the one that awaits it.
      if (acts.endSegment.at(owner) === NONE || acts.endNs.at(owner) >= released || this.#own.has(request)) return;
      owner = acts.parent.at(owner);
    }
  }

  /** Locks of an activation that were not given back before `ns`; those that were are forgotten, since requests come in the order of time. */
  #unreleased(activation: number, ns: number): readonly number[] {
    const list = this.#holdsOf.get(activation);
    if (list === undefined) return [];
    const left = list.filter((h) => releaseOf(this.trace, h).ns > ns);
    if (left.length < list.length) this.#holdsOf.set(activation, left);
    return left;
  }

  /** Requests under which `request` is made: locks that its task holds at that time. */
  heldAt(request: number): number[] {
    const { requests: r, activations: acts } = this.trace;
    const at = r.requestNs.at(request);
    const held = new Set<number>();
    const seen = new Set<number>();
    const isActive = (h: number): boolean =>
      h !== request && this.#isTaken(h, request) && (releaseOf(this.trace, h).ns > at || this.#isInStep(h, request));
    // What a helper took is its caller's when the helper has ended.
    const isHanded = (h: number, owner: number): boolean => {
      const helper = r.activation.at(h);
      return helper === owner || (acts.endSegment.at(helper) !== NONE && acts.endNs.at(helper) <= at);
    };
    const jobs: number[] = [];
    const visit = (activation: number): void => {
      for (let a = activation; a !== NONE && !seen.has(a) && seen.size < MAX_CHAIN; a = acts.parent.at(a)) {
        seen.add(a);
        for (const h of this.#unreleased(a, at)) if (isActive(h) && isHanded(h, a)) held.add(h);
        if (acts.job.at(a) !== NONE) jobs.push(acts.job.at(a));
      }
    };
    // A callback that the job of another one set off.
    const isPlain = r.under.at(request) === NONE && r.activation.at(request) === NONE;
    const under = isPlain ? this.#jobBehind(r.requestSegment.at(request), (job) => job !== request) : r.under.at(request);
    if (under !== NONE) jobs.push(under);
    visit(r.activation.at(request));
    for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) {
      if (held.has(job) || seen.size >= MAX_CHAIN) continue;
      if (isActive(job)) held.add(job);
      if (r.under.at(job) !== NONE) jobs.push(r.under.at(job));
      visit(r.activation.at(job));
    }
    for (const h of this.#plainAt(at)) if (isActive(h) && this.#isAround(h, request)) held.add(h);
    return [...held].filter((h) => this.#waitsFor(h, request)).sort((a, b) => a - b);
  }

  #plainAt(ns: number): readonly number[] {
    if (this.#plain.length > 0) this.#plain = this.#plain.filter((h) => releaseOf(this.trace, h).ns >= ns);
    return this.#plain;
  }

  /** By then, as far as the moments are known. */
  #isTaken(holder: number, request: number): boolean {
    const r = this.trace.requests;
    const [taken, asked] = [r.acquireNs.at(holder), r.requestNs.at(request)];
    if (r.activation.at(request) !== NONE || taken !== asked) return taken <= asked;
    return !(r.acquirePosition.at(holder) > r.requestPosition.at(request));
  }

  /** Between plain callbacks, all of the request lies in one step, in which the holder gives back its lock after it: in what was called back with it. */
  #isInStep(holder: number, request: number): boolean {
    const { requests: r } = this.trace;
    if (r.activation.at(request) !== NONE || r.activation.at(holder) !== NONE) return false;
    const [released, within] = [releaseOf(this.trace, holder).segment, releaseOf(this.trace, request).segment];
    if (released === NONE || released !== within || released !== r.requestSegment.at(request)) return false;
    return r.releasePosition.at(holder) > r.releasePosition.at(request) && isLastCall(this.trace, r.site.at(request));
  }

  /** Whoever they are of, such as callbacks: all of the request lies between taking and giving back the other lock, in every order. */
  #isAround(holder: number, request: number): boolean {
    const { requests: r, segments } = this.trace;
    const [taken, released, within] = [
      r.acquireSegment.at(holder),
      releaseOf(this.trace, holder).segment,
      releaseOf(this.trace, request).segment,
    ];
    if (released === NONE || within === NONE || segments.atom.at(taken) === segments.atom.at(released)) return false;
    return this.order.isOrdered(taken, r.requestSegment.at(request)) && this.order.isOrdered(within, released);
  }

  /** The nearest such job that a segment is of, or was set off by; NONE. */
  #jobBehind(segment: number, isIt: (job: number) => boolean): number {
    const { segments } = this.trace;
    for (let at = segment, i = 0; at !== NONE && i < MAX_CHAIN; i++, at = segmentBehind(this.trace, at)) {
      const job = segments.jobOf.at(at);
      if (job !== NONE && isIt(job)) return job;
    }
    return NONE;
  }

  /** The holder cannot let go before the request was granted and used. */
  #waitsFor(holder: number, request: number): boolean {
    const { requests: r } = this.trace;
    const released = releaseOf(this.trace, holder).segment;
    if (released === NONE) return true;
    // Between plain callbacks: it lets go in the job of the request, or in what that sets off.
    if (r.activation.at(request) === NONE && r.jobPromise.at(holder) === NONE && r.jobEndSegment.at(request) !== NONE) {
      if (this.#jobBehind(released, (job) => job === request) === request) return true;
      // A job that waits has ended before: that is asked below.
      if (r.jobPromise.at(request) === NONE) return false;
    }
    const activation = r.activation.at(request);
    if (activation !== NONE && this.#holdsOf.get(activation)?.includes(holder) === true) return true;
    if (r.acquireSegment.at(request) === NONE) return this.order.isOrdered(r.requestSegment.at(request), released);
    if (r.jobEndSegment.at(request) !== NONE) {
      const ended = releaseOf(this.trace, request).segment;
      // A job that was over at once comes before all that the holder did next: that says nothing when nobody looks at its promise.
      const { atom } = this.trace.segments;
      const isAtOnce = ended !== NONE && atom.at(ended) === atom.at(r.requestSegment.at(request));
      if (ended !== NONE && !(isAtOnce && this.#isFloating(r.promise.at(request))) && this.order.isOrdered(ended, released)) return true;
    }
    // Work between callbacks: nothing says when it was granted, but the end of it.
    if (r.jobEndSegment.at(request) === NONE && r.jobPromise.at(request) !== NONE) {
      const ended = releaseOf(this.trace, request).segment;
      return ended !== NONE && this.order.isOrdered(ended, released);
    }
    // What follows the await of the request: of the grant, or of the end of its job.
    const resumed = this.#resumes.get(r.promise.at(request));
    if (resumed !== undefined) return resumed !== NONE && this.order.isOrdered(resumed, released);
    return r.jobEndSegment.at(request) === NONE && this.order.isOrdered(r.requestSegment.at(request), released);
  }

  #isFloating(promise: number): boolean {
    return promise !== NONE && (this.trace.tasks.flags.at(promise) & TASK_OBSERVED) === 0;
  }

  #addEdges(request: number): void {
    const r = this.trace.requests;
    const to = r.lock.at(request);
    const held = this.heldAt(request);
    for (const holds of held) {
      const from = r.lock.at(holds);
      const guards = held.filter((h) => h !== holds).map((h) => r.lock.at(h));
      const edge = { from, to, holds, wants: request, guards };
      if (from === to) {
        this.nested.push(edge);
        continue;
      }
      const targets = this.#edges.get(from) ?? new Map<number, LockEdge[]>();
      this.#edges.set(from, targets);
      const list = targets.get(to) ?? [];
      targets.set(to, list);
      // The first ones and the newest: what lies close together in time is compared with most certainty.
      const like = list.length < MAX_EXEMPLARS ? NONE : list.findLastIndex((e) => this.#isLike(e, holds, request));
      if (like === NONE) list.push(edge);
      else list[like] = edge;
    }
  }

  #isLike(edge: LockEdge, holds: number, wants: number): boolean {
    const { site } = this.trace.requests;
    return site.at(edge.holds) === site.at(holds) && site.at(edge.wants) === site.at(wants);
  }

  /** Cycles that tasks can run into at once, each as its edges from the lowest lock on; one for each set of locks and sites. */
  cycles(): LockEdge[][] {
    const found: LockEdge[][] = [];
    const seen = new Set<string>();
    let steps = 0;
    const extend = (path: LockEdge[]): void => {
      const first = path[0] as LockEdge;
      const last = path[path.length - 1] as LockEdge;
      for (const [to, list] of this.#edges.get(last.to) ?? []) {
        if (to < first.from || path.some((e) => e.to === to && to !== first.from)) continue;
        for (const edge of list) {
          if (++steps > MAX_STEPS) return;
          if (!path.every((other) => this.canMeet(other, edge)) || !this.#conflict(last.wants, edge.holds)) continue;
          if (to !== first.from) {
            if (path.length + 1 < MAX_CYCLE) extend([...path, edge]);
            continue;
          }
          if (!this.#conflict(edge.wants, first.holds)) continue;
          const cycle = [...path, edge];
          const key = this.#keyOf(cycle);
          if (!seen.has(key)) found.push(cycle);
          seen.add(key);
        }
      }
    };
    for (const [from, targets] of [...this.#edges].sort((a, b) => a[0] - b[0])) {
      for (const [to, list] of targets) if (to > from) for (const edge of list) extend([edge]);
    }
    return found;
  }

  #keyOf(cycle: readonly LockEdge[]): string {
    const { site } = this.trace.requests;
    return cycle
      .map((e) => `${site.at(e.holds)}:${site.at(e.wants)}`)
      .sort()
      .join(',');
  }

  /** Two tasks can be inside both pairs at once: no common lock around them, and neither must be over before the other begins. */
  canMeet(a: LockEdge, b: LockEdge): boolean {
    if (a.guards.some((lock) => b.guards.includes(lock) || lock === b.from)) return false;
    if (b.guards.includes(a.from)) return false;
    const r = this.trace.requests;
    const endsBefore = (x: LockEdge, y: LockEdge): boolean => {
      const released = releaseOf(this.trace, x.holds).segment;
      return released !== NONE && this.order.isOrdered(released, r.requestSegment.at(y.holds));
    };
    // The inner request of the later one decides, but a task that ends before the other takes its first lock cannot meet it either.
    return !endsBefore(a, b) && !endsBefore(b, a) && !this.#sameTask(a, b);
  }

  /** One activation that holds and wants both: it cannot wait for itself. */
  #sameTask(a: LockEdge, b: LockEdge): boolean {
    const { activation, job } = this.trace.requests;
    const owner = (e: LockEdge): number => (job.at(e.holds) === NONE ? activation.at(e.holds) : job.at(e.holds));
    return a.holds === b.holds || (owner(a) !== NONE && owner(a) === owner(b));
  }

  /** The lock cannot be given to both: exclusive, one permit, and at least one of the two writes. */
  #conflict(one: number, other: number): boolean {
    const { requests: r, locks } = this.trace;
    const lock = r.lock.at(one);
    if (locks.permits.at(lock) !== 1 && locks.kind.at(lock) !== LOCK_RW) return false;
    return (r.mode.at(one) & r.mode.at(other) & MODE_SHARED) === 0;
  }

  /** Some request of the cycle gives up after a while: it stalls, then errors, instead of hanging. */
  hasTimeout(cycle: readonly LockEdge[]): boolean {
    return cycle.some((e) => (this.trace.requests.mode.at(e.wants) & MODE_TIMEOUT) !== 0);
  }
}
