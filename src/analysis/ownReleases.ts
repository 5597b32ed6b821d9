/** Code that gives back the locks that it takes: it leaves none to its caller, so one that is left when it ends was forgotten. */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';

/** Calls that give a lock back. */
const RELEASES = /(?:^|\.)(?:release|unlock)(?:[A-Z]\w*)?$/;

export class OwnReleases {
  readonly #trace: Trace;
  readonly #sites = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    const { requests: r } = trace;
    const fn = (site: number): number => trace.site(site)?.function ?? NONE;
    for (let i = 0; i < r.length; i++) {
      const released = fn(r.releaseSite.at(i));
      const isBack = r.releasedBy.at(i) !== NONE && r.releasedBy.at(i) === r.activation.at(i);
      if (isBack || (released !== NONE && released === fn(r.site.at(i)))) this.#sites.add(r.site.at(i));
    }
    // It may not have come so far yet: the call is there.
    const releasing = new Set<number>();
    for (const site of trace.sites) if (site.kind === 'call' && RELEASES.test(site.text)) releasing.add(site.function);
    for (let i = 0; i < r.length; i++) if (releasing.has(fn(r.site.at(i)))) this.#sites.add(r.site.at(i));
  }

  /** The function that made the request releases such requests itself. */
  has(request: number): boolean {
    const { requests: r, activations: acts } = this.#trace;
    const site = r.site.at(request);
    return this.#sites.has(site) && acts.fn.at(r.activation.at(request)) === (this.#trace.site(site)?.function ?? NONE);
  }
}
