/** Which call in the code brought a step of plain code, such as the callback of a timer, into a function: there is no activation that would say so. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { lastName } from '../names.ts';
import { isBefore } from '../waiting/wakers.ts';

/** Functions that call functions that call it, and how many of them are looked at. */
const MAX_DEPTH = 3;
const MAX_FUNCTIONS = 64;

const known = new WeakMap<Trace['tasks'], Map<string, number | undefined>>();

/** The one call of the function, by its name, in the callback that the segment runs or in what that calls; undefined where there is none, or more than one. */
export function callInStep(trace: Trace, segment: number, fn: number): number | undefined {
  const task = trace.segments.task.at(segment);
  const site = task === NONE ? NONE : trace.tasks.site.at(task);
  const key = `${site}:${fn}`;
  let calls = known.get(trace.tasks);
  if (calls === undefined) known.set(trace.tasks, (calls = new Map()));
  if (!calls.has(key)) calls.set(key, callBehind(trace, site, fn));
  return calls.get(key);
}

function callBehind(trace: Trace, made: number, fn: number): number | undefined {
  const name = lastName(trace.functions[fn]?.name ?? '');
  const start = callbackAt(trace, made);
  if (start === NONE || name === '' || name === '(anonymous)') return undefined;
  const seen = new Set([start]);
  let level = [start];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const found: number[] = [];
    const called = new Set<string>();
    for (const [index, site] of trace.sites.entries()) {
      if (site.kind !== 'call' || !level.includes(site.function)) continue;
      if (lastName(site.text) === name) found.push(index);
      else called.add(lastName(site.text));
    }
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
    const isNext = (at: number): boolean => !seen.has(at) && called.has(lastName(trace.functions[at]?.name ?? ''));
    level = [...trace.functions.keys()].filter(isNext).slice(0, MAX_FUNCTIONS - seen.size);
    for (const at of level) seen.add(at);
  }
  return undefined;
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
