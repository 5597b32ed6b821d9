/** Names for sockets and pipes: whom they listen for or connect to, and when they are closed. Read at the native handles, no listener is added. */
import * as W from '../../wire/events.ts';
import { nativeBinding, nativePrototype, patchNative } from '../bindings.ts';
import { apply, safeMap } from '../builtins.ts';
import { currentDepth } from '../recordAsync.ts';
import { emit, isRecording } from '../recorder.ts';
import { isHiding, onBefore, onResourceType } from './asyncTasks.ts';

type Handle = object;
interface Address {
  address?: string;
  port?: number;
}

let getAsyncId: Function | undefined;
/** Labelled handles that are still open: only their closing is recorded. */
const labelled = safeMap<number, true>();
/** A connection that a listening handle has just accepted; its callback is about to start. */
let accepted = 0;

export function installHandles(): void {
  const tcp = nativeBinding('tcp_wrap');
  const pipe = nativeBinding('pipe_wrap');
  const udp = nativeBinding('udp_wrap');
  const tcpPrototype = nativePrototype(tcp, 'TCP');
  const pipePrototype = nativePrototype(pipe, 'Pipe');
  getAsyncId = (tcpPrototype as { getAsyncId?: Function } | undefined)?.getAsyncId;
  if (getAsyncId === undefined) return;
  for (const name of ['connect', 'connect6']) {
    patchNative(tcpPrototype, name, (original) => labelAfter(original, (args) => `connect ${String(args[1])}:${String(args[2])}`));
  }
  patchNative(tcpPrototype, 'listen', (original) => labelAfter(original, (_args, handle) => `listen ${nameOf(handle)}`, acceptFrom));
  patchNative(pipePrototype, 'connect', (original) => labelAfter(original, (args) => `connect ${String(args[1])}`));
  patchNative(pipePrototype, 'bind', (original) => labelAfter(original, (args) => `listen ${String(args[0])}`, acceptFrom));
  const udpPrototype = nativePrototype(udp, 'UDP');
  for (const name of ['bind', 'bind6']) {
    patchNative(udpPrototype, name, (original) => labelAfter(original, (args) => `udp ${String(args[0])}:${String(args[1])}`));
  }
  const owner = ownerOf(tcpPrototype, 'close');
  patchNative(owner, 'close', observeClose);
  onResourceType('TCPWRAP', initConnection);
  onResourceType('PIPEWRAP', initConnection);
  onResourceType('FSEVENTWRAP', initWatcher);
}

/** The object in the prototype chain that has `key` itself. */
function ownerOf(prototype: object | undefined, key: string): object | undefined {
  let object: object | null | undefined = prototype;
  while (object !== null && object !== undefined && !Object.hasOwn(object, key)) object = Object.getPrototypeOf(object) as object | null;
  return object ?? undefined;
}

function idOf(handle: Handle): number {
  return getAsyncId === undefined ? 0 : (apply(getAsyncId, handle, []) as number);
}

/** Wraps a method that returns 0 when it worked, and labels the handle then. */
function labelAfter(
  original: Function,
  label: (args: readonly unknown[], handle: Handle) => string,
  then?: (id: number) => void,
): Function {
  return function (this: Handle, ...args: unknown[]): unknown {
    const result = apply(original, this, args) as unknown;
    if (result === 0 && isRecording() && !isHiding()) {
      const id = idOf(this);
      labelled.set(id, true);
      emit(W.OP_HANDLE, id, label(args, this));
      then?.(id);
    }
    return result;
  };
}

function nameOf(handle: Handle): string {
  const out: Address = {};
  const { getsockname } = handle as { getsockname?: (out: Address) => number };
  if (getsockname === undefined) return '';
  apply(getsockname, handle, [out]);
  const host = out.address ?? '';
  return `${host.includes(':') ? `[${host}]` : host}:${out.port ?? 0}`;
}

function acceptFrom(id: number): void {
  onBefore(id, accept);
}

/** Node makes the socket of an accepted connection right before it calls the listener, outside of any callback. */
function initConnection(id: number): void {
  if (currentDepth() === 0) accepted = id;
}

function initWatcher(id: number): void {
  labelled.set(id, true);
  emit(W.OP_HANDLE, id, 'watch');
}

function accept(): void {
  if (accepted === 0) return;
  emit(W.OP_ROOT, W.ROOT_CONNECTION, 'connection', accepted);
  accepted = 0;
}

function observeClose(original: Function): Function {
  return function close(this: Handle, ...args: unknown[]): unknown {
    if (isRecording()) {
      const id = idOf(this);
      if (labelled.delete(id)) emit(W.OP_HANDLE_CLOSE, id);
    }
    return apply(original, this, args);
  };
}
