/**
 * Libraries whose locks are counters with a list of resolvers: semaphore-async-await, await-semaphore, async-sema, p-mutex. The grant is the resolution of the promise that
 * the caller got; a release gives back the oldest acquisition, which for a mutex is the only one.
 */
import { LOCK_MUTEX, LOCK_SEMAPHORE, MODE_BY_PROMISE, MODE_EXCLUSIVE, MODE_TIMEOUT, MODE_TRY } from '../../wire/events.ts';
import { apply, wrapMethod } from '../builtins.ts';
import { callSite, defineLock, onCreate, permitsOf, Request } from './lockEvents.ts';

type Method = (...args: unknown[]) => unknown;

interface Shape {
  readonly library: string;
  /** Property that the constructor assigns first. */
  readonly created: string;
  readonly permits: (lock: Record<string, unknown>) => number;
  /** Methods by what they do; the first argument of `run` is the job. */
  readonly acquire: readonly string[];
  readonly limited?: readonly string[];
  readonly tried?: readonly string[];
  readonly run: readonly string[];
  readonly release: readonly string[];
}

interface State {
  readonly lock: number;
  readonly permits: number;
  /** Asked for and not given back, oldest first. */
  readonly open: Request[];
  /** The one that was given back last. */
  last: Request | undefined;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'semaphore-async-await': {
    library: 'semaphore-async-await',
    created: 'promiseResolverQueue',
    permits: (lock) => permitsOf(lock['permits']),
    acquire: ['wait', 'acquire'],
    limited: ['waitFor'],
    tried: ['tryAcquire'],
    run: ['execute'],
    release: ['signal', 'release'],
  },
  'await-semaphore': {
    library: 'await-semaphore',
    created: 'tasks',
    permits: (lock) => permitsOf(lock['count']),
    acquire: ['acquire'],
    run: ['use'],
    release: [],
  },
  'async-sema': {
    library: 'async-sema',
    created: 'nrTokens',
    permits: (lock) => permitsOf(lock['nrTokens']),
    acquire: ['acquire'],
    tried: ['tryAcquire'],
    run: [],
    release: ['release'],
  },
  'p-mutex': { library: 'p-mutex', created: '', permits: () => 1, acquire: ['lock'], run: ['withLock'], release: ['unlock'] },
};

const states = new WeakMap<object, State>();
const sites = new WeakMap<object, number>();
/** > 0 while a patched method runs: what it calls on the lock belongs to it. */
let inside = 0;

function stateOf(shape: Shape, self: object): State {
  let state = states.get(self);
  if (state !== undefined) return state;
  const permits = shape.permits(self as Record<string, unknown>);
  state = {
    lock: defineLock(permits === 1 ? LOCK_MUTEX : LOCK_SEMAPHORE, permits, shape.library, '', sites.get(self) ?? 0),
    permits,
    open: [],
    last: undefined,
  };
  states.set(self, state);
  return state;
}

function within(method: Function, self: unknown, args: ArrayLike<unknown>): unknown {
  inside++;
  try {
    return apply(method, self, args);
  } finally {
    inside--;
  }
}

function ask(shape: Shape, method: Function, self: object, args: unknown[], mode: number, isJob: boolean): unknown {
  if (inside > 0) return apply(method, self, args);
  const state = stateOf(shape, self);
  const request = new Request(state.lock, mode);
  if (isJob && typeof args[0] === 'function') args[0] = request.wrap(args[0] as Method);
  const result = within(method, self, args);
  if ((mode & MODE_TRY) === 0) state.open.push(request);
  else if (result !== undefined && result !== false) {
    request.grant();
    state.open.push(request);
  }
  request.returned(result);
  if ((mode & MODE_TRY) !== 0 && !request.granted) request.cancel(0);
  return result;
}

/** With nothing left to give back, the last one is given back again; a counter that began at zero is no lock but a signal. */
function giveBack(state: State): void {
  const request = state.open.shift() ?? (state.permits > 0 ? state.last : undefined);
  state.last = request;
  request?.release(callSite());
}

export function adaptPlainLock(parts: object, library: string): void {
  const shape = SHAPES[library];
  const type = Object.values(parts)[0] as Function | undefined;
  if (shape === undefined || type === undefined) return;
  const prototype = type.prototype as object;
  if (shape.created !== '') onCreate(prototype, shape.created, (self) => sites.set(self, callSite()));
  const patch = (names: readonly string[] | undefined, mode: number, isJob = false): void => {
    for (const name of names ?? []) {
      wrapMethod(
        prototype,
        name,
        (original) =>
          function (this: object, ...args: unknown[]) {
            return ask(shape, original, this, args, mode, isJob);
          },
      );
    }
  };
  patch(shape.acquire, MODE_EXCLUSIVE | MODE_BY_PROMISE);
  patch(shape.limited, MODE_TIMEOUT | MODE_BY_PROMISE);
  patch(shape.tried, MODE_TRY);
  patch(shape.run, MODE_EXCLUSIVE, true);
  for (const name of shape.release) {
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: object, ...args: unknown[]) {
          const state = inside === 0 ? states.get(this) : undefined;
          if (state !== undefined) giveBack(state);
          return within(original, this, args);
        },
    );
  }
  if (library === 'await-semaphore') watchCount(prototype);
}

/** Its releaser is a closure that adds one to `count` and calls `sched`, which everything else calls with the count as `sched` left it. */
function watchCount(prototype: object): void {
  const counts = new WeakMap<object, number>();
  wrapMethod(
    prototype,
    'sched',
    (original) =>
      function (this: { count: number }, ...args: unknown[]) {
        const state = states.get(this);
        if (this.count > (counts.get(this) ?? this.count)) state?.open.shift()?.release(callSite());
        const result = apply(original, this, args);
        counts.set(this, this.count);
        return result;
      },
  );
}
