/**
 * Locks that the user has described in interleave.config.json. Unlike the adapters of known libraries, these hand on a promise of their own where `acquire` gives one: nothing
 * else shows with what it is resolved.
 */
import { LOCK_MUTEX, LOCK_POOL, LOCK_QUEUE, LOCK_SEMAPHORE, MODE_EXCLUSIVE } from '../../wire/events.ts';
import type { ConfiguredLock } from '../../wire/configuredLock.ts';
import { apply, disguise, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;
/** Requests that are open, oldest first, by the name of the lock. */
interface State {
  readonly site: number;
  readonly locks: Map<string, { readonly lock: number; readonly open: Request[] }>;
}

const KINDS = { mutex: LOCK_MUTEX, semaphore: LOCK_SEMAPHORE, queue: LOCK_QUEUE, pool: LOCK_POOL };
const states = new WeakMap<object, State>();
const adapted = new WeakSet<object>();
/** > 0 while a method runs: what it calls on its own lock belongs to it. */
let inside = 0;

class ConfiguredAdapter {
  readonly #spec: ConfiguredLock;
  /** Stands for the lock object of plain functions. */
  readonly #module = {};

  constructor(spec: ConfiguredLock) {
    this.#spec = spec;
  }

  /** Patches an object with the methods (a prototype, a lock, a module). */
  patch(target: object): void {
    const { acquire, release, run } = this.#spec;
    if (adapted.has(target)) return;
    adapted.add(target);
    if (acquire !== '') wrapMethod(target, acquire, (original) => this.acquiring(original));
    if (run !== '') wrapMethod(target, run, (original) => this.running(original));
    if (release !== '') wrapMethod(target, release, (original) => this.releasing(original));
  }

  /** The replacement of a function that is the lock itself, or that makes locks. */
  replace(original: Function): Function {
    const { factory, acquire, release, run } = this.#spec;
    if (!factory) {
      if (acquire === '()') return disguise(this.acquiring(original), original);
      if (run === '()') return disguise(this.running(original), original);
      return release === '()' ? disguise(this.releasing(original), original) : original;
    }
    const patchResult = (result: unknown): unknown => {
      if (typeof result === 'object' && result !== null) {
        states.set(result, { site: callSite(), locks: new Map() });
        this.patch(result);
      }
      return result;
    };
    return disguise(function (this: unknown): unknown {
      return patchResult(apply(original, this, arguments));
    }, original);
  }

  #lockOf(self: unknown, args: ArrayLike<unknown>): { readonly lock: number; readonly open: Request[] } {
    const { kind, permits, module, key } = this.#spec;
    const holder = (typeof self === 'object' && self !== null) || typeof self === 'function' ? self : this.#module;
    let state = states.get(holder);
    if (state === undefined) states.set(holder, (state = { site: callSite(), locks: new Map() }));
    const name = key < 0 ? '' : String(args[key]);
    let lock = state.locks.get(name);
    if (lock === undefined) {
      const count = typeof permits === 'number' ? permits : (holder as Record<string, unknown>)[permits];
      const library = module.slice(Math.max(module.lastIndexOf('/'), module.lastIndexOf('\\')) + 1);
      lock = { lock: defineLock(KINDS[kind], permitsOf(count), library, name, state.site), open: [] };
      state.locks.set(name, lock);
    }
    return lock;
  }

  acquiring(original: Function): Function {
    const ask = (self: unknown, args: ArrayLike<unknown>): unknown => {
      if (inside > 0) return apply(original, self, args);
      const { lock, open } = this.#lockOf(self, args);
      const request = new Request(lock, MODE_EXCLUSIVE);
      const granted = (value: unknown): unknown => {
        request.grant();
        if (typeof value !== 'function') {
          open.push(request);
          return value;
        }
        return disguise(function (this: unknown): unknown {
          if (!request.released) request.release(callSite());
          return apply(value, this, arguments);
        }, value);
      };
      const result = within(original, self, args);
      if (!(result instanceof Promise)) {
        const isRefused = result === false || result === null;
        const value = isRefused ? result : granted(result);
        request.returned(undefined);
        if (isRefused) request.cancel(0);
        return value;
      }
      const seen = result.then(granted, (error: unknown) => {
        request.cancel(2);
        throw error;
      });
      request.returned(seen);
      return seen;
    };
    return function (this: unknown): unknown {
      return ask(this, arguments);
    };
  }

  running(original: Function): Function {
    const run = (self: unknown, args: unknown[]): unknown => {
      const at = args.findIndex((arg) => typeof arg === 'function');
      if (inside > 0 || at < 0) return apply(original, self, args);
      const request = new Request(this.#lockOf(self, args).lock, MODE_EXCLUSIVE);
      const job = args[at] as Method;
      // What the job calls is the program's again.
      args[at] = request.wrap(function (this: unknown): unknown {
        const outer = inside;
        inside = 0;
        try {
          return apply(job, this, arguments);
        } finally {
          inside = outer;
        }
      });
      const result = within(original, self, args);
      request.returned(result);
      return result;
    };
    return function (this: unknown, ...args: unknown[]): unknown {
      return run(this, args);
    };
  }

  releasing(original: Function): Function {
    const release = (self: unknown, args: ArrayLike<unknown>): unknown => {
      if (inside === 0) this.#lockOf(self, args).open.shift()?.release(callSite());
      return within(original, self, args);
    };
    return function (this: unknown): unknown {
      return release(this, arguments);
    };
  }
}

function within(method: Function, self: unknown, args: ArrayLike<unknown>): unknown {
  inside++;
  try {
    return apply(method, self, args);
  } finally {
    inside--;
  }
}

/** `local`: what the file calls by the name of the export; `exports`: its `module.exports`. Returns the replacement of a function. */
export function adaptConfigured(spec: ConfiguredLock, parts: { local?: unknown; exports?: unknown }): { value: Function } | undefined {
  const exports = parts.exports as Record<string, unknown> | Function | undefined;
  const named = exports === undefined || exports === null ? undefined : (exports as Record<string, unknown>)[spec.export];
  const value = parts.local ?? named ?? (spec.export === 'default' ? exports : undefined);
  const adapter = new ConfiguredAdapter(spec);
  if (typeof value === 'object' && value !== null) adapter.patch(value);
  if (typeof value !== 'function') return undefined;
  const isFunction = spec.factory || [spec.acquire, spec.release, spec.run].includes('()');
  if (!isFunction) {
    adapter.patch(value.prototype as object);
    adapter.patch(value);
    return undefined;
  }
  if (adapted.has(value)) return undefined;
  const replacement = adapter.replace(value);
  adapted.add(value).add(replacement);
  return { value: replacement };
}
