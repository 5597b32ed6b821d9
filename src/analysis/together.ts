/**
 * How long works that were done one after the other would take at least if they were begun together: what computes in the pool or in worker threads shares the processors, whoever begins it
 * first.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { noShares, PathWalker } from './criticalPath.ts';

export class Together {
  readonly #trace: Trace;
  #walker: PathWalker | undefined;
  /** Process → callbacks of its worker threads: when they began, and how long they and all before took. */
  readonly #workers = new Map<number, { readonly starts: readonly number[]; readonly sums: readonly number[] }>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** `suspensions` of one activation, in order. */
  atLeastNs(suspensions: readonly number[]): number {
    const { activations: acts, suspensions: s, threads, processes } = this.#trace;
    const first = suspensions[0];
    const last = suspensions.at(-1);
    if (first === undefined || last === undefined) return 0;
    this.#walker ??= new PathWalker(this.#trace);
    const shares = noShares();
    for (const i of suspensions) {
      const awaited = s.awaited.at(i);
      const called = awaited === NONE ? NONE : this.#trace.tasks.activation.at(awaited);
      if (called === NONE) this.#walker.add(s.activation.at(i), s.startNs.at(i), s.resumeNs.at(i), shares);
      else this.#walker.add(called, s.startNs.at(i), s.resumeNs.at(i), shares);
    }
    const thread = threads[acts.thread.at(s.activation.at(first))];
    const row = processes[thread?.process ?? NONE];
    const cores = Math.max(1, row?.cores ?? 1);
    const pool = shares.pool / Math.min(cores, row !== undefined && row.poolSize > 0 ? row.poolSize : 4);
    const others = thread?.threadId === 0 ? this.#workersNs(thread.process, s.startNs.at(first), s.resumeNs.at(last)) / cores : 0;
    return Math.max(pool, others);
  }

  #workersNs(process: number, fromNs: number, toNs: number): number {
    let known = this.#workers.get(process);
    if (known === undefined) this.#workers.set(process, (known = this.#callbacksOf(process)));
    const { starts, sums } = known;
    const before = (ns: number): number => {
      let [low, high] = [0, starts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((starts[middle] as number) < ns) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? 0 : (sums[low - 1] as number);
    };
    return before(toNs) - before(fromNs);
  }

  #callbacksOf(process: number): { readonly starts: readonly number[]; readonly sums: readonly number[] } {
    const { segments: s, threads } = this.#trace;
    const found: { readonly start: number; readonly ns: number }[] = [];
    for (let i = 0; i < s.length; i++) {
      const thread = threads[s.thread.at(i)];
      if (thread === undefined || thread.threadId === 0 || thread.process !== process || s.atom.at(i) !== i) continue;
      const ns = s.endNs.at(i) - s.startNs.at(i);
      if (ns > 0) found.push({ start: s.startNs.at(i), ns });
    }
    found.sort((a, b) => a.start - b.start);
    let sum = 0;
    return { starts: found.map((one) => one.start), sums: found.map((one) => (sum += one.ns)) };
  }
}
