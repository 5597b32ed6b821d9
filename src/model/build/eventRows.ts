/** Events that are rare or belong to one subsystem (locks, combinators, timers, I/O, threads, life of the program) → rows. */
import type { IdIndex } from '../../base/columns.ts';
import { addTo } from '../../base/lists.ts';
import * as W from '../../wire/events.ts';
import type { SiteNumbers } from './catalog.ts';
import { NONE } from '../ids.ts';
import { classOfOperation, siteOfOperation } from './fileOperations.ts';
import { lifeEvent } from './lifeRows.ts';
import { grantRequest, releaseRequest } from './lockRows.ts';
import { recordShared, splitForSharing } from './sharedRows.ts';
import {
  contentKey,
  TASK_CLEARED,
  TASK_COMBINED,
  TASK_FLOATING,
  TASK_REPEAT,
  TASK_UNREF,
  type ThreadRow,
  type Trace,
  type WaitedElement,
} from '../trace.ts';

/** What the rows of one thread need to know of its running state. */
export interface ThreadContext {
  readonly trace: Trace;
  readonly index: number;
  readonly row: ThreadRow;
  readonly numbers: SiteNumbers;
  readonly locks: IdIndex;
  readonly requests: IdIndex;
  readonly operations: IdIndex;
  readonly lastNs: number;
  readonly position: number;
  pendingJob: number;
  /** Element that the blocking call which is entered next waits for. */
  waitedFor: WaitedElement | undefined;
  /** Requests whose job functions are running, innermost last (they nest: a job may add another that starts at once). */
  readonly runningJobs: number[];
  at(ns: number): void;
  mainReady(ns: number): void;
  segment(): number;
  split(): number;
  endProgram(): number;
  activation(): number;
  promise(id: number): number;
  resource(id: number): number;
  activationOf(number: number): number;
  stringIndex(wire: number): number;
  lockRow(kind: number, library: number, name: number, scope: number): number;
  keepLockRow(row: number, kind: number, library: number, name: number, scope: number): void;
  post(channel: number, row: { segment: number; ns: number; bytes: number; site: number }): void;
  receive(channel: number, row: { segment: number; ns: number }): void;
}

/** Texts of values in one trace: those of later ones are not known. */
const MAX_VALUES = 200_000;

/** Handles every opcode that threadBuilder.ts does not. Unknown combinations are ignored: the table of events is the authority. */
export function recordColdEvent(t: ThreadContext, op: number, f: Float64Array): void {
  const time = timeField[op];
  if (time !== undefined && time >= 0) t.at(f[time] as number);
  if (op >= W.OP_LOCK_NEW && op <= W.OP_LOCK_LENT) lockEvent(t, op, f);
  else if (op >= W.OP_WORKER && op <= W.OP_ATOMIC) threadEvent(t, op, f);
  else if (op >= W.OP_UNHANDLED) lifeEvent(t, op, f);
  else resourceEvent(t, op, f);
}

/** Index of the time field of each opcode, -1 if it has none. */
const timeField: number[] = [];
for (const spec of W.EVENTS) timeField[spec.op] = spec.fields.findIndex(([, kind]) => kind === 'time');

function lockEvent(t: ThreadContext, op: number, f: Float64Array): void {
  const { trace } = t;
  const r = trace.requests;
  const a = f[0] as number;
  if (op === W.OP_LOCK_NEW) {
    const [kind, library, name, scope] = [f[1] as number, t.stringIndex(f[3] as number), t.stringIndex(f[4] as number), f[6] as number];
    let row = scope > 0 ? t.lockRow(kind, library, name, scope) : NONE;
    if (row === NONE) {
      const l = trace.locks;
      row = l.thread.push(t.index);
      l.kind.push(kind);
      l.permits.push(f[2] as number);
      l.library.push(library);
      l.name.push(name);
      l.site.push(t.numbers.site(f[5] as number));
      l.scope.push(scope);
      if (scope > 0) t.keepLockRow(row, kind, library, name, scope);
    }
    t.locks.set(a, row);
    return;
  }
  if (op === W.OP_LOCK_REQUEST) {
    const lock = t.locks.get(f[1] as number);
    if (lock === NONE) return;
    const row = r.lock.push(lock);
    r.mode.push(f[2] as number);
    r.weight.push(f[3] as number);
    r.site.push(t.numbers.site(f[4] as number));
    r.promise.push(t.promise(f[5] as number));
    r.activation.push(t.activation());
    r.under.push(t.runningJobs.at(-1) ?? NONE);
    r.requestSegment.push(t.segment());
    r.requestNs.push(t.lastNs);
    r.acquireSegment.push(NONE);
    r.acquireNs.push(Number.NaN);
    r.releaseSegment.push(NONE);
    r.releaseNs.push(Number.NaN);
    r.releaseSite.push(NONE);
    r.requestPosition.push(t.position);
    r.acquirePosition.push(Number.NaN);
    r.releasePosition.push(Number.NaN);
    r.job.push(NONE);
    r.jobEndSegment.push(NONE);
    r.jobPromise.push(NONE);
    r.open.push(0);
    r.cancelled.push(-1);
    r.releases.push(0);
    r.releasedBy.push(NONE);
    r.againSite.push(NONE);
    t.requests.set(a, row);
    return;
  }
  const row = t.requests.get(a);
  if (row === NONE) return;
  switch (op) {
    case W.OP_LOCK_ACQUIRE:
      grantRequest(t, row);
      return;
    case W.OP_LOCK_RELEASE:
      releaseRequest(t, row, t.numbers.site(f[1] as number));
      return;
    case W.OP_LOCK_CANCEL:
      r.cancelled.set(row, f[1] as number);
      return;
    case W.OP_LOCK_JOB:
      t.split();
      trace.segments.jobOf.set(t.segment(), row);
      if (r.acquireSegment.at(row) === NONE) grantRequest(t, row);
      t.pendingJob = row;
      t.runningJobs.push(row);
      return;
    case W.OP_LOCK_PROMISE:
      r.promise.set(row, t.promise(f[1] as number));
      return;
    case W.OP_LOCK_LENT:
      trace.lent.set(row, f[1] as number);
      return;
    default:
      endOfJob(t, row, t.promise(f[1] as number), f[2] as number);
      t.split();
  }
}

function endOfJob(t: ThreadContext, row: number, promise: number, open: number): void {
  const { requests: r, activations } = t.trace;
  r.jobEndSegment.set(row, t.segment());
  r.jobPromise.set(row, promise);
  r.open.set(row, open);
  if (t.pendingJob === row) t.pendingJob = NONE;
  const at = t.runningJobs.lastIndexOf(row);
  if (at >= 0) t.runningJobs.length = at;
  // An async function that the job only called, without returning its promise, is not the job.
  const activation = r.job.at(row);
  if (open === 1 || activation === NONE || activations.promise.at(activation) === NONE || activations.promise.at(activation) === promise) {
    return;
  }
  r.job.set(row, NONE);
  activations.job.set(activation, NONE);
}

function resourceEvent(t: ThreadContext, op: number, f: Float64Array): void {
  const { trace } = t;
  const tasks = trace.tasks;
  const a = f[0] as number;
  const flag = (task: number, bit: number, on: boolean): void => {
    if (task !== NONE) tasks.flags.set(task, on ? tasks.flags.at(task) | bit : tasks.flags.at(task) & ~bit);
  };
  switch (op) {
    case W.OP_COMBINE: {
      const result = t.promise(f[1] as number);
      trace.combines.push({ kind: a, result, members: [], segment: t.segment() });
      flag(result, TASK_COMBINED, true);
      return;
    }
    case W.OP_COMBINE_MEMBER: {
      const member = t.promise(a);
      if (member !== NONE) trace.combines[trace.combines.length - 1]?.members.push(member);
      return;
    }
    case W.OP_TIMER: {
      const task = t.resource(a);
      if (task === NONE) return;
      tasks.delayMs.set(task, f[1] as number);
      flag(task, TASK_REPEAT, f[2] === 1);
      flag(task, TASK_UNREF, f[3] === 0);
      return;
    }
    case W.OP_TIMER_STATE: {
      const task = t.resource(a);
      if (f[1] === W.TIMER_CLEAR) {
        flag(task, TASK_CLEARED, true);
        const repeats = task !== NONE && (tasks.flags.at(task) & TASK_REPEAT) !== 0;
        if (repeats) trace.clearedIntervals.set(task, { segment: t.segment(), ns: t.lastNs });
        // What has run, or is no timer that was seen, is not taken away from anybody.
        if (task === NONE || tasks.firstRun.at(task) !== NONE) return;
        const site = tasks.site.at(task);
        if (task >= (trace.clears.get(site)?.task ?? NONE)) trace.clears.set(site, { task, segment: t.segment() });
      } else if (f[1] === W.TIMER_UNREF) flag(task, TASK_UNREF, true);
      else if (f[1] === W.TIMER_REF) flag(task, TASK_UNREF, false);
      else flag(task, TASK_CLEARED, false);
      return;
    }
    case W.OP_FLOATING: {
      const task = t.promise(a);
      if (task === NONE) return;
      flag(task, TASK_FLOATING, true);
      trace.floats.push({ task, site: t.numbers.site(f[1] as number), segment: t.segment(), activation: t.activation() });
      return;
    }
    case W.OP_VALUE: {
      const text = t.stringIndex(f[1] as number);
      const known = trace.values.get(a);
      // Never the text of another value.
      if (known === undefined ? trace.values.size < MAX_VALUES : known !== text) trace.values.set(a, known === undefined ? text : 0);
      return;
    }
    case W.OP_CONTENT:
      if (trace.contents.size < MAX_VALUES) {
        trace.contents.set(contentKey(t.index, a), { hash: f[1] as number, names: t.stringIndex(f[2] as number) });
      }
      return;
    case W.OP_SHARED:
    case W.OP_SHARED_BUFFER:
    case W.OP_SHARED_PASS:
    case W.OP_SHARED_LOCK:
      recordShared(t, op, f);
      return;
    case W.OP_LONG:
      trace.longs.push({
        thread: t.index,
        segment: t.segment(),
        cpuNs: a === 0 ? Number.NaN : a * 1000,
        ownNs: (f[1] as number) * 1000,
        site: t.numbers.site(f[2] as number),
        ns: t.lastNs,
      });
      return;
    case W.OP_BLOCK_ENTER:
      trace.blocks.push({
        thread: t.index,
        segment: t.segment(),
        api: trace.string(t.stringIndex(a)),
        site: t.numbers.site(f[1] as number),
        activation: t.activation(),
        startNs: t.lastNs,
        endNs: Number.NaN,
        ...(t.waitedFor === undefined ? {} : { waitsFor: t.waitedFor }),
      });
      t.waitedFor = undefined;
      return;
    case W.OP_GC: {
      const startNs = t.lastNs - (f[2] as number) * 1000;
      trace.collections.push({ thread: t.index, kind: a, startNs, endNs: startNs + (f[1] as number) * 1000 });
      return;
    }
    case W.OP_BLOCK_ON:
      t.waitedFor = {
        buffer: a,
        from: f[1] as number,
        isLimited: ((f[2] as number) & W.WAIT_LIMITED) !== 0,
        isNotZero: ((f[2] as number) & W.WAIT_NOT_ZERO) !== 0,
      };
      return;
    case W.OP_STILL:
      trace.stills.push({
        thread: trace.threads.findIndex((row) => row.process === t.row.process && row.threadId === a),
        state: f[1] as number,
        stillMs: f[2] as number,
        ns: t.lastNs,
      });
      return;
    case W.OP_BLOCK_EXIT:
      for (let i = trace.blocks.length - 1; i >= 0; i--) {
        const block = trace.blocks[i];
        if (block !== undefined && block.thread === t.index && Number.isNaN(block.endNs)) {
          block.endNs = t.lastNs;
          return;
        }
      }
      return;
    case W.OP_FS: {
      const site = siteOfOperation(trace, t.numbers.site(f[4] as number), f[5] === 1);
      t.operations.set(a, trace.fs.length);
      trace.fs.push({
        thread: t.index,
        operation: a,
        class: classOfOperation(trace, f[1] as number, site),
        path: trace.string(t.stringIndex(f[2] as number)),
        path2: trace.string(t.stringIndex(f[3] as number)),
        site,
        activation: t.activation(),
        async: f[5] === 1,
        segment: t.segment(),
        startNs: t.lastNs,
        doneSegment: NONE,
        doneNs: Number.NaN,
        error: '',
        fromByte: 0,
        endByte: Infinity,
        isOpening: false,
        closedAt: NONE,
        closedSegment: NONE,
      });
      return;
    }
    case W.OP_FS_RANGE: {
      const row = trace.fs[t.operations.get(a) ?? NONE];
      if (row !== undefined) Object.assign(row, { fromByte: f[1], endByte: (f[1] as number) + (f[2] as number) });
      return;
    }
    case W.OP_DESCRIPTOR: {
      const row = trace.fs[t.operations.get(a)];
      if (row === undefined) {
        if (f[1] === 1) trace.strayCloses++;
        return;
      }
      row.isOpening = true;
      if (f[1] === 1) Object.assign(row, { closedAt: trace.fs.length, closedSegment: t.segment() });
      return;
    }
    case W.OP_FS_DONE: {
      const row = trace.fs[t.operations.get(a)];
      if (row === undefined) return;
      row.doneSegment = t.segment();
      row.doneNs = t.lastNs;
      row.error = trace.string(t.stringIndex(f[1] as number));
      return;
    }
    case W.OP_ROOT: {
      t.split();
      const segment = t.segment();
      trace.segments.root.set(segment, trace.roots.length);
      trace.roots.push({ kind: a, label: trace.string(t.stringIndex(f[1] as number)), channel: f[2] as number, segment, ns: t.lastNs });
      return;
    }
    case W.OP_HANDLE: {
      const task = t.resource(a);
      if (task === NONE) return;
      tasks.label.set(task, t.stringIndex(f[1] as number));
      const label = trace.string(tasks.label.at(task));
      if (label.startsWith('connect ')) {
        const peer = label.slice('connect '.length);
        trace.peers.set(task, peer);
        trace.everyPeer.add(peer);
      }
      if (label.startsWith('listen ')) {
        const row = {
          task,
          label,
          activation: t.activation(),
          segment: t.segment(),
          ns: t.lastNs,
          closeSegment: NONE,
          closeNs: Number.NaN,
        };
        trace.handles.push(row);
      }
      return;
    }
    case W.OP_HANDLE_CLOSE: {
      const closed = t.resource(a);
      flag(closed, TASK_CLEARED, true);
      const handle = closed === NONE ? undefined : trace.handles.findLast((row) => row.task === closed);
      if (handle !== undefined) Object.assign(handle, { closeSegment: t.segment(), closeNs: t.lastNs });
      return;
    }
    case W.OP_HANDED:
      addTo(trace.additions, t.numbers.site(a), { thread: t.index, segment: t.segment(), position: t.position });
      return;
    case W.OP_LISTENERS:
      trace.listeners.push({
        thread: t.index,
        emitter: a,
        event: trace.string(t.stringIndex(f[1] as number)),
        count: f[2] as number,
        site: t.numbers.site(f[3] as number),
        segment: t.segment(),
        ns: t.lastNs,
      });
      return;
    case W.OP_CONTEXT:
      trace.contexts.push({
        thread: t.index,
        storage: a,
        kind: f[1] as number,
        site: t.numbers.site(f[2] as number),
        inside: t.numbers.site(f[3] as number),
        frames: trace.string(t.stringIndex(f[4] as number)).split('\n'),
        store: f[5] as number,
        around: f[6] as number,
        segment: t.segment(),
        activation: t.activation(),
      });
      return;
    default:
  }
}

function threadEvent(t: ThreadContext, op: number, f: Float64Array): void {
  const { trace } = t;
  const a = f[0] as number;
  switch (op) {
    case W.OP_ATOMIC:
      recordShared(t, op, f);
      return;
    case W.OP_WORKER: {
      trace.workers.push({
        thread: t.index,
        workerThreadId: a,
        file: trace.string(t.stringIndex(f[1] as number)),
        site: t.numbers.site(f[2] as number),
        segment: t.segment(),
        startNs: t.lastNs,
        onlineNs: Number.NaN,
        exitNs: Number.NaN,
        exitCode: 0,
        terminated: false,
        child: NONE,
      });
      splitForSharing(t);
      return;
    }
    case W.OP_WORKER_STATE: {
      const worker = trace.workers.findLast((w) => w.workerThreadId === a && trace.threads[w.thread]?.process === t.row.process);
      if (worker === undefined) return;
      if (f[1] === W.WORKER_ONLINE) worker.onlineNs = t.lastNs;
      else if (f[1] === W.WORKER_TERMINATE) worker.terminated = true;
      else if (f[1] === W.WORKER_EXIT) {
        worker.exitNs = t.lastNs;
        worker.exitCode = f[2] as number;
        exitSegments.set(worker, t.segment());
      }
      return;
    }
    case W.OP_POST:
      t.post(a, { segment: t.segment(), ns: t.lastNs, bytes: f[2] as number, site: t.numbers.site(f[1] as number) });
      splitForSharing(t);
      return;
    case W.OP_RECEIVE:
      splitForSharing(t);
      t.receive(a, { segment: t.segment(), ns: t.lastNs });
      return;
    case W.OP_CHILD:
      trace.children.push({
        thread: t.index,
        pid: a,
        command: trace.string(t.stringIndex(f[1] as number)),
        site: t.numbers.site(f[2] as number),
        pipes: f[3] as number,
        segment: t.segment(),
        startNs: t.lastNs,
        exitNs: Number.NaN,
        exitCode: 0,
        signal: '',
      });
      return;
    case W.OP_CHILD_EXIT: {
      const child = trace.children.findLast((c) => c.pid === a);
      if (child === undefined) return;
      child.exitNs = t.lastNs;
      child.exitCode = f[1] as number;
      child.signal = trace.string(t.stringIndex(f[2] as number));
      // Of one that was waited for in the middle of a callback: what comes after that is a piece of its own.
      if (child.segment === t.segment()) t.split();
      exitSegments.set(child, t.segment());
      return;
    }
    default:
  }
}

/** Segment in which the exit of a worker or child process was seen by its parent (for the order edge). */
export const exitSegments = new WeakMap<object, number>();
