/** The code that should settle a promise: in the executor of its `new Promise`, the calls of the resolving functions and the calls that are given them. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { SiteRow, Trace } from '../../model/trace.ts';
import { bySites, remembered } from '../remembered.ts';
import { sitesIn } from '../siteIndex.ts';

/** Bit of a site's flags: such a call. */
export const WAKES = 4096;

/** What was found for the places where promises are made, of which each can have made many. */
interface Known {
  readonly wakers: Map<number, readonly number[]>;
  readonly registrations: Map<number, ReadonlyMap<number, number>>;
  executors?: ReadonlyMap<number, number>;
  waking?: ReadonlyMap<number, readonly number[]>;
}

const knownOf = remembered(bySites, (): Known => ({ wakers: new Map(), registrations: new Map() }));

/** Sites of the calls that should settle promises made at `made`, in the order of the source. */
export function wakersOf(trace: Trace, made: number): readonly number[] {
  const { wakers } = knownOf(trace);
  let found = wakers.get(made);
  if (found === undefined) wakers.set(made, (found = findWakers(trace, made)));
  return found;
}

function findWakers(trace: Trace, made: number): number[] {
  const at = trace.site(made);
  if (at === undefined || at.kind !== 'new') return [];
  const known = knownOf(trace);
  known.waking ??= findWaking(trace);
  return (known.waking.get(at.file) ?? []).filter((site) => isInExecutor(trace, trace.functionAt(site), at));
}

/** By file. */
function findWaking(trace: Trace): Map<number, number[]> {
  const waking = new Map<number, number[]>();
  for (const [index, { file, kind, flags = 0 }] of trace.sites.entries()) {
    // Of a read or a write the bit says something else.
    if ((kind === 'call' || kind === 'new') && (flags & WAKES) !== 0) addTo(waking, file, index);
  }
  return waking;
}

function isInExecutor(
  trace: Trace,
  fn: number,
  at: { readonly function: number; readonly line: number; readonly column: number },
): boolean {
  for (let f = fn; f !== NONE; f = trace.functions[f]?.parentFunction ?? NONE) {
    if (trace.functions[f] === undefined) return false;
    if (isExecutor(trace, f, at)) return true;
  }
  return false;
}

/** The function is the executor of the promise made at the site: it starts where the call does, give or take a line break. */
export function isExecutor(
  trace: Trace,
  fn: number,
  at: { readonly function: number; readonly line: number; readonly column: number },
): boolean {
  const row = trace.functions[fn];
  if (row?.parentFunction !== at.function || row.line < at.line || row.line > at.line + 1) return false;
  return row.line > at.line || row.column > at.column;
}

/** The function itself, or the one that makes the promise when it is the executor of one: what an executor does is a step of that function. */
export function functionAround(trace: Trace, fn: number): number {
  const known = knownOf(trace);
  known.executors ??= findExecutors(trace);
  return known.executors.get(fn) ?? fn;
}

/** Executor → the function that makes the promise. */
function findExecutors(trace: Trace): Map<number, number> {
  const made = new Map<string, SiteRow[]>();
  for (const site of trace.sites) if (site.kind === 'new' && site.text === 'Promise') addTo(made, `${site.function}:${site.line}`, site);
  const found = new Map<number, number>();
  for (const [fn, { parentFunction, line }] of trace.functions.entries()) {
    const near = [...(made.get(`${parentFunction}:${line}`) ?? []), ...(made.get(`${parentFunction}:${line - 1}`) ?? [])];
    if (near.some((site) => isExecutor(trace, fn, site))) found.set(fn, parentFunction);
  }
  return found;
}

/**
 * The calls in the executor that are given the functions in which the wakers stand: `setTimeout` of `new Promise((resolve) => setTimeout(() => resolve(1), 100))`. Where
 * functions end is not known: it is the last call that begins before one of them.
 */
export function registrationsOf(trace: Trace, made: number): ReadonlyMap<number, number> {
  const { registrations } = knownOf(trace);
  let found = registrations.get(made);
  if (found === undefined) registrations.set(made, (found = findRegistrations(trace, made, wakersOf(trace, made))));
  return found;
}

function findRegistrations(trace: Trace, made: number, wakers: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  const at = trace.site(made);
  if (at === undefined) return found;
  for (const waker of wakers) {
    let fn = trace.functionAt(waker);
    while (fn !== NONE && !isExecutor(trace, outerOf(trace, fn), at)) fn = outerOf(trace, fn);
    const given = trace.functions[fn];
    if (given === undefined) continue;
    let best = NONE;
    for (const index of sitesIn(trace, given.parentFunction)) {
      const site = trace.site(index);
      if (site?.file !== at.file || site.kind !== 'call' || !isBefore(site, given)) continue;
      const known = trace.site(best);
      if (known === undefined || isBefore(known, site)) best = index;
    }
    if (best !== NONE) found.set(waker, best);
  }
  return found;
}

function outerOf({ functions }: Trace, fn: number): number {
  return functions[fn]?.parentFunction ?? NONE;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** In one file. */
export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}
