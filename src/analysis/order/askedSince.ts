/** Whether a step has since asked something and waits for the answer: a request may be that, in the same process, as in tests. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { requestOf } from '../roots.ts';
import type { Order } from './order.ts';
import { countBelow } from '../../base/search.ts';

/** Waits whose latest end is known together. */
const BLOCK = 256;
const REQUESTS: ReadonlySet<string> = new Set(['HTTPCLIENTREQUEST', 'TCPCONNECTWRAP', 'PIPECONNECTWRAP']);
const FETCH = /(?:^|\.)fetch$/;
/** Requests to others that are looked at for one question; with more of them any of them may be the one. */
const REQUEST_LIMIT = 1024;
/** Requests before one that came in that are thought to be the same. */
const ANSWER_LIMIT = 32;

export class AskedSince {
  readonly #trace: Trace;
  readonly #order: Order;
  /** Suspensions by the segment in which they begin, those segments, and of each block of them when the last one ends. */
  readonly #waits: Int32Array;
  readonly #begins: Int32Array;
  readonly #ends: Float64Array;
  /** Segments in which requests to others were made, ascending. */
  readonly #requests: Int32Array;
  /** The tasks of these requests, in the order in which they were made, and when that was. */
  readonly #sent: readonly number[];
  readonly #sentNs: Float64Array;

  constructor(trace: Trace, order: Order) {
    this.#trace = trace;
    this.#order = order;
    const { suspensions, tasks } = trace;
    this.#waits = Int32Array.from({ length: suspensions.length }, (_, at) => at);
    this.#waits.sort((x, y) => suspensions.segment.at(x) - suspensions.segment.at(y));
    this.#begins = this.#waits.map((at) => suspensions.segment.at(at));
    this.#ends = new Float64Array(Math.ceil(suspensions.length / BLOCK));
    for (const [i, at] of this.#waits.entries()) {
      const block = Math.floor(i / BLOCK);
      this.#ends[block] = Math.max(this.#ends[block] as number, endNs(trace, at));
    }
    const fetches = new Set(trace.sites.flatMap(({ kind, text }, site) => (kind === 'call' && FETCH.test(text) ? [site] : [])));
    const sent: number[] = [];
    for (let task = 0; task < tasks.length; task++) {
      const isRequest = trace.isPromise(task) ? fetches.has(tasks.site.at(task)) : REQUESTS.has(trace.taskType(task));
      if (isRequest) sent.push(task);
    }
    const sentNs = (task: number): number => trace.segments.startNs.at(tasks.initSegment.at(task));
    this.#requests = Int32Array.from(sent, (task) => tasks.initSegment.at(task)).sort();
    this.#sent = sent.sort((x, y) => sentNs(x) - sentNs(y));
    this.#sentNs = Float64Array.from(sent, sentNs);
  }

  /** By what is in the step of `from` or ordered behind it, before `to` began. */
  isBetween(from: number, to: number): boolean {
    return this.#hasWait(from, to) || this.hasRequest(from, to);
  }

  #isSince(from: number, segment: number): boolean {
    const { atom } = this.#trace.segments;
    return atom.at(segment) === atom.at(from) || this.#order.isOrdered(from, segment);
  }

  #hasWait(from: number, to: number): boolean {
    const until = this.#trace.segments.startNs.at(to);
    const end = countBelow(this.#begins, to);
    for (let i = countBelow(this.#begins, from); i < end; i++) {
      if ((this.#ends[Math.floor(i / BLOCK)] as number) < until) i += BLOCK - (i % BLOCK) - 1;
      else if (endNs(this.#trace, this.#waits[i] as number) >= until && this.#isSince(from, this.#begins[i] as number)) return true;
    }
    return false;
  }

  /** The same of what is certain to be a request to somebody. */
  hasRequest(from: number, to: number): boolean {
    const { atom } = this.#trace.segments;
    const [first, end] = [countBelow(this.#requests, atom.at(from)), countBelow(this.#requests, to)];
    return end - first > REQUEST_LIMIT || this.#requests.subarray(first, Math.max(first, end)).some((at) => this.#isSince(from, at));
  }

  /** Requests to somebody, the tasks: those made in the step of `from` or behind it, before `to` began. With too many of them any may be one: undefined. */
  requestsBehind(from: number, to: number): number[] | undefined {
    const { segments, tasks } = this.#trace;
    const first = countBelow(this.#sentNs, segments.startNs.at(segments.atom.at(from)));
    const end = countBelow(this.#sentNs, segments.startNs.at(to));
    if (end - first > REQUEST_LIMIT) return undefined;
    return this.#sent.slice(first, end).filter((task) => this.#isSince(from, tasks.initSegment.at(task)));
  }

  /** Where the newest request to somebody was made, before that time, in the thread; NONE. */
  sentBefore(ns: number, thread: number): number {
    for (let i = countBelow(this.#sentNs, ns) - 1; i >= 0; i--) {
      const segment = this.#trace.tasks.initSegment.at(this.#sent[i] as number);
      if (this.#trace.segments.thread.at(segment) === thread) return segment;
    }
    return NONE;
  }

  /**
   * Whether what was done at `to` came after the answer to the request for which `done` was at work, until `doneNs` at least: a program that is its own client, as in tests. Any request of the
   * thread may be that one which was made shortly before it came in.
   */
  isAnswered(done: number, doneNs: number, to: number): boolean {
    const { segments, tasks } = this.#trace;
    if (segments.thread.at(done) !== segments.thread.at(to) || segments.startNs.at(to) < doneNs) return false;
    const request = this.#trace.roots[requestOf(this.#trace, done)];
    if (request === undefined) return false;
    let looked = 0;
    for (let i = countBelow(this.#sentNs, request.ns) - 1; i >= 0 && looked < ANSWER_LIMIT; i--) {
      const task = this.#sent[i] as number;
      if (tasks.thread.at(task) !== segments.thread.at(to)) continue;
      looked++;
      const answer = this.#trace.isPromise(task) ? tasks.resolveSegment.at(task) : tasks.firstRun.at(task);
      if (answer === NONE || segments.startNs.at(answer) < doneNs) continue;
      if (this.#order.isOrdered(answer, to)) return true;
    }
    return false;
  }

  /** The same of what may come in another order. Who serves two requests cannot know that his clients come in turn: this one waits for the answer, and others do not. */
  isInTurn(done: number, doneNs: number, to: number): boolean {
    const [first, second] = [requestOf(this.#trace, done), requestOf(this.#trace, to)];
    return (first === second || second === NONE) && this.isAnswered(done, doneNs, to);
  }

  /** Whether a request that came in at `cameNs` may be one that the program itself has sent after what was done at `done` until `doneNs`, or after the answer to the request for which that was. */
  mayFollow(done: number, doneNs: number, cameNs: number): boolean {
    const { segments, tasks } = this.#trace;
    let looked = 0;
    for (let i = countBelow(this.#sentNs, cameNs) - 1; i >= 0 && looked < ANSWER_LIMIT; i--) {
      const sent = tasks.initSegment.at(this.#sent[i] as number);
      if (segments.thread.at(sent) !== segments.thread.at(done)) continue;
      looked++;
      if (this.#order.isOrdered(done, sent) || this.isAnswered(done, doneNs, sent)) return true;
    }
    return false;
  }
}

function endNs({ suspensions }: Trace, at: number): number {
  const ns = suspensions.resumeNs.at(at);
  return Number.isNaN(ns) ? Number.POSITIVE_INFINITY : ns;
}
