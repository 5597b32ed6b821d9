// HOT
/**
 * Turns the events of one thread into rows: segments, tasks, activations, suspensions, accesses, locks. One instance a thread, fed in stream
 * order by builder.ts. Everything that is not on the hot path of every program goes to eventRows.ts.
 */
import { IdIndex } from '../../base/columns.ts';
import * as W from '../../wire/events.ts';
import type { EventVisitor } from '../../wire/reader.ts';
import type { SiteNumbers } from './catalog.ts';
import { recordColdEvent, type ThreadContext } from './eventRows.ts';
import { NONE } from '../ids.ts';
import { ThreadRows, type Frame, type SharedTables } from './threadRows.ts';
import {
  ACCESS_IS_READ,
  ACCESS_IS_WRITE,
  TASK_AWAIT,
  TASK_OBSERVED,
  TASK_PROMISE,
  type FunctionRow,
  type ThreadRow,
  type Trace,
  type WaitedElement,
} from '../trace.ts';

/** Types whose callbacks drain inside the turn that queued them. */
const SAME_TURN = new Set(['TickObject', 'Microtask']);

export class ThreadBuilder extends ThreadRows implements EventVisitor, ThreadContext {
  readonly internString: (text: string) => number;
  /** Wire string number → StringIndex. */
  readonly #strings = new IdIndex();
  readonly #promises = new IdIndex();
  readonly #resources = new IdIndex();
  readonly #activations = new IdIndex();
  readonly locks = new IdIndex();
  readonly requests = new IdIndex();
  readonly operations = new IdIndex();
  /** Calls so far: each has the number of how many there were. */
  calls = 0;
  readonly #promiseType: number;

  #suspension = NONE;
  /** Suspensions before this one have their time. */
  #firstNewSuspension = 0;
  /** First promise created after the suspension, until the next event shows whether it is the reaction. */
  #suspensionFirst = NONE;
  #suspensionParentFlags = 0;
  /** The activation that asks the iterator of its `for await` for the first time, the loop, and the promise that it got. */
  #looping = NONE;
  #loopSite = NONE;
  #loopAnswer = NONE;
  /** The `for await` that an activation is in, until it ends. */
  readonly #loops = new Map<number, number>();
  #newPromise = NONE;
  #newPromisePosition = -2;
  /** Request whose job starts with the next event. */
  pendingJob = NONE;
  /** Element that the blocking call which is entered next waits for. */
  waitedFor: WaitedElement | undefined;
  readonly runningJobs: number[] = [];
  readonly #shared: SharedTables;

  constructor(
    trace: Trace,
    index: number,
    row: ThreadRow,
    numbers: SiteNumbers,
    internString: (text: string) => number,
    shared: SharedTables,
  ) {
    super(trace, index, row, numbers);
    this.#shared = shared;
    this.internString = internString;
    this.#promiseType = internString('PROMISE');
  }

  // --- EventVisitor ---------------------------------------------------------------------------------------------------------

  string(id: number, text: string): void {
    this.#strings.set(id, this.internString(text));
  }

  gap(reason: 'lost' | 'dropped' | 'damaged'): void {
    this.row.gaps.push({ segment: this.newestSegment, ns: this.lastNs, reason });
    if (reason === 'dropped') this.trace.droppedEvents++;
    if (!this.trace.run.incomplete.includes(reason)) this.trace.run.incomplete.push(reason);
    this.forgetRunning();
    this.#suspension = NONE;
    this.#looping = NONE;
    this.pendingJob = NONE;
    this.runningJobs.length = 0;
  }

  event(op: number, f: Float64Array): void {
    this.position++;
    this.row.eventCount++;
    const a = f[0] as number;
    switch (op) {
      case W.OP_INIT_PROMISE:
        this.#initPromise(a, f[1] as number, f[2] as number);
        return;
      case W.OP_RESOLVE:
        this.#resolve(a);
        return;
      case W.OP_BEFORE_PROMISE: {
        this.#settleSuspension();
        const task = this.#promises.get(a);
        this.beginRun(task, f[1] as number, true);
        if (task !== NONE) this.#resumeByReaction(task);
        return;
      }
      case W.OP_AFTER:
        this.#settleSuspension();
        this.end(a);
        return;
      case W.OP_INIT: {
        this.#settleSuspension();
        const type = this.#strings.get(f[1] as number);
        this.#resources.set(a, this.#newTask(Math.max(type, 0), 0, this.resource(f[2] as number), f[3] as number));
        return;
      }
      case W.OP_BEFORE: {
        this.#settleSuspension();
        const task = this.#resources.get(a);
        this.beginRun(task, f[1] as number, task !== NONE && SAME_TURN.has(this.trace.taskType(task)));
        return;
      }
      default:
        this.#settleSuspension();
        this.#activationEvent(op, f);
    }
  }

  // --- tasks ----------------------------------------------------------------------------------------------------------------

  promise(id: number): number {
    return id === 0 ? NONE : this.#promises.get(id);
  }
  resource(id: number): number {
    return id === 0 ? NONE : this.#resources.get(id);
  }
  stringIndex(wire: number): number {
    return wire === 0 ? 0 : Math.max(0, this.#strings.get(wire));
  }
  activationOf(number: number): number {
    return number === 0 ? NONE : this.#activations.get(number);
  }

  #newTask(type: number, flags: number, parent: number, site: number): number {
    const t = this.trace.tasks;
    const segment = this.segment();
    const task = t.thread.push(this.index);
    t.type.push(type);
    t.flags.push(flags);
    t.site.push(this.numbers.site(site));
    t.parent.push(parent);
    t.initSegment.push(segment);
    t.initNs.push(this.lastNs);
    t.initPosition.push(this.position);
    t.resolveSegment.push(NONE);
    t.resolveNs.push(Number.NaN);
    t.firstResolve.push(NONE);
    t.activation.push(NONE);
    t.suspension.push(NONE);
    t.firstRun.push(NONE);
    t.lastRun.push(NONE);
    t.delayMs.push(-1);
    t.label.push(0);
    t.creator.push(this.activation());
    return task;
  }

  #initPromise(id: number, parentId: number, site: number): void {
    const tasks = this.trace.tasks;
    const parent = this.promise(parentId);
    const task = this.#newTask(this.#promiseType, TASK_PROMISE, parent, site);
    this.#promises.set(id, task);
    this.#newPromise = task;
    this.#newPromisePosition = this.position;
    const parentFlags = parent === NONE ? 0 : tasks.flags.at(parent);
    if (parent !== NONE) tasks.flags.set(parent, parentFlags | TASK_OBSERVED);
    if (this.#looping !== NONE) this.#askIterator(task, parent);
    if (this.#suspension === NONE) return;
    if (this.#suspensionFirst === NONE) {
      // Whether it waits for its own promise, or this is one that V8 makes around a value, shows what comes next.
      const { activation } = this.trace.suspensions;
      this.#setReaction(task, parent === this.trace.activations.promise.at(activation.at(this.#suspension)) ? NONE : parent);
      this.#suspensionFirst = task;
      this.#suspensionParentFlags = parentFlags;
    } else {
      if (parent === this.#suspensionFirst) {
        // The first was a promise made around a value that is no native promise; V8 calls the async function's own promise its parent.
        const wrapped = tasks.parent.at(parent);
        if (wrapped !== NONE) tasks.flags.set(wrapped, this.#suspensionParentFlags);
        tasks.parent.set(parent, NONE);
        tasks.suspension.set(parent, NONE);
        tasks.flags.set(parent, tasks.flags.at(parent) & ~TASK_AWAIT);
        this.#setReaction(task, parent);
      }
      this.#settleSuspension();
    }
  }

  #setReaction(task: number, awaited: number, suspension = this.#suspension): void {
    const tasks = this.trace.tasks;
    const s = this.trace.suspensions;
    s.reaction.set(suspension, task);
    s.awaited.set(suspension, awaited);
    tasks.suspension.set(task, suspension);
    tasks.flags.set(task, tasks.flags.at(task) | TASK_AWAIT);
  }

  /** A promise that is made while a `for await` asks its iterator: the answer, or the reaction to it with which the loop waits. */
  #askIterator(task: number, parent: number): void {
    if (this.#loopAnswer === NONE) {
      this.#loopAnswer = task;
      return;
    }
    const activation = this.#looping;
    if (parent !== this.#loopAnswer || this.activation() !== activation) return;
    this.#looping = NONE;
    this.#setReaction(task, parent, this.#pushSuspension(activation, this.#loopSite));
    this.#leave(activation);
  }

  /** The await's own promises have been seen (or will not be). */
  #settleSuspension(): void {
    if (this.#suspension === NONE) return;
    const { awaited, reaction } = this.trace.suspensions;
    const first = this.#suspensionFirst;
    if (first !== NONE && reaction.at(this.#suspension) === first) awaited.set(this.#suspension, this.trace.tasks.parent.at(first));
    this.#suspension = NONE;
    this.#suspensionFirst = NONE;
  }

  #resolve(id: number): void {
    const task = this.#promises.get(id);
    if (task === NONE) return;
    if (this.#suspension !== NONE && task !== this.#suspensionFirst) this.#settleSuspension();
    const tasks = this.trace.tasks;
    const segment = this.segment();
    tasks.resolveSegment.set(task, segment);
    tasks.resolveNs.set(task, this.lastNs);
    if (tasks.firstResolve.at(task) === NONE) tasks.firstResolve.set(task, segment);
    const activation = tasks.activation.at(task);
    if (activation !== NONE) this.#endActivation(activation);
  }

  // --- activations ----------------------------------------------------------------------------------------------------------

  #activationEvent(op: number, f: Float64Array): void {
    const a = f[0] as number;
    switch (op) {
      case W.OP_TIME:
        this.at(a);
        // It stands between the promise of a call and its start.
        if (this.#newPromisePosition === this.position - 1) this.#newPromisePosition = this.position;
        return;
      case W.OP_ENTER:
        this.#enter(a, NONE, false);
        return;
      case W.OP_CALLBACK:
        this.#enter(a, this.activationOf(f[1] as number), true);
        return;
      case W.OP_SUSPEND:
        this.#suspend(this.activationOf(a), f[1] as number);
        return;
      case W.OP_RESUME: {
        const activation = this.activationOf(a);
        if (activation === NONE) return;
        this.#resume(activation, this.numbers.site(f[1] as number));
        return;
      }
      case W.OP_LEAVE: {
        const activation = this.activationOf(a);
        if (activation === NONE) return;
        const suspension = this.#pushSuspension(activation, this.numbers.site(f[1] as number));
        this.trace.suspensions.awaited.set(suspension, this.promise(f[2] as number));
        this.#leave(activation);
        return;
      }
      case W.OP_LOOP:
        this.#looping = this.activationOf(a);
        this.#loopSite = this.numbers.site(f[1] as number);
        this.#loopAnswer = NONE;
        if (this.#looping !== NONE) this.#loops.set(this.#looping, this.#loopSite);
        return;
      case W.OP_EXIT:
        if (this.activationOf(a) !== NONE) this.#endActivation(this.activationOf(a));
        return;
      case W.OP_LATE_READ:
        this.late(f[0] as number, f[1] as number, f[2] as number, ACCESS_IS_READ, 0, f[3] as number);
        return;
      case W.OP_LATE_WRITE:
        this.late(f[0] as number, f[1] as number, f[2] as number, ACCESS_IS_WRITE, f[3] as number, f[4] as number);
        return;
      case W.OP_READ:
        this.access(f[0] as number, f[1] as number, f[2] as number, ACCESS_IS_READ, 0, this.position, this.segment(), this.activation());
        return;
      case W.OP_WRITE:
        this.access(
          f[0] as number,
          f[1] as number,
          f[2] as number,
          ACCESS_IS_WRITE,
          f[3] as number,
          this.position,
          this.segment(),
          this.activation(),
        );
        return;
      case W.OP_LOCATION_VAR:
        this.newLocation(a, this.numbers.variable(f[1] as number), 0, 0, 0, 0);
        return;
      case W.OP_LOCATION_PROP:
        this.newLocation(a, NONE, f[1] as number, this.stringIndex(f[2] as number), f[3] as number, this.stringIndex(f[4] as number));
        return;
      default:
        recordColdEvent(this, op, f);
    }
  }

  #enter(fn: number, outer: number, sync: boolean): void {
    const acts = this.trace.activations;
    const segment = this.segment();
    const frame = this.frame as Frame;
    const activation = acts.thread.push(this.index);
    acts.fn.push(this.numbers.function(fn));
    acts.startSegment.push(segment);
    acts.startNs.push(this.lastNs);
    acts.caller.push(this.activation());
    const row = this.trace.functions[acts.fn.at(activation)];
    acts.parent.push(sync ? this.#callerOf(row, outer) : this.#callerOfJob());
    const ownPromise = sync ? NONE : this.#promiseOfEntered(row);
    acts.promise.push(ownPromise);
    if (ownPromise !== NONE) this.trace.tasks.activation.set(ownPromise, activation);
    acts.endSegment.push(NONE);
    acts.endNs.push(Number.NaN);
    acts.lastSuspension.push(NONE);
    acts.job.push(this.pendingJob);
    acts.sync.push(sync ? 1 : 0);
    if (this.pendingJob !== NONE) {
      this.trace.requests.job.set(this.pendingJob, activation);
      this.pendingJob = NONE;
    }
    this.#activations.set(++this.calls, activation);
    frame.activations.push(activation);
    this.context();
  }

  /**
   * A callback belongs to the function around it, whoever calls it. Of what a module defines at its top, of a helper that is only ever called by its name (one of those
   * that share the variables of the function that made them), of a method of what that returns, and of a getter, the caller says more, if there is one.
   */
  #callerOf(fn: FunctionRow | undefined, outer: number): number {
    const caller = this.activation();
    if (outer === NONE) return caller === NONE ? this.creator() : caller;
    const around = this.trace.functions[this.trace.activations.fn.at(outer)];
    return (around?.parentFunction === NONE || fn?.called === true) && caller !== NONE ? caller : outer;
  }

  /** A job that a library begins later belongs to who asked for it. */
  #callerOfJob(): number {
    const caller = this.activation();
    return caller === NONE && this.pendingJob !== NONE ? this.trace.requests.activation.at(this.pendingJob) : caller;
  }

  /** The promise that the async function returns which starts now: the one created just before. */
  #promiseOfEntered(fn: FunctionRow | undefined): number {
    if (fn?.generator === true || this.#newPromisePosition !== this.position - 1) return NONE;
    const derivedFrom = this.trace.tasks.parent.at(this.#newPromise);
    if (derivedFrom === NONE) return this.#newPromise;
    // Before a module with top-level await runs, its importer's reaction is attached to its promise.
    return fn !== undefined && fn.parentFunction === NONE ? derivedFrom : NONE;
  }

  #suspend(activation: number, site: number): void {
    if (activation === NONE) return;
    const row = this.#pushSuspension(activation, this.numbers.site(site));
    this.#leave(activation);
    this.#suspension = row;
    this.#suspensionFirst = NONE;
  }

  #pushSuspension(activation: number, site: number, segment: number = this.segment()): number {
    const s = this.trace.suspensions;
    const acts = this.trace.activations;
    const row = s.activation.push(activation);
    s.site.push(site);
    s.segment.push(segment);
    s.startNs.push(this.lastNs);
    s.reaction.push(NONE);
    s.awaited.push(NONE);
    s.resumeSegment.push(NONE);
    s.resumeNs.push(Number.NaN);
    s.previous.push(acts.lastSuspension.at(activation));
    acts.lastSuspension.set(activation, row);
    return row;
  }

  protected override beginWaits(ns: number): void {
    const s = this.trace.suspensions;
    for (; this.#firstNewSuspension < s.length; this.#firstNewSuspension++) {
      const row = this.#firstNewSuspension;
      if (this.trace.activations.thread.at(s.activation.at(row)) === this.index && s.startNs.at(row) < ns) s.startNs.set(row, ns);
    }
  }

  /** Async activations that are still on the stack when their callback ends wait without a word (for await, a returned thenable): in their loop, or at their last site. */
  protected override suspendLeftovers(): void {
    this.#looping = NONE;
    const acts = this.trace.activations;
    const stack = this.frame?.activations ?? [];
    for (const activation of stack) {
      if (acts.sync.at(activation) === 1 || acts.endSegment.at(activation) !== NONE) continue;
      const last = acts.lastSuspension.at(activation);
      const loop = this.#loops.get(activation);
      const site = loop ?? (last === NONE ? NONE : this.trace.suspensions.site.at(last));
      // The piece in which they wait has just ended: no other begins.
      const row = this.#pushSuspension(activation, site, this.newestSegment);
      if (loop !== undefined && activation === stack.at(-1)) this.#waitInLoop(row);
    }
  }

  /** A round of a `for await` ends by waiting for what the iterator answered: that reaction is the last promise of its callback. */
  #waitInLoop(suspension: number): void {
    const { tasks, segments } = this.trace;
    const reaction = this.#newPromise;
    if (reaction === NONE || tasks.suspension.at(reaction) !== NONE) return;
    const answer = tasks.parent.at(reaction);
    const made = segments.atom.at(tasks.initSegment.at(reaction));
    if (answer !== NONE && made === segments.atom.at(this.newestSegment)) this.#setReaction(reaction, answer, suspension);
  }

  #resumeByReaction(task: number): void {
    const suspension = this.trace.tasks.suspension.at(task);
    if (suspension === NONE) return;
    this.#resume(this.trace.suspensions.activation.at(suspension), NONE);
  }

  /** `site`: where it was, as it says itself. */
  #resume(activation: number, site: number): void {
    const last = this.trace.activations.lastSuspension.at(activation);
    const s = this.trace.suspensions;
    if (site !== NONE && this.#loops.has(activation) && this.trace.sites[site]?.kind === 'for-await') this.#loops.set(activation, site);
    if (last !== NONE && s.resumeSegment.at(last) === NONE) {
      if (site !== NONE && s.reaction.at(last) === NONE) s.site.set(last, site);
      s.resumeSegment.set(last, this.segment());
      s.resumeNs.set(last, this.lastNs);
    }
    this.segment();
    const stack = (this.frame as Frame).activations;
    if (!stack.includes(activation)) stack.push(activation);
    this.context();
  }

  #endActivation(activation: number): void {
    const acts = this.trace.activations;
    this.#loops.delete(activation);
    if (acts.endSegment.at(activation) === NONE) {
      acts.endSegment.set(activation, this.segment());
      acts.endNs.set(activation, this.lastNs);
    }
    this.#leave(activation);
  }

  #leave(activation: number): void {
    const stack = this.frame?.activations;
    if (stack === undefined) return;
    const at = stack.lastIndexOf(activation);
    // What is above it ended without a word (an exception left it).
    if (at >= 0) stack.length = at;
    this.context();
  }

  // --- shared tables --------------------------------------------------------------------------------------------------------

  lockRow(kind: number, library: number, name: number, scope: number): number {
    return this.#shared.lockRow(this.#lockKey(kind, library, name, scope));
  }
  keepLockRow(row: number, kind: number, library: number, name: number, scope: number): void {
    this.#shared.keepLockRow(this.#lockKey(kind, library, name, scope), row);
  }
  #lockKey(kind: number, library: number, name: number, scope: number): string {
    return `${scope === 1 ? this.row.process : '*'}:${kind}:${library}:${name}`;
  }
  post(channel: number, row: { segment: number; ns: number; bytes: number; site: number }): void {
    this.#shared.channel(channel).posts.push(row);
  }
  receive(channel: number, row: { segment: number; ns: number }): void {
    this.#shared.channel(channel).receives.push(row);
  }
  /** Messages of a channel count also where they are not looked at: the n-th that is sent is the n-th that arrives. */
  countEarlier(channel: number, field: 'earlierPosts' | 'earlierReceives'): void {
    this.#shared.channel(channel)[field]++;
  }
}
