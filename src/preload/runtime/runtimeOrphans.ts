/**
 * The orphan proof: when both resolving functions of a promise that is still pending have been garbage collected, nobody can ever settle it.
 * The functions that the executor gets are the genuine ones. A token hangs on both by a private field; a FinalizationRegistry tells when it has gone.
 */
import { types } from 'node:util';
import { OP_ORPHAN } from '../../wire/events.ts';
import { S_ORPHANS } from '../arena.ts';
import { apply } from '../builtins.ts';
import { onPromiseResolved } from '../recordAsync.ts';
import { emit, head, newestPromiseId } from '../recorder.ts';

/** More promises than this under watch at once: later ones are not watched. */
const MAX_WATCHED = 20_000;

const { isProxy } = types;
const { defineProperty, getOwnPropertyDescriptor } = Object;

class Returned {
  constructor(target: object) {
    return target;
  }
}

class Holder extends Returned {
  // Only held, never read: the token lives as long as one of the functions.
  #token: object;
  constructor(target: object, token: object) {
    super(target);
    this.#token = token;
  }
  static token(target: object): object | undefined {
    return #token in target ? target.#token : undefined;
  }
}

const watched = new Set<number>();
watched.add = Set.prototype.add;
watched.delete = Set.prototype.delete;
const registry = new FinalizationRegistry<number>((promise) => {
  if (!watched.delete(promise)) return;
  head[S_ORPHANS] = watched.size;
  emit(OP_ORPHAN, promise);
});
const registerToken = registry.register.bind(registry);

function watch(promise: number, resolve: object, reject: object): void {
  try {
    if (watched.size >= MAX_WATCHED) return;
    const token = {};
    void new Holder(resolve, token);
    void new Holder(reject, token);
    registerToken(token, promise);
    watched.add(promise);
    head[S_ORPHANS] = watched.size;
    onPromiseResolved(forget);
  } catch {
    // An engine that allows no private field here: no proof for this promise.
  }
}

function forget(promise: number): void {
  if (watched.delete(promise)) head[S_ORPHANS] = watched.size;
}

type Executor = (...given: unknown[]) => unknown;

/** An executor that behaves as `executor` does and watches the resolving functions. Executors without parameters are returned as they are. */
export function trackExecutor<T>(_site: number, executor: T): T {
  if (typeof executor !== 'function' || isProxy(executor)) return executor;
  const length: unknown = getOwnPropertyDescriptor(executor, 'length')?.value;
  if (length === 0) return executor;
  const before = newestPromiseId();
  const work = executor as unknown as Executor;
  // Another constructor of that name may give more, and ask how much is wanted (`new Promise((resolve, reject, onCancel) => …)`).
  const wrapper = function (this: unknown, resolve: unknown, reject: unknown): unknown {
    // `new Promise` makes its promise just before it calls the executor; another constructor of that name makes none.
    const promise = newestPromiseId();
    if (promise !== before && typeof resolve === 'function' && typeof reject === 'function') watch(promise, resolve, reject);
    return apply(work, this, arguments);
  };
  if (typeof length === 'number' && length > 2) defineProperty(wrapper, 'length', { value: length, configurable: true });
  return wrapper as T;
}
