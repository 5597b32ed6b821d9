/**
 * The must order of a trace: which segments cannot be reordered by any legal schedule (detection.md §2.3; edge numbers in the comments are that table's).
 * Lock hand-overs are exclusion, not order, and left out; timers of different delay, and I/O completions, are not ordered by how they happened to come.
 */
import { addTo } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import {
  COMBINE_ANY,
  COMBINE_RACE,
  FLAG_REJECTS,
  MODE_OBSERVE,
  MODE_SHARED,
  MODE_TRY,
  ROOT_CONNECTION,
  ROOT_MESSAGE,
} from '../../model/vocabulary.ts';
import { endsChild, partsOfChildren } from './childClose.ts';
import { addedListeners } from './addedListeners.ts';
import { bindsOfSockets } from './udpBind.ts';
import { ChainClocks } from './clocks.ts';
import { connectionsOf, isServer } from './connections.ts';
import { mergeRuns } from './mergeRuns.ts';
import { orderBy } from './orderBy.ts';
import { segmentsWithEvents, settlesUnseen } from './segmentMarks.ts';
import { waitsForAll } from './waitsForAll.ts';

export interface Order {
  /** Must `a` come before `b` (or are they one)? Segment numbers. */
  isOrdered(a: number, b: number): boolean;
  /** Do the two segments lie in different turns, so that other callbacks can run between them? */
  crossesTurn(a: number, b: number): boolean;
}

/** Last dequeued job of a first-in-first-out queue of one thread. */
interface Dequeued {
  readonly segment: number;
  /** Segment that queued it. */
  readonly enqueued: number;
}

interface ThreadState {
  /** Newest run of each timer delay, of immediates, ticks and microtasks of the running turn. */
  readonly timers: Map<number, Dequeued>;
  immediate: Dequeued | undefined;
  tick: Dequeued | undefined;
  microtask: Dequeued | undefined;
  turn: number;
  /** Last piece of the newest callback that received a message on a port of which no resource is known. */
  received: number;
}

/** Segments between two calls of `pause`: some milliseconds. */
const PAUSE_EVERY = 4096;

/** `pause` is called now and then: in a big trace this takes a second or more. */
export function buildOrder(trace: Trace, pause: () => void = () => undefined): Order {
  return new OrderBuilder(trace).build(pause);
}

/** Callbacks of one drain that are looked at for who settled what a promise adopts. */
const ADOPTION_WINDOW = 8;

/** A call that waits until all that a queue was given is done. */
const IDLE = /\.onIdle$/;
/** More than so many of them are not asked for by each call that waits for all. */
const MAX_JOBS = 256;

/** What calls back again and again, from the event loop. */
const HANDLES: ReadonlySet<string> = new Set([
  'TCPWRAP',
  'PIPEWRAP',
  'TLSWRAP',
  'UDPWRAP',
  'HTTP2SESSION',
  'HTTP2STREAM',
  'PendingRequest',
]);
/** So far back it is looked for what a tick began with. */
const TICK_HOPS = 8;

class OrderBuilder {
  readonly #trace: Trace;
  readonly #clocks: ChainClocks;
  /** Segment → node (segments are added in time order, which extends the must order). */
  readonly #node: Int32Array;
  readonly #extra = new Map<number, number[]>();
  readonly #threads: ThreadState[];
  /** Combinator result → members, for edges 6 and 7. */
  readonly #combined = new Map<number, { readonly kind: number; readonly members: readonly number[]; readonly segment: number }>();
  /** Promise → segments that its reactions wait for, beside the one that settles it. */
  readonly #alsoAfter: ReadonlyMap<number, readonly number[]>;
  /** Promises that a lock hands out: their resolution by the releaser is no order (edge 26). */
  readonly #grants = new Map<number, number>();
  /** Request → the request of the same lock before it, NONE for the first. */
  readonly #requestBefore: Int32Array;
  /** Request that waits until a queue is idle → the newest jobs that the queue was given before. */
  readonly #jobsBefore = new Map<number, readonly number[]>();
  /** Newest run of each resource, in time order so far. */
  readonly #lastRun: Int32Array;
  readonly #lastRootOfChannel = new Map<string, number>();
  /** Segments that a message came to. */
  readonly #received = new Set<number>();
  /** Thread → segments in which a listener was added. */
  #added: ReadonlyMap<number, readonly number[]> | undefined;
  #settlesUnseen: Uint8Array | undefined;
  #parts: ReadonlyMap<number, readonly number[]> | undefined;
  #binds: ReadonlyMap<number, number> | undefined;
  #connections: ReadonlyMap<number, number> | undefined;
  /** The segment in work, and the nodes that it follows. */
  #current = NONE;
  readonly #found: number[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
    const count = trace.segments.length;
    this.#clocks = new ChainClocks(Math.max(1024, count));
    this.#node = new Int32Array(count).fill(-1);
    this.#lastRun = new Int32Array(trace.tasks.length).fill(NONE);
    this.#alsoAfter = waitsForAll(trace);
    this.#threads = trace.threads.map(() => ({
      timers: new Map(),
      immediate: undefined,
      tick: undefined,
      microtask: undefined,
      turn: -1,
      received: NONE,
    }));
    for (const edge of trace.edges) {
      addTo(this.#extra, edge.to, edge.from);
      if (edge.kind === 'message') this.#received.add(edge.to);
    }
    this.#drainBeforeExit();
    for (const c of trace.combines) if (c.result !== NONE) this.#combined.set(c.result, c);
    const r = trace.requests;
    this.#requestBefore = new Int32Array(r.length).fill(NONE);
    const newestOfLock = new Map<number, number>();
    const jobsOf = new Map<number, number[]>();
    for (let i = 0; i < r.length; i++) {
      if (r.promise.at(i) !== NONE) this.#grants.set(r.promise.at(i), i);
      const lock = r.lock.at(i);
      if ((r.mode.at(i) & MODE_OBSERVE) === 0) addTo(jobsOf, lock, i);
      else if (IDLE.test(trace.site(r.site.at(i))?.text ?? '')) this.#jobsBefore.set(i, (jobsOf.get(lock) ?? []).slice(-MAX_JOBS));
      if (trace.locks.permits.at(r.lock.at(i)) !== 1 || (r.mode.at(i) & (MODE_SHARED | MODE_TRY | MODE_OBSERVE)) !== 0) continue;
      this.#requestBefore[i] = newestOfLock.get(r.lock.at(i)) ?? NONE;
      newestOfLock.set(r.lock.at(i), i);
    }
  }

  /** What a worker has sent to its parent is handed out before the parent is told of its exit: the last of it, which comes after all before. */
  #drainBeforeExit(): void {
    const { edges, messages, segments: s, threads } = this.#trace;
    const exits = new Map<number, number>();
    for (const { kind, from, to } of edges) if (kind === 'worker-exit') exits.set(s.thread.at(from), to);
    const newest = new Map<number, number>();
    for (const { channel, postSegment, receiveSegment } of exits.size === 0 ? [] : messages) {
      const thread = postSegment === NONE ? NONE : s.thread.at(postSegment);
      const exit = exits.get(thread);
      if (exit === undefined || receiveSegment === NONE || channel !== (threads[thread]?.threadId ?? 0) * 2 + 1) continue;
      newest.set(exit, receiveSegment);
    }
    for (const [exit, received] of newest) addTo(this.#extra, exit, received);
  }

  build(pause: () => void): Order {
    const s = this.#trace.segments;
    const isUsed = segmentsWithEvents(this.#trace, pause);
    const order = this.#inTimeOrder();
    for (let i = 0; i < s.length; i++) {
      if (i % PAUSE_EVERY === 0) pause();
      const segment = order === undefined ? i : (order[i] as number);
      this.#current = segment;
      this.#found.length = 0;
      this.#predecessors(segment);
      // Steps of a library in which nothing happens stand for what they follow: else each leaves a chain that nobody goes on with.
      const latest = isUsed[segment] === 1 ? -1 : this.#latest(this.#found);
      this.#node[segment] = latest >= 0 ? latest : this.#clocks.add(this.#found);
    }
    return orderBy(this.#trace, this.#node, this.#clocks);
  }

  /** The one that follows all the others, -1 if there is none. */
  #latest(nodes: readonly number[]): number {
    let latest = -1;
    for (let i = 0; i < nodes.length; i++) if ((nodes[i] as number) > latest) latest = nodes[i] as number;
    for (let i = 0; i < nodes.length; i++) if (nodes[i] !== latest && !this.#clocks.isKnown(nodes[i] as number, latest)) return -1;
    return latest;
  }

  /** Rows are in order per thread; with several threads they are merged by start time (one clock per machine). undefined: as they are. */
  #inTimeOrder(): Int32Array | undefined {
    const { startNs, length } = this.#trace.segments;
    if (this.#trace.threads.length < 2) return undefined;
    return mergeRuns(length, (a, b) => startNs.at(a) <= startNs.at(b));
  }

  /** Adds the node of an earlier segment to those that the current one follows. */
  #add(p: number): void {
    if (p === NONE || p === this.#current) return;
    const node = this.#node[p] as number;
    if (node >= 0) this.#found.push(node);
  }

  #predecessors(segment: number): void {
    const { segments: s, tasks } = this.#trace;
    if (this.#extra.size > 0) for (const p of this.#extra.get(segment) ?? []) this.#add(p);

    const job = s.jobOf.at(segment);
    if (job !== NONE) {
      this.#grantPredecessors(job);
      const caller = s.previous.at(segment);
      if (caller !== NONE && s.atom.at(caller) === s.atom.at(segment) && this.#wasHeldBack(job)) this.#add(caller);
      return;
    }
    if (s.root.at(segment) !== NONE) {
      this.#rootPredecessors(segment);
      this.#goOnReceiving(segment);
      return;
    }
    const task = s.task.at(segment);
    if (s.atom.at(segment) !== segment) {
      // Edge 1: the callback goes on after a nested one.
      this.#add(s.previous.at(segment));
      this.#goOnReceiving(segment);
      return;
    }
    this.#add(s.outer.at(segment));
    if (task === NONE && (this.#receivePredecessors(segment) || this.#connectionPredecessors(segment))) return;
    if (task === NONE) {
      // Main script, or a native callback without a resource: after everything this thread did before it.
      this.#add(s.previous.at(segment));
      return;
    }
    const owner = this.#ownerOfEvents(task);
    const previousRun = this.#lastRun[owner] as number;
    this.#add(previousRun);
    this.#lastRun[owner] = segment;
    this.#add(tasks.initSegment.at(task));
    const thread = this.#threadState(segment);
    if (this.#trace.isPromise(task)) {
      if (tasks.parent.at(task) === NONE) this.#adoptionPredecessor(task, segment);
      const enqueued = this.#reactionPredecessors(task);
      thread.microtask = this.#dequeue(thread.microtask, segment, enqueued);
    } else this.#resourcePredecessors(task, segment, previousRun, thread);
  }

  /**
   * Edge 20 where the port is older than the recording (`parentPort`, `process` of a child): a message follows the one before it, and the calls that added listeners, since it waits for
   * one. What this thread happened to do last is no order. False where nothing tells when its listener was added.
   */
  #receivePredecessors(segment: number): boolean {
    if (!this.#received.has(segment)) return false;
    const { segments: s, threads } = this.#trace;
    const thread = s.thread.at(segment);
    const added = (this.#added ??= addedListeners(this.#trace)).get(thread);
    if (added === undefined || (added[0] as number) > segment) return false;
    const state = this.#threads[thread] as ThreadState;
    this.#add(state.received === NONE ? (threads[thread]?.main ?? NONE) : state.received);
    for (let i = firstWhere(0, added.length, (at) => (added[at] as number) > state.received); i < added.length; i++) {
      if ((added[i] as number) >= segment) break;
      this.#add(added[i] as number);
    }
    state.received = segment;
    return true;
  }

  /** Edge 17: the socket of a connection is made between callbacks, by the event loop: after the start of its server, whatever this thread has done since. */
  #connectionPredecessors(segment: number): boolean {
    const { tasks } = this.#trace;
    const socket = this.#connectionsOf().get(segment);
    if (socket === undefined) return false;
    this.#add(tasks.initSegment.at(tasks.parent.at(socket)));
    return true;
  }

  #goOnReceiving(segment: number): void {
    const { segments: s } = this.#trace;
    const state = this.#threads[s.thread.at(segment)] as ThreadState;
    if (state.received !== NONE && s.atom.at(state.received) === s.atom.at(segment)) state.received = segment;
  }

  #connectionsOf(): ReadonlyMap<number, number> {
    return (this.#connections ??= connectionsOf(this.#trace));
  }

  #threadState(segment: number): ThreadState {
    const s = this.#trace.segments;
    const state = this.#threads[s.thread.at(segment)] as ThreadState;
    const turn = s.turn.at(segment);
    if (state.turn !== turn) {
      // Ticks and microtasks of different turns are ordered by their causes only.
      state.turn = turn;
      state.tick = undefined;
      state.microtask = undefined;
    }
    return state;
  }

  /** Rule Q: jobs of one queue run in the order of their enqueueing; so if that was ordered, they are. */
  #dequeue(last: Dequeued | undefined, segment: number, enqueued: number): Dequeued | undefined {
    if (enqueued === NONE) return last;
    if (last !== undefined && this.#isOrdered(last.enqueued, enqueued)) this.#add(last.segment);
    return { segment, enqueued };
  }

  #isOrdered(a: number, b: number): boolean {
    const na = this.#node[a] as number;
    const nb = this.#node[b] as number;
    return a === b || (na >= 0 && nb >= 0 && this.#clocks.isOrdered(na, nb));
  }

  /**
   * Edge 5: a promise without a parent runs when it was resolved with another promise: the job that adopts it. Who resolved that one is not reported, but it was in
   * this drain: the nearest callback that settled a promise which nobody else waits for; if there is none, the callback just before. It follows the promise's creation.
   */
  #adoptionPredecessor(task: number, segment: number): void {
    const { segments: s, tasks } = this.#trace;
    const settles = (this.#settlesUnseen ??= settlesUnseen(this.#trace));
    let nearest = NONE as number;
    for (let at = s.previous.at(segment), i = 0; at !== NONE && i < ADOPTION_WINDOW && s.turn.at(at) === s.turn.at(segment); i++) {
      if (this.#isOrdered(tasks.initSegment.at(task), at)) {
        if (nearest === NONE && i === 0) nearest = at;
        if (settles[at] === 1) {
          settles[at] = 0;
          nearest = at;
          break;
        }
      }
      at = s.previous.at(at);
    }
    this.#add(nearest);
  }

  /** Edges 3 to 7, 26: what a promise reaction waits for. Returns the segment that queued it, NONE where another order would be as legal. */
  #reactionPredecessors(task: number): number {
    const { tasks, requests } = this.#trace;
    const created = tasks.initSegment.at(task);
    const promise = tasks.parent.at(task);
    if (promise === NONE) return created;
    const request = this.#grants.get(promise);
    if (request !== undefined && requests.job.at(request) === NONE && requests.jobEndSegment.at(request) === NONE) {
      this.#grantPredecessors(request);
      return NONE;
    }
    for (const segment of this.#alsoAfter.get(promise) ?? []) this.#add(segment);
    const combined = this.#combined.get(promise);
    if (combined !== undefined && (combined.kind === COMBINE_RACE || combined.kind === COMBINE_ANY)) {
      this.#add(combined.segment);
      if (combined.kind === COMBINE_RACE) this.#limitedPredecessor(promise, combined.members);
      return NONE;
    }
    if (combined !== undefined) for (const member of combined.members) this.#add(tasks.resolveSegment.at(member));
    const resolved = tasks.resolveSegment.at(promise);
    this.#add(resolved);
    return resolved !== NONE && this.#trace.segments.startNs.at(resolved) > this.#trace.segments.startNs.at(created) ? resolved : created;
  }

  /** Edge 7: a race in which all members but one can only be rejected, such as limits of time, goes on after that one. */
  #limitedPredecessor(race: number, members: readonly number[]): void {
    const { tasks } = this.#trace;
    const isLimit = (member: number): boolean => this.#trace.hasFlag(tasks.site.at(member), FLAG_REJECTS);
    const [other, ...more] = members.filter((member) => !isLimit(member));
    if (other === undefined || more.length > 0 || tasks.resolveSegment.at(other) === NONE) return;
    // Where a limit was first, nothing says when the other one will be done.
    if (tasks.resolveNs.at(other) <= tasks.resolveNs.at(race)) this.#add(tasks.resolveSegment.at(other));
  }

  /**
   * Edges 26 and 27: what runs under a lock follows its request; who let it in does not order it. But a lock for one at a time serves in turn (27b):
   * if it was certain which of two asked first, the first one's turn ends before the other's begins.
   */
  #grantPredecessors(request: number): void {
    const { requests: r, activations } = this.#trace;
    this.#add(r.requestSegment.at(request));
    for (const before of this.#requestsBefore(request)) {
      if (!this.#isOrdered(r.requestSegment.at(before), r.requestSegment.at(request))) continue;
      const job = r.job.at(before);
      for (const end of [r.releaseSegment.at(before), r.jobEndSegment.at(before), job === NONE ? NONE : activations.endSegment.at(job)]) {
        this.#add(end);
      }
    }
  }

  /** A job of a queue for one at a time that had nothing else to do when the job was given to it: whoever let it in had kept the queue waiting (`queue.pause()` until all is loaded). */
  #wasHeldBack(request: number): boolean {
    const r = this.#trace.requests;
    const isExclusive = (r.mode.at(request) & (MODE_SHARED | MODE_TRY | MODE_OBSERVE)) === 0;
    if (!isExclusive || this.#trace.locks.permits.at(r.lock.at(request)) !== 1) return false;
    const before = this.#requestBefore[request] as number;
    if (before === NONE) return true;
    const end = Math.max(r.releaseSegment.at(before), r.jobEndSegment.at(before));
    return end !== NONE && end <= r.requestSegment.at(request);
  }

  /** Those that are over when this one is granted, if it was certain that they came first: the one before it, or all where it waits for the queue to be idle. */
  #requestsBefore(request: number): readonly number[] {
    const before = this.#requestBefore[request] as number;
    if (before === NONE) return this.#jobsBefore.get(request) ?? [];
    return [before];
  }

  /** Edge 18: the headers of a stream of HTTP/2 come to what asked for it, its data to the stream itself: the events of one thing, which come in turn. */
  #ownerOfEvents(task: number): number {
    if (this.#trace.taskType(task) !== 'HTTP2STREAM') return task;
    const asked = this.#trace.segments.task.at(this.#trace.tasks.initSegment.at(task));
    return asked !== NONE && this.#trace.taskType(asked) === 'PendingRequest' ? asked : task;
  }

  /** Edge 13: what a callback of a handle left for the next tick is done before the handle calls back again. Node tells of many events in such ticks. */
  #endDrain(tick: number, created: number): void {
    const { segments: s, tasks } = this.#trace;
    let task = created === NONE ? NONE : s.task.at(created);
    for (let hops = 0; task !== NONE && this.#trace.taskType(task) === 'TickObject' && hops < TICK_HOPS; hops++) {
      const before = tasks.initSegment.at(task);
      task = before === NONE ? NONE : s.task.at(before);
    }
    if (task === NONE || !HANDLES.has(this.#trace.taskType(task))) return;
    const owner = this.#ownerOfEvents(task);
    const node = this.#node[this.#lastRun[owner] as number] ?? -1;
    if (node >= 0 && this.#found.some((f) => f === node || this.#clocks.isKnown(node, f))) this.#lastRun[owner] = tick;
  }

  /** Edge 13: a child process has closed when it has exited and all its streams have ended. */
  #closeChild(task: number, segment: number): void {
    const parts = (this.#parts ??= partsOfChildren(this.#trace)).get(task);
    if (parts !== undefined && endsChild(this.#trace, parts, segment)) for (const part of parts) this.#add(this.#lastRun[part] as number);
  }

  /** Edges 8, 11, 13, 14. */
  #resourcePredecessors(task: number, segment: number, previousRun: number, thread: ThreadState): void {
    const { tasks } = this.#trace;
    const created = tasks.initSegment.at(task);
    switch (this.#trace.taskType(task)) {
      case 'PROCESSWRAP':
      case 'PIPEWRAP':
        this.#closeChild(task, segment);
        return;
      case 'UDPWRAP':
        this.#add((this.#binds ??= bindsOfSockets(this.#trace)).get(task) ?? NONE);
        return;
      case 'TickObject':
        thread.tick = this.#dequeue(thread.tick, segment, created);
        this.#endDrain(segment, created);
        return;
      case 'Microtask':
        thread.microtask = this.#dequeue(thread.microtask, segment, created);
        return;
      case 'Immediate':
        thread.immediate = this.#dequeue(thread.immediate, segment, created);
        return;
      case 'Timeout': {
        const delay = tasks.delayMs.at(task);
        if (delay < 0) return;
        const newest = this.#dequeue(thread.timers.get(delay), segment, previousRun === NONE ? created : previousRun);
        if (newest !== undefined) thread.timers.set(delay, newest);
        return;
      }
      case 'TCPCONNECTWRAP':
      case 'PIPECONNECTWRAP':
        // Nothing comes from a socket before it is connected.
        if (tasks.parent.at(task) !== NONE) this.#lastRun[tasks.parent.at(task)] = segment;
        return;
      default:
    }
  }

  /** Edge 17: a request comes from outside. It follows the start of its server, and the start of the previous request on the same connection. */
  #rootPredecessors(segment: number): void {
    const { segments: s, tasks, roots } = this.#trace;
    const root = roots[s.root.at(segment)];
    if (root === undefined) return;
    // Edge 20: a message of another thread is handled by the rest of the callback that received it.
    // What `app.inject()` asks comes from who calls it.
    if (root.kind === ROOT_MESSAGE || this.#trace.taskType(s.task.at(segment)) === 'INJECTED') this.#add(s.previous.at(segment));
    if (root.kind === ROOT_CONNECTION) {
      // What comes over a connection follows the callback that was told of it.
      const socket = this.#connectionsOf().get(s.previous.at(s.atom.at(segment)));
      if (socket !== undefined) this.#lastRun[socket] = segment;
    }
    const key = `${s.thread.at(segment)}:${root.kind}:${root.channel}`;
    if (root.channel !== 0) {
      this.#add(this.#lastRootOfChannel.get(key) ?? NONE);
      this.#lastRootOfChannel.set(key, segment);
    }
    let task = s.task.at(segment);
    for (let hops = 0; task !== NONE && hops < 16; hops++) {
      if (isServer(this.#trace, task)) break;
      task = tasks.parent.at(task);
    }
    if (task !== NONE) {
      this.#add(tasks.initSegment.at(task));
      return;
    }
    // The server is not known: after the thread's first piece only.
    this.#add(this.#trace.threads[s.thread.at(segment)]?.main ?? NONE);
  }
}
