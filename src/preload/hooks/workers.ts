/**
 * Worker threads: their start (with what they need to record themselves), messages, end. When one has gone, even by terminate(), its last events are taken
 * from the shared memory.
 */
import workerThreads from 'node:worker_threads';
import * as W from '../../wire/events.ts';
import { CHUNK_META } from '../../wire/format.ts';
import type { MetaRecord } from '../../wire/meta.ts';
import { S_EXIT, S_STATE } from '../arena.ts';
import { observeClass, patchNative } from '../bindings.ts';
import { apply, construct, nowNs, safeMap, withoutOwnFrames } from '../builtins.ts';
import { jsonChunk } from '../chunks.ts';
import { drainSlot, slotOfThread } from '../drain.ts';
import { tracedEnvironment, withTracedEnvironment } from '../environment.ts';
import { appendChunk, emit, isRecording, logDescriptor, siteRegister } from '../recorder.ts';
import { duringStart, noteWorkerData } from '../shared/sharedMemoryPasses.ts';
import { underRealId, visibleThread } from '../threads.ts';
import { forget, isHiding, onBefore, onResourceType } from './asyncTasks.ts';
import { channelToWorker, connectPort, forgetTransferred, noteTransfers, portId, WORKER_DATA } from './ports.ts';

interface WorkerOptions {
  readonly env?: unknown;
  readonly execArgv?: unknown;
  readonly eval?: unknown;
  readonly name?: unknown;
  readonly transferList?: unknown;
}

let arena: SharedArrayBuffer | undefined;
let ownThread = 0;
const originalWorker = workerThreads.Worker;
/** Resource of a running worker → its thread. */
const running = safeMap<number, number>();
const terminated = new Set<number>();
/** Internal port of a worker that is not online yet → its thread. */
const starting = safeMap<number, number>();
let newestWorker = 0;
let stopIsPatched = false;

export function installWorkers(sharedArena: SharedArrayBuffer, thread: number): void {
  arena = sharedArena;
  ownThread = thread;
  onResourceType('WORKER', initWorker);
  workerThreads.Worker = observeClass(originalWorker, observeWorker, 'Worker');
}

function initWorker(id: number, resource: object): void {
  newestWorker = id;
  if (stopIsPatched) return;
  stopIsPatched = true;
  patchNative(
    Object.getPrototypeOf(resource) as object,
    'stopThread',
    (original) =>
      function stopThread(this: { threadId?: number }, ...args: unknown[]): unknown {
        const thread = visibleThread(this.threadId ?? -1);
        if (isRecording() && thread > 0) {
          terminated.add(thread);
          emit(W.OP_WORKER_STATE, thread, W.WORKER_TERMINATE, 0);
        }
        return apply(original, this, args);
      },
  );
}

function observeWorker(args: unknown[], newTarget: Function): object {
  const options = args[1] as WorkerOptions | null | undefined;
  if (isHiding()) return construct(originalWorker, args, newTarget) as object;
  if (!isRecording()) return underRealId(() => construct(originalWorker, args, newTarget) as object);
  const site = siteRegister[0] as number;
  const env = options?.env;
  const worker = duringStart(() =>
    withoutOwnFrames(() =>
      underRealId(() => {
        const isOwn = typeof env === 'object' && env !== null && env !== process.env;
        const given = isOwn ? [args[0], withEnvironment(options as object, tracedEnvironment(env))] : args;
        // A copy of NODE_OPTIONS may say what a worker's own may not; Node knows it by the one in process.env.
        return withTracedEnvironment(() => construct(originalWorker, given, newTarget) as object);
      }),
    ),
  );
  announce(worker as { threadId: number }, args[0], options ?? {}, site);
  return worker;
}

/** The caller's options with another environment; getters and everything else stay the caller's. */
function withEnvironment(options: object, env: object): object {
  return new Proxy(Object.create(options) as object, {
    get: (_target, key) => (key === 'env' ? env : (Reflect.get(options, key) as unknown)),
  });
}

function announce(worker: { threadId: number }, file: unknown, options: WorkerOptions, site: number): void {
  const thread = worker.threadId;
  const isEval = options.eval === true;
  const text = isEval ? '[worker eval]' : String(file);
  const id = newestWorker;
  const name = typeof options.name === 'string' ? options.name : '';
  const record: MetaRecord = {
    type: 'thread',
    pid: process.pid,
    thread,
    parent: ownThread,
    name: name || text,
    startNs: nowNs(),
    eval: isEval,
  };
  appendChunk(jsonChunk(CHUNK_META, process.pid, ownThread, record));
  emit(W.OP_WORKER, thread, text, site, id);
  running.set(id, thread);
  onBefore(id, finish);
  const down = channelToWorker(thread);
  noteWorkerData(down, options);
  noteTransfers(down, WORKER_DATA, options.transferList);
  forgetTransferred(options.transferList);
  for (const symbol of Object.getOwnPropertySymbols(worker)) {
    const value = (worker as unknown as Record<symbol, unknown>)[symbol];
    if (typeof value !== 'object' || value === null) continue;
    if (symbol.description === 'kPublicPort') connectPort(value, down, down + 1);
    if (symbol.description === 'kPort') {
      const port = portId(value);
      if (port === 0) continue;
      starting.set(port, thread);
      onBefore(port, online);
    }
  }
}

/** The first message on the internal port says that the worker's script is about to run. */
function online(id: number): void {
  const thread = starting.get(id);
  forget(id);
  if (thread === undefined) return;
  starting.delete(id);
  emit(W.OP_WORKER_STATE, thread, W.WORKER_ONLINE, 0);
}

function finish(id: number): void {
  const thread = running.get(id);
  forget(id);
  if (thread === undefined) return;
  running.delete(id);
  const slot = arena === undefined ? undefined : slotOfThread(arena, thread);
  let code = 1;
  if (slot !== undefined) {
    drainSlot(slot, logDescriptor());
    const known = slot.head[S_EXIT] as number;
    if (known !== 0 && !terminated.has(thread)) code = known - 1;
    Atomics.store(slot.head, S_STATE, 0);
  }
  terminated.delete(thread);
  emit(W.OP_WORKER_STATE, thread, W.WORKER_EXIT, code);
}
