/**
 * Messages between threads. A channel number stands for one direction between two ports; both ends know it, so the n-th post on it is the n-th receive.
 * Nothing is added to the messages: a worker's own channel has the number that follows from its thread id, the ports of a MessageChannel get theirs
 * when it is made, and a transferred port finds its number in a table that the threads share.
 */
import workerThreads from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import * as W from '../../wire/events.ts';
import { A_CHANNELS, A_TRANSFER, CHANNEL_COUNT, channelCounters, TRANSFER_COUNT, TRANSFER_INTS, transferTable } from '../arena.ts';
import { observeConstructor } from '../bindings.ts';
import {
  apply,
  construct,
  executionAsyncResource,
  nowNs,
  safeMap,
  safeSet,
  safeWeakMap,
  withoutOwnFrames,
  wrapMethod,
} from '../builtins.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';
import { notePasses } from '../shared/sharedMemoryPasses.ts';
import { forget, onBefore, onOldResource, onResourceType } from './asyncTasks.ts';
import { copiedBytes } from './messageSize.ts';

interface Ends {
  /** Channel that the port posts to. */
  readonly out: number;
  /** Channel that it receives from. */
  readonly in: number;
}

const ends = safeWeakMap<object, Ends>();
const asyncIds = safeWeakMap<object, number>();
const incoming = safeMap<number, number>();
/** Ports that came with the message whose callback is about to start. */
let fresh: object[] = [];
let arenaHead: Int32Array = new Int32Array(16);
let counters: Int32Array = new Int32Array(2 * CHANNEL_COUNT);
let transfers: Int32Array = new Int32Array(TRANSFER_COUNT * TRANSFER_INTS);

/** Channel from the parent to worker `thread`; the way back is the next number. */
export function channelToWorker(thread: number): number {
  return thread * 2;
}

/** First number of other channels; workers' own are below. */
export const FIRST_CHANNEL = 1 << 20;

export function installPorts(arena: SharedArrayBuffer, header: Int32Array, thread: number): void {
  arenaHead = header;
  transfers = transferTable(arena);
  counters = channelCounters(arena);
  onResourceType('MESSAGEPORT', initPort);
  const { MessagePort: Port, MessageChannel: Channel, parentPort } = workerThreads;
  wrapMethod(Port.prototype, 'postMessage', observePost);
  for (const name of ['ref', 'unref', 'close'] as const) wrapMethod(Port.prototype, name, observeState(name));
  const channel = observeConstructor(Channel, observeChannel);
  workerThreads.MessageChannel = channel;
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'MessageChannel');
  if (descriptor !== undefined && descriptor.configurable === true) {
    // Reading it may be what loads it; node:worker_threads has loaded it already.
    Object.defineProperty(
      globalThis,
      'MessageChannel',
      'value' in descriptor ? { ...descriptor, value: channel } : { value: channel, writable: true, enumerable: false, configurable: true },
    );
  }
  wrapMethod(workerThreads, 'receiveMessageOnPort', observeReceive);
  if (parentPort !== null) {
    ends.set(parentPort, { out: channelToWorker(thread) + 1, in: channelToWorker(thread) });
    onOldResource(findOldPort);
    adoptWorkerData(thread);
  }
}

/** The callbacks of parentPort and of ports in workerData, which are older than the hooks. */
function findOldPort(id: number): void {
  const resource = executionAsyncResource();
  const own = ends.get(resource);
  if (own === undefined) return;
  asyncIds.set(resource, id);
  incoming.set(id, own.in);
  onBefore(id, receive);
  receive(id);
}

function initPort(id: number, resource: object): void {
  asyncIds.set(resource, id);
  fresh[fresh.length] = resource;
  if (fresh.length > 64) fresh = fresh.slice(32);
}

/** Gives a port its channels; its callbacks are receives from now on. */
export function connectPort(port: object, out: number, into: number): void {
  ends.set(port, { out, in: into });
  const id = asyncIds.get(port);
  if (id === undefined) return;
  incoming.set(id, into);
  onBefore(id, receive);
}

/** Async id of a port, 0 when it is not known. */
export function portId(port: object): number {
  return asyncIds.get(port) ?? 0;
}

function observeChannel(args: unknown[], newTarget: Function): object {
  const channel = construct(original(), args, newTarget) as { port1: MessagePort; port2: MessagePort };
  const number = Atomics.add(arenaHead, A_CHANNELS, 2);
  connectPort(channel.port1, number, number + 1);
  connectPort(channel.port2, number + 1, number);
  for (const port of [channel.port1, channel.port2]) {
    if (isRecording() && portId(port) !== 0) emit(W.OP_TIMER_STATE, portId(port), W.TIMER_UNREF);
  }
  return channel;
}

/** A port keeps the process alive from its first listener on (Node refs it then, as it does with the inner port of a BroadcastChannel) until it is closed or has none. */
function observeState(name: 'ref' | 'unref' | 'close'): (original: Function) => Function {
  return (original) =>
    ({
      method(this: object, ...args: unknown[]): unknown {
        const id = isRecording() ? portId(this) : 0;
        if (id !== 0 && name === 'close') emit(W.OP_HANDLE_CLOSE, id);
        else if (id !== 0) emit(W.OP_TIMER_STATE, id, name === 'ref' ? W.TIMER_REF : W.TIMER_UNREF);
        return apply(original, this, args);
      },
    }).method;
}

const originalChannel = workerThreads.MessageChannel;
function original(): typeof originalChannel {
  return originalChannel;
}

/** A message that takes this long to send holds a lot; channels of which the last one did. */
const SLOW_NS = 1e6;
const slow = safeSet<number>();

function observePost(post: Function): Function {
  return {
    postMessage(this: object, ...args: unknown[]): unknown {
      const own = isRecording() ? ends.get(this) : undefined;
      notePasses(own?.out ?? 0, args[0]);
      if (own === undefined) return withoutOwnFrames(() => apply(post, this, args) as unknown);
      const at = own.out % CHANNEL_COUNT;
      noteTransfers(own.out, Atomics.add(counters, at, 1) + 1, args[1]);
      // Before it is sent: the receiver may answer by ending this thread.
      emit(W.OP_POST, own.out, siteRegister[0] as number, copiedBytes(args[0], args[1], slow.has(own.out)));
      const startNs = nowNs();
      let sent = false;
      try {
        const result = withoutOwnFrames(() => apply(post, this, args) as unknown);
        sent = true;
        if (nowNs() - startNs >= SLOW_NS) slow.add(own.out);
        else slow.delete(own.out);
        forgetTransferred(args[1]);
        return result;
      } finally {
        if (!sent) {
          // The next one has its number.
          Atomics.sub(counters, at, 1);
          emit(W.OP_POST, own.out, 0, W.POST_FAILED);
        }
      }
    },
  }.postMessage;
}

/** Leaves the channels of transferred ports where the receiving thread finds them: by channel and number of the message. */
export function noteTransfers(channel: number, count: number, list: unknown): void {
  if (list === undefined || list === null) return;
  let index = 0;
  for (const item of portsIn(list)) {
    const own = ends.get(item);
    if (own !== undefined) {
      const at = (Atomics.add(arenaHead, A_TRANSFER, 1) % TRANSFER_COUNT) * TRANSFER_INTS;
      transfers[at] = channel;
      transfers[at + 1] = count;
      transfers[at + 2] = index;
      transfers[at + 3] = own.out;
      transfers[at + 4] = own.in;
    }
    index++;
  }
}

function portsIn(list: unknown): object[] {
  const items = Array.isArray(list) ? list : (list as { transfer?: unknown } | null | undefined)?.transfer;
  if (!Array.isArray(items)) return [];
  return (items as unknown[]).filter(
    (item): item is object => typeof item === 'object' && item !== null && item instanceof workerThreads.MessagePort,
  );
}

/** A port that was sent away is closed here: its last callback is no message. */
export function forgetTransferred(list: unknown): void {
  if (list === undefined || list === null) return;
  for (const port of portsIn(list)) {
    const id = asyncIds.get(port);
    if (id === undefined) continue;
    incoming.delete(id);
    forget(id);
  }
}

function adopt(channel: number, count: number, ports: readonly object[]): void {
  for (let at = 0; at < transfers.length; at += TRANSFER_INTS) {
    if (transfers[at] !== channel || transfers[at + 1] !== count) continue;
    const port = ports[transfers[at + 2] as number];
    if (port !== undefined) connectPort(port, transfers[at + 3] as number, transfers[at + 4] as number);
  }
}

/** Message number of what comes with a worker's start. */
export const WORKER_DATA = 0;

/** Ports in workerData are older than the hooks: they are found again through the data itself. */
function adoptWorkerData(thread: number): void {
  const data = workerThreads.workerData as unknown;
  const ports: object[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || ports.length >= 8) return;
    if (value instanceof workerThreads.MessagePort) ports[ports.length] = value;
    else if (depth < 3) for (const child of Object.values(value)) visit(child, depth + 1);
  };
  visit(data, 0);
  adopt(channelToWorker(thread), WORKER_DATA, ports);
}

function receive(id: number): void {
  const channel = incoming.get(id);
  if (channel === undefined) return;
  const at = channel % CHANNEL_COUNT;
  // More callbacks than messages: the last one is the closing of the port.
  if ((counters[CHANNEL_COUNT + at] as number) >= (counters[at] as number)) return;
  count(channel);
  emit(W.OP_ROOT, W.ROOT_MESSAGE, 'message', channel);
}

function count(channel: number): void {
  const number = Atomics.add(counters, CHANNEL_COUNT + (channel % CHANNEL_COUNT), 1) + 1;
  emit(W.OP_RECEIVE, channel);
  if (fresh.length > 0) {
    adopt(channel, number, fresh);
    fresh = [];
  }
}

function observeReceive(receiveMessageOnPort: Function): Function {
  return function receiveMessage(this: unknown, port: object): unknown {
    fresh = [];
    const result = apply(receiveMessageOnPort, this, [port]) as unknown;
    const own = result === undefined || !isRecording() ? undefined : ends.get(port);
    if (own !== undefined) count(own.in);
    return result;
  };
}
