/** Whether an access was made through the call by which a pair of places in other files is known (shared/links.ts). */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import { callersUpFrom, causeOf } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import type { DependencePair } from '../../shared/links.ts';
import { callsNamed } from '../../siteIndex.ts';

/** Functions whose calls are recorded. */
const recorded = remembered(byEvents, ({ activations: acts }) => {
  const functions = new Set<number>();
  for (let i = 0; i < acts.length; i++) functions.add(acts.fn.at(i));
  return functions;
});

/** The same by their names, without that of the class. */
const recordedNames = remembered(byEvents, (trace) => {
  const named = new Map<string, number[]>();
  for (const fn of recorded(trace)) addTo(named, lastName(trace.functions[fn]?.name ?? ''), fn);
  return named;
});

/**
 * Who read, or wrote, was called by a function that calls both, as far as calls are recorded, and who read through the call that the pair names: of another function of that name, which somebody else
 * called or which is the caller itself (`Gateway.complete`, and `this.model.complete` in it), the pair says nothing, nor of what another function has the same setter store.
 */
export function isCalledThrough(trace: Trace, pair: DependencePair, activation: number, end: 'read' | 'write'): boolean {
  const { functions, activations: acts } = trace;
  const callers = callersUpFrom(trace, activation).map((caller) => acts.fn.at(caller));
  const nameOf = (fn: number): string => lastName(functions[fn]?.name ?? '');
  return [pair, ...(pair.others ?? [])].some(({ calls }) => {
    const fn = calls === undefined ? NONE : trace.functionAt(calls[end]);
    if (calls === undefined || fn === NONE || !recorded(trace).has(fn)) return true;
    const at = callers.lastIndexOf(fn);
    if (at < 0) return end === 'write' && isMadeByNamed(trace, calls.write, activation);
    const name = lastName(trace.site(calls[end])?.text ?? '');
    const [called, ...others] = callers.slice(0, at);
    // `if (this.redis.status === 'wait') this.redis.connect()`, and where that was not so the callback of the same call closes it: of what `connect` stores this is nothing.
    const isWrite = end === 'write' && called !== undefined;
    if (!isWrite && (end === 'write' || name !== nameOf(fn))) return true;
    // Of a function whose calls are not recorded it is not known who has called it.
    const isSeen = (other: number): boolean => other !== fn && (!isWrite || functions[other]?.file === functions[called]?.file);
    if (recordedNames(trace).get(name)?.some(isSeen) !== true) return true;
    return [called, ...others].some((by) => by !== undefined && nameOf(by) === name);
  });
}

/** Calls before a deferred one that are looked at. */
const CALL_WINDOW = 1024;

/**
 * `add(row) { onCommit(async () => rows.push(row)); }`: the function that is named has made the callback, and it is called, when that is over, by who had called the one that named it: by the unit of
 * work, or the queue, that is there for this one call.
 */
function isMadeByNamed(trace: Trace, call: number, callback: number): boolean {
  const { activations: acts, functions } = trace;
  const maker = functions[acts.fn.at(callback)]?.parentFunction ?? NONE;
  if (maker === NONE || lastName(functions[maker]?.name ?? '') !== lastName(trace.site(call)?.text ?? '')) return false;
  const [fn, around] = [trace.functionAt(call), new Set(callersUpFrom(trace, callback))];
  const named: number[] = [];
  for (let at = Math.max(0, callback - CALL_WINDOW); at < callback; at++) {
    if (acts.fn.at(at) === fn && around.has(acts.parent.at(at))) named.push(at);
  }
  return named.length === 1;
}

/** Steps from a write back to the look that are gone through. */
const MAX_STEPS = 32;

/**
 * `find(group, () => find(user, () => add(group, user)))`: the pair names the inner call, and what it read is what the step nearest to the write has read; the outer one has looked at something else,
 * or at the same for another reason. Where calls are not recorded the timers and requests tell which look it was: the function that looks has made another one since.
 */
export function isOfOuterCall(trace: Trace, pair: DependencePair, read: number, write: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  if ([pair, ...(pair.others ?? [])].some(({ calls }) => calls === undefined || !isInOwnCallback(trace, calls.read))) return false;
  const [from, looked] = [s.atom.at(a.segment.at(read)), s.task.at(s.atom.at(a.segment.at(read)))];
  if (looked === NONE) return false;
  let segment = a.segment.at(write);
  for (let step = 0; step < MAX_STEPS && segment !== NONE; step++) {
    const atom = s.atom.at(segment);
    const task = s.task.at(atom);
    if (atom === from || task === NONE) return false;
    if (tasks.site.at(task) === tasks.site.at(looked)) return true;
    segment = causeOf(trace, task, segment);
  }
  return false;
}

/** The call stands in the callback of another such call, which begins in the line of that. */
function isInOwnCallback(trace: Trace, call: number): boolean {
  const text = trace.site(call)?.text ?? '';
  const others = callsNamed(trace, lastName(text)).flatMap((other) => (other === call ? [] : (trace.site(other) ?? [])));
  for (let fn = trace.functionAt(call); fn !== NONE; fn = trace.functions[fn]?.parentFunction ?? NONE) {
    const row = trace.functions[fn];
    const isOuter = (other: SiteRow): boolean =>
      other.text === text && other.function === row?.parentFunction && other.line === row.line && other.column < row.column;
    if (others.some(isOuter)) return true;
  }
  return false;
}
