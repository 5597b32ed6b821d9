// HOT
/**
 * Trace → lanes: one per root task (main script, request, timer, call that nobody awaits), each a contiguous row of states in time order. Code of libraries
 * and of Node has no lane of its own: it runs in the context in which it was created, like AsyncLocalStorage. One pass over the segments finds the
 * lanes, a second writes the states, a counting sort puts them together by lane.
 */
import { stallsOf } from './stalls.ts';
import { Float64Column, Int32Column, Uint8Column } from '../../base/columns.ts';
import { NONE } from '../ids.ts';
import { buildPyramid } from './pyramid.ts';
import type { Pyramid } from './pyramid.ts';
import {
  STATE_AWAIT,
  STATE_COUNT,
  STATE_LOCK,
  STATE_MASK,
  STATE_NATIVE,
  STATE_NEVER,
  STATE_NONE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
} from '../requests.ts';
import { TASK_PROMISE, TASK_REPEAT } from '../trace.ts';
import type { Trace } from '../trace.ts';
import { LANE_INTERNAL, LANE_MAIN, LANE_TIMER, assignLanes } from './tracksLanes.ts';
import type { Context, LaneTable } from './tracksLanes.ts';
import { WaitReader } from './tracksWaits.ts';
import { threadEnds } from '../threadEnds.ts';
import { firstWhere } from '../../base/search.ts';

export interface Tracks {
  readonly trace: Trace;
  readonly waits: WaitReader;
  readonly originNs: number;
  /** Newest time, relative. */
  readonly endNs: number;
  readonly ended: boolean;
  /** Per thread, relative: its end, or the newest time while it goes on. */
  readonly threadEndNs: Float64Array;
  /** Per thread, 1: nothing of it is still to come. */
  readonly threadIsOver: Uint8Array;
  readonly lanes: LaneTable;
  /** Entries of lane i: first[i] up to first[i + 1]; the last one of each is the end (STATE_NONE). An entry lasts until the next one begins. */
  readonly first: Int32Array;
  readonly startNs: Float64Array;
  /** State, with STATE_NEVER. */
  readonly state: Uint8Array;
  /** Running: the segment. Waiting: the suspension, NONE if unknown. */
  readonly reference: Int32Array;
  readonly pyramid: Pyramid;
  /** Root lane of each activation and segment. */
  readonly activationLane: Int32Array;
  readonly segmentLane: Int32Array;
  /** 1: awaited by the activation above it. */
  readonly nested: Uint8Array;
  /** Segments of each thread in time order. */
  readonly threadSegments: readonly Int32Array[];
  /** Lanes of each thread in time order of their start. */
  readonly threadLanes: readonly Int32Array[];
  /** Activations below each activation or root lane, built on demand by tracksRows.ts. */
  children: Map<number, number[]> | null;
}

/** Builds the lanes of a trace as it is now. Linear in segments. */
export function buildTracks(trace: Trace): Tracks {
  const context = assignLanes(trace);
  const waits = new WaitReader(trace);
  const originNs = originOf(trace);
  let endNs = 0;
  for (const thread of trace.threads) endNs = Math.max(endNs, thread.endNs - originNs);
  const { segments } = trace;
  if (segments.length > 0) endNs = Math.max(endNs, segments.endNs.at(segments.length - 1) - originNs);
  const ends = threadEnds(trace);
  const threadEndNs = ends.map((ns) => Math.min(endNs, ns - originNs));
  const threadIsOver = Uint8Array.from(ends, (ns) => (trace.run.ended || Number.isFinite(ns) ? 1 : 0));
  const writer = new EntryWriter(trace, waits, context, originNs, { endNs, threadEndNs, threadIsOver });
  for (const list of context.threadSegments) writer.writeThread(list);
  writer.close();
  return { ...context, trace, waits, originNs, endNs, ended: trace.run.ended, threadEndNs, threadIsOver, ...writer.sort(), children: null };
}

function originOf(trace: Trace): number {
  if (trace.run.originNs > 0) return trace.run.originNs;
  let origin = Number.POSITIVE_INFINITY;
  for (const thread of trace.threads) origin = Math.min(origin, thread.startNs);
  return Number.isFinite(origin) ? origin : 0;
}

/** Longest gap within one turn that is not drawn: the cost of leaving one callback and entering the next. */
const JOIN_NS = 1000;

/** Writes states in order of time, per lane, into one long list; `sort` puts each lane's together. */
class EntryWriter {
  readonly #trace: Trace;
  readonly #waits: WaitReader;
  readonly #context: Context;
  readonly #origin: number;
  readonly #ends: Pick<Tracks, 'endNs' | 'threadEndNs' | 'threadIsOver'>;
  readonly #lane = new Int32Column();
  readonly #start = new Float64Column();
  readonly #state = new Uint8Column();
  readonly #reference = new Int32Column();
  /** Per lane: end of what is written, absolute, and its newest entry. */
  readonly #written: Float64Array;
  readonly #last: Int32Array;
  /** Blocking calls of each thread in order of time; those before `next` are written. */
  readonly #blocks: { readonly rows: { readonly startNs: number; readonly endNs: number }[]; next: number }[] = [];

  constructor(
    trace: Trace,
    waits: WaitReader,
    context: Context,
    origin: number,
    ends: Pick<Tracks, 'endNs' | 'threadEndNs' | 'threadIsOver'>,
  ) {
    this.#trace = trace;
    this.#waits = waits;
    this.#context = context;
    this.#origin = origin;
    this.#ends = ends;
    this.#written = new Float64Array(context.lanes.length).fill(Number.NaN);
    this.#last = new Int32Array(context.lanes.length).fill(NONE);
    for (const block of stallsOf(trace)) {
      const endNs = Number.isNaN(block.endNs) ? origin + ends.endNs : block.endNs;
      (this.#blocks[block.thread] ??= { rows: [], next: 0 }).rows.push({ startNs: block.startNs, endNs });
    }
  }

  /** Execution of one thread; a call that has a lane of its own is cut out of the segment in which it starts. */
  writeThread(list: Int32Array): void {
    const { segments } = this.#trace;
    const { segmentLane, startHead } = this.#context;
    for (let i = 0; i < list.length; i++) {
      const s = list[i] as number;
      if (startHead[s] === NONE) this.#run(segmentLane[s] as number, segments.startNs.at(s), segments.endNs.at(s), s);
      else this.#writeWithCalls(s);
    }
  }

  #writeWithCalls(s: number): void {
    const { segments, activations, suspensions } = this.#trace;
    const { segmentLane, activationLane, startHead, startNext } = this.#context;
    const stackEnd: number[] = [];
    const stackLane: number[] = [];
    const endNs = segments.endNs.at(s);
    let at = segments.startNs.at(s);
    let current = segmentLane[s] as number;
    const popTo = (ns: number): void => {
      while (stackEnd.length > 0 && (stackEnd.at(-1) as number) <= ns) {
        const until = stackEnd.pop() as number;
        const outer = stackLane.pop() as number;
        if (until > at) this.#run(current, at, until, s);
        at = Math.max(at, until);
        current = outer;
      }
    };
    for (let a = startHead[s] as number; a !== NONE; a = startNext[a] as number) {
      const own = activationLane[a] as number;
      const from = Math.max(at, activations.startNs.at(a));
      popTo(from);
      if (own === current) continue;
      const firstSuspension = this.#waits.firstSuspensionOf(a);
      let until = endNs;
      if (firstSuspension !== NONE && suspensions.segment.at(firstSuspension) === s) until = suspensions.startNs.at(firstSuspension);
      else if (activations.endSegment.at(a) === s) until = activations.endNs.at(a);
      if (from > at) this.#run(current, at, from, s);
      at = from;
      stackEnd.push(Math.min(until, endNs, stackEnd.at(-1) ?? endNs));
      stackLane.push(current);
      current = own;
      // Seen even when it takes no time: the lane begins here.
      if (Number.isNaN(this.#written[own] as number)) this.#begin(own, from);
    }
    popTo(endNs);
    this.#run(current, at, endNs, s);
  }

  #begin(lane: number, ns: number): void {
    this.#written[lane] = ns;
    this.#context.lanes.startNs.set(lane, ns - this.#origin);
  }

  /** When a timer was set, or another callback was asked for: it waits from then on. */
  #asked(lane: number): number {
    const { lanes } = this.#context;
    const { tasks, segments } = this.#trace;
    if (lanes.kind.at(lane) !== LANE_TIMER) return Number.POSITIVE_INFINITY;
    const task = lanes.index.at(lane);
    const segment = tasks.initSegment.at(task);
    // An interval begins with its first run: what it waits for is no news.
    if (segment === NONE || (tasks.flags.at(task) & TASK_REPEAT) !== 0) return Number.POSITIVE_INFINITY;
    return Math.max(tasks.initNs.at(task), segments.startNs.at(segment));
  }

  #run(lane: number, from: number, to: number, segment: number): void {
    if (lane === NONE) return;
    if (Number.isNaN(this.#written[lane] as number)) this.#begin(lane, Math.min(from, this.#asked(lane)));
    if (to <= from) return;
    this.#fill(lane, from, segment);
    const blocks = this.#blocks[this.#trace.segments.thread.at(segment)];
    let at = from;
    while (blocks !== undefined) {
      const block = blocks.rows[blocks.next];
      if (block === undefined) break;
      if (block.endNs <= at) blocks.next++;
      else if (block.startNs >= to) break;
      else {
        if (block.startNs > at) this.#push(lane, at, block.startNs, STATE_RUNNING, segment);
        const until = Math.min(to, block.endNs);
        this.#push(lane, Math.max(at, block.startNs), until, STATE_NATIVE, segment);
        at = until;
        if (block.endNs > to) break;
      }
    }
    if (at < to) this.#push(lane, at, to, STATE_RUNNING, segment);
  }

  /** What the lane did between the end of what is written and `to`; `next` is what runs then, NONE at the end. */
  #fill(lane: number, to: number, next: number): void {
    let at = this.#written[lane] as number;
    const { lanes } = this.#context;
    if (at >= to) return;
    const kind = lanes.kind.at(lane);
    if (next !== NONE && to - at < JOIN_NS && this.#last[lane] !== NONE && this.#state.at(this.#last[lane] as number) === STATE_RUNNING) {
      this.#written[lane] = to;
      return;
    }
    if (kind === LANE_INTERNAL) {
      this.#push(lane, at, to, STATE_NONE, NONE);
      return;
    }
    const activation = lanes.activation.at(lane);
    for (let i = 0; i < 8 && at < to && activation !== NONE; i++) {
      const until = this.#fillOne(lane, activation, at, to, next);
      if (until <= at) break;
      at = until;
    }
    if (at >= to) return;
    // What comes after the call has ended (keep-alive, clean-up) is not waited for by anyone.
    const { activations } = this.#trace;
    const isOver =
      activation !== NONE &&
      kind !== LANE_TIMER &&
      activations.endSegment.at(activation) !== NONE &&
      activations.endNs.at(activation) <= at;
    if (isOver) this.#push(lane, at, to, STATE_NONE, NONE);
    else this.#fillByTask(lane, at, to, next);
  }

  /** One state of a lane that waits in its first activation; returns where it ends, or `at` when that one does not wait. */
  #fillOne(lane: number, activation: number, at: number, to: number, next: number): number {
    const { activations } = this.#trace;
    const { wait } = this.#waits;
    let act = activation;
    for (let depth = 0; depth < 64; depth++) {
      const suspension = this.#waits.suspensionAt(act, at);
      if (suspension === NONE) {
        if (depth === 0) {
          // Between its own pieces it is on the stack: a call of it that nobody awaits runs, and has a lane of its own.
          const suspended = this.#waits.nextSuspensionNs(act, at);
          const goesOn = next !== NONE || !Number.isNaN(suspended);
          if (!goesOn || (activations.endSegment.at(act) !== NONE && activations.endNs.at(act) <= at)) return at;
          // Where its callback goes on with others after it has suspended, its wait begins with the end of that callback.
          const until = suspended < to ? suspended : to;
          this.#push(lane, at, until, STATE_RUNNING, next);
          return until;
        }
        // The call below has ended, and the one above is not let in; or it has not begun.
        const ended = activations.endSegment.at(act) !== NONE && activations.endNs.at(act) <= at;
        this.#push(lane, at, to, ended ? STATE_READY : STATE_AWAIT, this.#waits.suspensionAt(activation, at));
        return to;
      }
      const end = this.#waits.endOf(suspension);
      const limit = Number.isNaN(end) ? to : Math.min(to, end);
      this.#waits.readSuspension(suspension, at);
      if (wait.child !== NONE && wait.child !== act && !(wait.settledNs <= at)) {
        const child = wait.child;
        const ended = activations.endSegment.at(child) !== NONE && activations.endNs.at(child) <= at;
        if (!ended && this.#waits.suspensionAt(child, at) !== NONE) {
          act = child;
          continue;
        }
      }
      if (wait.settledNs <= at) {
        this.#push(lane, at, limit, STATE_READY, suspension);
        return limit;
      }
      const until = wait.settledNs < limit ? wait.settledNs : limit;
      this.#push(lane, at, until, wait.state, suspension);
      return until;
    }
    return at;
  }

  /** A lane without async functions: the task that runs next says what was waited for. */
  #fillByTask(lane: number, from: number, to: number, next: number): void {
    const { segments, tasks } = this.#trace;
    const task = next === NONE ? NONE : segments.task.at(next);
    const kind = this.#context.lanes.kind.at(lane);
    if (task === NONE || kind === LANE_MAIN) {
      if (next !== NONE) this.#push(lane, from, to, STATE_NONE, NONE);
      return;
    }
    const isTimer = (tasks.flags.at(task) & TASK_PROMISE) === 0 && tasks.delayMs.at(task) >= 0;
    if (isTimer) {
      const repeat = (tasks.flags.at(task) & TASK_REPEAT) !== 0;
      const due = (repeat ? from : tasks.initNs.at(task)) + Math.max(1, tasks.delayMs.at(task)) * 1e6;
      const ready = Math.min(to, Math.max(from, due));
      if (ready > from) this.#push(lane, from, ready, STATE_TIMER, NONE);
      if (to - ready > JOIN_NS) this.#push(lane, ready, to, STATE_READY, NONE);
      return;
    }
    // What is queued waits for nothing but its turn.
    let state = isQueued(this.#trace.taskType(task)) ? STATE_READY : this.#waits.stateOfTask(task);
    if ((tasks.flags.at(task) & TASK_PROMISE) !== 0) {
      const { wait } = this.#waits;
      this.#waits.readPromise(tasks.parent.at(task) === NONE ? task : tasks.parent.at(task), from);
      state = wait.settledNs <= from ? STATE_READY : wait.state;
      if (wait.settledNs > from && wait.settledNs < to) {
        this.#push(lane, from, wait.settledNs, state, NONE);
        this.#push(lane, wait.settledNs, to, STATE_READY, NONE);
        return;
      }
    }
    this.#push(lane, from, to, state === STATE_NONE ? STATE_UNKNOWN : state, NONE);
  }

  #push(lane: number, from: number, to: number, state: number, reference: number): void {
    this.#written[lane] = to;
    const { lanes } = this.#context;
    if ((state & STATE_MASK) === STATE_LOCK) lanes.lockNs.set(lane, lanes.lockNs.at(lane) + to - from);
    else if ((state & STATE_MASK) === STATE_READY) lanes.readyNs.set(lane, lanes.readyNs.at(lane) + to - from);
    const last = this.#last[lane] as number;
    if (
      last !== NONE &&
      this.#state.at(last) === state &&
      (state === STATE_RUNNING ? this.#isSameTurn(last, reference) : this.#reference.at(last) === reference)
    ) {
      return;
    }
    this.#lane.push(lane);
    this.#start.push(from - this.#origin);
    this.#state.push(state);
    this.#last[lane] = this.#reference.push(reference);
  }

  #isSameTurn(entry: number, segment: number): boolean {
    const before = this.#reference.at(entry);
    return before !== NONE && this.#trace.segments.turn.at(before) === this.#trace.segments.turn.at(segment);
  }

  /** Ends every lane: with its last activity, or, when it still waits, with the end of what is known. */
  close(): void {
    const { lanes } = this.#context;
    const { activations } = this.#trace;
    for (let lane = 0; lane < lanes.length; lane++) {
      if (Number.isNaN(this.#written[lane] as number)) {
        const activation = lanes.activation.at(lane);
        this.#begin(lane, activation === NONE ? this.#origin : activations.startNs.at(activation));
      }
      const activation = lanes.activation.at(lane);
      const thread = lanes.thread.at(lane);
      const until = this.#origin + (this.#ends.threadEndNs[thread] ?? this.#ends.endNs);
      const isPending = activation !== NONE && lanes.kind.at(lane) !== LANE_MAIN && this.#waits.suspensionAt(activation, until) !== NONE;
      if (isPending) {
        const before = this.#lane.length;
        this.#fill(lane, until, NONE);
        const last = this.#last[lane] as number;
        if (
          this.#ends.threadIsOver[thread] === 1 &&
          last !== NONE &&
          (this.#lane.length > before || this.#state.at(last) !== STATE_RUNNING)
        ) {
          this.#state.set(last, this.#state.at(last) | STATE_NEVER);
          lanes.never.set(lane, 1);
        }
      }
      const end = (this.#written[lane] as number) - this.#origin;
      lanes.endNs.set(lane, end);
      this.#lane.push(lane);
      this.#start.push(end);
      this.#state.push(STATE_NONE);
      this.#reference.push(NONE);
    }
  }

  sort(): Pick<Tracks, 'first' | 'startNs' | 'state' | 'reference' | 'pyramid' | 'threadLanes'> {
    const { lanes, threadSegments } = this.#context;
    const lane = this.#lane;
    const first = new Int32Array(lanes.length + 1);
    for (let i = 0; i < lane.length; i++) first[lane.at(i) + 1]!++;
    for (let i = 1; i < first.length; i++) first[i]! += first[i - 1] as number;
    const next = first.slice();
    const startNs = new Float64Array(lane.length);
    const state = new Uint8Array(lane.length);
    const reference = new Int32Array(lane.length);
    for (let i = 0; i < lane.length; i++) {
      const to = next[lane.at(i)]!++;
      startNs[to] = this.#start.at(i);
      state[to] = this.#state.at(i);
      reference[to] = this.#reference.at(i);
    }
    const threadLanes = threadSegments.map(() => [] as number[]);
    for (let i = 0; i < lanes.length; i++) threadLanes[lanes.thread.at(i)]?.push(i);
    return {
      first,
      startNs,
      state,
      reference,
      pyramid: buildPyramid(startNs, state, STATE_COUNT),
      threadLanes: threadLanes.map((list) => Int32Array.from(list).sort((a, b) => lanes.startNs.at(a) - lanes.startNs.at(b) || a - b)),
    };
  }
}

function isQueued(type: string): boolean {
  return type === 'TickObject' || type === 'Microtask' || type === 'Immediate';
}

/** The entry of a lane at a relative time; NONE outside of the lane. */
export function entryAt(tracks: Tracks, lane: number, ns: number): number {
  const from = tracks.first[lane] ?? 0;
  const to = tracks.first[lane + 1] ?? 0;
  const entry = firstWhere(from, to, (i) => (tracks.startNs[i] as number) > ns) - 1;
  return entry < from || entry >= to - 1 ? NONE : entry;
}
