/**
 * Timers that nobody asked a program to stay for (leakAlive.ts): housekeeping, those of visitors who have left, those that whoever was to stop them has lost, and those of workers that have
 * given their answer. None of them does anything that could be noticed outside.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, type FunctionRow, type Trace, type WorkerRow } from '../../../model/trace.ts';
import {
  COMBINE_RACE,
  FLAG_FORGETS,
  FS_CHECK,
  FS_LIST,
  FS_META,
  FS_READ,
  ROOT_CONNECTION,
  ROOT_HTTP_REQUEST,
} from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { isInnerFunction } from '../../lineage.ts';
import { rootOf } from '../../roots.ts';
import { decidesBranch } from '../../shared/accesses.ts';
import { closes } from '../races/keptAfterClose.ts';
import { isSettledBy, isVoid, NEAR } from './raceTimers.ts';
import { closedBy, closedHolder } from './closedOwners.ts';
import { lostBy } from './lostTimers.ts';
import type { Rearmed } from './rearmed.ts';

/** Nobody asked for it, or nobody waits for it any more. */
export function isLeftTimer(context: AnalysisContext, ticking: Rearmed, process: number): boolean {
  const { trace } = context;
  if (hasSettled(trace, ticking) || toldToStop(context, ticking) !== NONE || isLeftByCall(trace, ticking)) return true;
  if (isVoid(trace, ticking.first)) return true;
  if (closedBy(trace, ticking.first) !== NONE || isOfLoser(trace, ticking)) return true;
  if (ticking.tasks.size === 1 && isLeftOnce(trace, ticking.first)) return true;
  if (hasRunDry(context, ticking) || ((isOfVisitor(trace, ticking) || isOfConnection(trace, ticking)) && isQuietSince(trace, ticking))) {
    return true;
  }
  if (!setOffBy(trace, ticking).isQuiet) return false;
  return (
    onlyForgets(trace, ticking.first) ||
    isOfVisitor(trace, ticking) ||
    isForgotten(trace, ticking) ||
    generatorOf(trace, ticking) !== NONE ||
    isHousekeeping(trace, ticking, process)
  );
}

/** Set for once, and lost, or left by whoever has closed its owner. */
export function isLeftOnce(trace: Trace, task: number): boolean {
  return lostBy(trace, task) !== undefined || closedHolder(trace, task) !== NONE;
}

/** A timer (or a watcher) whose callback takes out what is old. */
export function onlyForgets(trace: Trace, task: number): boolean {
  return trace.hasFlag(trace.tasks.site.at(task), FLAG_FORGETS);
}

/** It belongs to a worker that has been heard, in a program that has nothing left to ask it. What the main file of a worker sets up must have shown what it does. */
export function isLeftInWorker(trace: Trace, ticking: Rearmed, worker: WorkerRow): boolean {
  const { messages, segments, tasks } = trace;
  const thread = worker.child;
  if (tasks.thread.at(ticking.first) !== thread || !setOffBy(trace, ticking).isQuiet) return false;
  const isHeard = messages.some(
    (m) =>
      segments.thread.at(m.postSegment) === thread && m.receiveSegment !== NONE && segments.thread.at(m.receiveSegment) === worker.thread,
  );
  const site = trace.site(tasks.site.at(ticking.first));
  const file = trace.files[site?.file ?? NONE]?.path ?? '';
  const names = `${trace.functions[site?.function ?? NONE]?.name ?? ''} ${file.slice(file.lastIndexOf('/') + 1)}`;
  if (!isHeard || site === undefined || WORKS.test(names)) return false;
  return onlyForgets(trace, ticking.first) || !isSameFile(file, worker.file) || ranOften(trace, ticking);
}

/** What timers set off within the program: promises, what is done at once, and other timers. */
export interface SetOff {
  /** Task → the tick (its first segment) that it goes back to. */
  readonly tasks: ReadonlyMap<number, number>;
  /** What ran: the ticks, and their tasks. */
  readonly runs: ReadonlySet<number>;
  /** Nothing else came of it: no output, no file, no request, no message, no other timer. */
  readonly isQuiet: boolean;
  /** The same, but that it may have looked at files. */
  readonly onlyLooks: boolean;
  /** The same, but that it may have waited for timers as well. */
  readonly onlyWaits: boolean;
}

const AT_ONCE = /^(?:TickObject|Microtask)$/;
const OF_FILES = /^(?:FSREQ|FILEHANDLE)/;
const LOOKS: ReadonlySet<number> = new Set([FS_CHECK, FS_LIST, FS_META, FS_READ]);

/** `since`: by the ticks after this segment. */
export function setOffBy(trace: Trace, { first, tasks: ticking }: Rearmed, since = NONE): SetOff {
  const { segments, tasks } = trace;
  const found = new Map<number, number>();
  const runs = new Set<number>();
  if (tasks.firstRun.at(first) === NONE) return { tasks: found, runs, isQuiet: true, onlyLooks: true, onlyWaits: true };
  const thread = tasks.thread.at(first);
  const isMade = (task: number, segment: number): boolean => task < tasks.length && tasks.initSegment.at(task) === segment;
  let isQuiet = true;
  let hasTimers = false;
  let onlyWaits = true;
  let task = first + 1;
  for (let segment = Math.max(tasks.firstRun.at(first), since + 1); segment < segments.length; segment++) {
    if (segments.thread.at(segment) !== thread) continue;
    // Those of one thread stand in the order in which they were made.
    while (task < tasks.length && (tasks.thread.at(task) !== thread || tasks.initSegment.at(task) < segment)) task++;
    const by = segments.task.at(segment);
    const tick = ticking.has(by) ? segments.atom.at(segment) : found.get(by);
    // Node makes the handle of a file in a step of its own, before it calls back.
    if (tick !== undefined || (by === NONE && isMade(task, segment) && trace.taskType(task) === 'FILEHANDLE')) runs.add(segment);
    if (tick === undefined) continue;
    for (; task < tasks.length && (tasks.thread.at(task) !== thread || tasks.initSegment.at(task) === segment); task++) {
      if (tasks.thread.at(task) !== thread || ticking.has(task)) continue;
      const isOfFile = OF_FILES.test(trace.taskType(task));
      const isTimer = trace.taskType(task) === 'Timeout';
      if (isOfFile || isTimer || trace.isPromise(task) || AT_ONCE.test(trace.taskType(task))) found.set(task, tick);
      else onlyWaits = false;
      hasTimers ||= isTimer;
      isQuiet &&= !isOfFile;
    }
  }
  const files = trace.fs.filter((row) => runs.has(row.segment));
  onlyWaits &&= files.every((row) => LOOKS.has(row.class)) && !trace.messages.some((m) => runs.has(m.postSegment));
  const onlyLooks = onlyWaits && !hasTimers;
  return { tasks: found, runs, isQuiet: isQuiet && onlyLooks && files.length === 0, onlyLooks, onlyWaits };
}

/**
 * It was made to settle a promise, in the executor of that, has done so, and ticks on: nobody waits for what it looks at any more. That it was to end then says the code, which clears it on
 * another path.
 */
export function hasSettled(trace: Trace, ticking: Rearmed): boolean {
  const { segments, tasks } = trace;
  const { first } = ticking;
  if (!trace.repeats(first) || clearingOf(trace, first) === NONE) return false;
  const promise = promiseAround(trace, first);
  const settled = promise === NONE ? NONE : tasks.resolveSegment.at(promise);
  if (settled === NONE) return false;
  const { tasks: after, onlyLooks, onlyWaits } = setOffBy(trace, ticking);
  const by = segments.task.at(settled);
  // What the first tick settles says that it has begun, and it may go on; what a later one settles depends on what it found.
  const tick = by === first ? segments.atom.at(settled) : after.get(by);
  // What it asks may take its time; then it must be the one that was to end itself.
  const isLook = onlyLooks || (onlyWaits && clearsItself(trace, first));
  return isLook && tick !== undefined && tick > tasks.firstRun.at(first) && ranOften(trace, ticking, settled);
}

/** It is cleared in its own callback, or in a function in that, on a path that this run has not taken: `const poll = setInterval(async () => { if (await isDone()) clearInterval(poll); })`. */
function clearsItself(trace: Trace, interval: number): boolean {
  const { activations: acts, segments, tasks } = trace;
  const clearing = trace.functionAt(clearingOf(trace, interval));
  const made = trace.functionAt(tasks.site.at(interval));
  const isTick = (segment: number): boolean => segment !== NONE && segments.task.at(segment) === interval;
  const isCallback = (fn: number): boolean => isInnerFunction(trace, fn, made) && (fn === clearing || isInnerFunction(trace, clearing, fn));
  for (let at = 0; at < acts.length; at++) if (isTick(acts.startSegment.at(at)) && isCallback(acts.fn.at(at))) return true;
  // A callback that does not wait itself is known by what it made.
  for (let task = interval + 1; task < tasks.length; task++) {
    if (isTick(tasks.initSegment.at(task)) && isCallback(trace.functionAt(tasks.site.at(task)))) return true;
  }
  return false;
}

/**
 * The write that says that an interval is to do nothing more (`stop() { this.running = false; }`), where all its ticks have done since is to look at that: it was stopped, and ticks on; NONE.
 */
export function toldToStop(context: AnalysisContext, ticking: Rearmed): number {
  const { trace } = context;
  const { accesses: a, segments, tasks } = trace;
  const { first } = ticking;
  if (!trace.repeats(first)) return NONE;
  for (const group of factsOf(context).groups) {
    const told = group.writes.at(-1);
    if (told === undefined || !closes(trace, group, told)) continue;
    const since = a.segment.at(told);
    const looks = group.rows.filter((row) => a.segment.at(row) > since && decidesBranch(trace, row)).map((row) => a.segment.at(row));
    const looking = new Set(looks.filter((s) => segments.task.at(s) === first));
    if (looking.size < MIN_RUNS || segments.thread.at(since) !== tasks.thread.at(first)) continue;
    let isAll = true;
    // What the last one did may be missing.
    for (let s = since + 1; s < tasks.lastRun.at(first); s++) isAll &&= segments.task.at(s) !== first || looking.has(s);
    if (isAll && setOffBy(trace, ticking, since).isQuiet) return told;
  }
  return NONE;
}

/** It ticks for a call that has ended; another call of the same function has had its own cleared before its end, when that had ticked. */
export function isLeftByCall({ activations: acts, tasks }: Trace, { first }: Rearmed): boolean {
  const [site, call] = [tasks.site.at(first), tasks.creator.at(first)];
  if (call === NONE || acts.endSegment.at(call) === NONE) return false;
  for (let task = 0; task < tasks.length; task++) {
    const other = tasks.site.at(task) === site ? tasks.creator.at(task) : NONE;
    if (other === NONE || other === call || acts.fn.at(other) !== acts.fn.at(call)) continue;
    if ((tasks.flags.at(task) & TASK_CLEARED) === 0 || tasks.lastRun.at(task) === NONE) continue;
    if (tasks.lastRun.at(task) <= acts.endSegment.at(other)) return true;
  }
  return false;
}

/** When it is, does not depend on what others do. */
const CLOCKS = /(?:^|\.)(?:now|Date|hrtime|bigint)$/;

/** Its callback passes on what others have left (`if (rows.length > 0) send(rows.splice(0))`), has taken all of it, and has found nothing since, and whoever could leave more is done. */
function hasRunDry(context: AnalysisContext, ticking: Rearmed): boolean {
  const { trace } = context;
  const { accesses: a, tasks } = trace;
  const { runs } = setOffBy(trace, ticking);
  const fn = trace.functionAt(tasks.site.at(ticking.first));
  if (WORKS.test(trace.functions[fn]?.name ?? '')) return false;
  return factsOf(context).groups.some(({ rows }) => {
    const own = rows.filter((row) => runs.has(a.segment.at(row)));
    const looks = own.filter((row) => a.write.at(row) === 0 && decidesBranch(trace, row));
    const left = rows.findLast((row) => !runs.has(a.segment.at(row)) && a.position.at(row) > tasks.initPosition.at(ticking.first));
    if (left === undefined || looks.length <= MIN_RUNS || !own.some((row) => a.write.at(row) === 1)) return false;
    const since = looks.filter((row) => a.segment.at(row) > a.segment.at(left)).map((row) => a.segment.at(row));
    const looking = new Set(looks.map((row) => trace.functionAt(a.site.at(row))));
    if (since.length <= MIN_RUNS || trace.sites.some((site) => looking.has(site.function) && CLOCKS.test(site.text))) return false;
    return setOffBy(trace, ticking, since[0]).isQuiet;
  });
}

/** Nothing has come of its ticks since anything but intervals of its kind ran. */
function isQuietSince(trace: Trace, ticking: Rearmed): boolean {
  const { segments, tasks } = trace;
  const site = tasks.site.at(ticking.first);
  let last = segments.length - 1;
  while (last >= 0 && segments.task.at(last) !== NONE && tasks.site.at(segments.task.at(last)) === site) last--;
  return ranOften(trace, ticking, last) && setOffBy(trace, ticking, last).isQuiet;
}

/** It looks on and on for what a promise was to be settled by that has lost its race: whoever waited for the race has gone on. */
export function isOfLoser(trace: Trace, ticking: Rearmed): boolean {
  const { tasks } = trace;
  const promise = promiseAround(trace, ticking.first, true);
  if (promise === NONE || tasks.resolveSegment.at(promise) !== NONE) return false;
  const race = trace.combines.find(({ kind, members }) => kind === COMBINE_RACE && members.includes(promise));
  const decided = race === undefined || race.result === NONE ? NONE : tasks.resolveSegment.at(race.result);
  if (decided === NONE || !ranOften(trace, ticking, decided)) return false;
  const { isQuiet, tasks: after } = setOffBy(trace, ticking, decided);
  return isQuiet && ![...after.keys()].some((task) => SAYS.test(trace.site(tasks.site.at(task))?.text ?? ''));
}

/** What is written to an output that is open needs no more than a step. */
const SAYS = /^console\.|\.write$/;

/** The promise in whose executor the timer was made, or by a function in there that it has called (`isDeep`); NONE. */
function promiseAround(trace: Trace, timer: number, isDeep = false): number {
  const { tasks } = trace;
  for (let task = timer - 1; task >= Math.max(0, timer - NEAR); task--) {
    const isNear = trace.isPromise(task) && tasks.initSegment.at(task) === tasks.initSegment.at(timer);
    if (isNear && isSettledBy(trace, task, timer, isDeep)) return task;
  }
  return NONE;
}

/**
 * The `yield` at which the generator stands that made the interval, and would clear it at its end: whoever asked it for values has left it there, and nobody has called its `return`; NONE.
 */
export function generatorOf(trace: Trace, ticking: Rearmed): number {
  const { activations: acts, suspensions: s, tasks } = trace;
  const maker = tasks.creator.at(ticking.first);
  const last = maker === NONE ? NONE : acts.lastSuspension.at(maker);
  if (last === NONE || s.resumeSegment.at(last) !== NONE || trace.site(s.site.at(last))?.kind !== 'yield') return NONE;
  const isLeft = clearingOf(trace, ticking.first) !== NONE && ranOften(trace, ticking, s.segment.at(last));
  return isLeft ? s.site.at(last) : NONE;
}

/** Where the function that made the interval, or one in it, clears it. */
export function clearingOf(trace: Trace, interval: number): number {
  const made = trace.functionAt(trace.tasks.site.at(interval));
  return trace.sites.findIndex(({ text, function: fn }) => text === 'clearInterval' && (fn === made || isInnerFunction(trace, fn, made)));
}

/**
 * Made while modules other than the main one were loading, by a constructor, or by a function that makes something (nobody asked the program to stay), and its callback sets nothing off:
 * no output, no file, no request.
 */
function isHousekeeping(trace: Trace, ticking: Rearmed, process: number): boolean {
  const { tasks } = trace;
  const site = trace.site(tasks.site.at(ticking.first));
  if (site === undefined) return false;
  const fn = trace.functions[site.function];
  const file = trace.files[site.file];
  if (fn === undefined || file === undefined) return false;
  if (isMainFile(trace, process, file.path) && !isToBeCleared(trace, fn, site.file)) return false;
  const isModule = fn.parentFunction === NONE;
  const isMade = isModule || fn.name.endsWith('.constructor') || MAKES.test(fn.name) || isPartOfMaking(trace, site.function, process);
  return isMade || (ranOften(trace, ticking) && canBeStopped(trace, fn, site.file));
}

/** All its calls are made by the constructor of its class, by its file when that is loaded, or by functions there that make something. */
function isPartOfMaking(trace: Trace, fn: number, process: number): boolean {
  const row = trace.functions[fn];
  if (row === undefined || WORKS.test(row.name) || isMainFile(trace, process, trace.files[row.file]?.path ?? '')) return false;
  const dot = row.name.lastIndexOf('.');
  const name = row.name.slice(dot + 1);
  const isWithin = (inner: number): boolean => {
    for (let at = inner; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) if (at === fn) return true;
    return false;
  };
  const calls = trace.sites.filter(
    (site) => site.kind === 'call' && site.text.slice(site.text.lastIndexOf('.') + 1) === name && !isWithin(site.function),
  );
  const isMaker = (caller: FunctionRow | undefined, text: string): boolean => {
    if (caller === undefined || caller.file !== row.file) return false;
    if (dot >= 0) return text === `this.${name}` && caller.name === `${row.name.slice(0, dot)}.constructor`;
    return text === name && (caller.parentFunction === NONE || MAKES.test(caller.name));
  };
  return calls.length > 0 && calls.every((site) => isMaker(trace.functions[site.function], site.text));
}

/** Asked for, as a part of something: it has shown that it does nothing that anybody could notice, and its class can stop it, which nobody asked for. */
function canBeStopped(trace: Trace, fn: FunctionRow, file: number): boolean {
  const dot = fn.name.lastIndexOf('.');
  if (dot < 0 || WORKS.test(fn.name)) return false;
  const owner = fn.name.slice(0, dot + 1);
  return trace.sites.some((site) => {
    const name = trace.functions[site.function]?.name ?? '';
    return site.file === file && CLEARS.test(site.text) && name.startsWith(owner) && name !== fn.name;
  });
}

function ranOften({ tasks, segments }: Trace, { tasks: ticking }: Rearmed, since = NONE): boolean {
  let runs = 0;
  for (const task of ticking) {
    const [first, last] = [tasks.firstRun.at(task), tasks.lastRun.at(task)];
    const from = first === NONE ? Infinity : Math.max(first, since + 1);
    for (let s = from; s <= last && runs < MIN_RUNS; s++) runs += segments.task.at(s) === task ? 1 : 0;
  }
  return runs >= MIN_RUNS;
}

/** Made by a class of the main module that can take it back: whoever has it was to call that. */
function isToBeCleared(trace: Trace, fn: FunctionRow, file: number): boolean {
  if (!fn.name.endsWith('.constructor')) return false;
  const owner = fn.name.slice(0, -'constructor'.length);
  return trace.sites.some(
    (site) => site.file === file && CLEARS.test(site.text) && (trace.functions[site.function]?.name ?? '').startsWith(owner),
  );
}

/** Made for a visitor of a server of the program: the server has closed, and the connection has ended with it. */
function isOfVisitor(trace: Trace, ticking: Rearmed): boolean {
  const root = trace.roots[rootOf(trace, trace.tasks.initSegment.at(ticking.first))];
  return root?.kind === ROOT_CONNECTION || root?.kind === ROOT_HTTP_REQUEST;
}

/** Made when a connection of the program's own had come about (`socket.on('open', …)`), or for what came on it, which was closed after that. */
function isOfConnection(trace: Trace, { first }: Rearmed): boolean {
  const { tasks } = trace;
  let task = tasks.parent.at(first);
  while (task !== NONE && !CONNECTION.test(trace.taskType(task))) task = tasks.parent.at(task);
  return task !== NONE && (tasks.flags.at(task) & TASK_CLEARED) !== 0 && tasks.lastRun.at(task) > tasks.initSegment.at(first);
}

/** One that was made later at the same place has been cleared: whoever was to stop it knew only the newest. */
function isForgotten(trace: Trace, ticking: Rearmed): boolean {
  const { tasks } = trace;
  const site = tasks.site.at(ticking.first);
  for (let task = ticking.first + 1; task < tasks.length; task++) {
    if (tasks.site.at(task) !== site || trace.isPromise(task) || ticking.tasks.has(task)) continue;
    const [flags, isSame] = [tasks.flags.at(task), tasks.thread.at(task) === tasks.thread.at(ticking.first)];
    if (isSame && (flags & TASK_REPEAT) !== 0 && (flags & TASK_CLEARED) !== 0) return true;
  }
  return false;
}

/** What it may be there for comes at its time. */
export const WORKS = /Schedul|Job|Cron|Task|Poll|Watch|Monitor|Daemon|Clock|Alarm|Remind|Queue/i;
const CONNECTION = /^(?:TCP|TLS|PIPE)WRAP$/;
const CLEARS = /^clear(?:Interval|Timeout)$/;
const MIN_RUNS = 3;

/** Functions that give their caller a thing to use; `startPolling` or `schedule` ask for the interval itself. */
export const MAKES =
  /(?:^|\.)#?(?:create|make|build|get|open|acquire|obtain|connect|new|init|configure|setup|load)(?!\w*(?:Schedul|Job|Cron|Task|Poll|Watch|Monitor|Daemon|Interval|Loop|Timer))(?:[A-Z]\w*)?$/;

export function isMainFile(trace: Trace, process: number, path: string): boolean {
  const row = trace.processes[process];
  const main = row?.argv[1] ?? '';
  return main === '' || isSameFile(path, main);
}

/** `main`: as it was given to Node, which finds the extension itself. */
function isSameFile(path: string, main: string): boolean {
  const plain = path.startsWith('file://') ? decodeURIComponent(path.slice(7)) : path;
  const bare = (text: string): string => text.replaceAll('\\', '/').replace(/\.[cm]?[jt]sx?$/, '');
  return bare(plain) === bare(main) || bare(plain).endsWith(`/${bare(main)}`) || bare(plain) === `${bare(main)}/index`;
}
