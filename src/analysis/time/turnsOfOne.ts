/**
 * Waits for the next event of one worker, connection or other emitter (`once(worker, 'message')`, `new Promise((resolve) => socket.once('data', resolve))`): whoever asked before must have had
 * its answer, since the next event goes to everybody who waits.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { isExecutor } from '../waiting/wakers.ts';

const ONCE = /(?:^|\.)once(?:\(|$)/;
/** Reactions between an event and the promise that it settles. */
const MAX_STEPS = 6;

export class TurnsOfOne {
  readonly #trace: Trace;
  /** Sites of promises that the next event settles. */
  readonly #sites = new Set<number>();

  constructor(trace: Trace) {
    this.#trace = trace;
    /** Function → promises that are made by hand in it. */
    const made = new Map<number, number[]>();
    const listening: number[] = [];
    for (const [index, site] of trace.sites.entries()) {
      if (site.kind === 'new' && site.text === 'Promise') addTo(made, site.function, index);
      if (!ONCE.test(site.text)) continue;
      this.#sites.add(index);
      listening.push(site.function);
    }
    for (const fn of listening) {
      for (const index of made.get(trace.functions[fn]?.parentFunction ?? NONE) ?? []) {
        const site = trace.site(index);
        if (site !== undefined && isExecutor(trace, fn, site)) this.#sites.add(index);
      }
    }
  }

  /** Nobody waits like that. */
  get isEmpty(): boolean {
    return this.#sites.size === 0;
  }

  /** The worker, connection or other resource whose event settled a promise by way of one that waited for the next event; NONE. */
  partnerOf(promise: number): number {
    if (this.isEmpty) return NONE;
    const { segments, tasks } = this.#trace;
    let isNext = false;
    let settled = promise;
    for (let step = 0; settled !== NONE && step < MAX_STEPS; step++) {
      isNext ||= this.#sites.has(tasks.site.at(settled));
      const segment = tasks.resolveSegment.at(settled);
      const task = segment === NONE ? NONE : segments.task.at(segment);
      if (task === NONE) return NONE;
      if (!this.#trace.isPromise(task)) return isNext && LASTS.has(this.#trace.taskType(task)) ? task : NONE;
      settled = tasks.parent.at(task);
    }
    return NONE;
  }
}

/** What gives one event after the other; the task of a timer or of a request is its own each time. */
export const LASTS: ReadonlySet<string> = new Set([
  'MESSAGEPORT',
  'WORKER',
  'TCPWRAP',
  'PIPEWRAP',
  'PROCESSWRAP',
  'UDPWRAP',
  'TLSWRAP',
  'HTTP2SESSION',
  'TTYWRAP',
]);
