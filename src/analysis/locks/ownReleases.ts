/** Code that gives back the locks that it takes: it leaves none to its caller, so one that is left when it ends was forgotten. */
import { NONE } from '../../model/ids.ts';
import { FLAG_KEPT, LOCK_FILE, LOCK_INFERRED, LOCK_MUTEX, LOCK_RW, LOCK_SEMAPHORE } from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';
import { callersUpFrom, isWithin } from '../lineage.ts';
import { isMainModule } from '../names.ts';

/** Calls that give a lock back. */
const RELEASES = /(?:^|\.)(?:release|unlock)(?:[A-Z]\w*)?$/;
/** What the authors of hand-written locks call it, on the object that the lock was asked of. */
const OWN_RELEASES = /^(?<of>.+)\.(?:put|checkin|giveBack|free|leave|exit|done|signal|dispose)(?:[A-Z]\w*)?$/;

/** By the lock itself, or what else has one; also as a function that is handed on. */
const OF_OBJECT = /\.(?:release|unlock)(?:[A-Z]\w*)?(?:\.bind)?$/;
/** Kinds that stay taken until somebody gives them back. */
const RELEASED_BY_HAND: ReadonlySet<number> = new Set([LOCK_FILE, LOCK_MUTEX, LOCK_RW, LOCK_SEMAPHORE]);

export class OwnReleases {
  readonly #trace: Trace;
  readonly #sites = new Set<number>();
  /** Sites of requests that were given back by the function that made them, and of those that something else gave back. */
  readonly #seen = new Set<number>();
  readonly #elsewhere = new Set<number>();
  #byTakers: boolean | undefined;
  readonly #givers = new Map<number, number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    const { requests: r } = trace;
    for (let i = 0; i < r.length; i++) {
      const site = r.site.at(i);
      if (r.releaseSegment.at(i) === NONE) continue;
      const released = this.#function(r.releaseSite.at(i));
      const isBack = r.releasedBy.at(i) !== NONE && r.releasedBy.at(i) === r.activation.at(i);
      if (isBack || (released !== NONE && released === this.#function(site))) this.#seen.add(site);
      else this.#elsewhere.add(site);
    }
    for (const site of this.#seen) this.#sites.add(site);
    // It may not have come so far yet: the call is there.
    const releasing = new Set<number>();
    const releasingOf = new Set<string>();
    for (const site of trace.sites) {
      if (site.kind !== 'call') continue;
      if (RELEASES.test(site.text)) releasing.add(site.function);
      const of = OWN_RELEASES.exec(site.text)?.groups?.['of'];
      if (of !== undefined) releasingOf.add(`${site.function} ${of}`);
    }
    for (let i = 0; i < r.length; i++) {
      const site = r.site.at(i);
      const text = trace.site(site)?.text ?? '';
      const isOwn = trace.locks.kind.at(r.lock.at(i)) === LOCK_INFERRED;
      const of = isOwn ? `${this.#function(site)} ${text.slice(0, Math.max(0, text.lastIndexOf('.')))}` : '';
      if (releasing.has(this.#function(site)) || releasingOf.has(of) || this.#isKept(i)) this.#sites.add(site);
    }
  }

  #function(site: number): number {
    return this.#trace.functionAt(site);
  }

  /** The function that made the request releases such requests itself. */
  has(request: number): boolean {
    const { requests: r, activations: acts } = this.#trace;
    const site = r.site.at(request);
    return this.#sites.has(site) && acts.fn.at(r.activation.at(request)) === this.#function(site);
  }

  /** And it always did where it was seen to; or nobody else ever had what gives the lock back. */
  isProven(request: number): boolean {
    const site = this.#trace.requests.site.at(request);
    if (!this.has(request) || this.#elsewhere.has(site)) return false;
    return this.#seen.has(site) || (this.#isKept(request) && (this.#byTakers ??= this.#areGivenByTakers()));
  }

  /** It was asked for by a helper, whose caller has ended: all such requests that were given back were so by that function, within which they had been made. */
  isLeftByCaller(request: number): boolean {
    const { requests: r, activations: acts } = this.#trace;
    const caller = this.#giverOf(r.site.at(request));
    const by =
      caller === NONE ? NONE : (callersUpFrom(this.#trace, r.activation.at(request)).find((a) => acts.fn.at(a) === caller) ?? NONE);
    // What a module keeps it keeps for as long as the program runs.
    return by !== NONE && by !== r.activation.at(request) && acts.endSegment.at(by) !== NONE && !isMainModule(this.#trace, caller);
  }

  /** The function that gave back all requests of a place that were given back, each one within the call in which it was made; NONE. */
  #giverOf(site: number): number {
    const { requests: r, activations: acts } = this.#trace;
    const known = this.#givers.get(site);
    if (known !== undefined) return known;
    const givers = new Set<number>();
    for (let i = 0; i < r.length; i++) {
      if (r.site.at(i) !== site || r.releaseSegment.at(i) === NONE) continue;
      const by = r.releasedBy.at(i);
      givers.add(by !== NONE && isWithin(this.#trace, r.activation.at(i), by) ? acts.fn.at(by) : NONE);
    }
    const [giver = NONE, ...others] = givers;
    const found = others.length > 0 ? NONE : giver;
    this.#givers.set(site, found);
    return found;
  }

  /** What gives the lock back stays in the function that took it. Locks of other makes may have a limit of time: those with one are given as objects. */
  #isKept(request: number): boolean {
    const { locks, requests: r } = this.#trace;
    return RELEASED_BY_HAND.has(locks.kind.at(r.lock.at(request))) && this.#trace.hasFlag(r.site.at(request), FLAG_KEPT);
  }

  /** Every call that gives something back by its object is of code that takes such things itself. */
  #areGivenByTakers(): boolean {
    const { requests: r, sites } = this.#trace;
    const takers = new Set<number>();
    for (let i = 0; i < r.length; i++) takers.add(this.#function(r.site.at(i)));
    return sites.every((s) => s.kind !== 'call' || !OF_OBJECT.test(s.text) || takers.has(s.function));
  }
}

/**
 * Of promises that functions made for who called them (`const unlock = await lock(key)`): the function that had one has settled it before it ended, at that place, whenever it did. What such a
 * function has left behind it did not leave to its caller.
 */
export class OwnTurns {
  readonly #trace: Trace;
  #settled: Set<string> | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The function that had the promise made has ended, and settles them itself. */
  isLeft(promise: number): boolean {
    const { activations: acts } = this.#trace;
    const owner = this.#ownerOf(promise);
    return owner !== NONE && acts.endSegment.at(owner) !== NONE && (this.#settled ??= this.#findSettled()).has(this.#keyOf(promise, owner));
  }

  /** Who asked for it: the call of a plain function has no activation of its own, and that of an async one has its caller. */
  #ownerOf(promise: number): number {
    const { activations: acts, tasks } = this.#trace;
    const maker = tasks.creator.at(promise);
    if (maker === NONE || acts.fn.at(maker) !== this.#trace.functionAt(tasks.site.at(promise))) return maker;
    return acts.parent.at(maker);
  }

  #keyOf(promise: number, owner: number): string {
    return `${this.#trace.tasks.site.at(promise)}:${this.#trace.activations.fn.at(owner)}`;
  }

  #findSettled(): Set<string> {
    const { activations: acts, tasks } = this.#trace;
    const [found, not] = [new Set<string>(), new Set<string>()];
    for (let task = 0; task < tasks.length; task++) {
      const settled = tasks.resolveSegment.at(task);
      if (settled === NONE || this.#trace.site(tasks.site.at(task))?.kind !== 'new') continue;
      const owner = this.#ownerOf(task);
      if (owner === NONE) continue;
      const isOwn = acts.endSegment.at(owner) === NONE || tasks.resolveNs.at(task) <= acts.endNs.at(owner);
      (isOwn && settled !== tasks.initSegment.at(task) ? found : not).add(this.#keyOf(task, owner));
    }
    for (const key of not) found.delete(key);
    return found;
  }
}
