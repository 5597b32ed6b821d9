/**
 * How long works that were done one after the other would take at least if they were begun together: what computes in the pool or in worker threads shares the processors, whoever begins it
 * first.
 */
import { addTo } from '../../base/lists.ts';
import { type Spans, takenBetween } from '../../base/spans.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { noShares, PathWalker } from './criticalPath.ts';
import type { Wait } from './effects.ts';

/** More threads than this are not looked at one by one. */
const MAX_THREADS = 32;

/** Pieces of work. */
interface Work extends Spans {
  /** Of more than one thread. */
  readonly isOfMany: boolean;
}

export class Together {
  readonly #trace: Trace;
  #walker: PathWalker | undefined;
  /** Process → what its worker threads did. */
  readonly #workers = new Map<number, readonly Work[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Waits that follow each other. */
  atLeastNs(waits: readonly Wait[]): number {
    const { segments, threads, processes } = this.#trace;
    const [first, last] = [waits[0], waits.at(-1)];
    if (first === undefined || last === undefined) return 0;
    this.#walker ??= new PathWalker(this.#trace);
    const shares = noShares();
    for (const { promise, startNs, ns } of waits) this.#walker.addWait(promise, startNs, startNs + ns, shares);
    const thread = threads[segments.thread.at(first.segment)];
    const row = processes[thread?.process ?? NONE];
    const cores = Math.max(1, row?.cores ?? 1);
    const pool = shares.pool / Math.min(cores, row !== undefined && row.poolSize > 0 ? row.poolSize : 4);
    const others = thread?.threadId === 0 ? this.#workersNs(thread.process, first.startNs, last.startNs + last.ns, cores) : 0;
    return Math.max(pool, others);
  }

  /** What the worker threads did between two moments: all of it on the processors there are, and what one thread did one after the other. */
  #workersNs(process: number, fromNs: number, toNs: number, cores: number): number {
    let known = this.#workers.get(process);
    if (known === undefined) this.#workers.set(process, (known = this.#workOf(process)));
    let all = 0;
    let most = 0;
    for (const work of known) {
      const ns = takenBetween(work, fromNs, toNs);
      all += ns;
      if (!work.isOfMany) most = Math.max(most, ns);
    }
    return Math.max(all / cores, most);
  }

  /** One list for each thread, or one for all when there are many. */
  #workOf(process: number): Work[] {
    const { segments: s, threads, workers } = this.#trace;
    const byThread = new Map<number, { readonly start: number; readonly ns: number }[]>();
    const put = (thread: number, start: number, ns: number): void => {
      if (ns > 0) addTo(byThread, thread, { start, ns });
    };
    // Starting a thread is work, too, and comes before all of its own.
    for (const { child, startNs } of workers) {
      if (threads[child]?.process === process) put(child, startNs, (threads[child]?.readyNs ?? Number.NaN) - startNs);
    }
    for (let i = 0; i < s.length; i++) {
      const thread = threads[s.thread.at(i)];
      if (thread === undefined || thread.threadId === 0 || thread.process !== process) continue;
      if (!(s.startNs.at(i) < thread.readyNs)) put(s.thread.at(i), s.startNs.at(i), s.endNs.at(i) - s.startNs.at(i));
    }
    const lists = byThread.size <= MAX_THREADS ? [...byThread.values()] : [[...byThread.values()].flat()];
    return lists.map((list): Work => {
      list.sort((a, b) => a.start - b.start);
      let sum = 0;
      return { starts: list.map((one) => one.start), sums: list.map((one) => (sum += one.ns)), isOfMany: byThread.size > MAX_THREADS };
    });
  }
}
