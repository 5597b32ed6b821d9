// HOT
/**
 * Promises and async resources: init, before, after, resolve.
 *
 * Node ≥ 24 can leave promises out of async_hooks (`trackPromises: false`); then they come from `v8.promiseHooks` with ids of our own, which is cheaper
 * (216 against 284 ns for two awaits on Node 24) and leaves no mark on them. Node 20 and 22 track promises whenever an init hook exists and
 * store two ids as own, enumerable symbol properties, which console.log prints; there the native binding takes our promise hooks alone
 * (170 against 385 ns). Where Node does not give the binding out (permission model), accessors for the two symbols on Promise.prototype
 * send them into private fields, and a printed promise looks as it does without us.
 */
import v8 from 'node:v8';
import { nativeBinding } from '../bindings.ts';
import { apply, createHook, safeMap, safeSet } from '../builtins.ts';
import { recordAfter, recordBefore, recordBeforePromise, recordInit, recordInitPromise, recordResolve } from '../recordAsync.ts';
import { guarded, hasFailed, keepFailure, tellFailure } from '../failure.ts';
import { string } from '../recorder.ts';
import { hideSymbols, IdSet, Numbered, Stamp, takeParent } from './marks.ts';
import { tickLike } from './tickShape.ts';

let lookUp: (promise: object) => number = () => 0;

/** The id that the trace knows this promise by, 0 if it is not a tracked promise. */
export function promiseId(value: unknown): number {
  return typeof value === 'object' && value !== null ? lookUp(value) : 0;
}

/** > 0 while the recorder itself creates resources that the trace must not show. */
let hiding = 0;
const hidden = safeSet<number>();

/** Runs `work` so that the async resources it creates stay out of the trace. */
export function hide<T>(work: () => T): T {
  hiding++;
  try {
    return work();
  } finally {
    hiding--;
  }
}

/** True while `hide` runs: wrapped built-ins pass through without a record. */
export function isHiding(): boolean {
  return hiding > 0;
}

/** Whether this resource is the recorder's own. */
export function isHiddenResource(id: number): boolean {
  return id <= newestHidden && hidden.has(id);
}

type TypeHandler = (id: number, resource: object) => void;
type IdHandler = (id: number) => void;

/** What is known of a type of resources. */
interface ResourceType {
  /** Its name in the trace, 0 while it was not needed. */
  name: number;
  handler: TypeHandler | undefined;
}

const resourceTypes = safeMap<string, ResourceType>();
const tickType: ResourceType = { name: 0, handler: undefined };
const beforeHandlers = safeMap<number, IdHandler>();
const afterHandlers = safeMap<number, IdHandler>();
let newestResource = 0;
/** No resource that was hidden, or that has a handler, is newer than this: nearly every callback is of one that is. */
let newestHidden = 0;
let newestHandled = 0;

/** `handler` looks at every new resource of this type right after it was recorded. It must be a top-level function and keep no resource. */
export function onResourceType(type: string, handler: TypeHandler): void {
  resourceType(type).handler = handler;
}

function resourceType(type: string): ResourceType {
  let known = resourceTypes.get(type);
  if (known === undefined) resourceTypes.set(type, (known = { name: 0, handler: undefined }));
  return known;
}

/** `handler` runs whenever a callback of this resource starts, inside its segment. */
export function onBefore(id: number, handler: IdHandler): void {
  beforeHandlers.set(id, handler);
  if (id > newestHandled) newestHandled = id;
}

/** `handler` runs whenever a callback of this resource ends, still inside its segment. */
export function onAfter(id: number, handler: IdHandler): void {
  afterHandlers.set(id, handler);
  if (id > newestHandled) newestHandled = id;
}

/** Forgets both handlers of a resource. */
export function forget(id: number): void {
  beforeHandlers.delete(id);
  afterHandlers.delete(id);
}

/** Async id of the newest resource that is not a promise. */
export function newestResourceId(): number {
  return newestResource;
}

/** The newest ticks, each at its id modulo the length: Node runs them one right after the other. */
const newestTicks = new Float64Array(1024);

function initResource(id: number, type: string, trigger: number, resource: object): void {
  newestResource = id;
  if (hiding > 0) {
    hidden.add(id);
    if (id > newestHidden) newestHidden = id;
    return;
  }
  if (type === 'TickObject') {
    recordInit(id, (tickType.name ||= string(type)), trigger);
    newestTicks[id & 1023] = id;
    if (firstTick === -1) {
      firstTick = id;
      keptTick = tickLike(resource);
    }
    return;
  }
  const known = resourceType(type);
  recordInit(id, (known.name ||= string(type)), trigger);
  if (known.handler !== undefined) known.handler(id, resource);
}

function beforeResource(id: number): void {
  if (isHiddenResource(id)) {
    if (id === scriptEndTask) endScript();
    return;
  }
  if (id === firstTick) endScript();
  recordBefore(id, newestTicks[id & 1023] === id);
  if (id <= newestHandled) beforeHandlers.get(id)?.(id);
  if (id < scriptEndTask && oldResource !== undefined && !seenOld.has(id)) {
    seenOld.add(id);
    oldResource(id);
  }
}

let callbackEnd: (() => void) | undefined;

/** `listener` runs whenever a callback of any resource has ended. */
export function onCallbackEnd(listener: () => void): void {
  callbackEnd = listener;
}

function afterResource(id: number): void {
  if (callbackEnd !== undefined) callbackEnd();
  if (isHiddenResource(id)) return;
  if (id <= newestHandled) afterHandlers.get(id)?.(id);
  recordAfter();
}

const seenOld = safeSet<number>();
let oldResource: IdHandler | undefined;

/** `handler` runs once for each resource that is older than the hooks, when a callback of it first starts. */
export function onOldResource(handler: IdHandler): void {
  oldResource = handler;
}

let scriptEndTask = -1;
/** The first tick of the program, which runs before any microtask. */
let firstTick = -1;
/** Held for its hidden class alone (tickShape.ts). */
export let keptTick: object | undefined;
let scriptEnded = false;
let endOfScript = (): void => {};

function endScript(): void {
  if (scriptEnded) return;
  scriptEnded = true;
  endOfScript();
}

/**
 * Calls `listener` once, when the main script of this thread has run to its end for the first time (before any other tick or microtask).
 * A microtask, not a tick: with a tick pending Node runs the first microtasks inside its tick queue, which shows in the stacks of ES modules.
 */
export function onScriptEnd(listener: () => void): void {
  endOfScript = listener;
  hide(() => queueMicrotask(() => {}));
  scriptEndTask = newestResource;
}

/** Starts the hooks. Returns how promises are seen, for the trace's notes. */
export function installAsyncHooks(): 'promiseHooks' | 'asyncHooks' {
  if (canLeaveOutPromises()) {
    installPromiseHooks();
    createHook({ ...RESOURCE_HOOKS, trackPromises: false } as object).enable();
    return 'promiseHooks';
  }
  const setPromiseHooks = nativeBinding('async_wrap')?.['setPromiseHooks'];
  if (typeof setPromiseHooks === 'function') {
    installUntrackedPromises(setPromiseHooks);
    return 'promiseHooks';
  }
  installTrackedPromises();
  return 'asyncHooks';
}

/**
 * Node 20 and 22: async_hooks and v8.promiseHooks both are told to look at promises, then ours alone are put in their place. When the program starts a hook of
 * its own (AsyncLocalStorage does), Node puts all of them back: then promises have async ids, as they would have without us, and those are left out here.
 * A promise that is older than that gets its id without an init, so it is the resources that are remembered.
 */
function installUntrackedPromises(setPromiseHooks: Function): void {
  promisesMayCome = true;
  createHook(RESOURCE_HOOKS).enable();
  installPromiseHooks();
  apply(setPromiseHooks, undefined, [initPromise, beforePromise, afterPromise, settledPromise]);
}

/** Callbacks of the hook that this file enables: init, before, after. */
const OWN_CALLBACKS = 3;
let hookFields: ArrayLike<number> | undefined;
let totalsField = 0;

/** Whether the program has hooks of its own; false where that cannot be known (Node ≥ 24, where few programs have any: AsyncLocalStorage needs none). */
export function hasOtherHooks(): boolean {
  if (hookFields === undefined) {
    const binding = nativeBinding('async_wrap');
    hookFields = (binding?.['async_hook_fields'] as ArrayLike<number> | undefined) ?? [];
    totalsField = (binding?.['constants'] as { kTotals?: number } | undefined)?.kTotals ?? -1;
  }
  return (hookFields[totalsField] ?? OWN_CALLBACKS) !== OWN_CALLBACKS;
}

/** Node 20 and 22 ignore the option silently, so it is tried once. */
function canLeaveOutPromises(): boolean {
  let seen = false;
  let hook;
  try {
    const options = { init: (_id: number, type: string) => void (seen ||= type === 'PROMISE'), trackPromises: false };
    hook = createHook(options).enable();
    void new Promise(() => {});
  } catch {
    return false;
  } finally {
    hook?.disable();
  }
  return !seen;
}

/** While a combinator runs, the parents of the promises it creates are its members. */
let collected: number[] | undefined;

/** Runs `work` and returns the ids of the promises that others were derived from meanwhile, in order. */
export function collectParents<T>(work: () => T, parents: number[]): T {
  const outer = collected;
  collected = parents;
  try {
    return work();
  } finally {
    collected = outer;
  }
}

let lastPromise = 0;

function installPromiseHooks(): void {
  lookUp = Numbered.id;
  v8.promiseHooks.createHook({ init: initPromise, before: beforePromise, after: afterPromise, settled: settledPromise });
}

// --- hooks ----------------------------------------------------------------------------------------------------------------------
// Each is guarded by itself: see failure.ts.

/** Whether our hooks for resources may be called with promises (see installUntrackedPromises). Then these are the ids of resources, and the oldest of them. */
let promisesMayCome = false;
const resourceIds = new IdSet();
let oldestId = 0;

function isResource(id: number): boolean {
  return !promisesMayCome || resourceIds.has(id) || id < oldestId;
}

const RESOURCE_HOOKS = {
  init(id: number, type: string, trigger: number, resource: object): void {
    if (hasFailed) return tellFailure();
    try {
      if (promisesMayCome) {
        if (type === 'PROMISE') return;
        if (oldestId === 0) oldestId = id;
        resourceIds.add(id);
      }
      initResource(id, type, trigger, resource);
    } catch (error) {
      keepFailure(error);
    }
  },
  before(id: number): void {
    if (hasFailed) return tellFailure();
    try {
      if (isResource(id)) beforeResource(id);
    } catch (error) {
      keepFailure(error);
    }
  },
  after(id: number): void {
    if (hasFailed) return tellFailure();
    try {
      if (isResource(id)) afterResource(id);
    } catch (error) {
      keepFailure(error);
    }
  },
};

function initPromise(promise: Promise<unknown>, parent: Promise<unknown> | undefined): void {
  if (hasFailed) return tellFailure();
  try {
    const id = ++lastPromise;
    Numbered.mark(promise, id);
    const parentId = parent === undefined ? 0 : Numbered.id(parent);
    recordInitPromise(id, parentId);
    if (collected !== undefined && parentId !== 0) collected[collected.length] = parentId;
  } catch (error) {
    keepFailure(error);
  }
}

function beforePromise(promise: Promise<unknown>): void {
  if (hasFailed) return tellFailure();
  try {
    recordBeforePromise(Numbered.id(promise) || adopt(promise));
  } catch (error) {
    keepFailure(error);
  }
}

function afterPromise(): void {
  if (hasFailed) return tellFailure();
  try {
    recordAfter();
  } catch (error) {
    keepFailure(error);
  }
}

function settledPromise(promise: Promise<unknown>): void {
  if (hasFailed) return tellFailure();
  try {
    recordResolve(Numbered.id(promise) || adopt(promise));
  } catch (error) {
    keepFailure(error);
  }
}

/** A promise that is older than the hooks. */
function adopt(promise: object): number {
  const id = ++lastPromise;
  Numbered.mark(promise, id);
  recordInitPromise(id, 0);
  return id;
}

function installTrackedPromises(): void {
  const promiseIds = new IdSet();
  const hook = createHook({
    init: guarded((id: number, type: string, trigger: number, resource: object) => {
      if (type !== 'PROMISE') {
        initResource(id, type, trigger, resource);
        return;
      }
      promiseIds.add(id);
      const parent = takeParent();
      recordInitPromise(id, parent);
      if (collected !== undefined && parent !== 0) collected[collected.length] = parent;
    }),
    before: guarded((id: number) => {
      if (promiseIds.has(id)) recordBeforePromise(id);
      else beforeResource(id);
    }),
    after: guarded((id: number) => {
      if (promiseIds.has(id)) recordAfter();
      else afterResource(id);
    }),
    promiseResolve: guarded(recordResolve),
  });
  hook.enable();
  hideSymbols();
  // No instanceof: it would run the traps of a proxy.
  lookUp = (value) => Stamp.id(value) ?? 0;
}
