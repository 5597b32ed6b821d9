// HOT
/** Segments → lanes: in whose context each piece of execution and each call runs, like AsyncLocalStorage. */
import { Float64Column, Int32Column, Uint8Column } from '../../base/columns.ts';
import { NONE } from '../ids.ts';
import { TASK_AWAIT, TASK_COMBINED, TASK_OBSERVED, TASK_PROMISE, TASK_REPEAT } from '../trace.ts';
import type { Trace } from '../trace.ts';
import { Callbacks } from './tracksCallbacks.ts';

/** What a lane is for; `index` of the lane is a row of the table named here. */
export const LANE_MAIN = 0; // thread
export const LANE_ROOT = 1; // trace.roots
export const LANE_CALL = 2; // activation
export const LANE_TIMER = 3; // task: a timer, or another callback that plain code asked for
export const LANE_INTERNAL = 4; // thread

export class LaneTable {
  readonly kind = new Uint8Column();
  readonly index = new Int32Column();
  readonly thread = new Int32Column();
  /** The first user function called in it, NONE. */
  readonly activation = new Int32Column();
  /** Relative to the run's start. */
  readonly startNs = new Float64Column();
  readonly endNs = new Float64Column();
  /** Equal for lanes of the same creation site: row of `groupKeys`. */
  readonly group = new Int32Column();
  /** Time waiting for locks, and ready but not let in, ns. */
  readonly lockNs = new Float64Column();
  readonly readyNs = new Float64Column();
  /** 1: it never ended. */
  readonly never = new Uint8Column();
  get length(): number {
    return this.kind.length;
  }
}

/** What is known about lanes before their states are. */
export interface Context {
  readonly lanes: LaneTable;
  readonly activationLane: Int32Array;
  readonly segmentLane: Int32Array;
  readonly nested: Uint8Array;
  readonly threadSegments: Int32Array[];
  readonly threadLanes: Int32Array[];
  /** First activation that starts in each segment, and the next one of the same segment. */
  readonly startHead: Int32Array;
  readonly startNext: Int32Array;
}

/** One pass over the segments, in the order of the table: what a lane derives from comes before it. */
export function assignLanes(trace: Trace): Context {
  const { segments, tasks, activations, suspensions } = trace;
  const lanes = new LaneTable();
  const segmentLane = new Int32Array(segments.length).fill(NONE);
  const activationLane = new Int32Array(activations.length).fill(NONE);
  const nested = new Uint8Array(activations.length);
  const startHead = new Int32Array(segments.length).fill(NONE);
  const startNext = new Int32Array(activations.length).fill(NONE);
  for (let a = activations.length - 1; a >= 0; a--) {
    const at = activations.startSegment.at(a);
    startNext[a] = startHead[at] ?? NONE;
    startHead[at] = a;
  }
  const threadSegments = splitByThread(trace);
  const mainLane: number[] = [];
  const internalLane: number[] = [];
  const timerLane = new Map<number, number>();
  const callbacks = new Callbacks(trace);
  const modules = callbacks.moduleSegments();
  const groups = new Map<string, number>();
  const groupOf = (key: string): number => {
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = groups.size));
    return group;
  };
  const addLane = (kind: number, index: number, thread: number, group: number): number => {
    lanes.kind.push(kind);
    lanes.index.push(index);
    lanes.thread.push(thread);
    lanes.activation.push(NONE);
    lanes.startNs.push(Number.NaN);
    lanes.endNs.push(0);
    lanes.lockNs.push(0);
    lanes.readyNs.push(0);
    lanes.never.push(0);
    return lanes.group.push(group);
  };

  const laneOfSegment = (s: number): number => {
    const thread = segments.thread.at(s);
    const root = segments.root.at(s);
    if (root !== NONE) {
      const row = trace.roots[root];
      return addLane(LANE_ROOT, root, thread, groupOf(`r${thread}:${row?.kind ?? 0}:${row?.label ?? ''}`));
    }
    const task = segments.task.at(s);
    const main = (mainLane[thread] ??= addLane(LANE_MAIN, thread, thread, NONE));
    if (task === NONE) return main;
    const flags = tasks.flags.at(task);
    if ((flags & TASK_AWAIT) !== 0 && tasks.suspension.at(task) !== NONE) {
      return activationLane[suspensions.activation.at(tasks.suspension.at(task))] ?? main;
    }
    const atom = segments.atom.at(s);
    if (atom !== s && atom !== NONE && segmentLane[atom] !== NONE) return segmentLane[atom] as number;
    const known = timerLane.get(task);
    if (known !== undefined) return known;
    const creator = tasks.creator.at(task);
    const created = tasks.initSegment.at(task);
    const inherited = creator !== NONE ? (activationLane[creator] as number) : created === NONE ? NONE : (segmentLane[created] as number);
    const isTimer = (flags & TASK_PROMISE) === 0 && tasks.delayMs.at(task) >= 0;
    const isMain = inherited === NONE || lanes.kind.at(inherited) === LANE_MAIN || lanes.kind.at(inherited) === LANE_INTERNAL;
    if (isTimer && ((flags & TASK_REPEAT) !== 0 || (isMain && startHead[s] === NONE))) {
      const lane = addLane(LANE_TIMER, task, thread, groupOf(`t${thread}:${tasks.site.at(task)}`));
      timerLane.set(task, lane);
      return lane;
    }
    if (isMain && startHead[s] === NONE && callbacks.isOwn(task)) {
      // Reactions of one chain follow each other.
      const leader = (flags & TASK_PROMISE) !== 0 ? tasks.parent.at(task) : callbacks.leader(task);
      const lane = timerLane.get(leader) ?? addLane(LANE_TIMER, task, thread, groupOf(`t${thread}:${tasks.site.at(task)}`));
      timerLane.set(leader, lane);
      timerLane.set(task, lane);
      return lane;
    }
    if (modules.has(s)) return main;
    if (isMain) return (internalLane[thread] ??= addLane(LANE_INTERNAL, thread, thread, NONE));
    return inherited;
  };

  for (let s = 0; s < segments.length; s++) {
    const lane = laneOfSegment(s);
    segmentLane[s] = lane;
    for (let a = startHead[s] as number; a !== NONE; a = startNext[a] as number) {
      const parent = activations.parent.at(a);
      const promise = activations.promise.at(a);
      const isAwaited =
        activations.sync.at(a) !== 0 || (promise !== NONE && (tasks.flags.at(promise) & (TASK_OBSERVED | TASK_COMBINED)) !== 0);
      const kind = lanes.kind.at(lane);
      let own = NONE as number;
      if (parent !== NONE && parent < a && isAwaited) own = activationLane[parent] as number;
      else if (activations.job.at(a) !== NONE && isAwaited) own = laneOfRequest(trace, activationLane, activations.job.at(a));
      else if (parent === NONE && (kind === LANE_ROOT || isTimerLane(trace, lanes, lane) || activations.sync.at(a) !== 0)) own = lane;
      if (own === NONE) {
        own = addLane(LANE_CALL, a, activations.thread.at(a), groupOf(`c${activations.thread.at(a)}:${activations.fn.at(a)}`));
      } else nested[a] = 1;
      if (lanes.activation.at(own) === NONE) {
        lanes.activation.set(own, a);
        // Requests are of one kind when one function handles them, whatever their path.
        if (lanes.kind.at(own) === LANE_ROOT) {
          const label = trace.roots[lanes.index.at(own)]?.label ?? '';
          const verb = label.slice(0, Math.max(0, label.indexOf(' ')));
          lanes.group.set(own, groupOf(`r${activations.thread.at(a)}:${verb}:${activations.fn.at(a)}`));
        }
      }
      activationLane[a] = own;
      // The loader evaluates an ES module with top-level await in a reaction of its own: what runs there is the module, and what it imports.
      const isModule = parent === NONE && trace.functions[activations.fn.at(a)]?.parentFunction === NONE;
      if (isModule && (kind === LANE_INTERNAL || modules.has(s))) segmentLane[s] = own;
    }
  }
  return { lanes, activationLane, segmentLane, nested, threadSegments, threadLanes: [], startHead, startNext };
}

/** A lane of a timer, not of another callback: what that one calls may be many tasks, such as the handlers of what a connection brings. */
export function isTimerLane(trace: Trace, lanes: LaneTable, lane: number): boolean {
  return lanes.kind.at(lane) === LANE_TIMER && trace.tasks.delayMs.at(lanes.index.at(lane)) >= 0;
}

/** The lane of whoever asked for the lock under which a job runs. */
function laneOfRequest(trace: Trace, activationLane: Int32Array, request: number): number {
  const asked = trace.requests.activation.at(request);
  return asked === NONE ? NONE : (activationLane[asked] ?? NONE);
}

function splitByThread(trace: Trace): Int32Array[] {
  const { segments } = trace;
  const counts = new Int32Array(trace.threads.length);
  const { thread } = segments;
  for (let s = 0; s < thread.length; s++) counts[thread.at(s)]!++;
  const lists = Array.from(counts, (n) => new Int32Array(n));
  counts.fill(0);
  for (let s = 0; s < thread.length; s++) {
    const t = thread.at(s);
    lists[t]![counts[t]!++] = s;
  }
  return lists;
}
