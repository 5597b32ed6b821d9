/** Code that gives back the locks that it takes: it leaves none to its caller, so one that is left when it ends was forgotten. */
import { NONE } from '../../model/ids.ts';
import { LOCK_INFERRED } from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';

/** Calls that give a lock back. */
const RELEASES = /(?:^|\.)(?:release|unlock)(?:[A-Z]\w*)?$/;
/** What the authors of hand-written locks call it, on the object that the lock was asked of. */
const OWN_RELEASES = /^(?<of>.+)\.(?:put|checkin|giveBack|free|leave|exit|done|signal|dispose)(?:[A-Z]\w*)?$/;

export class OwnReleases {
  readonly #trace: Trace;
  readonly #sites = new Set<number>();
  /** Sites of requests that were given back by the function that made them, and of those that something else gave back. */
  readonly #seen = new Set<number>();
  readonly #elsewhere = new Set<number>();

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
      if (releasing.has(this.#function(site)) || releasingOf.has(of)) this.#sites.add(site);
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

  /** And it always did where it was seen to. */
  isProven(request: number): boolean {
    const site = this.#trace.requests.site.at(request);
    return this.has(request) && this.#seen.has(site) && !this.#elsewhere.has(site);
  }
}
