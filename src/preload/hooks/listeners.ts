/**
 * What Node itself warns of. Rejections that were handled too late, and listeners that pile up: emitters and event targets with more listeners of one event than is usual, by the call that adds them. Nothing is
 * written about others, and they cost nothing.
 */
import { EventEmitter } from 'node:events';
import * as W from '../../wire/events.ts';
import { apply, safeMap, safeWeakMap, withoutOwnFrames, wrapMethod } from '../builtins.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';
import { isHiding } from './asyncTasks.ts';

const { defineProperty, getOwnPropertyDescriptor } = Object;

/** Node itself warns from one more on. */
const USUAL = 10;

interface Emitter {
  _events?: Record<PropertyKey, unknown>;
}

const numbers = safeWeakMap<object, number>();
let lastNumber = 0;

/**
 * Emitters are left alone until one of them has more listeners than it is meant to have (Node warns then), or somebody changes how many that is: adding and removing
 * listeners is too frequent in Node's own library for a wrapper.
 */
export function installListeners(): void {
  wrapMethod(process, 'emitWarning', (original) => {
    return {
      emitWarning(this: unknown, ...args: unknown[]): unknown {
        noteWarning(args[0]);
        return apply(original, this, args);
      },
    }.emitWarning;
  });
  wrapMethod(EventEmitter.prototype, 'setMaxListeners', (original) => {
    return {
      setMaxListeners(this: unknown, ...args: unknown[]): unknown {
        if (args[0] === 0 || (typeof args[0] === 'number' && args[0] > USUAL)) watchEmitters();
        return withoutOwnFrames(() => apply(original, this, args) as unknown);
      },
    }.setMaxListeners;
  });
  installTargets();
}

function noteWarning(warning: unknown): void {
  if (!(warning instanceof Error)) return;
  // Right after the turn in which the handler came; which promise it was has to be found in the trace.
  if (warning.name === 'PromiseRejectionHandledWarning') emit(W.OP_HANDLED_LATE, 0);
  if (warning.name !== 'MaxListenersExceededWarning') return;
  const { emitter, type, count } = warning as { emitter?: unknown; type?: unknown; count?: unknown };
  if (!(emitter instanceof EventEmitter) || typeof count !== 'number' || (typeof type !== 'string' && typeof type !== 'symbol')) return;
  // The call that adds this one began before anybody watched; otherwise it says so itself.
  const isUnseen = !isWatching;
  watchEmitters();
  if (isUnseen && isRecording()) note(emitter, type, count);
}

let isWatching = false;

const prototype = EventEmitter.prototype as object as Record<string, Function>;
const ADDING = ['addListener', 'on'];
const REMOVING = ['removeListener', 'off'];
/** Node's own, taken before the program could put functions of its own in their places. */
const nodeOwn = safeMap<string, unknown>();
for (const name of [...ADDING, ...REMOVING, 'prependListener', 'removeAllListeners']) nodeOwn.set(name, prototype[name]);

function watchEmitters(): void {
  if (isWatching) return;
  isWatching = true;
  watch(ADDING, observeAdding);
  watch(['prependListener'], observeAdding);
  watch(REMOVING, observeRemoval);
  watch(['removeAllListeners'], observeRemoval);
}

/** Methods of several names are one function, as in Node. What the program has patched by now stays its own: it is not replaced, and not watched. */
function watch(names: readonly string[], make: (original: Function) => Function): void {
  const [first, ...others] = names.filter((name) => valueOf(name) === nodeOwn.get(name));
  if (first === undefined) return;
  wrapMethod(prototype, first, make);
  const value = valueOf(first);
  for (const name of others) defineProperty(prototype, name, { ...getOwnPropertyDescriptor(prototype, name), value });
}

function valueOf(name: string): unknown {
  return getOwnPropertyDescriptor(prototype, name)?.value;
}

function countOf(emitter: Emitter, type: PropertyKey): number {
  const events = emitter._events;
  if (typeof events !== 'object' || events === null) return 0;
  const list = events[type];
  return typeof list === 'object' && list !== null ? (list as unknown[]).length : list === undefined ? 0 : 1;
}

function observeAdding(original: Function): Function {
  return {
    addListener(this: Emitter, type: PropertyKey, listener: unknown): unknown {
      if (typeof listener !== 'function') return withoutOwnFrames(() => apply(original, this, [type, listener]) as unknown);
      const result: unknown = apply(original, this, [type, listener]);
      if (isRecording()) {
        const count = countOf(this, type);
        if (count > USUAL) note(this, type, count);
      }
      return result;
    },
  }.addListener;
}

function observeRemoval(original: Function): Function {
  return {
    removeListener(this: Emitter, ...args: unknown[]): unknown {
      const type = args[0] as PropertyKey;
      const before = isRecording() && args.length > 0 ? countOf(this, type) : 0;
      if (args.length > 1 && typeof args[1] !== 'function') return withoutOwnFrames(() => apply(original, this, args) as unknown);
      const result: unknown = apply(original, this, args);
      if (before > USUAL) note(this, type, countOf(this, type));
      return result;
    },
  }.removeListener;
}

function note(emitter: object, type: PropertyKey, count: number): void {
  if (isHiding()) return;
  let number = numbers.get(emitter);
  if (number === undefined) numbers.set(emitter, (number = ++lastNumber));
  emit(W.OP_LISTENERS, number, typeof type === 'symbol' ? (type.description ?? '') : String(type), count, siteRegister[0] as number);
}

/** An event target tells its own kind how many listeners of an event it has; the methods are known by the names of their symbols. */
function installTargets(): void {
  const prototype = EventTarget.prototype as object;
  for (const symbol of Object.getOwnPropertySymbols(prototype)) {
    if (symbol.description === 'kNewListener') wrapMethod(prototype, symbol, observeTarget);
    else if (symbol.description === 'kRemoveListener') wrapMethod(prototype, symbol, observeTarget);
  }
}

const WEAK = 6;

function observeTarget(original: Function): Function {
  return {
    listener(this: object, ...args: unknown[]): unknown {
      const [size, type] = args as [number, string];
      // Weak ones go when what they belong to goes.
      if (isRecording() && args[WEAK] !== true && (size > USUAL || (size === USUAL && args.length < WEAK))) note(this, type, size);
      return apply(original, this, args);
    },
  }.listener;
}
