/**
 * Who waits for what, at the end of a trace or as far as it goes: promises, activations, requests for locks, and the holders that would have to let go
 * (detection.md §4.8). Built on demand from one node to the next, so that a look at one waiter of a long trace is cheap.
 */
import { FLAG_SETTLED_BY_CALLER, FLAG_SETTLED_BY_MAKER } from '../../model/vocabulary.ts';
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { grantBehind } from '../locks/keptGrants.ts';
import { hasRoom, isLeftToCallback, isUnderWay, totalOf } from '../locks/openRequests.ts';
import { OwnReleases, OwnTurns } from '../locks/ownReleases.ts';
import { openReactions, type OpenParts } from './reactionHolders.ts';
import { type Adoptions, readOn, takersOf } from './readState.ts';
import {
  COMBINE_ANY,
  COMBINE_RACE,
  LOCK_RW,
  MODE_OBSERVE,
  MODE_SHARED,
  MODE_TIMEOUT,
  MODE_TRY,
  TASK_AWAIT,
  TASK_ORPHAN,
  type CombineRow,
  type Trace,
} from '../../model/trace.ts';

/** Kinds of nodes. A node is one number: `index * 4 + kind`. */
export const WAIT_PROMISE = 0;
export const WAIT_ACTIVATION = 1;
/** A request that was not granted yet. */
export const WAIT_GRANT = 2;
/** A granted request that was not given back yet. */
export const WAIT_RELEASE = 3;

export function waitNode(kind: number, index: number): number {
  return index * 4 + kind;
}
export function waitKind(node: number): number {
  return node % 4;
}
export function waitIndex(node: number): number {
  return Math.floor(node / 4);
}

/**
 * What a node needs in order to go on. `done`: nothing, it has happened. `unknown`: something outside the trace's knowledge (a timer, a socket, a stored resolver).
 * `lost`: nobody can make it happen.
 */
export type Needs = { readonly how: 'done' | 'unknown' | 'lost' } | { readonly how: 'all' | 'any'; readonly nodes: readonly number[] };

const DONE: Needs = { how: 'done' };
const UNKNOWN: Needs = { how: 'unknown' };
const LOST: Needs = { how: 'lost' };

function all(...nodes: number[]): Needs {
  return { how: 'all', nodes };
}

/** Exit reasons of a thread after which nothing can happen in it: an empty loop, an unsettled top-level await. Whether the garbage collector came by before is a matter of luck then. */
const ENDED = new Set([0, 3]);

/** Awaits of an async generator since it was asked for a value that are looked at. */
const MAX_AWAITS = 64;

export class WaitGraph {
  readonly trace: Trace;
  readonly #cache = new Map<number, Needs>();
  /** Requests that are not over, by the promise that their caller got. */
  readonly #requests = new Map<number, number[]>();
  /** Requests by lock: granted and not given back, and waiting; in order of request. */
  readonly #holders = new Map<number, number[]>();
  readonly #waiters = new Map<number, number[]>();
  readonly #combined = new Map<number, { readonly kind: number; readonly members: readonly number[] }>();
  readonly #adopted: Adoptions;
  /** Promise → the activations that are suspended on it. */
  #awaiters: Map<number, number[]> | undefined;
  #waitingBySegment: Map<number, number[]> | undefined;
  #askedGenerators: Map<number, number[]> | undefined;
  #own: OwnReleases | undefined;
  readonly #ownTurns: OwnTurns;
  #memberOf: Map<number, CombineRow[]> | undefined;
  #derivedFrom: Map<number, number[]> | undefined;
  #openTakers: Map<number, number[]> | undefined;

  constructor(trace: Trace) {
    this.trace = trace;
    this.#ownTurns = new OwnTurns(trace);
    const state = readOn(trace);
    this.#adopted = state.adopted;
    const r = trace.requests;
    for (const c of trace.combines) if (c.result !== NONE && !this.isSettled(c.result)) this.#combined.set(c.result, c);
    let over = true;
    for (let i = state.requests; i < r.length; i++) {
      const waiting = this.isWaiting(i);
      const held = !waiting && this.isHeld(i);
      if (waiting) addTo(this.#waiters, r.lock.at(i), i);
      if (held) addTo(this.#holders, r.lock.at(i), i);
      const promise = r.promise.at(i);
      const open = waiting || held || (promise !== NONE && !this.isSettled(promise));
      if (open && promise !== NONE) addTo(this.#requests, promise, i);
      if (open) over = false;
      else if (over) state.requests = i + 1;
    }
  }

  /** Requests that wait and that were made in the segment. */
  #waitingSince(segment: number): readonly number[] {
    if (this.#waitingBySegment === undefined) {
      this.#waitingBySegment = new Map();
      const since = this.trace.requests.requestSegment;
      for (const requests of this.#waiters.values()) for (const i of requests) addTo(this.#waitingBySegment, since.at(i), i);
    }
    return this.#waitingBySegment.get(segment) ?? [];
  }

  isSettled(promise: number): boolean {
    return this.trace.tasks.resolveSegment.at(promise) !== NONE;
  }
  /** The request stands in the queue of its lock. */
  isWaiting(request: number): boolean {
    const r = this.trace.requests;
    if (r.acquireSegment.at(request) !== NONE || r.cancelled.at(request) >= 0) return false;
    const promise = r.promise.at(request);
    return promise === NONE || !this.isSettled(promise);
  }
  /** The request was granted and its permits were not given back. */
  isHeld(request: number): boolean {
    const r = this.trace.requests;
    if (r.acquireSegment.at(request) === NONE || r.releaseSegment.at(request) !== NONE) return false;
    if ((r.mode.at(request) & MODE_OBSERVE) !== 0) return false;
    if (r.jobEndSegment.at(request) === NONE) return true;
    const job = r.jobPromise.at(request);
    return job === NONE ? r.open.at(request) === 1 : !this.isSettled(job);
  }
  holders(lock: number): readonly number[] {
    return this.#holders.get(lock) ?? [];
  }
  waiters(lock: number): readonly number[] {
    return this.#waiters.get(lock) ?? [];
  }
  /** Locks that somebody waits for. */
  contendedLocks(): number[] {
    return [...this.#waiters.keys()];
  }
  isSuspended(activation: number): boolean {
    return isSuspended(this.trace, activation);
  }
  /** The promise that the activation returned and that its own result takes over, NONE. */
  returnedBy(activation: number): number {
    return this.#adopted.get(this.trace.activations.promise.at(activation)) ?? NONE;
  }
  /** Promises that take over, or took over, the state of another one. */
  adopters(): Iterable<number> {
    return this.#adopted.takers();
  }
  /** Activations that are suspended on the promise. */
  awaitersOf(promise: number): readonly number[] {
    this.#awaiters ??= this.#findAwaiters();
    return this.#awaiters.get(promise) ?? [];
  }

  needs(node: number): Needs {
    let known = this.#cache.get(node);
    if (known === undefined) this.#cache.set(node, (known = this.#compute(node)));
    return known;
  }

  #compute(node: number): Needs {
    const index = waitIndex(node);
    switch (waitKind(node)) {
      case WAIT_PROMISE:
        return this.#promiseNeeds(index);
      case WAIT_ACTIVATION:
        return this.#activationNeeds(index);
      case WAIT_GRANT:
        return this.#grantNeeds(index);
      default:
        return this.#releaseNeeds(index);
    }
  }

  #promiseNeeds(promise: number): Needs {
    if (this.isSettled(promise)) return DONE;
    const { tasks, requests: r } = this.trace;
    const requests = this.#requests.get(promise);
    if (requests !== undefined) {
      const waiting = requests.findLast((request) => this.isWaiting(request));
      if (waiting !== undefined) return all(waitNode(WAIT_GRANT, waiting));
      // The promise of a job that runs in another thread is the only sign of its end: nothing here says what that needs.
      const isKnown = (request: number): boolean => r.jobEndSegment.at(request) !== NONE && r.jobPromise.at(request) !== promise;
      const held = requests.findLast((request) => r.acquireSegment.at(request) !== NONE && isKnown(request));
      if (held !== undefined) return this.#jobNeeds(held);
    }
    const activation = tasks.activation.at(promise);
    const adopted = activation !== NONE && this.isSuspended(activation) ? undefined : this.#adopted.get(promise);
    if (adopted !== undefined) return all(waitNode(WAIT_PROMISE, adopted));
    if (activation !== NONE) return all(waitNode(WAIT_ACTIVATION, activation));
    const combined = this.#combined.get(promise);
    if (combined !== undefined && combined.members.length > 0) return this.#combinedNeeds(combined);
    if (combined?.kind === COMBINE_RACE) return LOST;
    const parent = tasks.parent.at(promise);
    if (parent !== NONE) return all(waitNode(WAIT_PROMISE, parent));
    const holder = this.holderOf(promise);
    if (holder !== NONE) return all(waitNode(WAIT_ACTIVATION, holder));
    const granted = this.#waiters.size === 0 ? NONE : grantBehind(this.trace, promise, this.#waitingSince(tasks.initSegment.at(promise)));
    if (granted !== NONE) return all(waitNode(WAIT_GRANT, granted));
    const isProof = !ENDED.has(this.trace.threads[tasks.thread.at(promise)]?.exitReason ?? NONE);
    return isProof && (tasks.flags.at(promise) & TASK_ORPHAN) !== 0 ? LOST : UNKNOWN;
  }

  /**
   * The suspended activation that alone can settle a promise made for that: a turn in a hand-written lock. The one that made it, when it settles it itself; else the one that
   * was given the resolving function, which it may have handed on, so that is only said of a thread in which nothing happens any more. NONE when that is not known.
   */
  holderOf(promise: number): number {
    const { activations: acts, tasks, threads } = this.trace;
    const at = this.trace.site(tasks.site.at(promise));
    const maker = tasks.creator.at(promise);
    if (at === undefined || maker === NONE || (at.kind !== 'new' && at.kind !== 'call')) return NONE;
    const flags = at.flags ?? 0;
    if ((flags & FLAG_SETTLED_BY_MAKER) !== 0) return acts.fn.at(maker) === at.function && this.isSuspended(maker) ? maker : NONE;
    if ((flags & FLAG_SETTLED_BY_CALLER) === 0 || !ENDED.has(threads[tasks.thread.at(promise)]?.exitReason ?? NONE)) return NONE;
    // The resolving function comes with the turn: who has it has waited for it, and gives it to its caller unless it settles such promises itself.
    if ((acts.fn.at(maker) !== at.function && this.turnAwait(promise) === NONE) || this.#ownTurns.isLeft(promise)) return NONE;
    const holder = this.#heirOf(maker);
    return holder !== NONE && this.isSuspended(holder) ? holder : NONE;
  }

  /** The suspension in which a function that is no async one, and that made the promise, had its caller wait; NONE. */
  turnAwait(promise: number): number {
    const { activations: acts, tasks, suspensions: s } = this.trace;
    const segment = tasks.initSegment.at(promise);
    const functionOf = (task: number): number => this.trace.functionAt(tasks.site.at(task));
    for (let at = acts.lastSuspension.at(tasks.creator.at(promise)); at !== NONE; at = s.previous.at(at)) {
      const awaited = s.awaited.at(at);
      if (s.segment.at(at) !== segment || awaited === NONE || awaited === promise || tasks.initSegment.at(awaited) !== segment) continue;
      if (functionOf(awaited) === functionOf(promise)) return at;
    }
    return NONE;
  }

  #combinedNeeds(combined: { readonly kind: number; readonly members: readonly number[] }): Needs {
    const any = combined.kind === COMBINE_RACE || combined.kind === COMBINE_ANY;
    const nodes = combined.members.filter((m) => !this.isSettled(m)).map((m) => waitNode(WAIT_PROMISE, m));
    // Settled members of `any` were rejected, those of `race` would have settled it; with none left the result is about to settle.
    return nodes.length === 0 ? DONE : { how: any ? 'any' : 'all', nodes };
  }

  #activationNeeds(activation: number): Needs {
    if (!this.isSuspended(activation)) return DONE;
    const { activations: acts, suspensions } = this.trace;
    const generator = this.#generatorOf(activation);
    if (generator !== NONE) return all(waitNode(WAIT_ACTIVATION, generator));
    const awaited = suspensions.awaited.at(acts.lastSuspension.at(activation));
    if (awaited !== NONE) return all(waitNode(WAIT_PROMISE, awaited));
    // It has returned a promise that is not settled yet.
    const returned = this.returnedBy(activation);
    return returned === NONE ? UNKNOWN : all(waitNode(WAIT_PROMISE, returned));
  }

  /** The async generator that a `for await` has asked for its next value, and that waits itself; NONE. */
  #generatorOf(activation: number): number {
    const { activations: acts, suspensions: s } = this.trace;
    const last = acts.lastSuspension.at(activation);
    if (this.trace.site(s.site.at(last))?.kind !== 'for-await') return NONE;
    this.#askedGenerators ??= this.#findAskedGenerators();
    const [generator, ...others] = this.#askedGenerators.get(s.segment.at(last)) ?? [];
    return generator === undefined || others.length > 0 ? NONE : generator;
  }

  /** Async generators that are at an await, by the segment in which they were asked for a value: the first time, or after their last yield. */
  #findAskedGenerators(): Map<number, number[]> {
    const { activations: acts, suspensions: s, functions } = this.trace;
    const found = new Map<number, number[]>();
    for (let a = 0; a < acts.length; a++) {
      if (functions[acts.fn.at(a)]?.generator !== true || !this.isSuspended(a)) continue;
      let at = acts.lastSuspension.at(a);
      if (s.awaited.at(at) === NONE) continue;
      for (let steps = 0; at !== NONE && s.awaited.at(at) !== NONE && steps < MAX_AWAITS; steps++) at = s.previous.at(at);
      addTo(found, at === NONE ? acts.startSegment.at(a) : s.resumeSegment.at(at), a);
    }
    return found;
  }

  #grantNeeds(request: number): Needs {
    if (!this.isWaiting(request)) return DONE;
    const r = this.trace.requests;
    const lock = r.lock.at(request);
    const shared = (other: number): boolean => (r.mode.at(request) & r.mode.at(other) & MODE_SHARED) !== 0;
    const holders = this.holders(lock).filter((h) => h !== request && !shared(h));
    if (holders.length === 0) {
      const ahead = this.waiters(lock).filter((w) => w < request && !shared(w));
      return ahead.length === 0 ? UNKNOWN : all(...ahead.map((w) => waitNode(WAIT_GRANT, w)));
    }
    // There is room: the lock is about to grant it, or waits with that for a reason of its own.
    if (hasRoom(this.trace, request, this.holders(lock))) return UNKNOWN;
    const nodes = holders.map((h) => waitNode(WAIT_RELEASE, h));
    const needsAll =
      this.trace.locks.kind.at(lock) === LOCK_RW ||
      (r.mode.at(request) & MODE_OBSERVE) !== 0 ||
      r.weight.at(request) >= totalOf(r.weight, holders);
    return { how: needsAll ? 'all' : 'any', nodes };
  }

  #releaseNeeds(request: number): Needs {
    if (!this.isHeld(request)) return DONE;
    const r = this.trace.requests;
    if (r.jobEndSegment.at(request) !== NONE) return this.#jobNeeds(request);
    if (isUnderWay(this.trace, request)) return UNKNOWN;
    const open = openReactions(this.trace, request, [...this.#waiters.values()].flat(), ENDED);
    if (open !== undefined) return this.#openNeeds(open);
    const owner = this.ownerOf(request);
    if (owner === NONE) return UNKNOWN;
    return all(waitNode(WAIT_ACTIVATION, owner));
  }

  /** Whatever of it goes on may give the lock back. */
  #openNeeds({ promises, activations, requests, isAlive }: OpenParts): Needs {
    if (isAlive) return UNKNOWN;
    const nodesOf = (kind: number, rows: readonly number[]): number[] => rows.map((row) => waitNode(kind, row));
    return {
      how: 'any',
      nodes: [...nodesOf(WAIT_PROMISE, promises), ...nodesOf(WAIT_ACTIVATION, activations), ...nodesOf(WAIT_GRANT, requests)],
    };
  }

  /** What the end of a job needs. */
  #jobNeeds(request: number): Needs {
    const r = this.trace.requests;
    const promise = r.jobPromise.at(request);
    if (promise !== NONE) return this.isSettled(promise) ? DONE : all(waitNode(WAIT_PROMISE, promise));
    if (r.open.at(request) === 0) return DONE;
    // Callback style: a batch of keys waits for the request that it nests; any other callback can come from anywhere.
    const nested = r.promise.at(request) === NONE ? [] : (this.#requests.get(r.promise.at(request)) ?? []);
    const next = nested.find((other) => r.under.at(other) === request);
    if (next === undefined) return r.job.at(request) === NONE ? UNKNOWN : all(waitNode(WAIT_ACTIVATION, r.job.at(request)));
    return all(waitNode(this.isWaiting(next) ? WAIT_GRANT : WAIT_RELEASE, next));
  }

  /**
   * The activation that holds a lock taken with acquire: the one that asked, or, when that has ended, the one that awaited its result (a helper that locks and returns
   * the releaser). NONE when nobody is left.
   */
  ownerOf(request: number): number {
    if (this.isForgotten(request)) return NONE;
    const taker = this.trace.requests.activation.at(request);
    const owner = this.#heirOf(taker);
    return owner !== taker && isLeftToCallback(this.trace, request, ENDED) ? NONE : owner;
  }

  /** The function that took the lock gives back what it takes, and has ended without. `isSure`: it was seen to, and nothing else ever did. */
  isForgotten(request: number, isSure = false): boolean {
    const { requests: r, activations: acts } = this.trace;
    const owner = r.activation.at(request);
    this.#own ??= new OwnReleases(this.trace);
    if (!this.isHeld(request) || owner === NONE || acts.endSegment.at(owner) === NONE) return false;
    return (isSure ? this.#own.isProven(request) : this.#own.has(request)) || this.#own.isLeftByCaller(request);
  }

  /** The activation itself while it has not ended, else the one that awaited its result, and so on; NONE when nobody did. */
  #heirOf(activation: number): number {
    const { activations: acts, suspensions: s, tasks } = this.trace;
    let owner = activation;
    for (let steps = 0; owner !== NONE && acts.endSegment.at(owner) !== NONE && steps < 64; steps++) {
      const promise = acts.promise.at(owner);
      const caller = acts.parent.at(owner);
      if (caller === NONE || promise === NONE) return NONE;
      let awaited = false;
      for (let at = acts.lastSuspension.at(caller); at !== NONE && !awaited; at = s.previous.at(at)) awaited = s.awaited.at(at) === promise;
      // `return lock()` hands the promise on without an await.
      awaited ||= this.#adopted.get(acts.promise.at(caller)) === promise;
      if (!awaited || tasks.resolveSegment.at(promise) === NONE) return NONE;
      owner = caller;
    }
    return owner;
  }

  /** Combinators that have the promise as a member. */
  combinesOf(promise: number): readonly CombineRow[] {
    if (this.#memberOf === undefined) {
      this.#memberOf = new Map();
      for (const c of this.trace.combines) {
        for (const member of c.members) {
          addTo(this.#memberOf, member, c);
        }
      }
    }
    return this.#memberOf.get(promise) ?? [];
  }

  /** Promises that were derived from this one (then, await, combinators). */
  derivedFrom(promise: number): readonly number[] {
    return this.#derived().get(promise) ?? [];
  }
  /** Promises that have become this one (`resolve(promise)`, what a `then` returns). */
  takersOf(promise: number): readonly number[] {
    return takersOf(this.trace).of(promise);
  }

  reactionsOf(promise: number): number {
    return this.derivedFrom(promise).length;
  }

  /** Suspended activations that wait for the promise, directly or through promises that come of it. */
  dependants(node: number): number[] {
    const { tasks } = this.trace;
    const found: number[] = [];
    const seen = new Set([waitIndex(node)]);
    this.#openTakers ??= this.#findOpenTakers();
    for (const promise of seen) {
      found.push(...this.awaitersOf(promise));
      for (const c of this.combinesOf(promise)) if (c.result !== NONE && !this.isSettled(c.result)) seen.add(c.result);
      for (const derived of this.derivedFrom(promise)) {
        if ((tasks.flags.at(derived) & TASK_AWAIT) === 0 && !this.isSettled(derived)) seen.add(derived);
      }
      for (const taker of this.#openTakers.get(promise) ?? []) seen.add(taker);
      if (seen.size > 256) break;
    }
    return found;
  }

  #derived(): Map<number, number[]> {
    if (this.#derivedFrom === undefined) {
      const { tasks } = this.trace;
      this.#derivedFrom = new Map();
      for (let task = 0; task < tasks.length; task++) {
        const parent = tasks.parent.at(task);
        if (parent !== NONE && !this.isSettled(parent)) addTo(this.#derivedFrom, parent, task);
      }
    }
    return this.#derivedFrom;
  }

  #findOpenTakers(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const taker of this.#adopted.takers()) if (!this.isSettled(taker)) addTo(found, this.#adopted.get(taker) as number, taker);
    return found;
  }

  #findAwaiters(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    const { activations: acts, suspensions: s } = this.trace;
    for (let a = 0; a < acts.length; a++) {
      if (!this.isSuspended(a)) continue;
      const awaited = s.awaited.at(acts.lastSuspension.at(a));
      if (awaited !== NONE) addTo(found, awaited, a);
    }
    return found;
  }

  /** Every node that the starts depend on, themselves included. */
  reach(starts: Iterable<number>): Set<number> {
    const seen = new Set(starts);
    for (const node of seen) {
      const needs = this.needs(node);
      if ('nodes' in needs) for (const next of needs.nodes) seen.add(next);
    }
    return seen;
  }

  /** A request that waits for so long only, or is about to be refused. */
  #givesUp(node: number): boolean {
    return waitKind(node) === WAIT_GRANT && (this.trace.requests.mode.at(waitIndex(node)) & (MODE_TIMEOUT | MODE_TRY)) !== 0;
  }

  /** Those of the nodes that can never go on. `unknownIsLive`: what the trace cannot see may still happen (false at the exit of an empty loop). */
  stuck(nodes: ReadonlySet<number>, unknownIsLive: boolean): Set<number> {
    const dependants = new Map<number, number[]>();
    const missing = new Map<number, number>();
    const live: number[] = [];
    const stuck = new Set(nodes);
    const markLive = (node: number): void => {
      if (stuck.delete(node)) live.push(node);
    };
    for (const node of nodes) {
      const needs = this.needs(node);
      if ('nodes' in needs) {
        missing.set(node, needs.how === 'any' ? 1 : needs.nodes.length);
        for (const next of needs.nodes) addTo(dependants, next, node);
        if (unknownIsLive && this.#givesUp(node)) markLive(node);
      } else if (needs.how === 'done' || (needs.how === 'unknown' && unknownIsLive)) markLive(node);
    }
    for (let i = 0; i < live.length; i++) {
      for (const node of dependants.get(live[i] as number) ?? []) {
        const left = (missing.get(node) ?? 1) - 1;
        missing.set(node, left);
        if (left <= 0) markLive(node);
      }
    }
    return stuck;
  }
}

/** The call has not ended, and nothing has let it go on after its last await. */
export function isSuspended({ activations: acts, suspensions: s }: Trace, activation: number): boolean {
  const last = acts.lastSuspension.at(activation);
  return acts.endSegment.at(activation) === NONE && last !== NONE && s.resumeSegment.at(last) === NONE;
}
