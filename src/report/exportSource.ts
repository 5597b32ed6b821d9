/**
 * What all exports tell of a trace, in their common terms: threads and what ran on them, tasks and what they waited for, and who made whom go on. Everything is
 * handed out one by one from the columns of the trace. Times are nanoseconds since the run began.
 */
import { stallsOf } from '../model/tracks/stalls.ts';
import { addTo } from '../base/lists.ts';
import { NONE } from '../model/ids.ts';
import {
  STATE_LOCK,
  STATE_MASK,
  STATE_NATIVE,
  STATE_NONE,
  STATE_READY,
  STATE_RUNNING,
  STATE_UNKNOWN,
  type SourcePlace,
} from '../model/requests.ts';
import type { Trace } from '../model/trace.ts';
import { type Locate, type Timeline, timelineOf } from '../model/tracks/tracksIndex.ts';
import { isTimerLane, LANE_CALL, LANE_INTERNAL, LANE_MAIN, LANE_ROOT, LANE_TIMER } from '../model/tracks/tracksLanes.ts';
import {
  laneOfRequest,
  nameOfActivation,
  nameOfLane,
  nameOfLock,
  nameOfThread,
  placeOfFunction,
  runningText,
  titleOfLane,
  waitText,
} from '../model/tracks/tracksNames.ts';

/** What an export says about itself. */
export interface ExportInfo {
  /** Version of Interleave. */
  readonly version: string;
  /** What the export contains, and what not. */
  readonly privacy: string;
}

/** Numbers of the threads that have none of the operating system: above its greatest. */
const FIRST_THREAD_ID = 5_000_000;

export interface ExportProcess {
  readonly index: number;
  readonly pid: number;
  readonly name: string;
  readonly command: readonly string[];
  readonly node: string;
}
export interface ExportThread {
  readonly index: number;
  readonly process: ExportProcess;
  /** The main thread has its process's number. */
  readonly tid: number;
  readonly name: string;
}
export type TaskKind = 'script' | 'request' | 'call' | 'timer' | 'callback';
/** A lane of the timeline: a root task with everything that it awaits. */
export interface ExportTask {
  readonly lane: number;
  readonly kind: TaskKind;
  readonly thread: ExportThread;
  readonly name: string;
  readonly place: SourcePlace | null;
  readonly startNs: number;
  readonly endNs: number;
  /** It still waited when the program ended. */
  readonly never: boolean;
}
export interface ExportFlow {
  readonly kind: 'message' | 'start' | 'lock';
  readonly id: number;
  readonly name: string;
  readonly from: ExportEnd;
  readonly to: ExportEnd;
}
export interface ExportEnd {
  readonly lane: number;
  readonly thread: number;
  readonly ns: number;
}

export class ExportSource {
  readonly timeline: Timeline;
  readonly trace: Trace;
  readonly processes: readonly ExportProcess[];
  /** By index of the trace's threads; those on which nothing of the program ran have none. */
  readonly threads: readonly (ExportThread | undefined)[];
  readonly #names = new Map<number, string>();

  constructor(trace: Trace, locate: Locate | undefined) {
    this.trace = trace;
    this.timeline = timelineOf(trace, locate);
    this.processes = trace.processes.map((row, index) => ({
      index,
      pid: row.pid,
      name: [base(row.argv[0] ?? 'node'), base(row.argv[1] ?? '')].filter((word) => word !== '').join(' '),
      command: row.argv,
      node: row.node,
    }));
    this.threads = trace.threads.map((row, index) => {
      const process = this.processes[row.process];
      if (process === undefined || (this.timeline.tracks.threadSegments[index]?.length ?? 0) === 0) return undefined;
      const tid = row.threadId === 0 ? process.pid : FIRST_THREAD_ID + index;
      return { index, process, tid, name: nameOfThread(this.timeline, index) };
    });
  }

  /** Absolute time of the machine's monotonic clock of time 0. */
  get originNs(): number {
    return this.timeline.tracks.originNs;
  }

  /** Nanoseconds since 1970 of time 0, as a decimal number: it does not fit into a double. */
  unixNs(ns: number): string {
    const { startedAt, recordedNs } = this.trace.run;
    const started = Date.parse(startedAt);
    const sinceRecorded = ns + (recordedNs > 0 ? this.originNs - recordedNs : 0);
    return String(BigInt(Number.isNaN(started) ? 0 : started) * 1_000_000n + BigInt(Math.round(sinceRecorded)));
  }

  /** What ran on a thread, one after the other. */
  forEachSlice(thread: number, slice: (name: string, startNs: number, endNs: number) => void): void {
    const { tracks } = this.timeline;
    const { segments } = this.trace;
    for (const s of tracks.threadSegments[thread] ?? []) {
      const start = segments.startNs.at(s) - this.originNs;
      const end = segments.endNs.at(s) - this.originNs;
      const lane = tracks.segmentLane[s] as number;
      const until = Number.isNaN(end) ? this.#threadEnd(thread) : end;
      // Between two callbacks in which nothing ran.
      if (until > start) slice(this.#runningName(lane, s), start, until);
    }
  }

  /** Calls of blocking built-ins on a thread, in order of time. */
  blocks(thread: number): readonly { readonly name: string; readonly startNs: number; readonly endNs: number }[] {
    return stallsOf(this.trace)
      .filter((block) => block.thread === thread)
      .map(({ api, startNs, endNs }) => {
        const start = startNs - this.originNs;
        return { name: api, startNs: start, endNs: Number.isNaN(endNs) ? Math.max(start, this.#threadEnd(thread)) : endNs - this.originNs };
      })
      .toSorted((a, b) => a.startNs - b.startNs);
  }

  /** The tasks in order of the table of lanes; without Node's own. */
  forEachTask(visit: (task: ExportTask) => void): void {
    const { lanes } = this.timeline.tracks;
    for (let lane = 0; lane < lanes.length; lane++) {
      const task = this.#task(lane);
      if (task !== undefined) visit(task);
    }
  }

  isTask(lane: number): boolean {
    const { lanes } = this.timeline.tracks;
    return lane !== NONE && lanes.kind.at(lane) !== LANE_INTERNAL && this.threads[lanes.thread.at(lane)] !== undefined;
  }

  /** What a task does, one state after the other. */
  forEachState(lane: number, visit: (state: number, name: string, startNs: number, endNs: number) => void): void {
    const { tracks } = this.timeline;
    for (let i = tracks.first[lane] as number; i < (tracks.first[lane + 1] as number) - 1; i++) {
      const state = (tracks.state[i] as number) & STATE_MASK;
      const start = tracks.startNs[i] as number;
      const end = tracks.startNs[i + 1] as number;
      if (state !== STATE_NONE && end > start) visit(state, this.#stateName(lane, i, state, start), start, end);
    }
  }

  /** The task that made another one, and when; undefined for work that came from outside. */
  originOf(lane: number): ExportEnd | undefined {
    const { lanes, activationLane, segmentLane } = this.timeline.tracks;
    const { activations, tasks, workers, children, segments } = this.trace;
    const index = lanes.index.at(lane);
    const of = (creator: number, segment: number, ns: number): ExportEnd | undefined => {
      const thread = segments.thread.at(segment);
      let from = creator === NONE ? (segmentLane[segment] ?? NONE) : (activationLane[creator] ?? NONE);
      // The moment lies before the task whose callback it was in the end: modules are loaded before their first line runs.
      if (from !== NONE && lanes.startNs.at(from) > ns - this.originNs) from = this.timeline.mainLane.get(thread) ?? NONE;
      return segment === NONE || from === lane || !this.isTask(from) ? undefined : { lane: from, thread, ns: ns - this.originNs };
    };
    switch (lanes.kind.at(lane)) {
      case LANE_CALL:
        return of(activations.parent.at(index), activations.startSegment.at(index), activations.startNs.at(index));
      case LANE_TIMER:
        return of(tasks.creator.at(index), tasks.initSegment.at(index), tasks.initNs.at(index));
      case LANE_MAIN: {
        const worker = workers.find((w) => w.child === index);
        if (worker !== undefined) return of(NONE, worker.segment, worker.startNs);
        const thread = this.threads[index];
        const child = children.find((c) => c.pid === thread?.process.pid);
        return child !== undefined && thread?.tid === child.pid ? of(NONE, child.segment, child.startNs) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Who made whom go on: starts of tasks, messages, locks that were handed over. */
  forEachFlow(visit: (flow: ExportFlow) => void): void {
    const { tracks, lockRequests } = this.timeline;
    const { messages, requests, segments, roots } = this.trace;
    const { lanes } = tracks;
    let id = 1;
    for (let lane = 0; lane < lanes.length; lane++) {
      const from = this.isTask(lane) ? this.originOf(lane) : undefined;
      if (from === undefined) continue;
      const thread = lanes.thread.at(lane);
      // A thread exists before anything runs on it.
      const first = tracks.threadSegments[thread]?.[0] ?? NONE;
      const ns = first === NONE ? lanes.startNs.at(lane) : Math.max(lanes.startNs.at(lane), segments.startNs.at(first) - this.originNs);
      const to = { lane, thread, ns };
      if (from.ns <= to.ns) visit({ kind: 'start', id: id++, name: `starts ${this.#title(lane)}`, from, to });
    }
    const endOf = (segment: number, ns: number): ExportEnd => ({
      lane: tracks.segmentLane[segment] ?? NONE,
      thread: segments.thread.at(segment),
      ns: ns - this.originNs,
    });
    // A message is received in the piece of the callback before the one that its listener begins.
    const begun = new Map<number, number[]>();
    for (const { segment } of roots) {
      const atom = segments.atom.at(segment);
      addTo(begun, atom, segment);
    }
    const listener = (segment: number): number => begun.get(segments.atom.at(segment))?.find((s) => s >= segment) ?? segment;
    for (const { postSegment, postNs, receiveSegment, receiveNs } of messages) {
      if (postSegment === NONE || receiveSegment === NONE) continue;
      visit({
        kind: 'message',
        id: id++,
        name: 'message',
        from: endOf(postSegment, postNs),
        to: endOf(listener(receiveSegment), receiveNs),
      });
    }
    for (const [lock, list] of lockRequests.entries()) {
      const releases = list
        .filter((r) => requests.releaseSegment.at(r) !== NONE)
        .toSorted((a, b) => requests.releaseNs.at(a) - requests.releaseNs.at(b));
      let next = 0;
      let last = NONE;
      for (const request of list
        .filter((r) => requests.acquireSegment.at(r) !== NONE)
        .toSorted((a, b) => requests.acquireNs.at(a) - requests.acquireNs.at(b))) {
        const acquired = requests.acquireNs.at(request);
        while (next < releases.length && requests.releaseNs.at(releases[next] as number) <= acquired) last = releases[next++] as number;
        // It waited, and this release was the newest when it got in.
        if (last === NONE || last === request || requests.releaseNs.at(last) < requests.requestNs.at(request)) continue;
        // The grant is made by who gives back: both ends are of its callback, but of two tasks.
        const end = (of: number, segment: number, ns: number): ExportEnd => ({
          ...endOf(segment, ns),
          lane: laneOfRequest(this.timeline, of),
        });
        const from = end(last, requests.releaseSegment.at(last), requests.releaseNs.at(last));
        const to = end(request, requests.acquireSegment.at(request), acquired);
        visit({ kind: 'lock', id: id++, name: `hands over ${this.#lockName(lock)}`, from, to });
      }
    }
  }

  /** A call of the user's async function. */
  nameOfCall(activation: number): string {
    return nameOfActivation(this.timeline, activation);
  }
  placeOfCall(activation: number): SourcePlace | null {
    return placeOfFunction(this.timeline, activation);
  }

  #task(lane: number): ExportTask | undefined {
    const { lanes } = this.timeline.tracks;
    const thread = this.threads[lanes.thread.at(lane)];
    if (!this.isTask(lane) || thread === undefined) return undefined;
    const startNs = lanes.startNs.at(lane);
    const start = Number.isNaN(startNs) ? 0 : startNs;
    return {
      lane,
      kind: this.#kindOf(lane),
      thread,
      name: this.#title(lane),
      place: nameOfLane(this.timeline, lane).place,
      startNs: start,
      endNs: Math.max(start, lanes.endNs.at(lane)),
      never: lanes.never.at(lane) !== 0,
    };
  }

  #kindOf(lane: number): TaskKind {
    const { lanes } = this.timeline.tracks;
    switch (lanes.kind.at(lane)) {
      case LANE_MAIN:
        return 'script';
      case LANE_ROOT:
        return 'request';
      case LANE_TIMER:
        return isTimerLane(this.trace, lanes, lane) ? 'timer' : 'callback';
      default:
        return 'call';
    }
  }

  #title(lane: number): string {
    const title = titleOfLane(this.timeline, lane);
    return title === '' ? 'task' : title;
  }

  #threadEnd(thread: number): number {
    return (this.trace.threads[thread]?.endNs ?? 0) - this.originNs;
  }

  /** One name for all callbacks of a lane that run the same function. */
  #runningName(lane: number, segment: number): string {
    if (lane === NONE) return 'callback';
    if (this.timeline.tracks.lanes.kind.at(lane) === LANE_INTERNAL) {
      const task = this.trace.segments.task.at(segment);
      return task === NONE ? 'Node internals' : this.trace.taskType(task);
    }
    return runningText(this.timeline, lane, segment, 0);
  }

  #stateName(lane: number, entry: number, state: number, ns: number): string {
    const { timeline } = this;
    const reference = timeline.tracks.reference[entry] as number;
    if (state === STATE_RUNNING) return `runs ${runningText(timeline, lane, reference, 0)}`;
    if (state === STATE_NATIVE) return 'blocking call';
    if (state === STATE_READY) return 'ready, not let in';
    if (reference === NONE) return state === STATE_UNKNOWN ? 'waits, cause not seen' : `waits ${STATE_WORDS[state] ?? ''}`.trim();
    const absolute = ns + this.originNs;
    const wait = timeline.tracks.waits.readSuspension(reference, absolute);
    // Who held the lock at that time is a search of its own for each wait; the flows tell who gave it back.
    if (state === STATE_LOCK && wait.request !== NONE) return `waits for ${this.#lockName(this.trace.requests.lock.at(wait.request))}`;
    return `waits: ${waitText(timeline, state, wait, absolute)}`;
  }

  #lockName(lock: number): string {
    let name = this.#names.get(lock);
    if (name === undefined) this.#names.set(lock, (name = nameOfLock(this.timeline, lock)));
    return name;
  }
}

const STATE_WORDS: Readonly<Record<number, string>> = {
  4: 'for a promise',
  5: 'for a lock',
  6: 'for I/O',
  8: 'for a timer',
  9: 'for a message',
};

function base(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
