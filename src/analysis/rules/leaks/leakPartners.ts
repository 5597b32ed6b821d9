/**
 * handle.leak of what is there for others: a child that does nothing but wait for the next message or line, and a datagram socket at a port that nobody was told, of a program in which nothing
 * is left that could have anything to say to them, or to ask (leakAlive.ts).
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_UNREF, type ChildRow, type Trace } from '../../../model/trace.ts';
import { STILL_IDLE, WATCHDOG_THREAD } from '../../../model/vocabulary.ts';
import type { Draft } from '../../finding.ts';
import { isSuspended } from '../../waiting/waitFor.ts';
import { isAccepted } from '../../roots.ts';
import { isFed } from '../../waiting/childInput.ts';

/** The threads of a child process but for its watchdog. */
export function threadsOf(trace: Trace, { pid }: ChildRow): number[] {
  const process = trace.processes.findIndex((p) => p.pid === pid);
  return process < 0 ? [] : [...trace.threads.keys()].filter((t) => trace.threads[t]?.process === process && !isWatchdog(trace, t));
}

function isWatchdog({ threads }: Trace, thread: number): boolean {
  return threads[thread]?.threadId === WATCHDOG_THREAD;
}

/** Forked with a channel, done with what it was asked, and nothing of its own is going on in it. `isHeld`: but for connections that others have opened to it, and its server has closed. */
export function isIdleChild(trace: Trace, child: ChildRow, isHeld = false): boolean {
  const text = trace.site(child.site)?.text ?? '';
  if (/^(?:\w+\.)?spawn$/.test(text)) return hasAnswered(trace, child);
  if (!/^(?:\w+\.)?fork$/.test(text)) return false;
  const [thread = NONE, ...others] = threadsOf(trace, child);
  const row = trace.threads[thread];
  if (row === undefined || others.length > 0) return false;
  if (row.exitReason !== -1 || row.gaps.length > 0) return false;
  if ((trace.stills.findLast((s) => s.thread === thread)?.state ?? NONE) !== STILL_IDLE) return false;
  if (trace.children.some((c) => c.thread === thread && Number.isNaN(c.exitNs))) return false;
  for (let a = 0; a < trace.activations.length; a++) {
    if (trace.activations.thread.at(a) === thread && isSuspended(trace, a)) return false;
  }
  return !hasOwnWork(trace, thread, isHeld);
}

/** Standard input, output and error; what the child says of errors often goes where that of its parent does (`stdio: ['pipe', 'pipe', 'inherit']`). */
const PIPES: ReadonlySet<number> = new Set([2, 3]);

/** Started with pipes, and asked through its standard input, which is still open: the last thing that it said settled a promise, and nobody waits for another answer. */
function hasAnswered(trace: Trace, child: ChildRow): boolean {
  const { segments, tasks } = trace;
  if (!isFed(trace, child.site)) return false;
  const pipes: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const isOfChild = tasks.site.at(task) === child.site && tasks.initSegment.at(task) === child.segment;
    if (isOfChild && !trace.isPromise(task) && trace.taskType(task) === 'PIPEWRAP') pipes.push(task);
  }
  const [input, output] = pipes;
  // Several that were started in one step cannot be told apart.
  if (!PIPES.has(pipes.length) || input === undefined || output === undefined || (tasks.flags.at(input) & TASK_CLEARED) !== 0) return false;
  const last = tasks.lastRun.at(output);
  if (last === NONE) return false;
  for (let task = tasks.length - 1; task >= 0; task--) {
    const settled = trace.isPromise(task) ? tasks.resolveSegment.at(task) : NONE;
    if (settled !== NONE && segments.turn.at(settled) === segments.turn.at(last) && tasks.thread.at(task) === child.thread) return true;
  }
  return false;
}

/** Timers, connections, servers, watchers, operations under way. */
function hasOwnWork(trace: Trace, thread: number, isHeld: boolean): boolean {
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== thread || trace.isPromise(task) || (tasks.flags.at(task) & (TASK_CLEARED | TASK_UNREF)) !== 0) continue;
    const isDone = tasks.lastRun.at(task) !== NONE && !trace.repeats(task);
    const type = trace.taskType(task);
    if (isHeld && isAccepted(trace, task)) continue;
    if (STAYS.test(type) || (!isDone && !IS_NOTHING.test(type))) return true;
  }
  return false;
}

/** They may have run, and run again. */
const STAYS = /^(?:TCPWRAP|TCPSERVERWRAP|TLSWRAP|UDPWRAP|PIPESERVERWRAP|SIGNALWRAP|FSEVENTWRAP|STATWATCHER|MESSAGEPORT|WORKER)$/;
/** They hold nothing: standard output, ticks, and what belongs to others that are counted. */
const IS_NOTHING = /^(?:PIPEWRAP|TTYWRAP|TickObject|Microtask|DNSCHANNEL|FILEHANDLE|ELDHISTOGRAM)$/;

/** The port was left to the system, and another socket of the process has been closed: this one was to be, too; or nothing but sending was ever done with it. */
export function isLeftSocket(trace: Trace, socket: number, own: ReadonlySet<number>): boolean {
  const { tasks } = trace;
  if ((tasks.flags.at(socket) & TASK_UNREF) !== 0 || tasks.site.at(socket) === NONE) return false;
  if (!/^(?:udp .*:0)?$/.test(trace.string(tasks.label.at(socket)))) return false;
  for (let task = 0; task < tasks.length; task++) {
    if (!own.has(tasks.thread.at(task)) || trace.taskType(task) !== 'UDPWRAP') continue;
    if ((tasks.flags.at(task) & TASK_CLEARED) !== 0 && tasks.site.at(task) === tasks.site.at(socket)) return true;
  }
  return onlySends(trace, socket);
}

const SENDS = /^(.+)\.send$/;
const LISTENS = /^(.+)\.(?:on|once|addListener)(?:\('(?:error|close|listening)'\))?$/;
/** They bring nothing. */
const TELLS = /^(?:on|once|addListener)\('(?:error|close|listening)'\)$/;

/** The file that opened it sends with it and neither binds a socket nor listens for messages: nobody can be meant to answer. */
function onlySends(trace: Trace, socket: number): boolean {
  const { tasks, functions } = trace;
  const file = trace.site(tasks.site.at(socket))?.file;
  if (file === undefined || tasks.firstRun.at(socket) !== NONE) return false;
  const calls = trace.sites.filter((site) => site.file === file && site.kind === 'call');
  const senders = new Set(calls.map((site) => SENDS.exec(site.text)?.[1]));
  senders.delete(undefined);
  if (senders.size === 0 || calls.some((site) => /\.(?:bind|addMembership)$/.test(site.text))) return false;
  return calls.every((site) => {
    if (!senders.has(LISTENS.exec(site.text)?.[1]) || site.text.endsWith(')')) return true;
    return functions.some((fn) => fn.file === file && fn.line === site.line && fn.parentFunction === site.function && TELLS.test(fn.name));
  });
}

export function socketDrafts(trace: Trace, sockets: readonly number[]): Draft[] {
  const bySite = new Map<number, number[]>();
  for (const task of sockets) addTo(bySite, trace.tasks.site.at(task), task);
  return [...bySite].map(([site, list]) => ({
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${list.length === 1 ? 'A datagram socket that was' : `${list.length} datagram sockets that were`} opened here and never closed kept the finished program alive${list.every((task) => onlySends(trace, task)) ? ': nothing was done with it but sending' : '; others that were opened here have been closed'}.`,
    why: ['neither close() nor unref() was called', 'no function waited, and no timer, server, connection or child process was left'],
    places: [{ site, role: 'create' }],
    segments: list.slice(0, 8).map((task) => trace.tasks.initSegment.at(task)),
    activations: [],
  }));
}

export function childDrafts(trace: Trace, children: readonly ChildRow[]): Draft[] {
  const bySite = new Map<number, ChildRow[]>();
  for (const child of children) addTo(bySite, child.site, child);
  return [...bySite].map(([site, list]) => {
    const isForked = trace.site(site)?.text.endsWith('fork') === true;
    const waits = isForked
      ? 'it waits for messages, and nothing was left that could send it one'
      : 'it waits for more input, and nothing was left that could write any';
    return {
      kind: 'handle.leak',
      key: `${site}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: false,
      message: `${list.length === 1 ? 'A child process that was' : `${list.length} child processes that were`} ${isForked ? 'forked' : 'started'} here kept the finished program alive: ${waits}.`,
      why: [
        isForked
          ? 'the channel to a forked child keeps both processes alive: neither disconnect() nor kill() was called, and the child did not leave by itself'
          : 'its `stdin` was not ended, and kill() was not called',
        `no function waited${isForked ? ' in either of them' : ''}, and no timer, server or connection was left`,
      ],
      places: [{ site, role: 'create' }],
      segments: list.slice(0, 8).map((child) => child.segment),
      activations: [],
    };
  });
}
