/** Which call in the code brought a step of plain code, such as the callback of a timer, into a function: there is no activation that would say so. */
import { NONE } from '../../model/ids.ts';
import type { FunctionRow, SiteRow, Trace } from '../../model/trace.ts';
import { lastName } from '../names.ts';
import { hasSite, sitesIn } from '../siteIndex.ts';
import { isBefore } from '../waiting/wakers.ts';

/** Functions that call functions that call it, and how many of them are looked at. */
const MAX_DEPTH = 3;
const MAX_FUNCTIONS = 64;

const known = new WeakMap<Trace['tasks'], Map<string, readonly (readonly number[])[]>>();

/** The one call of a function of these names in the callback that the segment runs or in what that calls; undefined where there is none, or more than one. */
export function callInStep(trace: Trace, segment: number, fns: readonly number[]): number | undefined {
  const found = callsInStep(trace, segment, fns).flat();
  return found.length === 1 ? found[0] : undefined;
}

/** All of them, and then those that stand in what they are given to call back, and so on. */
export function callsInStep(trace: Trace, segment: number, fns: readonly number[]): readonly (readonly number[])[] {
  const task = trace.segments.task.at(segment);
  const made = task === NONE ? NONE : trace.tasks.site.at(task);
  const site = made === NONE ? fileCallBefore(trace, segment) : made;
  // What Node calls back by itself has no place either, and is not the code of the files.
  const key = `${task === NONE ? 'files' : site}:${fns.join()}`;
  let calls = known.get(trace.tasks);
  if (calls === undefined) known.set(trace.tasks, (calls = new Map()));
  let found = calls.get(key);
  if (found !== undefined) return found;
  const start = callbackAt(trace, site);
  const starts = task === NONE ? codeOfFiles(trace) : start === NONE ? [] : [start];
  calls.set(key, (found = callsBehind(trace, starts, fns)));
  return found;
}

const fileCalls = new WeakMap<Trace['tasks'], { readonly size: number; readonly calls: Map<number, number> }>();

/** Steps of one operation: a file is opened, looked at, read, and closed. */
const MAX_STEPS = 8;

/** The call of the file operation whose callback the segment runs, NONE. */
function fileCallBefore(trace: Trace, segment: number): number {
  const { tasks, fs } = trace;
  let known = fileCalls.get(tasks);
  if (known?.size !== fs.length) {
    known = { size: fs.length, calls: new Map(fs.map((row) => [row.doneSegment, row.site])) };
    fileCalls.set(tasks, known);
  }
  for (let at = segment, i = 0; at !== NONE && i < MAX_STEPS; i++) {
    const [call, task] = [known.calls.get(at), trace.segments.task.at(at)];
    if (call !== undefined || task === NONE || !trace.taskType(task).startsWith('FSREQ')) return call ?? NONE;
    at = tasks.initSegment.at(task);
  }
  return NONE;
}

function callsBehind(trace: Trace, starts: readonly number[], fns: readonly number[]): readonly (readonly number[])[] {
  const isName = (name: string): boolean => name !== '' && name !== '(anonymous)';
  const names = new Set(fns.map((fn) => lastName(trace.functions[fn]?.name ?? '')).filter(isName));
  if (names.size === 0) return [];
  const byName = callsFrom(trace, starts, (site) => names.has(lastName(site.text)));
  return byName.length > 0 ? byName : callsFrom(trace, starts, givenCalls(trace));
}

/** The code of files itself, in the order in which they were loaded. */
function codeOfFiles({ functions }: Trace): number[] {
  return [...functions.keys()].filter((fn) => functions[fn]?.parentFunction === NONE);
}

/** What a function gave (`const lock = createLock()`) goes by a name of its own: it is given a callback, and is no function that is known. */
function givenCalls(trace: Trace): (site: SiteRow) => boolean {
  const defined = new Set(trace.functions.map((fn) => lastName(fn.name)));
  const isGiven = new Set(trace.functions.map((fn) => `${fn.file}:${fn.parentFunction}:${fn.line}:${fn.column}`));
  return (site) => {
    const callback = `${site.file}:${site.function}:${site.line}:${site.column + site.text.length + 1}`;
    return PLAIN_NAME.test(site.text) && !KNOWN_CALLS.test(site.text) && !defined.has(site.text) && isGiven.has(callback);
  };
}

/** Accesses that are looked through for the first one of what was called back. */
const MAX_ACCESSES = 64;

/** The call of a function of these names, or of what a function gave, whose callback did what came next in the step after an access by such a function. */
export function callBackAfter(trace: Trace, access: number, fns: readonly number[]): number | undefined {
  const { accesses: a } = trace;
  const own = new Set(fns);
  let next = access + 1;
  const isLater = (row: number): boolean => a.segment.at(row) === a.segment.at(access) && a.position.at(row) > a.position.at(access);
  const isNext = (row: number): boolean => isLater(row) && !own.has(trace.functionAt(a.site.at(row)));
  while (next < a.length && next < access + MAX_ACCESSES && !isNext(next)) next++;
  if (next >= a.length || next >= access + MAX_ACCESSES) return undefined;
  const first = trace.functionAt(a.site.at(next));
  const key = `${first}:${fns.join()}:${trace.sites.length}`;
  let known = CALLED_BACK.get(trace.tasks);
  if (known === undefined) CALLED_BACK.set(trace.tasks, (known = new Map()));
  let found = known.get(key);
  if (found === undefined) known.set(key, (found = callAround(trace, first, fns)));
  return found === NONE ? undefined : found;
}

/** What was called back first, and for which functions → the call. */
const CALLED_BACK = new WeakMap<Trace['tasks'], Map<string, number>>();

function callAround(trace: Trace, first: number, fns: readonly number[]): number {
  const { functions } = trace;
  const names = new Set(fns.map((fn) => lastName(functions[fn]?.name ?? '')));
  const isOther = givenCalls(trace);
  const isIt = (site: SiteRow): boolean => site.kind === 'call' && (names.has(lastName(site.text)) || isOther(site));
  for (let fn = first; fn !== NONE; fn = functions[fn]?.parentFunction ?? NONE) {
    const call = sitesIn(trace, functions[fn]?.parentFunction ?? NONE).find((index) => {
      const site = trace.site(index);
      return site !== undefined && isIt(site) && givenTo(trace, site).includes(fn);
    });
    if (call !== undefined) return call;
  }
  return NONE;
}

/** The one call of a function of these names that stands in what another such call gives to be called back, around the code of one of `codes`, or that is reached from there; undefined where it is not one. */
export function callWithin(trace: Trace, codes: readonly number[], fns: readonly number[]): { around: number; inner: number } | undefined {
  const names = new Set(fns.map((fn) => lastName(trace.functions[fn]?.name ?? '')));
  const isIt = (site: SiteRow): boolean => site.kind === 'call' && names.has(lastName(site.text));
  for (const code of codes) {
    const around = callAround(trace, code, fns);
    const inner = around === NONE ? [] : callsFrom(trace, [code], isIt).flat();
    if (inner.length === 1 && inner[0] !== around) return { around, inner: inner[0] as number };
  }
  return undefined;
}

const PLAIN_NAME = /^[\w$]+$/;
const KNOWN_CALLS = /^(?:set(?:Timeout|Interval|Immediate)|queueMicrotask|describe|it|test|before(?:Each|All)?|after(?:Each|All)?)$/;

/** Calls in a function, in what they are given to call back, and in the functions that it calls, as far as they go by their names. */
function callsFrom(trace: Trace, starts: readonly number[], isIt: (site: SiteRow) => boolean): readonly (readonly number[])[] {
  const seen = new Set(starts);
  let level = [...starts];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const found: number[][] = [];
    const called = new Set<string>();
    for (let at = level; at.length > 0;) {
      const inside: number[] = [];
      const here: number[] = [];
      const sites = [...new Set(at)].flatMap((fn) => sitesIn(trace, fn));
      for (const index of sites) {
        const site = trace.site(index);
        if (site?.kind !== 'call') continue;
        if (isIt(site)) {
          here.push(index);
          inside.push(...givenTo(trace, site).filter((fn) => !seen.has(fn)));
        } else called.add(lastName(site.text));
      }
      if (here.length > 0) found.push(here);
      for (const fn of inside) seen.add(fn);
      at = inside;
    }
    if (found.length > 0) return found;
    // In the order in which they are called.
    const ranks = new Map([...called].map((name, rank) => [name, rank]));
    const rankOf = (at: number): number => ranks.get(lastName(trace.functions[at]?.name ?? '')) ?? -1;
    const next = [...trace.functions.keys()].filter((at) => !seen.has(at) && rankOf(at) >= 0);
    level = next.toSorted((x, y) => rankOf(x) - rankOf(y)).slice(0, MAX_FUNCTIONS - seen.size);
    for (const at of level) seen.add(at);
  }
  return [];
}

/** The site stands in what the call is given. */
export function isWrittenIn(trace: Trace, site: number, call: number): boolean {
  const around = trace.site(call);
  if (around === undefined) return false;
  const given = new Set(givenTo(trace, around));
  for (let fn = trace.functionAt(site); fn !== NONE; fn = trace.functions[fn]?.parentFunction ?? NONE) if (given.has(fn)) return true;
  return false;
}

/** The functions that stand in a call: no other call comes before them. */
function givenTo(trace: Trace, call: SiteRow): number[] {
  const isBetween = (site: SiteRow, fn: FunctionRow): boolean => site.kind === 'call' && isBefore(call, site) && isBefore(site, fn);
  return [...trace.functions.keys()].filter((at) => {
    const fn = trace.functions[at];
    if (fn === undefined || fn.file !== call.file || fn.parentFunction !== call.function || !isBefore(call, fn)) return false;
    return !hasSite(trace, call.function, (site) => isBetween(site, fn));
  });
}

/** The function that stands as the first one in a call: `setTimeout(() => …)`. NONE. */
function callbackAt(trace: Trace, site: number): number {
  const call = trace.site(site);
  let found: number = NONE;
  if (call?.kind !== 'call') return NONE;
  for (const [index, fn] of trace.functions.entries()) {
    if (fn.file !== call.file || fn.parentFunction !== call.function || !isBefore(call, fn)) continue;
    const nearest = trace.functions[found];
    if (nearest === undefined || isBefore(fn, nearest)) found = index;
  }
  const row = trace.functions[found];
  return row !== undefined && row.line - call.line <= 1 ? found : NONE;
}

/** Nothing is called after it by the function that it stands in: what is done later is done by whom it calls back. */
export function isLastCall(trace: Trace, call: number): boolean {
  const at = trace.site(call);
  if (at?.kind !== 'call') return false;
  return !hasSite(trace, at.function, (site) => site.kind === 'call' && isBefore(at, site));
}
