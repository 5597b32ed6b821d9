/**
 * Timers: what each Timeout is, and what becomes of it. The Timeout that async_hooks hands over tells its delay, repetition and ref state, so setTimeout,
 * setInterval and their promise forms stay untouched; only the ways to change a timer later are wrapped. Immediates are refed and fire once unless a
 * TIMER_STATE says otherwise.
 *
 * Not seen: a timer that Node itself clears inside a built-in (an aborted timers/promises wait).
 */
import timers from 'node:timers';
import * as W from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { recordTime } from '../recordCode.ts';
import { recordTimer } from '../recordIo.ts';
import { emit, isOpen } from '../recorder.ts';
import { isHiding, onResourceType } from './asyncTasks.ts';
import { watchTestLimit, unwatchTestLimit } from './testLimits.ts';

interface Timer {
  readonly _idleTimeout?: number;
  readonly _repeat?: number | null;
  readonly _onTimeout?: unknown;
  readonly _onImmediate?: unknown;
  readonly _destroyed?: boolean;
  readonly [symbol: symbol]: unknown;
}

let asyncIdSymbol: symbol | undefined;
let refedSymbol: symbol | undefined;
let timeoutReady = false;
let immediateReady = false;

export function installTimers(): void {
  onResourceType('Timeout', initTimeout);
  onResourceType('Immediate', initImmediate);
  wrapClear('clearTimeout');
  wrapClear('clearInterval');
  wrapClear('clearImmediate');
}

function initTimeout(id: number, resource: object): void {
  // SAFETY: resources of this type are Node's Timeout objects.
  const timer = resource as Timer;
  if (!timeoutReady) {
    timeoutReady = true;
    findSymbols(resource);
    // The first Timeout hands over the prototype: nobody can have called a method of it yet.
    const prototype = Object.getPrototypeOf(resource) as object;
    wrapState(prototype, 'unref', W.TIMER_UNREF);
    wrapState(prototype, 'ref', W.TIMER_REF);
    wrapState(prototype, 'refresh', W.TIMER_REFRESH);
    wrapState(prototype, 'close', W.TIMER_CLEAR);
    const dispose = (Symbol as { dispose?: symbol }).dispose;
    if (dispose !== undefined) wrapState(prototype, dispose, W.TIMER_CLEAR);
  }
  const delay = timer._idleTimeout ?? 1;
  const refed = refedSymbol === undefined || timer[refedSymbol] !== false;
  recordTimer(id, Math.trunc(delay), typeof timer._repeat === 'number' ? 1 : 0, refed ? 1 : 0);
}

function initImmediate(_id: number, resource: object): void {
  if (immediateReady) return;
  immediateReady = true;
  findSymbols(resource);
  const prototype = Object.getPrototypeOf(resource) as object;
  wrapState(prototype, 'unref', W.TIMER_UNREF);
  const dispose = (Symbol as { dispose?: symbol }).dispose;
  if (dispose !== undefined) wrapState(prototype, dispose, W.TIMER_CLEAR);
}

function findSymbols(resource: object): void {
  for (const symbol of Object.getOwnPropertySymbols(resource)) {
    if (symbol.description === 'asyncId') asyncIdSymbol = symbol;
    else if (symbol.description === 'refed') refedSymbol = symbol;
  }
}

function timerId(value: unknown): number {
  if (asyncIdSymbol === undefined || typeof value !== 'object' || value === null) return 0;
  const id = (value as Timer)[asyncIdSymbol];
  return typeof id === 'number' ? id : 0;
}

function wrapState(prototype: object, key: PropertyKey, state: number): void {
  wrapMethod(
    prototype,
    key,
    (original) =>
      ({
        method(this: unknown): unknown {
          const id = isHiding() ? 0 : timerId(this);
          if (id !== 0 && (this as Timer)._destroyed !== true) {
            emit(W.OP_TIMER_STATE, id, state);
            if (state === W.TIMER_UNREF) watchTestLimit(id, (this as Record<PropertyKey, unknown>)[key]);
            else if (state === W.TIMER_CLEAR) unwatchTestLimit(id);
          }
          return apply(original, this, []);
        },
      }).method,
  );
}

function wrapClear(name: 'clearTimeout' | 'clearInterval' | 'clearImmediate'): void {
  const original = timers[name];
  wrapMethod(
    timers,
    name,
    () =>
      function (timer: unknown): unknown {
        if (!isHiding()) {
          const id = timerId(timer);
          if (id !== 0) {
            const pending = timer as Timer;
            if (pending._destroyed === false && (pending._onTimeout ?? pending._onImmediate) !== null) {
              // Whether it was late by then depends on when in a long callback it is cleared.
              if (name === 'clearInterval' && isOpen()) recordTime();
              emit(W.OP_TIMER_STATE, id, W.TIMER_CLEAR);
            }
          } else if (typeof timer === 'number' || typeof timer === 'string') {
            // The primitive form of a Timeout is its async id.
            const primitive = Number(timer);
            if (primitive > 0 && Number.isSafeInteger(primitive)) emit(W.OP_TIMER_STATE, primitive, W.TIMER_CLEAR);
          }
        }
        return apply(original, undefined, [timer]);
      },
  );
  const wrapped = timers[name];
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  if (descriptor !== undefined && descriptor.value === original) Object.defineProperty(globalThis, name, { ...descriptor, value: wrapped });
}
