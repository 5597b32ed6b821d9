/**
 * AsyncLocalStorage: where a store is set up and where it is read, with the functions on the stack, a few times for each place. Which reading came too late for its store is
 * decided from that afterwards; no function of the program is wrapped, and nothing is kept of the stores but a number: of an object as long as it lives, of a primitive its hash.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import * as W from '../../wire/events.ts';
import { apply, safeMap, safeWeakMap, wrapMethod } from '../builtins.ts';
import { correctedCallerText } from '../doors/stacks.ts';
import { emit, isRecording, siteRegister } from '../recorder.ts';
import { primitiveHash } from '../runtime/runtimeValues.ts';
import { siteInside } from '../toString.ts';
import { isHiding } from './asyncTasks.ts';

/** So many records for each place and outcome, and in all: a stack costs some microseconds. */
const MAX_EACH = 12;
const MAX_ALL = 400;
const MAX_FRAMES = 16;

/** Symbols that are told apart: what is kept of them keeps them alive. */
const MAX_SYMBOLS = 256;
/** Above the numbers of objects. */
const PRIMITIVE = 0x40000000;

const numbers = safeWeakMap<object, number>();
const symbols = safeMap<symbol, number>();
let symbolCount = 0;
let lastNumber = 0;
let left = MAX_ALL;
/** True until `run` has asked for the store that was there before. */
let isEntering = false;
/** Calls of `run` that have not come back. */
let running = 0;
/** A `run` with a primitive within another one was not told: what an equal one lies within is not known from then on. */
let areRunsMissing = false;
/** What the storage holds, unseen. */
let storeOf: (storage: object) => unknown = () => undefined;
/** How often, by place and kind (places may share a cell: then less is told). */
const seen = new Uint8Array(1 << 13);

export function installContexts(): void {
  const prototype = AsyncLocalStorage.prototype as object;
  wrapMethod(prototype, 'getStore', (original) => {
    storeOf = (storage) => apply(original, storage, []) as unknown;
    return {
      getStore(this: object): unknown {
        const store: unknown = apply(original, this, []);
        const isOwn = isEntering;
        isEntering = false;
        if (!isOwn && left > 0 && isRecording() && !isHiding()) noteRead(this, store, prototype);
        return store;
      },
    }.getStore;
  });
  wrapMethod(prototype, 'run', (original) => {
    return {
      run(this: object, ...args: unknown[]): unknown {
        if (left > 0 && isRecording() && !isHiding()) noteRun(this, args[0], args[1]);
        isEntering = true;
        running++;
        try {
          return apply(original, this, args);
        } finally {
          isEntering = false;
          running--;
        }
      },
    }.run;
  });
  for (const name of ['enterWith', 'exit', 'disable']) {
    wrapMethod(prototype, name, (original) => {
      return {
        enterWith(this: object, ...args: unknown[]): unknown {
          // From Node 24 on `run` enters and leaves by this method.
          if (running === 0 && left > 0 && isRecording() && !isHiding()) {
            const isEntered = name === 'enterWith' && args[0] !== undefined;
            emit(W.OP_CONTEXT, numberOf(this), isEntered ? W.CONTEXT_ENTER : W.CONTEXT_LEAVE, siteRegister[0] as number, 0, '', 0, 0);
            left--;
          }
          return apply(original, this, args);
        },
      }.enterWith;
    });
  }
}

function numberOf(storage: object): number {
  let number = numbers.get(storage);
  if (number === undefined) numbers.set(storage, (number = ++lastNumber));
  return number;
}

/** Equal primitives are one store: which of two it is, nothing tells. 0 for what is not told apart (nothing, and what is only true or false). */
function numberOfStore(store: unknown): number {
  switch (typeof store) {
    case 'object':
      return store === null ? 0 : numberOf(store);
    case 'string':
    case 'number':
    case 'bigint':
      return PRIMITIVE + primitiveHash(store);
    case 'symbol':
      return numberOfSymbol(store);
    default:
      return 0;
  }
}

function numberOfSymbol(symbol: symbol): number {
  let number = symbols.get(symbol);
  if (number === undefined) {
    if (symbolCount === MAX_SYMBOLS) return 0;
    symbolCount++;
    symbols.set(symbol, (number = ++lastNumber));
  }
  return number;
}

/** True when this place has been told often enough. */
function isEnough(kind: number): boolean {
  const place = (((siteRegister[0] as number) << 3) | kind) & (seen.length - 1);
  const count = seen[place] as number;
  if (count >= MAX_EACH) return true;
  seen[place] = count + 1;
  left--;
  return false;
}

function noteRead(storage: object, store: unknown, prototype: object): void {
  const kind = store === undefined ? W.CONTEXT_EMPTY : W.CONTEXT_FOUND;
  if (isEnough(kind)) return;
  const number = numberOf(storage);
  const stack = correctedCallerText((prototype as { getStore: Function }).getStore, MAX_FRAMES);
  const isUnknown = areRunsMissing && typeof store !== 'object';
  emit(W.OP_CONTEXT, number, kind, siteRegister[0] as number, 0, stack, isUnknown ? 0 : numberOfStore(store), 0);
}

function noteRun(storage: object, store: unknown, callback: unknown): void {
  const kind = store === undefined ? W.CONTEXT_LEAVE : W.CONTEXT_RUN;
  if (isEnough(kind)) {
    areRunsMissing ||= typeof store !== 'object' && storeOf(storage) !== undefined;
    return;
  }
  const number = numberOf(storage);
  // The callback is known by the first site in its text.
  const inside = typeof callback === 'function' ? siteInside(callback) : 0;
  emit(W.OP_CONTEXT, number, kind, siteRegister[0] as number, inside, '', numberOfStore(store), numberOfStore(storeOf(storage)));
}
