/**
 * A small event loop that writes the tables of a trace directly: generators play async functions, virtual time passes. For pictures and benchmarks, where
 * the encoder and the builder would only be in the way.
 */
import { COMBINE_ALL, LOCK_MUTEX, ROOT_HTTP_REQUEST } from '../../src/wire/events.ts';
import { NONE } from '../../src/model/ids.ts';
import { TASK_AWAIT, TASK_COMBINED, TASK_OBSERVED, TASK_PROMISE, TASK_REPEAT, Trace } from '../../src/model/trace.ts';

export const MS = 1e6;
const ORIGIN = 5e9;

export type Step =
  | { readonly op: 'run'; readonly ms: number }
  | { readonly op: 'block'; readonly ms: number; readonly api: string; readonly line: number }
  | { readonly op: 'sleep'; readonly ms: number; readonly line: number }
  | { readonly op: 'io'; readonly ms: number; readonly type: string; readonly label: string; readonly line: number }
  | { readonly op: 'call'; readonly fn: Fn; readonly line: number }
  | { readonly op: 'all'; readonly fns: readonly Fn[]; readonly line: number }
  | { readonly op: 'spawn'; readonly fn: Fn; readonly line: number }
  | { readonly op: 'lock'; readonly lock: number; readonly line: number }
  | { readonly op: 'unlock'; readonly lock: number }
  | { readonly op: 'post'; readonly channel: number; readonly bytes: number }
  | { readonly op: 'receive'; readonly channel: number; readonly line: number }
  | { readonly op: 'never'; readonly line: number };

export interface Fn {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly body: () => Generator<Step, void, void>;
}

interface Activation {
  readonly id: number;
  readonly thread: number;
  readonly steps: Generator<Step, void, void>;
  readonly promise: number;
  readonly fn: Fn;
}
interface Thread {
  now: number;
  turn: number;
  segment: number;
  readonly micro: (() => void)[];
}

export class Simulation {
  readonly trace = new Trace();
  readonly #threads: Thread[] = [];
  readonly #queue: { ns: number; order: number; thread: number; run: () => void }[] = [];
  readonly #waiters = new Map<number, (() => void)[]>();
  readonly #strings = new Map<string, number>([['', 0]]);
  readonly #functions = new Map<string, number>();
  readonly #sites = new Map<string, number>();
  readonly #files = new Map<string, number>();
  readonly #holder = new Map<number, number>();
  readonly #waiting = new Map<number, { request: number; act: Activation }[]>();
  readonly #requestOf = new Map<string, number>();
  readonly #mail = new Map<number, number[]>();
  readonly #receivers = new Map<number, (() => void)[]>();
  readonly #current: number[] = [];
  #order = 0;

  constructor() {
    const { run } = this.trace;
    run.originNs = ORIGIN;
    (run as { id: string }).id = 'demo';
    run.command = ['node', 'server.js'];
    run.startedAt = '2026-01-01T12:04:00.000Z';
  }

  process(pid: number, argv: readonly string[], startMs: number): number {
    const row = {
      pid,
      ppid: 1,
      node: 'v22.1.0',
      argv,
      cwd: '/shop',
      startNs: ORIGIN + startMs * MS,
      transformed: true,
      debugged: false,
      poolSize: 4,
      cores: 4,
    };
    return this.trace.processes.push(row) - 1;
  }
  thread(process: number, threadId: number, name: string, startMs: number): number {
    const startNs = ORIGIN + startMs * MS;
    const row = {
      process,
      threadId,
      parent: threadId === 0 ? NONE : 0,
      name,
      startNs,
      endNs: startNs,
      readyNs: startNs,
      exitReason: NONE,
      exitCode: 0,
      gaps: [],
      main: NONE,
      earlier: NONE,
      exiting: NONE,
      eventCount: 0,
    };
    this.trace.threads.push(row as never);
    return this.#threads.push({ now: startNs, turn: -1, segment: NONE, micro: [] }) - 1;
  }
  worker(thread: number, child: number, file: string): void {
    const startNs = this.trace.threads[child]?.startNs ?? ORIGIN;
    this.trace.workers.push({
      thread,
      workerThreadId: child,
      file,
      site: NONE,
      segment: 0,
      startNs,
      onlineNs: startNs,
      exitNs: Number.NaN,
      exitCode: 0,
      terminated: false,
      child,
    });
  }
  lock(name: string, file: string, line: number): number {
    const { locks } = this.trace;
    locks.thread.push(0);
    locks.kind.push(LOCK_MUTEX);
    locks.permits.push(1);
    locks.library.push(this.#string('async-mutex'));
    locks.name.push(this.#string(name));
    locks.site.push(this.#site(file, line, 'new', name, NONE));
    return locks.scope.push(0);
  }

  /** The main script of a thread runs `fn` as its first call. */
  main(thread: number, ms: number, runMs: number, fn: Fn | null): void {
    this.#at(thread, ORIGIN + ms * MS, () => {
      const segment = this.#begin(thread, NONE);
      (this.trace.threads[thread] as { main: number }).main = segment;
      this.#advance(thread, runMs);
      (this.trace.threads[thread] as { readyNs: number }).readyNs = this.#threads[thread]!.now;
      if (fn !== null) this.#call(thread, fn, NONE, 1, false);
    });
  }
  /** A request comes in. */
  request(thread: number, ms: number, label: string, fn: Fn): void {
    this.#at(thread, ORIGIN + ms * MS, () => {
      const task = this.#resource(thread, 'HTTPINCOMINGMESSAGE', NONE, NONE);
      const segment = this.#begin(thread, task);
      const ns = this.#threads[thread]!.now;
      this.trace.segments.root.set(segment, this.trace.roots.push({ kind: ROOT_HTTP_REQUEST, label, channel: 1, segment, ns }) - 1);
      this.#advance(thread, 0.05);
      this.#call(thread, fn, NONE, fn.line, false);
    });
  }
  interval(thread: number, everyMs: number, untilMs: number, file: string, line: number, fn: Fn): void {
    const task = this.#resource(thread, 'Timeout', this.#site(file, line, 'call', 'setInterval', NONE), NONE);
    this.trace.tasks.flags.set(task, TASK_REPEAT);
    this.trace.tasks.delayMs.set(task, everyMs);
    this.trace.tasks.initNs.set(task, ORIGIN);
    for (let ms = everyMs; ms < untilMs; ms += everyMs) {
      this.#at(thread, ORIGIN + ms * MS, () => {
        this.#begin(thread, task);
        this.#call(thread, fn, NONE, line, false);
      });
    }
  }

  /** Lets time pass until nothing is left to do or the end is reached, and ends the run. */
  finish(endMs: number, exitCode: number | null): Trace {
    const end = ORIGIN + endMs * MS;
    for (;;) {
      this.#queue.sort((a, b) => a.ns - b.ns || a.order - b.order);
      const next = this.#queue.shift();
      if (next === undefined || next.ns > end) break;
      const thread = this.#threads[next.thread]!;
      thread.now = Math.max(thread.now, next.ns);
      thread.turn++;
      next.run();
      this.#end(next.thread);
      while (thread.micro.length > 0) {
        thread.now += 300;
        thread.micro.shift()!();
        this.#end(next.thread);
      }
    }
    for (const [i, thread] of this.trace.threads.entries()) thread.endNs = Math.max(end, this.#threads[i]!.now);
    Object.assign(this.trace.run, { ended: true, exitCode, durationMs: endMs });
    this.trace.eventCount = this.trace.segments.length * 3 + this.trace.tasks.length + this.trace.suspensions.length;
    return this.trace;
  }

  #at(thread: number, ns: number, run: () => void): void {
    this.#queue.push({ ns, order: this.#order++, thread, run });
  }
  #string(text: string): number {
    let index = this.#strings.get(text);
    if (index === undefined) {
      index = this.trace.strings.push(text) - 1;
      this.#strings.set(text, index);
    }
    return index;
  }
  #file(path: string): number {
    let index = this.#files.get(path);
    if (index === undefined) {
      index = this.trace.files.push({ path, hash: '0', map: '', ignores: [], process: 0 }) - 1;
      this.#files.set(path, index);
    }
    return index;
  }
  #site(file: string, line: number, kind: 'call' | 'new' | 'await', text: string, fn: number): number {
    const key = `${file}:${line}:${kind}`;
    let index = this.#sites.get(key);
    if (index === undefined) {
      index = this.trace.sites.push({ line, column: 2, kind, fn: 0, text, file: this.#file(file), function: fn, variableIndex: NONE }) - 1;
      this.#sites.set(key, index);
    }
    return index;
  }
  #function(fn: Fn): number {
    const key = `${fn.file}:${fn.line}`;
    let index = this.#functions.get(key);
    if (index === undefined) {
      index =
        this.trace.functions.push({
          name: fn.name,
          line: fn.line,
          column: 0,
          async: true,
          generator: false,
          parent: 0,
          file: this.#file(fn.file),
          parentFunction: NONE,
        }) - 1;
      this.#functions.set(key, index);
    }
    return index;
  }

  #task(thread: number, type: string, flags: number, site: number, parent: number): number {
    const { tasks } = this.trace;
    const state = this.#threads[thread]!;
    tasks.thread.push(thread);
    tasks.type.push(this.#string(type));
    tasks.flags.push(flags);
    tasks.site.push(site);
    tasks.parent.push(parent);
    tasks.initSegment.push(state.segment);
    tasks.initNs.push(state.now);
    for (const column of [
      tasks.resolveSegment,
      tasks.firstResolve,
      tasks.activation,
      tasks.suspension,
      tasks.firstRun,
      tasks.lastRun,
      tasks.delayMs,
    ]) {
      column.push(NONE);
    }
    tasks.resolveNs.push(Number.NaN);
    tasks.label.push(0);
    return tasks.creator.push(this.#current.at(-1) ?? NONE);
  }
  #resource(thread: number, type: string, site: number, parent: number): number {
    return this.#task(thread, type, 0, site, parent);
  }
  #promise(thread: number, flags: number, site: number, parent: number): number {
    return this.#task(thread, 'PROMISE', TASK_PROMISE | flags, site, parent);
  }

  #begin(thread: number, task: number): number {
    const { segments, tasks } = this.trace;
    const state = this.#threads[thread]!;
    const index = segments.thread.push(thread);
    segments.task.push(task);
    segments.startNs.push(state.now);
    segments.endNs.push(state.now);
    segments.turn.push(state.turn);
    segments.atom.push(index);
    segments.outer.push(NONE);
    segments.previous.push(state.segment);
    segments.root.push(NONE);
    segments.jobOf.push(NONE);
    if (task !== NONE) {
      if (tasks.firstRun.at(task) === NONE) tasks.firstRun.set(task, index);
      tasks.lastRun.set(task, index);
    }
    state.segment = index;
    return index;
  }
  #end(thread: number): void {
    const state = this.#threads[thread]!;
    state.now += 200;
    this.trace.segments.endNs.set(state.segment, state.now);
  }
  #advance(thread: number, ms: number): void {
    this.#threads[thread]!.now += ms * MS;
  }

  #call(thread: number, fn: Fn, parent: number, line: number, awaited: boolean): Activation {
    const { activations } = this.trace;
    const index = this.#function(fn);
    const promise = this.#promise(thread, awaited ? TASK_OBSERVED : 0, this.#site(fn.file, line, 'call', `${fn.name}()`, index), NONE);
    const state = this.#threads[thread]!;
    const id = activations.thread.push(thread);
    activations.fn.push(index);
    activations.startSegment.push(state.segment);
    activations.startNs.push(state.now);
    activations.parent.push(parent);
    activations.caller.push(parent);
    activations.promise.push(promise);
    activations.endSegment.push(NONE);
    activations.endNs.push(Number.NaN);
    activations.lastSuspension.push(NONE);
    activations.job.push(NONE);
    activations.sync.push(0);
    this.trace.tasks.activation.set(promise, id);
    const act: Activation = { id, thread, steps: fn.body(), promise, fn };
    this.#resume(act);
    return act;
  }

  #resume(act: Activation): void {
    this.#current.push(act.id);
    this.#runSteps(act);
    this.#current.pop();
  }
  #runSteps(act: Activation): void {
    const { trace } = this;
    const state = this.#threads[act.thread]!;
    for (;;) {
      const { value: step, done } = act.steps.next();
      if (done === true || step === undefined) {
        trace.activations.endSegment.set(act.id, state.segment);
        trace.activations.endNs.set(act.id, state.now);
        this.#settle(act.promise, act.thread);
        return;
      }
      switch (step.op) {
        case 'run':
          this.#advance(act.thread, step.ms);
          break;
        case 'block': {
          const startNs = state.now;
          this.#advance(act.thread, step.ms);
          const site = this.#site(act.fn.file, step.line, 'call', step.api, NONE);
          trace.blocks.push({
            thread: act.thread,
            segment: state.segment,
            api: step.api,
            site,
            activation: act.id,
            startNs,
            endNs: state.now,
          } as never);
          break;
        }
        case 'sleep': {
          const timer = this.#resource(act.thread, 'Timeout', NONE, NONE);
          trace.tasks.delayMs.set(timer, step.ms);
          this.#awaitResource(act, timer, step.ms, step.line);
          return;
        }
        case 'io': {
          const request = this.#resource(act.thread, step.type, NONE, NONE);
          trace.tasks.label.set(request, this.#string(step.label));
          this.#awaitResource(act, request, step.ms, step.line);
          return;
        }
        case 'spawn':
          this.#call(act.thread, step.fn, act.id, step.line, false);
          break;
        case 'call': {
          const child = this.#call(act.thread, step.fn, act.id, step.line, true);
          this.#suspend(act, child.promise, step.line);
          return;
        }
        case 'all': {
          const members = step.fns.map((fn) => this.#call(act.thread, fn, act.id, step.line, true).promise);
          const result = this.#promise(act.thread, TASK_OBSERVED, NONE, NONE);
          for (const member of members) trace.tasks.flags.set(member, trace.tasks.flags.at(member) | TASK_COMBINED);
          trace.combines.push({ kind: COMBINE_ALL, result, members, segment: state.segment });
          let left = members.length;
          for (const member of members) {
            this.#whenSettled(member, act.thread, () => {
              this.#begin(act.thread, member);
              if (--left === 0) this.#settle(result, act.thread);
            });
          }
          this.#suspend(act, result, step.line);
          return;
        }
        case 'lock':
          this.#lockStep(act, step.lock, step.line);
          return;
        case 'unlock':
          this.#unlock(act, step.lock);
          break;
        case 'post': {
          const message = {
            channel: step.channel,
            postSegment: state.segment,
            postNs: state.now,
            receiveSegment: NONE,
            receiveNs: Number.NaN,
            bytes: step.bytes,
            site: NONE,
          };
          const index = trace.messages.push(message) - 1;
          (this.#mail.get(step.channel) ?? this.#mail.set(step.channel, []).get(step.channel)!).push(index);
          this.#receivers.get(step.channel)?.shift()?.();
          break;
        }
        case 'receive': {
          const promise = this.#promise(act.thread, TASK_OBSERVED, NONE, NONE);
          const port = this.#resource(act.thread, 'MESSAGEPORT', NONE, NONE);
          const deliver = (): void => {
            const message = trace.messages[this.#mail.get(step.channel)!.shift()!]!;
            this.#at(act.thread, message.postNs + 0.15 * MS, () => {
              message.receiveSegment = this.#begin(act.thread, port);
              message.receiveNs = state.now;
              this.#advance(act.thread, 0.02);
              this.#settle(promise, act.thread);
            });
          };
          if ((this.#mail.get(step.channel)?.length ?? 0) > 0) deliver();
          else (this.#receivers.get(step.channel) ?? this.#receivers.set(step.channel, []).get(step.channel)!).push(deliver);
          this.#suspend(act, promise, step.line);
          return;
        }
        default:
          this.#suspend(act, this.#promise(act.thread, TASK_OBSERVED, NONE, NONE), step.line);
          return;
      }
    }
  }

  #awaitResource(act: Activation, resource: number, ms: number, line: number): void {
    const promise = this.#promise(act.thread, TASK_OBSERVED, NONE, NONE);
    this.#at(act.thread, this.#threads[act.thread]!.now + ms * MS, () => {
      this.#begin(act.thread, resource);
      this.#advance(act.thread, 0.004);
      this.#settle(promise, act.thread);
    });
    this.#suspend(act, promise, line);
  }

  #suspend(act: Activation, awaited: number, line: number): void {
    const { suspensions, activations, tasks } = this.trace;
    const state = this.#threads[act.thread]!;
    const reaction = this.#promise(act.thread, TASK_AWAIT, NONE, awaited);
    const index = suspensions.activation.push(act.id);
    suspensions.site.push(this.#site(act.fn.file, line, 'await', '', this.#function(act.fn)));
    suspensions.segment.push(state.segment);
    suspensions.startNs.push(state.now);
    suspensions.reaction.push(reaction);
    suspensions.awaited.push(awaited);
    suspensions.resumeSegment.push(NONE);
    suspensions.resumeNs.push(Number.NaN);
    suspensions.previous.push(activations.lastSuspension.at(act.id));
    activations.lastSuspension.set(act.id, index);
    tasks.suspension.set(reaction, index);
    this.#whenSettled(awaited, act.thread, () => {
      suspensions.resumeSegment.set(index, this.#begin(act.thread, reaction));
      suspensions.resumeNs.set(index, state.now);
      this.#resume(act);
    });
  }

  #whenSettled(promise: number, thread: number, run: () => void): void {
    if (this.trace.tasks.resolveSegment.at(promise) !== NONE) this.#threads[thread]!.micro.push(run);
    else (this.#waiters.get(promise) ?? this.#waiters.set(promise, []).get(promise)!).push(run);
  }
  #settle(promise: number, thread: number): void {
    const { tasks } = this.trace;
    const state = this.#threads[thread]!;
    tasks.resolveSegment.set(promise, state.segment);
    tasks.firstResolve.set(promise, state.segment);
    tasks.resolveNs.set(promise, state.now);
    for (const run of this.#waiters.get(promise) ?? []) state.micro.push(run);
    this.#waiters.delete(promise);
  }

  #lockStep(act: Activation, lock: number, line: number): void {
    const { requests } = this.trace;
    const state = this.#threads[act.thread]!;
    const promise = this.#promise(act.thread, TASK_OBSERVED, NONE, NONE);
    const request = requests.lock.push(lock);
    for (const column of [requests.weight, requests.mode]) column.push(0);
    requests.site.push(this.#site(act.fn.file, line, 'await', 'acquire', this.#function(act.fn)));
    requests.promise.push(promise);
    requests.activation.push(act.id);
    requests.requestSegment.push(state.segment);
    requests.requestNs.push(state.now);
    for (const column of [
      requests.under,
      requests.acquireSegment,
      requests.releaseSegment,
      requests.releaseSite,
      requests.job,
      requests.jobEndSegment,
      requests.jobPromise,
      requests.cancelled,
      requests.releasedBy,
      requests.againSite,
    ]) {
      column.push(NONE);
    }
    for (const column of [
      requests.acquireNs,
      requests.releaseNs,
      requests.requestPosition,
      requests.acquirePosition,
      requests.releasePosition,
    ]) {
      column.push(Number.NaN);
    }
    requests.open.push(0);
    requests.releases.push(0);
    this.#requestOf.set(`${act.id}:${lock}`, request);
    const waiting = this.#waiting.get(lock) ?? [];
    this.#waiting.set(lock, waiting);
    if (this.#holder.get(lock) === undefined) this.#grant(lock, request, act);
    else waiting.push({ request, act });
    this.#suspend(act, promise, line);
  }
  #grant(lock: number, request: number, act: Activation): void {
    const { requests } = this.trace;
    const state = this.#threads[act.thread]!;
    this.#holder.set(lock, request);
    requests.acquireSegment.set(request, state.segment);
    requests.acquireNs.set(request, state.now);
    this.#settle(requests.promise.at(request), act.thread);
  }
  #unlock(act: Activation, lock: number): void {
    const { requests } = this.trace;
    const state = this.#threads[act.thread]!;
    const request = this.#requestOf.get(`${act.id}:${lock}`);
    if (request === undefined) return;
    requests.releaseSegment.set(request, state.segment);
    requests.releaseNs.set(request, state.now);
    requests.releases.set(request, 1);
    this.#holder.delete(lock);
    const next = this.#waiting.get(lock)?.shift();
    if (next !== undefined) this.#grant(lock, next.request, next.act);
  }
}
