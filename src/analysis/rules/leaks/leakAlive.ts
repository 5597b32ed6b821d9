/**
 * timer.leak and handle.leak, first half: what keeps a program alive that has nothing left to do. It was ended from outside while no function of it waited, no
 * server listened, no socket, child or watcher was open; only housekeeping intervals (or those of visitors who have left, or that have settled what they were made for), or idle worker threads, or connections of the process with itself,
 * the limits of races that were decided long ago, ports that nobody is left to send to, or forked children and datagram sockets with nothing to do (leakPartners.ts), or files that are
 * watched to keep what was read from them fresh (leakWatchers.ts), were left. Any sign that the program means to stay (input, signal handlers, an interval of the main module, an interval that does something) keeps the rule silent.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, TASK_UNREF, type Trace, type WorkerRow } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { endOfRun, wasCutOff } from '../../runEnd.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import {
  clearingOf,
  generatorOf,
  hasSettled,
  isLeftByCall,
  isLeftInWorker,
  isLeftOnce,
  isLeftTimer,
  isOfLoser,
  onlyForgets,
  setOffBy,
  toldToStop,
} from './leftTimers.ts';
import { closedBy, closedHolder } from './closedOwners.ts';
import { lostBy } from './lostTimers.ts';
import { type Rearmed, rearmedBy } from './rearmed.ts';
import { isVoid, limitsOf, toDraft as limitDraft } from './raceTimers.ts';
import { isForOutput } from '../../waiting/standstill.ts';
import { functionAround } from '../../waiting/wakers.ts';
import { childDrafts, isIdleChild, isLeftSocket, socketDrafts, threadsOf } from './leakPartners.ts';
import { isLeftWatcher, watcherDrafts } from './leakWatchers.ts';

export const leakAliveRule: Rule = { kinds: ['timer.leak', 'handle.leak'], run: findWhatKeepsAlive };

/** The program must have been at rest for this long when it was ended: nothing but the intervals themselves ran. */
const REST_NS = 1e9;
/** Before the end of a run that was cut off, in which what was done may be missing. */
const MISSING_NS = 100e6;

/** Resources that can bring work from outside, or are a sign that the program means to stay. */
const OUTSIDE = new Set([
  'TCPWRAP',
  'TCPSERVERWRAP',
  'TLSWRAP',
  'UDPWRAP',
  'PIPESERVERWRAP',
  'SIGNALWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'HTTPCLIENTREQUEST',
  'TTYWRAP',
  'PIPEWRAP',
  'HTTP2SESSION',
  'QUICENDPOINT',
]);

function findWhatKeepsAlive(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  // A program that cannot go on is not one that is done.
  if (earlier.some((draft) => draft.kind.startsWith('deadlock.'))) return [];
  const { run } = trace;
  if (!wasCutOff(trace)) return [];
  const endNs = endOfRun(run);
  const drafts: Draft[] = [];
  const limits = limitsOf(trace);
  for (const process of trace.processes.keys()) {
    const threads = [...trace.threads.keys()].filter((t) => trace.threads[t]?.process === process);
    const draft = judgeProcess(context, process, threads, limits, endNs);
    if (draft !== undefined) drafts.push(...draft);
  }
  return drafts;
}

function judgeProcess(
  context: AnalysisContext,
  process: number,
  threads: readonly number[],
  limits: ReadonlyMap<number, number>,
  endNs: number,
): Draft[] | undefined {
  const { trace } = context;
  const main = trace.threads[threads[0] ?? NONE];
  if (main === undefined || main.threadId !== 0 || main.exitReason !== -1) return undefined;
  const own = new Set(threads);
  if (threads.some((t) => (trace.threads[t]?.gaps.length ?? 0) > 0)) return undefined;
  const children = trace.children.filter((c) => own.has(c.thread) && Number.isNaN(c.exitNs));
  // They wait for who is connected to a server of theirs that has closed.
  const held = children.filter((c) => !isIdleChild(trace, c));
  if (held.some((c) => !isIdleChild(trace, c, true))) return undefined;
  if (trace.blocks.some((b) => own.has(b.thread) && Number.isNaN(b.endNs))) return undefined;
  const live = findLive(trace, process, own, limits, portsOfClosed(trace, new Set([...own, ...held.flatMap((c) => threadsOf(trace, c))])));
  if (live === undefined) return undefined;
  const { intervals, connections, timers, sockets, watchers } = live;
  // What the last step before the end had set is not known any more.
  const isNoTimer = intervals.length + timers.length + live.rearmed.length === 0;
  const rearmed = isNoTimer ? chainsCutOff(trace, own, endNs) : live.rearmed;
  if (held.length > 0 && (connections.length === 0 || held.length < children.length)) return undefined;
  const all: readonly Rearmed[] = [...intervals.map((i) => ({ first: i, tasks: new Set([i]) })), ...rearmed];
  const runsOf = (timers: readonly Rearmed[]): Set<number> => new Set(timers.flatMap((r) => [...setOffBy(trace, r).runs]));
  // What nobody can stop any more is waited for by nobody.
  const idle = all.filter((r) => hasSettled(trace, r) || (r.tasks.size === 1 && lostBy(trace, r.first) !== undefined));
  if (isWaiting(trace, own, new Set(limits.values()), runsOf(idle))) return undefined;
  const runs = runsOf(all);
  if (!isAtRest(trace, own, runs, endNs)) return undefined;
  const running = trace.workers.filter((w) => own.has(w.thread) && Number.isNaN(w.exitNs));
  const workers = running.filter((w) => !isUnref(trace, w));
  if (running.some((w) => isUnref(trace, w) && (w.child === NONE || !isIdleWorker(trace, w)))) return undefined;
  if (watchers.length > 0) {
    const others = all.length + connections.length + timers.length + workers.length + sockets.length + children.length;
    return others > 0 ? undefined : watcherDrafts(trace, watchers);
  }
  if (sockets.length > 0 || children.length > held.length) {
    if (all.length > 0 || connections.length > 0 || timers.length > 0 || workers.length > 0) return undefined;
    return sockets.length === 0 ? childDrafts(trace, children) : children.length === 0 ? socketDrafts(trace, sockets) : undefined;
  }
  if (timers.length > 0) {
    if (all.length > 0 || connections.length > 0 || workers.length > 0) return undefined;
    const bySite = new Map(timers.map((timer) => [trace.tasks.site.at(timer), timer]));
    const idleNs = endNs - lastWorkNs(trace, new Set());
    return [...bySite.values()].map((timer) => limitDraft(trace, limits, timer, idleNs));
  }
  if (connections.length > 0) {
    return all.length > 0 || workers.length > 0 ? undefined : connectionDrafts(trace, connections, held.length > 0);
  }
  if (workers.length > 0) {
    if (!workers.every((w) => w.child !== NONE && isIdleWorker(trace, w))) return undefined;
    const isOfWorker = (r: Rearmed): boolean => workers.some((w) => isLeftInWorker(trace, r, w));
    return all.every(isOfWorker) ? workers.map((w) => workerDraft(trace, w, all)) : undefined;
  }
  if (all.length > 0) {
    if (!all.every((r) => isLeftTimer(context, r, process))) return undefined;
    const idleNs = endNs - lastWorkNs(trace, runs);
    const bySite = new Map(all.toReversed().map((r) => [trace.tasks.site.at(r.first), r]));
    return [...bySite.values()].toReversed().map((r) => timerDraft(context, r, idleNs));
  }
  return portDrafts(trace, own);
}

/** Some function of the program is at an await. Those that are `late` wait for the limit of a race that is over, those that `idle` steps have called for what nobody needs any more. */
function isWaiting(trace: Trace, own: ReadonlySet<number>, late: ReadonlySet<number>, idle: ReadonlySet<number>): boolean {
  const { activations: acts, suspensions: s } = trace;
  for (let a = 0; a < acts.length; a++) {
    if (!own.has(acts.thread.at(a)) || acts.endSegment.at(a) !== NONE || late.has(a)) continue;
    const last = acts.lastSuspension.at(a);
    if (last === NONE || s.resumeSegment.at(last) !== NONE) continue;
    // Whoever asks a generator for more waits itself.
    if (trace.site(s.site.at(last))?.kind === 'yield') continue;
    if (!idle.has(acts.startSegment.at(a))) return true;
  }
  return false;
}

interface Live {
  readonly intervals: readonly number[];
  readonly connections: readonly number[];
  readonly timers: readonly number[];
  readonly rearmed: readonly Rearmed[];
  /** Datagram sockets. */
  readonly sockets: readonly number[];
  /** Of files. */
  readonly watchers: readonly number[];
}

/** What holds the process; undefined when something else (or something unknown) does. */
function findLive(
  trace: Trace,
  process: number,
  own: ReadonlySet<number>,
  limits: ReadonlyMap<number, number>,
  closedPorts: ReadonlySet<string>,
): Live | undefined {
  const { tasks } = trace;
  const found: number[] = [];
  const timers: number[] = [];
  const rearmed: Rearmed[] = [];
  const connections: number[] = [];
  const sockets: number[] = [];
  const watchers: number[] = [];
  const pending: number[] = [];
  const forks = new Set(trace.children.map((c) => c.site));
  // What a worker had open has gone with it.
  const gone = new Set(trace.workers.flatMap(({ exitNs, child }) => (Number.isNaN(exitNs) ? [] : [child])));
  let nameless = 0;
  let closed = 0;
  for (let task = 0; task < tasks.length; task++) {
    if (!own.has(tasks.thread.at(task)) || gone.has(tasks.thread.at(task)) || trace.isPromise(task)) continue;
    const flags = tasks.flags.at(task);
    const type = trace.taskType(task);
    // What the program opened itself goes by what it was opened for: a port, or the request that was sent.
    if (type === 'TCPWRAP' && (flags & TASK_CLEARED) !== 0 && tasks.label.at(task) !== 0) closed++;
    // A request that was sent lives by its connection, which is looked at for itself.
    if (type === 'HTTPCLIENTREQUEST' && tasks.label.at(task) !== 0) continue;
    if (OUTSIDE.has(type)) {
      if ((flags & TASK_CLEARED) !== 0 || isForOutput(trace, task, type)) continue;
      // The channel to a child, which is looked at for itself.
      if (type === 'PIPEWRAP' && forks.has(tasks.site.at(task))) continue;
      if (type === 'UDPWRAP' && isLeftSocket(trace, task, own)) {
        sockets.push(task);
        continue;
      }
      if (type === 'FSEVENTWRAP' && isLeftWatcher(trace, task, process)) {
        watchers.push(task);
        continue;
      }
      // Accepted connections have no name, and their end is not recorded; they have ended when every
      // listener has, and so have as many connections from this process. One that is still open to a listener of this process that has
      // closed has its other end here, too: nobody else can say anything on it.
      if (!isConnection(type)) return undefined;
      if (tasks.label.at(task) === 0) nameless++;
      else if (isOpenedTo(trace, task, closedPorts)) connections.push(task);
      else return undefined;
    } else if (type === 'Timeout' && (flags & (TASK_CLEARED | TASK_UNREF)) === 0) {
      if ((flags & TASK_REPEAT) !== 0) {
        if (tasks.site.at(task) === NONE) return undefined;
        found.push(task);
      } else if (tasks.lastRun.at(task) === NONE) {
        const chain = limits.has(task) ? undefined : rearmedBy(trace, task);
        if (chain !== undefined) rearmed.push(chain);
        else if (limits.has(task)) timers.push(task);
        else if (onlyForgets(trace, task) || isLeftOnce(trace, task)) rearmed.push({ first: task, tasks: new Set([task]) });
        else pending.push(task);
      }
    }
  }
  // What an interval is just waiting for goes with that.
  const setOff = pending.length === 0 ? [] : found.map((first) => setOffBy(trace, { first, tasks: new Set([first]) }).tasks);
  if (pending.some((task) => !setOff.some((tasks) => tasks.has(task)))) return undefined;
  return nameless > closed + connections.length ? undefined : { intervals: found, connections, timers, rearmed, sockets, watchers };
}

/** Timers that were set again each time, and of which the newest had just gone off when nothing more was written down. */
function chainsCutOff(trace: Trace, own: ReadonlySet<number>, endNs: number): Rearmed[] {
  const { segments: s, tasks } = trace;
  for (let i = s.length - 1; i >= 0; i--) {
    if (!own.has(s.thread.at(i))) continue;
    const task = s.task.at(s.atom.at(i));
    const isOnce = task !== NONE && trace.isTimeout(task) && (tasks.flags.at(task) & TASK_UNREF) === 0;
    const isLast = isOnce && endNs - s.endNs.at(i) < MISSING_NS + tasks.delayMs.at(task) * 1e6;
    const chain = isLast ? rearmedBy(trace, task) : undefined;
    return chain === undefined ? [] : [chain];
  }
  return [];
}

/** Ports on which these threads have listened and do not any more. */
function portsOfClosed(trace: Trace, own: ReadonlySet<number>): ReadonlySet<string> {
  const { tasks } = trace;
  const ports = new Set<string>();
  for (let task = 0; task < tasks.length; task++) {
    if (!own.has(tasks.thread.at(task)) || trace.taskType(task) !== 'TCPSERVERWRAP') continue;
    if ((tasks.flags.at(task) & TASK_CLEARED) === 0) continue;
    const label = trace.string(tasks.label.at(task));
    if (label.startsWith('listen ')) ports.add(label.slice(label.lastIndexOf(':') + 1));
  }
  return ports;
}

/** Calls that open a connection for the program itself; those of HTTP clients are kept for the next request, and hold nothing. */
export const OPENS = /(?:^|\.)(?:connect|createConnection|(?:Web)?Socket)$/;

function isOpenedTo(trace: Trace, task: number, ports: ReadonlySet<string>): boolean {
  const label = trace.string(trace.tasks.label.at(task));
  // A web socket begins as a request.
  const to = label.startsWith('connect ') ? label : (trace.peers.get(task) ?? '');
  if (!ports.has(to.slice(to.lastIndexOf(':') + 1))) return false;
  return OPENS.test(trace.site(trace.tasks.site.at(task))?.text ?? '');
}

function isConnection(type: string): boolean {
  return type === 'TCPWRAP' || type === 'TCPSERVERWRAP' || type === 'HTTPCLIENTREQUEST';
}

/** Nothing but these steps, of intervals and what they set off, ran for a while before the end. */
function isAtRest(trace: Trace, own: ReadonlySet<number>, runs: ReadonlySet<number>, endNs: number): boolean {
  const { segments: s } = trace;
  for (let i = s.length - 1; i >= 0; i--) {
    if (!own.has(s.thread.at(i)) || runs.has(i)) continue;
    return endNs - s.endNs.at(i) >= REST_NS;
  }
  return false;
}

/** When anything but these steps ran last. */
function lastWorkNs({ segments: s }: Trace, runs: ReadonlySet<number>): number {
  let last = 0;
  for (let i = 0; i < s.length; i++) if (!runs.has(i)) last = Math.max(last, s.endNs.at(i));
  return last;
}

function timerDraft(context: AnalysisContext, rearmed: Rearmed, idleNs: number): Draft {
  const { trace } = context;
  const { first: interval, tasks: ticking } = rearmed;
  const { tasks } = trace;
  const again = [...ticking][0] ?? interval;
  const isInterval = trace.repeats(interval);
  const lost = ticking.size > 1 ? undefined : lostBy(trace, interval);
  const isOnce = !isInterval && ticking.size === 1 && onlyForgets(trace, interval);
  const site = trace.site(tasks.site.at(interval));
  const delay = formatMs(tasks.delayMs.at(interval));
  const left = generatorOf(trace, rearmed);
  const isOver = left !== NONE || (isInterval && hasSettled(trace, rearmed));
  const clearing = isOver ? clearingOf(trace, interval) : NONE;
  const told = isOver ? NONE : toldToStop(context, rearmed);
  const holder = isInterval || ticking.size > 1 ? NONE : closedHolder(trace, interval);
  const closed = trace.functions[holder === NONE ? closedBy(trace, interval) : holder]?.name;
  const isPlain = isInterval || lost !== undefined || holder !== NONE;
  return {
    kind: 'timer.leak',
    key: `${tasks.site.at(interval)}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${isInterval ? 'An interval' : 'A timer'} of ${delay} ${isPlain ? 'made' : isOnce ? 'that only takes out what is old, made' : 'that is set again each time it has run, first'} ${where(trace, site?.function ?? NONE)}${isPlain ? '' : ','} kept the finished program alive: nothing else was left to do, and it had to be stopped from outside.`,
    why: [
      lost !== undefined
        ? lost.how === 'replaced'
          ? 'another one was set in its place while it ran, and only that one was cleared: nobody can clear this one any more'
          : 'it was set in the step in which the function that clears it had already come to its end: nobody clears it any more'
        : isVoid(trace, interval)
          ? 'all that its callback does is to settle a promise that was settled before'
          : clearing === NONE
            ? 'it is neither cleared nor unref()ed'
            : left !== NONE
              ? 'the generator that made it, and clears it at its end, was left at a `yield`: `for await` would have ended it, and so does its `return()`'
              : 'the promise that it was to settle was settled long ago, on a path that does not clear it',
      `for the last ${formatMs(idleNs / 1e6)} nothing else ran: no function waited, no server, socket, child process or other timer was left`,
      closed !== undefined
        ? `its owner was closed by ${closed}, which has left it running`
        : isInterval && lost !== undefined
          ? 'it went on all the while'
          : tasks.lastRun.at(interval) === NONE
            ? 'it never fired in this run'
            : clearing === NONE || left !== NONE
              ? told === NONE
                ? isLeftByCall(trace, rearmed)
                  ? 'its call has ended; another one cleared its own'
                  : isOfLoser(trace, rearmed)
                    ? 'it goes on looking for what a promise was to be settled by that has lost its race'
                    : 'in the end its callback set nothing off'
                : 'it was told to stop, and all that its callback has done since is to look at that'
              : 'its callback only looked again',
    ],
    places: [
      ...[...new Set([interval, again].map((task) => tasks.site.at(task)))].map((made) => ({ site: made, role: 'create' })),
      ...(told === NONE ? [] : [{ site: trace.accesses.site.at(told), role: 'told to stop', access: told }]),
      ...(clearing === NONE ? [] : [{ site: clearing, role: left === NONE ? 'cleared on another path' : 'cleared at the end' }]),
      ...(lost === undefined ? [] : [{ site: lost.clear, role: 'cleared here' }]),
      ...(left === NONE ? [] : [{ site: left, role: 'left here' }]),
    ],
    segments: [tasks.initSegment.at(interval)],
    activations: [],
  };
}

function where(trace: Trace, fn: number): string {
  const name = trace.functions[functionAround(trace, fn)]?.name ?? '';
  return name === '' ? 'when a module was loaded' : `by ${name}`;
}

/** `worker.unref()`: a file that says this of a thing of its own may say it of the worker that it starts. */
function isUnref(trace: Trace, { site }: WorkerRow): boolean {
  const file = trace.site(site)?.file;
  return trace.sites.some((s) => s.file === file && s.kind === 'call' && /^(?!set[IT]\w+\(\)).*\.unref$/.test(s.text));
}

/** It has answered, and nothing in it waits or can come. */
function isIdleWorker(trace: Trace, worker: WorkerRow): boolean {
  const child = trace.threads[worker.child];
  if (worker.site === NONE || child === undefined || child.exitReason !== -1) return false;
  // It was seen in the middle of something.
  if (trace.stuck.some((s) => s.thread === worker.child && s.ns >= child.endNs)) return false;
  if ((trace.stills.findLast((s) => s.thread === worker.child)?.state ?? STILL_IDLE) !== STILL_IDLE) return false;
  // What was under way to or from a worker that was ended never comes.
  const ended = new Set(trace.workers.flatMap(({ exitNs, workerThreadId }) => (Number.isNaN(exitNs) ? [] : [workerThreadId])));
  return !trace.messages.some((m) => m.receiveSegment === NONE && !ended.has(m.channel >> 1));
}

function connectionDrafts(trace: Trace, connections: readonly number[], toChild: boolean): Draft[] {
  const bySite = new Map<number, number[]>();
  for (const task of connections) addTo(bySite, trace.tasks.site.at(task), task);
  return [...bySite].map(([site, tasks]) => ({
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${tasks.length === 1 ? 'A connection' : `${tasks.length} connections`} opened here kept the finished program alive: the server at the other end, in ${toChild ? 'a child' : 'this'} process, had closed and waited only for ${tasks.length === 1 ? 'it' : 'them'} to end.`,
    why: ['neither end() nor destroy() was called', 'no function waited, and no timer, listening server or child process was left'],
    places: [{ site, role: 'create' }],
    segments: tasks.slice(0, 8).map((task) => trace.tasks.initSegment.at(task)),
    activations: [],
  }));
}

const CHANNEL = /(?:^|\.)(?<name>MessageChannel|BroadcastChannel)$/;

/** Ports with a listener, in a process of one thread: each message to them would come from the program itself, in which nothing runs any more. */
function portDrafts(trace: Trace, own: ReadonlySet<number>): Draft[] {
  const { tasks } = trace;
  const open = new Map<string, number[]>();
  /** With one port of a channel the other one is closed. */
  const closed = new Set<string>();
  // A port that was given to a thread which has ended is closed without a word.
  const hadWorkers = trace.workers.some((w) => own.has(w.thread) && !Number.isNaN(w.exitNs));
  for (let task = 0; task < tasks.length; task++) {
    if (trace.taskType(task) !== 'MESSAGEPORT' || !own.has(tasks.thread.at(task))) continue;
    const site = trace.site(tasks.site.at(task));
    const name = site?.kind === 'new' ? CHANNEL.exec(site.text)?.groups?.['name'] : undefined;
    if (name === undefined || (name === 'MessageChannel' && hadWorkers)) continue;
    const channel = `${tasks.site.at(task)}:${name === 'MessageChannel' ? tasks.initSegment.at(task) : task}`;
    if ((tasks.flags.at(task) & TASK_CLEARED) !== 0) closed.add(channel);
    else if ((tasks.flags.at(task) & TASK_UNREF) === 0) addTo(open, channel, task);
  }
  const bySite = new Map<number, number[]>();
  for (const [channel, list] of open) if (!closed.has(channel)) for (const task of list) addTo(bySite, tasks.site.at(task), task);
  return [...bySite].map(([site, list]) => {
    const name = CHANNEL.exec(trace.site(site)?.text ?? '')?.groups?.['name'];
    return {
      kind: 'handle.leak',
      key: `${site}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: false,
      message: `${name === 'BroadcastChannel' ? 'A BroadcastChannel' : list.length === 1 ? 'A port of a MessageChannel, which has a listener,' : `${list.length} ports of message channels, which have listeners,`} that ${list.length === 1 || name === 'BroadcastChannel' ? 'is' : 'are'} never closed kept the finished program alive: nobody was left who could send a message.`,
      why: [
        'neither close() nor unref() was called',
        'no function waited, and no other thread, timer, server, socket or child process was left',
      ],
      places: [{ site, role: 'create' }],
      segments: list.slice(0, 8).map((task) => tasks.initSegment.at(task)),
      activations: [],
    };
  });
}

function workerDraft(trace: Trace, worker: WorkerRow, timers: readonly Rearmed[]): Draft {
  const { tasks } = trace;
  const own = [...new Set(timers.filter((r) => tasks.thread.at(r.first) === worker.child).map((r) => tasks.site.at(r.first)))];
  const rest =
    own.length === 0
      ? 'it was idle, and nothing was left that could give it work'
      : 'it had given its answer, and only a timer of its own went on in it';
  return {
    kind: 'handle.leak',
    key: `${worker.site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `A worker thread that is never terminated kept the finished program alive: ${rest}.`,
    why: [
      'no message was under way',
      `no function waited, and no ${own.length === 0 ? '' : 'other '}timer, server, socket or child process was left`,
      own.length === 0 ? 'worker.terminate() was not called' : 'neither worker.terminate() was called, nor the timer cleared or unref()ed',
    ],
    places: [{ site: worker.site, role: 'create' }, ...own.map((site) => ({ site, role: 'timer' }))],
    segments: [worker.segment],
    activations: [],
  };
}

/** '250 ms', '1.5 s', '30 min'. */
function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return `${Math.round(ms / 60_000)} min`;
}
