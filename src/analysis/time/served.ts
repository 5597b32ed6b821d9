/** What the program itself did for requests over HTTP that came to it, by when they came: who asks its own server (a test, a service of two parts) sets that going. */
import { countBelow } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { ROOT_HTTP_REQUEST } from '../../model/vocabulary.ts';
import { requestOf } from '../roots.ts';

/** Rows of what was done for a request. */
interface Handled {
  readonly request: number;
  readonly ns: number;
  readonly accesses: number[];
  readonly files: number[];
}

export class Served {
  readonly #trace: Trace;
  /** In the order in which they came. */
  readonly #handled: readonly Handled[];
  readonly #starts: readonly number[];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#handled = trace.roots.some(({ kind }) => kind === ROOT_HTTP_REQUEST) ? this.#byRequest() : [];
    this.#starts = this.#handled.map(({ ns }) => ns);
  }

  /** Nobody asked the program. */
  get isEmpty(): boolean {
    return this.#handled.length === 0;
  }

  /** The requests that came between two moments, without the one that a segment works for. */
  during(fromNs: number, toNs: number, segment: number): readonly Handled[] {
    const own = requestOf(this.#trace, segment);
    const came = this.#handled.slice(countBelow(this.#starts, fromNs), countBelow(this.#starts, toNs));
    return came.filter(({ request }) => request !== own);
  }

  #byRequest(): Handled[] {
    const trace = this.#trace;
    const found = new Map<number, Handled>();
    const of = (segment: number): Handled | undefined => {
      const request = requestOf(trace, segment);
      let handled = found.get(request);
      if (handled !== undefined || request === NONE) return handled;
      const ns = trace.segments.startNs.at(trace.roots[request]?.segment ?? NONE);
      found.set(request, (handled = { request, ns, accesses: [], files: [] }));
      return handled;
    };
    for (let i = 0; i < trace.accesses.length; i++) of(trace.accesses.segment.at(i))?.accesses.push(i);
    for (const [i, { segment }] of trace.fs.entries()) of(segment)?.files.push(i);
    return [...found.values()].filter(({ ns }) => !Number.isNaN(ns)).sort((a, b) => a.ns - b.ns);
  }
}
