/**
 * context.lost: a function was made where an AsyncLocalStorage had a store, and finds none when it runs: something in between (a queue, an emitter, a pool) called it later on
 * somebody else's behalf (detection.md §5). Known from two things: the function stands in the callback of `run`, or in a function that always ran with a store. Or it finds the store of
 * another request than the one for which it was made.
 */
import { addTo, RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { CONTEXT_EMPTY, CONTEXT_ENTER, CONTEXT_FOUND, CONTEXT_LEAVE, CONTEXT_RUN } from '../../../model/vocabulary.ts';
import type { ContextRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { siteOfFrame } from '../../frames.ts';
import { functionLabel } from '../../names.ts';
import { requestOf } from '../../roots.ts';
import { wakersOf } from '../../waiting/wakers.ts';
import { callSiteOf } from '../races/notes.ts';

export const contextLostRule: Rule = { kinds: ['context.lost'], run: findLost };

/** Frames beyond these belong to whoever set the store, not to who has it. */
const BOUNDARY = /AsyncLocalStorage\.|runInAsyncScope|async_context_frame|node:async_hooks|node:internal\/async_local_storage/;

function findLost({ trace, options }: AnalysisContext): Draft[] {
  const storages = new Map<string, ContextRow[]>();
  for (const row of trace.contexts) {
    const key = `${row.thread} ${row.storage}`;
    addTo(storages, key, row);
  }
  const drafts: Draft[] = [];
  for (const rows of storages.values()) {
    if (options.isCancelled()) break;
    // Left on purpose somewhere: then having none may be meant.
    if (rows.some((row) => row.kind === CONTEXT_LEAVE)) continue;
    const lost = judge(trace, rows);
    const others = lost.length > 0 ? lost : judgeOthers(trace, rows);
    drafts.push(...(others.length > 0 ? others : judgeStores(trace, rows)));
  }
  return drafts;
}

function judge(trace: Trace, rows: readonly ContextRow[]): Draft[] {
  const callbacks = new Set(rows.filter((row) => row.kind === CONTEXT_RUN).map((row) => callbackOf(trace, row)));
  callbacks.delete(NONE);
  const bearing = new Set<number>();
  const empty = new Set<number>();
  for (const row of rows) {
    if (row.kind === CONTEXT_FOUND) for (const { fn } of ownFrames(trace, row)) bearing.add(fn);
    else if (row.kind === CONTEXT_EMPTY) for (const { fn } of ownFrames(trace, row)) empty.add(fn);
  }
  const makers = makersOf(trace, rows);
  const drafts: Draft[] = [];
  for (const row of rows) {
    if (row.kind !== CONTEXT_EMPTY) continue;
    const frames = ownFrames(trace, row);
    const at = frames.findIndex(({ fn }) => madeWith(trace, fn, callbacks, bearing, empty) !== NONE);
    const lost = frames[at];
    if (lost === undefined) continue;
    const maker = madeWith(trace, lost.fn, callbacks, bearing, empty);
    const name = trace.functions[maker]?.name ?? '';
    const caller = frames[at + 1];
    const read = frames[0];
    const isMeant =
      read !== undefined &&
      !bearing.has(lost.fn) &&
      isFoundBefore(trace, rows, callbacks, lost.fn, read.fn) &&
      settlesIts(trace, lost.fn, row);
    // It asks for the store itself, and not by code that it shares with others, who may do without. Of what was made once (a listener of a client that the first request has opened) it may be meant.
    const isAsked = read?.fn === lost.fn && (makers.get(lost.fn)?.size ?? 0) >= MIN_MISTAKEN;
    drafts.push({
      kind: 'context.lost',
      key: `${lost.fn}`,
      confidence: isMeant ? 0.75 : isAsked ? 0.65 : 0.55,
      verdict: 'observed',
      consequence: false,
      ...(isMeant || isAsked ? {} : { ceiling: 'info' as const }),
      message: `The async context is lost here: this function was made${name === '' || name === '(anonymous)' ? '' : ` in ${name}`} while the AsyncLocalStorage had a store, and found none when it ran.`,
      why: [
        caller === undefined
          ? 'it was called from outside of the context in which it was made'
          : `it was called by ${nameOf(trace, caller.fn)}, in another context`,
        'what calls functions later for others (a queue, an emitter, a pool) does not carry their context along: AsyncResource.bind(fn) or AsyncLocalStorage.bind(fn) does',
        ...(isMeant ? ['the same reading had found the store before, in the same work, which this function is to end'] : []),
      ],
      places: [
        { site: lost.site, role: 'runs without its store' },
        { fn: lost.fn, role: 'made with a store' },
        ...(read === undefined || read.site === lost.site ? [] : [{ site: read.site, role: 'reads the store' }]),
        ...(caller === undefined ? [] : [{ site: caller.site, role: 'called from' }]),
      ],
      segments: [row.segment],
      activations: [],
    });
  }
  return drafts;
}

/** Of functions that have asked for a store themselves and found none: the calls in which each was made. */
function makersOf(trace: Trace, rows: readonly ContextRow[]): ReadonlyMap<number, ReadonlySet<number>> {
  const { activations: acts } = trace;
  const makers = new Map<number, Set<number>>();
  for (const { kind, activation } of rows) {
    if (kind !== CONTEXT_EMPTY || activation === NONE || acts.sync.at(activation) !== 1) continue;
    const fn = acts.fn.at(activation);
    makers.set(fn, (makers.get(fn) ?? new Set()).add(acts.parent.at(activation)));
  }
  return makers;
}

/** What reads the store had found it earlier in the work that was given to `run`, in which `fn` stands. */
function isFoundBefore(trace: Trace, rows: readonly ContextRow[], callbacks: ReadonlySet<number>, fn: number, reader: number): boolean {
  const around = new Set<number>();
  let at = fn;
  do {
    at = parentOf(trace, at);
    if (at === NONE) return false;
    around.add(at);
  } while (!callbacks.has(at));
  return rows.some((row) => {
    const frames = row.kind === CONTEXT_FOUND ? ownFrames(trace, row) : [];
    const isSame = reader === fn ? around.has(frames[0]?.fn ?? NONE) : frames[0]?.fn === reader;
    return isSame && frames.some((frame) => around.has(frame.fn));
  });
}

/**
 * The function is how its work goes on: in the callback in which it found no store it settled a promise in whose executor it stands. Whatever is only left behind for later (a listener,
 * something that cleans up) may well do without a store.
 */
function settlesIts(trace: Trace, fn: number, { segment }: ContextRow): boolean {
  const { tasks, segments } = trace;
  const made = new Set<number>();
  for (const [site, row] of trace.sites.entries()) {
    if (row.kind !== 'new' || row.text !== 'Promise') continue;
    if (wakersOf(trace, site).some((waker) => trace.functionAt(waker) === fn)) made.add(site);
  }
  if (made.size === 0) return false;
  const atom = segments.atom.at(segment);
  for (let task = 0; task < tasks.length; task++) {
    const at = tasks.resolveSegment.at(task);
    if (at !== NONE && segments.atom.at(at) === atom && trace.isPromise(task) && made.has(tasks.site.at(task))) return true;
  }
  return false;
}

/** Of one function: a reading of a store for another request than the one for which the function was made. */
interface Mistaken {
  readonly row: ContextRow;
  readonly frame: Frame;
  readonly caller: Caller;
  readonly made: number;
  readonly found: number;
  readonly isOfPromise?: true;
}

/** Who called a function: where, is only known while it is on the stack. */
interface Caller {
  readonly fn: number;
  readonly site?: number;
}

/** A function that was called by another one than the one in which it was made. */
interface Called {
  readonly frame: Frame;
  readonly caller: Caller;
  readonly maker: number;
  /** The maker is known by the promise that what it gives has settled. */
  readonly isOfPromise?: true;
}

/** So many requests must have got the store of another one: what the first request makes for all of them (a client, a logger) is no callback of that request. */
export const MIN_MISTAKEN = 2;

/**
 * Callbacks that were made for one request and found the store of another: called, within a callback of that one, by what keeps functions until it can call them (a pool, a queue). Each
 * has been called once.
 */
function judgeOthers(trace: Trace, rows: readonly ContextRow[]): Draft[] {
  // Set by hand, a store is not that of the request any more.
  if (rows.some((row) => row.kind === CONTEXT_ENTER)) return [];
  const set = new Set(rows.filter((row) => row.kind === CONTEXT_RUN).map((row) => requestOf(trace, row.segment)));
  const byFunction = new Map<number, Mistaken[]>();
  for (const row of rows) {
    const mistaken = row.kind === CONTEXT_FOUND ? mistakenOf(trace, row) : undefined;
    if (mistaken !== undefined && set.has(mistaken.made) && set.has(mistaken.found)) addTo(byFunction, mistaken.frame.fn, mistaken);
  }
  const drafts: Draft[] = [];
  for (const [fn, all] of byFunction) {
    const [first] = all;
    if (first === undefined || new Set(all.map((m) => m.made)).size < MIN_MISTAKEN || !isCalledOnce(trace, fn)) continue;
    const labels = [first.made, first.found].map((root) => trace.roots[root]?.label ?? 'a request');
    const isSame = labels[0] === labels[1];
    const message = `The async context is another one here: this function was made for ${labels[0]}, and finds the store of ${isSame ? 'another such request' : labels[1]}.`;
    drafts.push(
      otherDraft(
        trace,
        rows,
        first,
        all,
        message,
        `it was called by ${nameOf(trace, first.caller.fn)}, which worked for the other request`,
      ),
    );
  }
  return drafts;
}

function otherDraft(
  trace: Trace,
  rows: readonly ContextRow[],
  { frame, caller, row }: Mistaken,
  all: readonly Mistaken[],
  message: string,
  why: string,
): Draft {
  // By itself, or by a helper that nobody else has asked: what others use, too (a logger), may do without.
  const reader = ownFrames(trace, row)[0];
  const isOwn = (other: ContextRow): boolean => {
    const frames = ownFrames(trace, other);
    return frames[0]?.fn !== reader?.fn || frames.some(({ fn }) => fn === frame.fn);
  };
  const isAsked = reader?.fn === frame.fn || rows.every(isOwn);
  return {
    kind: 'context.lost',
    key: `${frame.fn}`,
    confidence: isAsked ? 0.65 : 0.55,
    verdict: 'observed',
    consequence: false,
    ...(isAsked ? {} : { ceiling: 'info' as const }),
    message,
    why: [
      why,
      'what calls functions later for others (a queue, an emitter, a pool) does not carry their context along: AsyncResource.bind(fn) or AsyncLocalStorage.bind(fn) does',
    ],
    places: [
      { site: frame.site, role: 'runs with the store of another' },
      { fn: frame.fn, role: 'made for one' },
      caller.site === undefined ? { fn: caller.fn, role: 'called by' } : { site: caller.site, role: 'called from' },
    ],
    segments: all.slice(0, 8).map((m) => m.row.segment),
    activations: [],
  };
}

/** A function on the stack of a reading that was made for another request than the one for which it was called. */
function mistakenOf(trace: Trace, row: ContextRow): Mistaken | undefined {
  const found = requestOf(trace, row.segment);
  const called = found === NONE ? undefined : calledByOther(trace, row);
  const made = called === undefined ? NONE : requestOf(trace, trace.activations.startSegment.at(called.maker));
  return called === undefined || made === NONE || made === found ? undefined : { ...called, row, made, found };
}

/** The function that reads the store, itself or by a helper, was called by another one than the one in which it was made. */
function calledByOther(trace: Trace, row: ContextRow): Called | undefined {
  const { activations: acts } = trace;
  if (row.activation === NONE) return undefined;
  const fn = acts.fn.at(row.activation);
  const maker = acts.parent.at(row.activation);
  const frames = ownFrames(trace, row);
  const at = frames.findIndex((frame) => frame.fn === fn);
  const [frame, caller] = [frames[at], frames[at + 1]];
  // Without a caller it runs by itself, in the context in which it was made.
  if (maker === NONE || acts.sync.at(row.activation) !== 1 || frame === undefined || caller === undefined) return undefined;
  if (parentOf(trace, fn) !== acts.fn.at(maker) || caller.fn === acts.fn.at(maker)) return undefined;
  return { frame, caller, maker };
}

/**
 * An async function that a queue calls and waits for, to settle with what it gives the promise that whoever has made it was given: `const { job, resolve } = jobs.shift(); resolve(await job())`.
 */
function ofPromise(trace: Trace, row: ContextRow): Called | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const { activation: job } = row;
  const by = job === NONE || acts.sync.at(job) === 1 ? NONE : acts.caller.at(job);
  const around = parentOf(trace, acts.fn.at(job));
  const [read] = ownFrames(trace, row);
  if (by === NONE || acts.fn.at(by) === around || around === NONE || read === undefined) return undefined;
  let wait = acts.lastSuspension.at(by);
  while (wait !== NONE && s.awaited.at(wait) !== acts.promise.at(job)) wait = s.previous.at(wait);
  const to = wait === NONE ? NONE : s.resumeSegment.at(wait);
  for (let task = 0; to !== NONE && task < tasks.length; task++) {
    // Not the promise of an async function, which ends in that step.
    const isMade = tasks.resolveSegment.at(task) === to && trace.isPromise(task) && tasks.activation.at(task) === NONE;
    const maker = isMade ? tasks.creator.at(task) : NONE;
    if (maker === NONE || acts.fn.at(maker) !== around) continue;
    return { frame: { fn: acts.fn.at(job), site: read.site }, caller: { fn: acts.fn.at(by) }, maker, isOfPromise: true };
  }
  return undefined;
}

/**
 * What reads the store runs by itself (a timer, an answer) in the context of the function in which it was made, and that one was called by another than its maker, as far as can be told
 * in the context that was found.
 */
function madeInCalled(trace: Trace, runs: Runs, row: ContextRow): Called | undefined {
  const { activations: acts } = trace;
  const [read] = ownFrames(trace, row);
  let at = row.activation;
  for (let depth = 0; depth < MAX_NESTED; depth++) {
    if (at === NONE || acts.sync.at(at) !== 1 || runs.of(at).length > 0) return undefined;
    if (acts.caller.at(at) !== NONE) break;
    at = acts.parent.at(at);
  }
  const [fn, maker, by] = [acts.fn.at(at), acts.parent.at(at), acts.caller.at(at)];
  if (read === undefined || at === row.activation || maker === NONE || by === NONE) return undefined;
  const caller = acts.fn.at(by);
  if (parentOf(trace, fn) !== acts.fn.at(maker) || caller === acts.fn.at(maker) || storeAt(trace, runs, by) !== row.store) return undefined;
  return { frame: { fn, site: read.site }, caller: { fn: caller }, maker };
}

/**
 * Callbacks that were made in what was given to `run` with one store and found that of another `run`, of which neither was in the other: called for all that wait by whoever came first (a
 * batch). Each has been called once.
 */
function judgeStores(trace: Trace, rows: readonly ContextRow[]): Draft[] {
  if (rows.some((row) => row.kind === CONTEXT_ENTER)) return [];
  const entered = rows.filter((row) => row.kind === CONTEXT_RUN && row.store !== 0);
  const runs = new Runs(trace, entered);
  const isAround = storesWithin(entered);
  const stores = new Set(entered.map(({ store }) => store));
  const byFunction = new Map<number, Mistaken[]>();
  for (const row of rows) {
    if (row.kind !== CONTEXT_FOUND || !stores.has(row.store)) continue;
    const called = calledByOther(trace, row) ?? madeInCalled(trace, runs, row) ?? ofPromise(trace, row);
    const made = called === undefined ? 0 : storeOfMaker(trace, runs, called.maker);
    if (called === undefined || made === 0 || isAround(made, row.store) || isAround(row.store, made)) continue;
    addTo(byFunction, called.frame.fn, { ...called, row, made, found: row.store });
  }
  return [...byFunction].flatMap(([fn, all]) => {
    const [first] = all;
    const isOnce = first?.isOfPromise === true || isCalledOnce(trace, fn);
    if (first === undefined || new Set(all.map((m) => m.made)).size < MIN_MISTAKEN || !isOnce) return [];
    const message =
      'The async context is another one here: this function was made while the AsyncLocalStorage had one store, and finds that of another call.';
    return [
      otherDraft(
        trace,
        rows,
        first,
        all,
        message,
        `it was called by ${nameOf(trace, first.caller.fn)}, which ran in the context of another call`,
      ),
    ];
  });
}

/** Whether a store was set around another one, by these calls of `run`. */
export function storesWithin(entered: readonly ContextRow[]): (outer: number, inner: number) => boolean {
  // Equal primitives are one store, which may have been set within several others.
  const around = new Map<number, Set<number>>();
  for (const { store, around: outer } of entered) around.set(store, (around.get(store) ?? new Set()).add(outer));
  return (outer, inner) => {
    const found = new Set([inner]);
    for (const at of found) for (const next of around.get(at) ?? []) if (next !== 0) found.add(next);
    return found.has(outer);
  };
}

/** Stores within stores. */
const MAX_NESTED = 64;

/** The calls of `run` with one function of one maker, and those of its calls that are known to be theirs. */
interface Placed {
  readonly rows: readonly ContextRow[];
  readonly rowOf: ReadonlyMap<number, ContextRow>;
}

/** The calls of `run`, by what they call. */
export class Runs {
  readonly #trace: Trace;
  readonly #byMaker = new Map<number, ContextRow[]>();
  readonly #placed = new Map<string, Placed>();
  #calls: RowLists | undefined;

  constructor(trace: Trace, rows: readonly ContextRow[]) {
    this.#trace = trace;
    for (const row of rows) addTo(this.#byMaker, row.activation, row);
  }

  /** Those that may have called this one: of its maker, given this function. */
  of(activation: number): readonly ContextRow[] {
    const { activations: acts } = this.#trace;
    const [maker, fn] = [acts.parent.at(activation), acts.fn.at(activation)];
    const made = this.#byMaker.get(maker);
    if (made === undefined) return [];
    // `run(store, () => send(parcel))`: the plain function in between is no call that is known.
    const site = callSiteOf(this.#trace, activation) ?? NONE;
    const through = made.filter((row) => site !== NONE && callbackOf(this.#trace, row) === this.#trace.functionAt(site));
    if (through.length > 0) return through;
    const key = `${maker},${fn}`;
    let placed = this.#placed.get(key);
    if (placed === undefined) this.#placed.set(key, (placed = this.#place(maker, fn)));
    const row = placed.rowOf.get(activation);
    return row === undefined ? placed.rows : [row];
  }

  /** `run` calls at once what it is given, so that of a loop each call is known by its place in the row. */
  #place(maker: number, fn: number): Placed {
    const { activations: acts } = this.#trace;
    const rows = (this.#byMaker.get(maker) ?? []).filter((row) => callbackOf(this.#trace, row) === fn);
    const rowOf = new Map<number, ContextRow>();
    if (rows.length > 1) {
      // The main script is no call: it is the first in these lists.
      this.#calls ??= new RowLists(acts.length + 1, acts.length, (call) => acts.parent.at(call) + 1);
      const calls = this.#calls.of(maker + 1).filter((call) => acts.fn.at(call) === fn);
      if (calls.length === rows.length) {
        for (const [i, row] of rows.entries()) {
          const call = calls[i] as number;
          if (row.segment === acts.startSegment.at(call)) rowOf.set(call, row);
        }
      }
    }
    return { rows, rowOf };
  }
}

/** The store with which the work was run in which a call was made; 0 where that is not certain. */
export function storeOfMaker(trace: Trace, runs: Runs, maker: number): number {
  return storeUp(runs, maker, (at) => trace.activations.parent.at(at));
}

/** The store that a call had, going by who called it, or made it where it ran by itself; 0 where that is not certain. */
function storeAt(trace: Trace, runs: Runs, activation: number): number {
  const { activations: acts } = trace;
  return storeUp(runs, activation, (at) => (acts.caller.at(at) === NONE ? acts.parent.at(at) : acts.caller.at(at)));
}

function storeUp(runs: Runs, activation: number, outer: (at: number) => number): number {
  for (let at = activation, depth = 0; at !== NONE && depth < MAX_NESTED; at = outer(at), depth++) {
    const own = runs.of(at);
    if (own.length > 0) return own.length === 1 ? (own[0]?.store ?? 0) : 0;
  }
  return 0;
}

/** Each one that was made. */
function isCalledOnce({ activations: acts }: Trace, fn: number): boolean {
  const makers = new Set<number>();
  for (let a = 0; a < acts.length; a++) {
    if (acts.fn.at(a) !== fn) continue;
    if (makers.has(acts.parent.at(a))) return false;
    makers.add(acts.parent.at(a));
  }
  return true;
}

/** The function that must have had a store when `fn` was made in it; NONE. */
function madeWith(
  trace: Trace,
  fn: number,
  callbacks: ReadonlySet<number>,
  bearing: ReadonlySet<number>,
  empty: ReadonlySet<number>,
): number {
  for (let at = parentOf(trace, fn); at !== NONE && parentOf(trace, at) !== NONE; at = parentOf(trace, at)) {
    if (callbacks.has(at) || (bearing.has(at) && !empty.has(at))) return at;
  }
  return NONE;
}

function parentOf(trace: Trace, fn: number): number {
  return trace.functions[fn]?.parentFunction ?? NONE;
}

/** The callback that was given to `run`: around the site that was found in its text, right below the caller of `run` or below the module. */
function callbackOf(trace: Trace, row: ContextRow): number {
  const runner = trace.functionAt(row.site);
  for (let at = trace.functionAt(row.inside); at !== NONE; at = parentOf(trace, at)) {
    const parent = parentOf(trace, at);
    if (parent === runner || (parent !== NONE && parentOf(trace, parent) === NONE)) return at;
  }
  return NONE;
}

interface Frame {
  readonly fn: number;
  readonly site: number;
}

/** Functions of the program on the stack of a reading, innermost first, up to where its context was set. */
export function ownFrames(trace: Trace, row: ContextRow): Frame[] {
  const found: Frame[] = [];
  for (const line of row.frames) {
    if (line.startsWith('async ') || BOUNDARY.test(line)) break;
    const site = siteOfFrame(trace, line.replace(/^(.*) \((.*)\)$/, '$1 $2'));
    const fn = trace.functionAt(site);
    if (fn !== NONE) found.push({ fn, site });
  }
  return found;
}

function nameOf(trace: Trace, fn: number): string {
  const row = trace.functions[fn];
  if (row === undefined || row.parentFunction === NONE) return 'the module';
  return functionLabel(trace, fn);
}
