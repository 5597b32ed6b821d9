/**
 * promise.never-settles of a function that waits in a program that goes on, and for which nothing is left: what keeps the program alive is intervals that only tick, or connections of
 * the process to itself on which nothing comes. It is what would be hang.exit-pending if the loop were empty.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, explainedWaits } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { ACCEPTED, isAtRest, serverOf, serversOf, type Server } from '../../ownServers.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { connectionsOf, isOpen } from '../../waiting/pendingPeers.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';
import { isExecutor } from '../../waiting/wakers.ts';
import { OPENS } from '../leaks/leakAlive.ts';
import { findHangs } from './hang.ts';

export const nothingLeftRule: Rule = { kinds: ['promise.never-settles'], run: findNothingLeft };

const MIN_NS = 2e9;
const MIN_TICKS = 3;
const FROM_PARENT = /^process\.(?:on|once|addListener)\('(?:message|disconnect)'\)$|^(?:\w+\.)?once\(process, /;
const FORKS = /(?:^|\.)fork$/;
const ONCE = /(?:^|\.)once$/;

function findNothingLeft({ trace, earlier }: AnalysisContext): Draft[] {
  const { suspensions: s, activations: acts } = trace;
  if (!wasCutOff(trace)) return [];
  const awake = new Map<number, number>();
  for (const thread of loneThreads(trace)) {
    const keeper = keeperOf(trace, thread);
    if (keeper !== undefined) awake.set(thread, keeper);
  }
  if (awake.size === 0) return [];
  const explained = explainedWaits(earlier);
  const endNs = endOfRun(trace.run);
  const isOwn = (draft: Draft): boolean =>
    draft.places.some(
      (p) => 'site' in p && p.role === 'create' && (trace.site(p.site)?.kind === 'new' || ONCE.test(trace.site(p.site)?.text ?? '')),
    );
  // What an event of the connection ends lasts as long as that: nothing was asked.
  const isSession = (draft: Draft): boolean =>
    serversOf(trace, acts.thread.at(draft.activations[0] ?? NONE)).length > 0 &&
    draft.places.some((p) => 'site' in p && /\bon(?:ce)?\(/.test(trace.site(p.site)?.text ?? ''));
  // All its connections have ended: only what was asked over one of them is lost.
  const isLeft = (draft: Draft): boolean => {
    const thread = acts.thread.at(draft.activations[0] ?? NONE);
    const servers = serversOf(trace, thread);
    return servers.length === 0 || clientsOf(trace, thread, servers).some((task) => isOpen(trace, task)) || hasAsked(trace, draft);
  };
  const isOld = (a: number): boolean => endNs - s.startNs.at(acts.lastSuspension.at(a)) >= MIN_NS;
  return findHangs(trace, earlier, awake).filter(
    (draft) =>
      draft.kind === 'promise.never-settles' &&
      isOwn(draft) &&
      !isSession(draft) &&
      isLeft(draft) &&
      draft.activations.every((a) => isOld(a) && !explained.has(a)),
  );
}

/** The call that made one of the intervals (or connections) that keep the thread alive; undefined where anything else may still call back. */
function keeperOf(trace: Trace, thread: number): number | undefined {
  const { tasks } = trace;
  let keeper = NONE;
  let idleTicks: ReadonlySet<number> | undefined;
  // The channel to a child that has ended.
  const gone = new Set(trace.children.filter((c) => c.thread === thread && !Number.isNaN(c.exitNs)).map((c) => c.site));
  for (const { site, exitNs } of trace.children) if (Number.isNaN(exitNs)) gone.delete(site);
  const isIdle = (task: number): boolean => {
    const made = tasks.site.at(task);
    if (trace.taskType(task) === 'PIPEWRAP') return gone.has(made) && FORKS.test(trace.site(made)?.text ?? '');
    const isQuiet = (): boolean => (idleTicks ??= intervalsWithoutWork(trace)).has(task);
    if (!trace.repeats(task) || !onlyTicks(trace, task, isQuiet)) return false;
    keeper = made;
    return true;
  };
  // Who started the process may send it a message; whoever knows of a server may ask it, unless nobody but the process itself ever did.
  const servers = serversOf(trace, thread);
  const clients = clientsOf(trace, thread, servers);
  if ((servers.length > 0 && clients.length === 0) || hearsParent(trace, thread)) return undefined;
  const open = clients.filter((task) => isOpen(trace, task));
  return isAtRest(trace, thread, servers, open, isIdle)
    ? clients.length === 0
      ? keeper
      : tasks.site.at(open[0] ?? clients[0] ?? NONE)
    : undefined;
}

/** Connections of the thread to its own servers, to which nobody else has connected: those that are open, or all where none is. */
function clientsOf(trace: Trace, thread: number, servers: readonly Server[]): number[] {
  if (servers.length === 0) return [];
  const { tasks } = trace;
  const own = connectionsOf(trace, thread).filter((task) => serverOf(trace, servers, task) !== undefined);
  const at = new Set(servers.map((s) => s.task));
  let accepted = 0;
  for (let task = 0; task < tasks.length; task++) if (at.has(tasks.parent.at(task)) && ACCEPTED.test(trace.taskType(task))) accepted++;
  const open = own.filter((task) => isOpen(trace, task));
  const left = open.length > 0 ? open : own;
  // What an HTTP client keeps for its next request is no conversation.
  return accepted <= own.length && left.some((task) => OPENS.test(trace.site(tasks.site.at(task))?.text ?? '')) ? left : [];
}

/** What it waits for is a promise in whose executor something was sent over a connection: `new Promise((resolve) => { waiting.set(id, resolve); socket.write(question); })`. */
function hasAsked(trace: Trace, draft: Draft): boolean {
  const { accesses: a, locations, sites } = trace;
  const made = draft.places.flatMap((p) => ('site' in p && p.role === 'create' ? (trace.site(p.site) ?? []) : []));
  const within = sites.flatMap(({ function: fn }, site) => (made.some((at) => isExecutor(trace, fn, at)) ? [site] : []));
  const isOfSocket = (row: number): boolean => trace.string(locations.className.at(a.location.at(row))) === 'Socket';
  return accessesAtSites(trace, within).some((row) => a.write.at(row) === 0 && isOfSocket(row));
}

function hearsParent(trace: Trace, thread: number): boolean {
  const process = trace.processes[trace.threads[thread]?.process ?? NONE];
  return trace.processes.some((p) => p.pid === process?.ppid) || trace.sites.some(({ text }) => FROM_PARENT.test(text));
}

/** Calls that wake nobody. */
const HARMLESS =
  /^(?:console\.\w+|process\.(?:memoryUsage|cpuUsage|uptime|hrtime|hrtime\.bigint|stdout\.write|stderr\.write)|Date\.now|performance\.now|Math\.\w+|JSON\.stringify|String|Number|Date)$|\.(?:toFixed|toString|toISOString|join|padStart|padEnd|get|has|keys|values|map|filter)$/;

/** Whatever the interval finds, it wakes nobody: nothing that its callback calls could. Where its callback is not written there, it must have done nothing at all when it ran. */
function onlyTicks(trace: Trace, interval: number, isQuiet: () => boolean): boolean {
  const { functions, tasks } = trace;
  const at = tasks.site.at(interval);
  const site = trace.site(at);
  if (site === undefined || (tasks.flags.at(interval) & TASK_CLEARED) !== 0) return false;
  const fn = functions.findIndex(
    (f) =>
      f.file === site.file && f.parentFunction === site.function && f.line === site.line && f.column === site.column + site.text.length + 1,
  );
  if (fn !== NONE) {
    const isWithin = (inner: number): boolean => inner === fn || isInnerFunction(trace, inner, fn);
    return trace.sites.every(
      ({ kind, text, function: inner }) =>
        !isWithin(inner) ||
        kind === 'read' ||
        kind === 'write' ||
        kind === 'update' ||
        ((kind === 'call' || kind === 'new') && HARMLESS.test(text)),
    );
  }
  return isQuiet();
}

/** Intervals that ran a few times, and neither made nor touched anything when they did: found of all in one pass, since a program may have one for each of its clients. */
function intervalsWithoutWork(trace: Trace): ReadonlySet<number> {
  const { accesses: a, segments, tasks } = trace;
  const isBusy = new Uint8Array(segments.length);
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made !== NONE) isBusy[made] = 1;
  }
  for (let row = 0; row < a.length; row++) isBusy[a.segment.at(row)] = 1;
  const ticks = new Map<number, number>();
  for (let segment = 0; segment < segments.length; segment++) {
    const task = segments.task.at(segment);
    if (!trace.repeats(task)) continue;
    ticks.set(task, isBusy[segment] === 1 ? Number.NEGATIVE_INFINITY : (ticks.get(task) ?? 0) + 1);
  }
  return new Set([...ticks].flatMap(([task, count]) => (count >= MIN_TICKS ? [task] : [])));
}
