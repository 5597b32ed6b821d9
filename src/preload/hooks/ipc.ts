/**
 * Messages between a process and its forked children. Both ends count every message on the pipe, Node's own included, so the n-th post is the n-th receive;
 * the channel's number follows from the pid of the child, which both know. Counted at the pipe: no message is changed and no listener added.
 */
import * as W from '../../wire/events.ts';
import { nativeBinding } from '../bindings.ts';
import { apply } from '../builtins.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';

type Channel = Record<string, unknown>;

let streamState: ArrayLike<number> | undefined;
let lengthAt = 0;
let offsetAt = 0;

/** In a child: watches the channel to its parent, if it has one. Call once in the main thread. */
export function installIpc(): void {
  const binding = nativeBinding('stream_wrap');
  streamState = binding?.['streamBaseState'] as ArrayLike<number> | undefined;
  lengthAt = Number(binding?.['kReadBytesOrError']);
  offsetAt = Number(binding?.['kArrayBufferOffset']);
  for (const symbol of Object.getOwnPropertySymbols(process)) {
    if (symbol.description !== 'kChannelHandle') continue;
    const channel = (process as unknown as Record<symbol, unknown>)[symbol];
    const toChild = channelToChild(process.pid);
    if (typeof channel !== 'object' || channel === null) continue;
    // A worker of a cluster has said that it is there before any code of ours ran: its parent counts that, too.
    if (Number((channel as Channel)['bytesWritten']) > 0) emit(W.OP_POST, toChild + 1, 0, 0);
    observeChannel(channel as Channel, toChild + 1, toChild);
  }
}

/** In a parent: watches the channel among the stdio of a child that has just started. */
export function observeChildChannel(stdio: unknown, pid: number): void {
  if (!Array.isArray(stdio)) return;
  for (const entry of stdio as { readonly ipc?: boolean; readonly handle?: Channel }[]) {
    if (entry?.ipc === true && entry.handle !== undefined) observeChannel(entry.handle, channelToChild(pid), channelToChild(pid) + 1);
  }
}

function channelToChild(pid: number): number {
  return W.IPC_CHANNELS + pid * 2;
}

function observeChannel(channel: Channel, out: number, into: number): void {
  observeWrites(channel, 'writeUtf8String', out);
  observeWrites(channel, 'writeBuffer', out);
  if (streamState === undefined) return;
  const current = channel['onread'];
  if (typeof current === 'function') {
    channel['onread'] = observeReads(current, into);
    return;
  }
  // In the parent Node installs its listener a moment later; the property itself is native.
  Object.defineProperty(channel, 'onread', {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set(listener: unknown) {
      delete channel['onread'];
      channel['onread'] = typeof listener === 'function' ? observeReads(listener, into) : listener;
    },
  });
}

function observeWrites(channel: Channel, name: string, out: number): void {
  const write = channel[name];
  if (typeof write !== 'function') return;
  Object.defineProperty(channel, name, {
    configurable: true,
    enumerable: false,
    writable: true,
    value(this: unknown, ...args: unknown[]): unknown {
      const error = apply(write, this, args) as unknown;
      if (error === 0 && isRecording()) emit(W.OP_POST, out, siteRegister[0] as number, 0);
      return error;
    },
  });
}

function observeReads(listener: Function, into: number): Function {
  const counter = new MessageCounter();
  return function (this: unknown, ...args: unknown[]): unknown {
    const [buffer] = args;
    if (buffer instanceof ArrayBuffer && streamState !== undefined && isRecording()) {
      const messages = counter.count(new Uint8Array(buffer, streamState[offsetAt], streamState[lengthAt]));
      for (let i = 0; i < messages; i++) emit(W.OP_RECEIVE, into);
      if (messages > 0) emit(W.OP_ROOT, W.ROOT_MESSAGE, 'message', into);
    }
    return apply(listener, this, args);
  };
}

const NEWLINE = 10;
const OPEN_BRACES = new Set(['{', '[', '"', 't', 'f', 'n', '-'].map((text) => text.charCodeAt(0)));

/** Counts the messages that end in the bytes of a channel: lines of JSON, or (serialization: 'advanced') blocks behind a big-endian length. */
export class MessageCounter {
  #isJson: boolean | undefined;
  #header = 0;
  #headerBytes = 0;
  #left = 0;

  /** Number of messages whose last byte is in `bytes`. */
  count(bytes: Uint8Array): number {
    const first = bytes[0];
    if (first === undefined) return 0;
    this.#isJson ??= OPEN_BRACES.has(first) || (first >= 48 && first <= 57);
    let messages = 0;
    if (this.#isJson) {
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) messages++;
      return messages;
    }
    for (let at = 0; at < bytes.length;) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#left -= taken;
        at += taken;
      } else {
        this.#header = this.#header * 256 + (bytes[at++] as number);
        if (++this.#headerBytes < 4) continue;
        this.#left = this.#header;
        this.#header = 0;
        this.#headerBytes = 0;
      }
      if (this.#left === 0) messages++;
    }
    return messages;
  }
}
