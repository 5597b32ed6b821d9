/**
 * Timers and watchers whose owner was closed: what made them has a method that ends it, which was called, and left them, or the place in which they stood was emptied. Whatever they do, nobody has asked for it any more.
 */
import { NONE } from '../../../model/ids.ts';
import { type FunctionRow, TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import { LOCATION_ENTRY } from '../../../model/vocabulary.ts';
import { isInnerFunction } from '../../lineage.ts';
import { lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';
import { objectOf } from '../../shared/accesses.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';
import { functionAround } from '../../waiting/wakers.ts';
import { isNothing } from '../races/closes.ts';
import { callbackBehind } from './rearmed.ts';

const ENDS = /^(?:close|stop|end|quit|shut[dD]own|tear[dD]own|dispose|destroy|terminate|disconnect)$/;

/** What such a function returns may be ended; `main` has helpers of its own that close this and that. */
const MAKES = /^(?:create|make|build|open|start|new)/;

/**
 * The function that has closed the owner of a timer or watcher: a method of the class that made it, or of what the function returns; NONE. As many must have been closed as were made, each after it was made: what closes
 * one of several things that the owner has is called more or less often.
 */
export function closedBy(trace: Trace, task: number): number {
  const { tasks } = trace;
  const known = knownOf(trace);
  const key = `${tasks.site.at(task)} ${trace.taskType(task)} ${tasks.thread.at(task)}`;
  const closing = known.get(key) ?? findClosing(trace, task);
  known.set(key, closing);
  if (closing !== NONE) return closing;
  const emptied = emptiedBy(trace, task);
  return emptied === NONE ? closedFirst(trace, task) : emptied;
}

/** What is due before that may be waited for. */
const LONG_MS = 10_000;

/**
 * The method of the class that ends it, called on the very object that has set a timer for once and has it still (`this.idle = setTimeout(…)`), which other methods clear and that one does not; NONE.
 */
export function closedHolder(trace: Trace, task: number): number {
  const { accesses: a, functions, tasks } = trace;
  const made = trace.site(tasks.site.at(task));
  if (made?.held === undefined || !trace.isTimeout(task) || tasks.delayMs.at(task) < LONG_MS) return NONE;
  const place = lastName(made.held);
  const isPlace = (at: number): boolean => lastName(trace.site(at)?.text ?? '') === place;
  const clears = callsNamed(trace, 'clearTimeout').map((call) => trace.functionAt(call));
  if (!clears.some((fn) => functions[fn]?.file === made.file && sitesIn(trace, fn).some(isPlace))) return NONE;
  const row = methodAround(trace, made.function) ?? functions[made.function];
  const owner = row?.name.slice(0, row.name.lastIndexOf('.') + 1) ?? '';
  // Functions that stand beside each other have their variables in common.
  const around = row?.parentFunction ?? NONE;
  if (row === undefined || (owner === '' && (functions[around]?.parentFunction ?? NONE) === NONE)) return NONE;
  const isOwn = (fn: FunctionRow): boolean =>
    owner === '' ? fn.parentFunction === around : fn.file === row.file && fn.name.startsWith(owner);
  const isCloser = (fn: FunctionRow | undefined): boolean => fn !== undefined && isOwn(fn) && ENDS.test(lastName(fn.name));
  if (isCloser(row)) return NONE;
  const stores = accessesAtSites(trace, sitesIn(trace, made.function).filter(isPlace));
  const kept = stores.findLast((at) => a.write.at(at) === 1 && a.segment.at(at) === tasks.initSegment.at(task));
  // It is what stands there now.
  if (kept === undefined || accessesOfLocation(trace, a.location.at(kept)).findLast((at) => a.write.at(at) === 1) !== kept) return NONE;
  const object = objectOf(trace, a.location.at(kept));
  const closers = [...functions.keys()].filter((fn) => isCloser(functions[fn]));
  const isLater = (at: number): boolean => a.position.at(at) > a.position.at(kept) && objectOf(trace, a.location.at(at)) === object;
  return closers.find((fn) => accessesAtSites(trace, sitesIn(trace, fn)).some(isLater)) ?? NONE;
}

/** Callbacks that come once, and some time after they were asked for. */
const COMES_ONCE = /^(?:FSREQ|Timeout|Immediate|TickObject)/;
const METHOD = /^[$\w]+\.[$#\w]+$/;
const MAX_STEPS = 16;

/**
 * The method of the class that ends it, which was called while what made the timer or watcher was still under way (`fs.stat(dir, () => { this.watcher = fs.watch(dir) })`), and has found nothing there; NONE. Neither
 * was it called again since, nor has it set off itself what made a new one.
 */
export function closedFirst(trace: Trace, task: number): number {
  const { functions, tasks } = trace;
  const row = methodAround(trace, trace.functionAt(tasks.site.at(task)));
  const owner = row?.name.slice(0, row.name.lastIndexOf('.') + 1) ?? '';
  if (row === undefined || owner === '' || tasks.initPosition.at(task) < 0) return NONE;
  const isOwn = (fn: FunctionRow | undefined): boolean => fn !== undefined && fn.file === row.file && fn.name.startsWith(owner);
  const closers = [...functions.keys()].filter((fn) => isOwn(functions[fn]) && ENDS.test(functions[fn]?.name.slice(owner.length) ?? ''));
  const made = tasks.initPosition.at(task);
  const signs = closers.flatMap((closer) => signsOf(trace, closer));
  if (signs.length === 0 || signs.some(({ position }) => position > made)) return NONE;
  const closed = Math.max(...signs.map(({ position }) => position));
  const root = begunBefore(trace, task, closed, closers, (fn) => isOwn(methodAround(trace, fn)));
  if (root === NONE) return NONE;
  // Of several that were opened, as many must have been closed: no other one was meant.
  const opened = countLike(trace, root);
  const calls = Math.max(...signs.map(({ site }) => signs.filter((sign) => sign.site === site).length));
  return opened <= calls ? (closers[0] ?? NONE) : NONE;
}

/** How often the same was asked for, and not taken back. */
function countLike({ tasks }: Trace, task: number): number {
  let count = 0;
  for (let other = 0; other < tasks.length; other++) {
    if (tasks.site.at(other) === tasks.site.at(task) && (tasks.flags.at(other) & TASK_CLEARED) === 0) count++;
  }
  return count;
}

/** The method of a class that a function is, or stands in. */
function methodAround({ functions }: Trace, fn: number): FunctionRow | undefined {
  let row = functions[fn];
  for (let step = 0; row !== undefined && !METHOD.test(row.name) && step < MAX_STEPS; step++) row = functions[row.parentFunction];
  return row;
}

interface Sign {
  readonly site: number;
  readonly position: number;
  readonly segment: number;
}

/** Where a function is seen to have run: what it has accessed, and what it has set going; or those that stand in it, which may come later. */
function signsOf(trace: Trace, fn: number): Sign[] {
  const own = signsAt(trace, new Set(sitesIn(trace, fn)));
  if (own.length > 0) return own;
  return signsAt(trace, new Set(trace.sites.flatMap((site, i) => (isInnerFunction(trace, site.function, fn) ? [i] : []))));
}

function signsAt(trace: Trace, sites: ReadonlySet<number>): Sign[] {
  const { accesses: a, tasks } = trace;
  const found = accessesAtSites(trace, sites).map((row) => ({
    site: a.site.at(row),
    position: a.position.at(row),
    segment: a.segment.at(row),
  }));
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    if (!sites.has(site) || trace.isPromise(task)) continue;
    found.push({ site, position: tasks.initPosition.at(task), segment: tasks.initSegment.at(task) });
  }
  return found;
}

/**
 * One callback after another leads from a place before that position to where the task was made, and none of them was asked for by a `closer`. It is what a method of the class has set going: the task is made in a
 * callback that stands in one, or was asked for in one; whoever calls the method later may mean it. The first of those tasks; NONE.
 */
function begunBefore(trace: Trace, task: number, position: number, closers: readonly number[], isOwn: (fn: number) => boolean): number {
  const { functions, segments: s, tasks } = trace;
  let isOfMethod = !METHOD.test(functions[trace.functionAt(tasks.site.at(task))]?.name ?? '');
  let segment = tasks.initSegment.at(task);
  for (let step = 0; segment !== NONE && step < MAX_STEPS; step++) {
    const by = s.task.at(segment);
    if (by === NONE || trace.isPromise(by) || trace.repeats(by) || !COMES_ONCE.test(trace.taskType(by))) return NONE;
    const fn = trace.functionAt(tasks.site.at(by));
    if (closers.some((closer) => fn === closer || isInnerFunction(trace, fn, closer))) return NONE;
    isOfMethod ||= isOwn(fn);
    if (tasks.initPosition.at(by) < position) return isOfMethod ? by : NONE;
    segment = tasks.initSegment.at(by);
  }
  return NONE;
}

/** `this.watcher = watch(file, …)`, and later `this.watcher = null`: nobody can close it any more. The function that has emptied the place; NONE. */
function emptiedBy(trace: Trace, task: number): number {
  const { accesses: a, tasks } = trace;
  const made = trace.site(tasks.site.at(task));
  if (made === undefined || trace.isTimeout(task)) return NONE;
  const targets = sitesIn(trace, made.function).filter((site) => trace.site(site)?.line === made.line);
  const isIts = (row: number): boolean =>
    a.write.at(row) === 1 && a.segment.at(row) === tasks.initSegment.at(task) && a.position.at(row) >= tasks.initPosition.at(task);
  const kept = accessesAtSites(trace, targets).find(isIts);
  if (kept === undefined) return NONE;
  const isNext = (row: number): boolean => a.write.at(row) === 1 && a.position.at(row) > a.position.at(kept);
  const next = accessesOfLocation(trace, a.location.at(kept)).find(isNext);
  return next !== undefined && isNothing(a.value.at(next)) ? functionAround(trace, trace.functionAt(a.site.at(next))) : NONE;
}

/**
 * The segments in which a method that waits for nothing was called: its calls are not recorded, but what it does. None of one that the task itself has set off, nor where other methods of the class have gone on since
 * (`restart() { this.stop(); this.start(); }`).
 */
function plainCalls(trace: Trace, task: number, closer: number, owner: string): number[] {
  const { accesses: a, functions, locations, segments: s } = trace;
  const row = functions[closer];
  if (owner === '' || row === undefined || row.async) return [];
  const signs = signsAt(trace, new Set(sitesIn(trace, closer)));
  const isOwnRun = ({ segment }: Sign): boolean => s.task.at(segment) === task;
  const isOfOne = (at: number): boolean => a.write.at(at) === 1 && locations.kind.at(a.location.at(at)) === LOCATION_ENTRY;
  if (signs.some(isOwnRun) || accessesAtSites(trace, new Set(sitesIn(trace, closer))).some(isOfOne)) return [];
  const calls = [...new Set(signs.map(({ site }) => site))]
    .map((site) => signs.filter((sign) => sign.site === site))
    .reduce((most, list) => (list.length > most.length ? list : most), []);
  const last = Math.max(...calls.map(({ position }) => position));
  const isOther = (fn: number): boolean => fn !== closer && functions[fn]?.file === row.file && functions[fn].name.startsWith(owner);
  const others = signsAt(trace, new Set([...functions.keys()].filter(isOther).flatMap((fn) => sitesIn(trace, fn))));
  return others.some((sign) => sign.position > last && !isOwnRun(sign)) ? [] : calls.map(({ segment }) => segment);
}

const knownOf = remembered(byEvents, () => new Map<string, number>());

function findClosing(trace: Trace, task: number): number {
  const { accesses: a, activations: acts, functions, locations, segments, tasks } = trace;
  const maker = functionAround(trace, trace.functionAt(tasks.site.at(task)));
  const row = functions[maker];
  if (row === undefined || row.parentFunction === NONE || !(row.name.includes('.') || MAKES.test(row.name))) return NONE;
  const owner = row.name.slice(0, row.name.lastIndexOf('.') + 1);
  const closes = functions.map(
    ({ file, name }, fn) =>
      ENDS.test(lastName(name)) && (owner === '' ? isInnerFunction(trace, fn, maker) : file === row.file && name.startsWith(owner)),
  );
  const isLike = (other: number): boolean => tasks.site.at(other) === tasks.site.at(task) && trace.taskType(other) === trace.taskType(task);
  const made: number[] = [];
  for (let other = 0; other < tasks.length; other++) {
    if (!isLike(other) || tasks.thread.at(other) !== tasks.thread.at(task) || trace.isPromise(other)) continue;
    const before = callbackBehind(trace, other);
    if (before === NONE || !isLike(before)) made.push(tasks.initSegment.at(other));
  }
  // `close(id) { this.sessions.delete(id); }` closes one of those that it has.
  const ofOne = new Set<number>();
  for (let row = 0; row < a.length; row++) {
    if (a.write.at(row) === 1 && locations.kind.at(a.location.at(row)) === LOCATION_ENTRY) ofOne.add(a.activation.at(row));
  }
  const calls: number[] = [];
  for (let call = 0; call < acts.length; call++) if (closes[acts.fn.at(call)] === true && !ofOne.has(call)) calls.push(call);
  const isAfter = (segments: readonly number[]): boolean =>
    segments.length === made.length && segments.every((segment, i) => segment >= (made[i] ?? Infinity));
  if (calls.length === 0) return closes.findIndex((isCloser, fn) => isCloser && isAfter(plainCalls(trace, task, fn, owner)));
  const isEach = isAfter(calls.map((call) => acts.startSegment.at(call)));
  return isEach && calls.every((call) => segments.thread.at(acts.startSegment.at(call)) === tasks.thread.at(task))
    ? acts.fn.at(calls[0] ?? NONE)
    : NONE;
}
