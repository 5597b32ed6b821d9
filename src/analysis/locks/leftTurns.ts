/**
 * Turns in a hand-written lock that were left behind: a task makes the promise that the next one waits for, or is let in by the one before, and ends without settling what is waited for, where
 * others of the same code did settle it. What nobody can settle any more is then no riddle, but a lock that was not given back.
 */
import { FLAG_SETTLED_BY_CALLER, FLAG_SETTLED_BY_MAKER } from '../../model/vocabulary.ts';
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { promiseOfGrant } from './keptGrants.ts';
import { wakersOf } from '../waiting/wakers.ts';

/** Who had the turn, and where and when it asked for it: an await, or for a lock that was free the call that took it. */
export interface LeftTurn {
  readonly holder: number;
  readonly site: number;
  readonly segment: number;
  /** A library keeps the lock itself. */
  readonly isOfLibrary?: boolean;
}

/** Promises that are looked at in one run, each at the cost of some passes over it: where more are left, a lock is not what is wrong. */
const MAX_PROMISES = 20;

/** The turn that was left behind in a promise which nothing can settle any more; `waiter` is suspended on it. */
export function leftTurns(trace: Trace): (promise: number, waiter: number) => LeftTurn | undefined {
  let asked = 0;
  return (promise, waiter) => {
    if (asked++ >= MAX_PROMISES) return undefined;
    const peers = peersOf(trace, promise);
    const left =
      leftInChain(trace, promise, waiter, peers) ??
      leftInLine(trace, promise, peers) ??
      leftByKey(trace, promise, waiter, peers) ??
      leftKept(trace, promise, peers);
    return left === undefined || left.site === NONE ? undefined : left;
  };
}

/** Promises that were made at the same place in the same thread, in their order. */
function peersOf({ tasks }: Trace, promise: number): number[] {
  const found: number[] = [];
  const [site, thread] = [tasks.site.at(promise), tasks.thread.at(promise)];
  for (let task = 0; task < tasks.length; task++) {
    const isHere = tasks.site.at(task) === site && tasks.thread.at(task) === thread;
    if (isHere && task !== promise && tasks.parent.at(task) === NONE) found.push(task);
  }
  return found;
}

/** The task for which a promise of a lock was made: the caller that awaited the lock's own function, or who made it. */
function askerOf(trace: Trace, promise: number): number {
  const { activations: acts, tasks, suspensions: s } = trace;
  const maker = tasks.creator.at(promise);
  if (maker === NONE || acts.fn.at(maker) !== trace.functionAt(tasks.site.at(promise))) return maker;
  const caller = acts.parent.at(maker);
  for (let at = caller === NONE ? NONE : acts.lastSuspension.at(caller); at !== NONE; at = s.previous.at(at)) {
    if (s.awaited.at(at) === acts.promise.at(maker)) return caller;
  }
  return NONE;
}

/** The await in which it asked: of the lock's own function, or of what that gave it. */
function askedAt(trace: Trace, task: number, promise: number): number {
  const { activations: acts, tasks, suspensions: s } = trace;
  const maker = tasks.creator.at(promise);
  for (let at = acts.lastSuspension.at(task); at !== NONE; at = s.previous.at(at)) {
    if (maker === task ? s.segment.at(at) === tasks.initSegment.at(promise) : s.awaited.at(at) === acts.promise.at(maker)) return at;
  }
  return NONE;
}

function hasEnded({ activations: acts }: Trace, activation: number): boolean {
  return activation !== NONE && acts.endSegment.at(activation) !== NONE;
}

/** A chain: everybody makes a promise for the next one before it waits for the one before. */
function leftInChain(trace: Trace, promise: number, waiter: number, peers: readonly number[]): LeftTurn | undefined {
  const { activations: acts, tasks } = trace;
  const flags = trace.site(tasks.site.at(promise))?.flags ?? 0;
  if ((flags & (FLAG_SETTLED_BY_MAKER | FLAG_SETTLED_BY_CALLER)) === 0) return undefined;
  const isOwn = (flags & FLAG_SETTLED_BY_MAKER) !== 0;
  const ownerOf = (made: number): number => (isOwn ? tasks.creator.at(made) : askerOf(trace, made));
  const holder = ownerOf(promise);
  if (!hasEnded(trace, holder)) return undefined;
  const isInTurn = peers.some((p) => tasks.creator.at(p) === waiter && tasks.resolveSegment.at(p) === NONE);
  const isGivenBack = (p: number): boolean => {
    const owner = ownerOf(p);
    const resolved = tasks.resolveSegment.at(p);
    return owner !== NONE && acts.fn.at(owner) === acts.fn.at(holder) && resolved !== NONE && resolved !== tasks.initSegment.at(p);
  };
  if (!isInTurn || holder === waiter || !peers.some(isGivenBack)) return undefined;
  return turnAt(trace, holder, askedAt(trace, holder, promise));
}

function turnAt({ suspensions: s }: Trace, holder: number, asked: number): LeftTurn {
  return { holder, site: asked === NONE ? NONE : s.site.at(asked), segment: asked === NONE ? NONE : s.segment.at(asked) };
}

/** The promise itself says that the lock is taken (`while (locks.has(key)) await locks.get(key)`): who finds none leaves one of its own. */
function leftByKey(trace: Trace, promise: number, waiter: number, peers: readonly number[]): LeftTurn | undefined {
  const { activations: acts, tasks } = trace;
  const maker = tasks.creator.at(promise);
  // The one that waits is about to do what the maker did.
  if (maker === NONE || maker === waiter || acts.fn.at(maker) !== acts.fn.at(waiter)) return undefined;
  if (acts.fn.at(maker) !== trace.functionAt(tasks.site.at(promise))) return undefined;
  const givers = peers.map((peer) => giverOf(trace, peer)).filter((giver) => giver !== undefined);
  const isByMaker = givers[0]?.isMaker ?? false;
  const holder = isByMaker ? maker : askerOf(trace, promise);
  if (givers.length === 0 || !givers.every((giver) => giver.isMaker === isByMaker) || !hasEnded(trace, holder)) return undefined;
  if (!givers.some((giver) => acts.fn.at(giver.by) === acts.fn.at(holder))) return undefined;
  if (!isByMaker) return turnAt(trace, holder, askedAt(trace, holder, promise));
  const segment = tasks.initSegment.at(promise);
  return { holder, site: keptAt(trace, maker, segment) ?? tasks.site.at(promise), segment };
}

/** A lock of a library that is held for as long as the promise is not settled, by who was let in when it was granted. */
function leftKept(trace: Trace, promise: number, peers: readonly number[]): LeftTurn | undefined {
  const { activations: acts, requests: r, tasks } = trace;
  if (r.length === 0) return undefined;
  const askers = new Map<number, { readonly by: number; readonly asked: number }>();
  const kept = new Set([promise, ...peers.slice(-MAX_PROMISES)]);
  for (let request = 0; request < r.length; request++) {
    const job = r.jobPromise.at(request);
    const granted = kept.has(job) ? promiseOfGrant(trace, request) : NONE;
    const by = granted === NONE ? NONE : askerOf(trace, granted);
    if (by !== NONE) askers.set(job, { by, asked: askedAt(trace, by, granted) });
  }
  const left = askers.get(promise);
  if (left === undefined || !hasEnded(trace, left.by)) return undefined;
  const isGivenBack = (peer: number): boolean => {
    const by = askers.get(peer)?.by ?? NONE;
    const resolved = tasks.resolveSegment.at(peer);
    return by !== NONE && resolved !== NONE && acts.fn.at(by) === acts.fn.at(left.by) && isAtWork(trace, by, resolved);
  };
  return peers.some(isGivenBack) ? { ...turnAt(trace, left.by, left.asked), isOfLibrary: true } : undefined;
}

/** Who gave the lock back by settling the promise in a later step: the one that made it, or the caller that had asked for it. */
function giverOf(trace: Trace, promise: number): { readonly by: number; readonly isMaker: boolean } | undefined {
  const { tasks } = trace;
  const resolved = tasks.resolveSegment.at(promise);
  if (resolved === NONE || resolved === tasks.initSegment.at(promise)) return undefined;
  const maker = tasks.creator.at(promise);
  if (maker !== NONE && isAtWork(trace, maker, resolved)) return { by: maker, isMaker: true };
  const asker = askerOf(trace, promise);
  return asker !== NONE && isAtWork(trace, asker, resolved) ? { by: asker, isMaker: false } : undefined;
}

/** The call by which the activation kept something in a container in the segment. */
function keptAt(trace: Trace, activation: number, segment: number): number | undefined {
  const { accesses: a } = trace;
  for (let row = 0; row < a.length; row++) {
    if (a.write.at(row) === 0 || a.segment.at(row) !== segment || a.activation.at(row) !== activation) continue;
    if (KEEPS.test(trace.site(a.site.at(row))?.text ?? '')) return a.site.at(row);
  }
  return undefined;
}

/** A line: who finds the lock taken leaves its resolving function in a container, from which the one before lets it in. */
function leftInLine(trace: Trace, promise: number, peers: readonly number[]): LeftTurn | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const lines = linesOf(trace, [promise, ...peers]);
  const line = lines.get(promise);
  const waiting = askerOf(trace, promise);
  if (line === undefined || waiting === NONE) return undefined;
  let last = NONE;
  for (const peer of peers) {
    const ns = tasks.resolveNs.at(peer);
    if (tasks.resolveSegment.at(peer) === NONE || lines.get(peer) !== line) continue;
    if (last === NONE || ns > tasks.resolveNs.at(last)) last = peer;
  }
  const holder = last === NONE ? NONE : askerOf(trace, last);
  if (!hasEnded(trace, holder) || acts.fn.at(holder) !== acts.fn.at(waiting)) return undefined;
  const asked = askedAt(trace, holder, last);
  // Let in by one of the same code, which had asked at the same await and had come back from it: who arrives does not let in others.
  const segment = tasks.resolveSegment.at(last);
  const site = asked === NONE ? NONE : s.site.at(asked);
  for (let at = 0; at < s.length; at++) {
    if (s.site.at(at) !== site || s.activation.at(at) === holder || s.resumeSegment.at(at) === NONE) continue;
    if (s.resumeSegment.at(at) <= segment && isAtWork(trace, s.activation.at(at), segment)) return turnAt(trace, holder, asked);
  }
  return undefined;
}

/** The activation itself runs in the segment. */
function isAtWork({ activations: acts, suspensions: s }: Trace, activation: number, segment: number): boolean {
  for (let at = acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
    if (s.resumeSegment.at(at) === segment) return true;
  }
  return false;
}

/** Calls by which a resolving function is kept. */
const KEEPS = /\.(?:push|unshift|add|set|enqueue)$/;

/** The containers that the resolving functions of promises of one site were left in: locations of what is written as a whole. */
function linesOf(trace: Trace, promises: readonly number[]): Map<number, number> {
  const { accesses: a, activations: acts, locations, tasks } = trace;
  const lines = new Map<number, number>();
  const wakers = wakersOf(trace, tasks.site.at(promises[0] ?? NONE)).filter((w) => KEEPS.test(trace.site(w)?.text ?? ''));
  const keeping = new Set(wakers.map((w) => `${trace.site(w)?.text} ${trace.functionAt(w)}`));
  if (keeping.size === 0) return lines;
  // Thousands may have been made in one step.
  const madeAt = new Map<number, number[]>();
  const keyOf = (segment: number, activation: number): number => segment * (acts.length + 1) + activation;
  for (const promise of promises) addTo(madeAt, keyOf(tasks.initSegment.at(promise), tasks.creator.at(promise)), promise);
  for (let row = 0; row < a.length; row++) {
    const object = locations.object.at(a.location.at(row));
    if (a.write.at(row) === 0 || object <= 0) continue;
    const key = keyOf(a.segment.at(row), a.activation.at(row));
    const made = madeAt.get(key);
    const site = made === undefined ? undefined : trace.site(a.site.at(row));
    if (made === undefined || !keeping.has(`${site?.text} ${site?.function}`)) continue;
    for (const promise of made) lines.set(promise, object);
    madeAt.delete(key);
  }
  return lines;
}
