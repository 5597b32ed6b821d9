/**
 * What a promise waits for that no code of the program is seen to settle: the timer, socket or other operation that the same call started, or the event that the
 * resolving function was given to.
 */
import { NONE } from '../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, TASK_UNREF, type ChildRow, type Trace } from '../../model/trace.ts';
import type { PendingNode } from '../finding.ts';
import { EMPTY_LOOP } from '../runEnd.ts';
import { hasOpenInput } from './childInput.ts';
import { stuckOutput } from './childOutput.ts';
import { connectionsOf, heldChild, heldConnection, isOpen, isToPeer } from './pendingPeers.ts';
import { eventsOf } from './listenedEvents.ts';
import type { WaitGraph } from './waitFor.ts';
import { registrationsOf, wakersOf } from './wakers.ts';

export interface PromiseReason {
  readonly reason: PendingNode['reason'];
  readonly on: string;
}

/** Beside an empty loop, the exit reason of a thread after which no operation is under way (model/rows.ts). */
const UNSETTLED_TLA = 3;

/** How far from a promise, in creation order, its operation may be. */
const NEIGHBOURS = 8;

/** What resources without a label are. */
const UNLABELLED: Readonly<Record<string, string | undefined>> = {
  TCPWRAP: 'a connection',
  TLSWRAP: 'a connection',
  PIPEWRAP: 'a connection',
  TCPCONNECTWRAP: 'a connection that is being made',
  GETADDRINFOREQWRAP: 'the address of a host',
  HTTPCLIENTREQUEST: 'an answer over HTTP',
  HTTPINCOMINGMESSAGE: 'a request over HTTP',
  FSREQCALLBACK: 'an operation on a file',
  FSREQPROMISE: 'an operation on a file',
};

const RESOURCES: Readonly<Record<string, PendingNode['reason'] | undefined>> = {
  TCPWRAP: 'socket',
  TCPCONNECTWRAP: 'socket',
  TCPSERVERWRAP: 'socket',
  TLSWRAP: 'socket',
  PIPEWRAP: 'socket',
  HTTPCLIENTREQUEST: 'socket',
  HTTPINCOMINGMESSAGE: 'socket',
  GETADDRINFOREQWRAP: 'socket',
  PROCESSWRAP: 'child',
  TTYWRAP: 'stdin',
  FSREQCALLBACK: 'stream',
  FSREQPROMISE: 'stream',
  WRITEWRAP: 'stream',
  SHUTDOWNWRAP: 'stream',
};

/** Calls by what they wait for, where nothing else tells. */
const CALLS: readonly (readonly [RegExp, PendingNode['reason']])[] = [
  [/(?:^|\.)(?:question|prompt)$|stdin/, 'stdin'],
  [/^(?:fetch|axios|got|undici\.\w+|https?\.get)\b|\.(?:fetch|request)$/, 'socket'],
  [/\.(?:json|text|arrayBuffer|blob|bytes|formData)$/, 'socket'],
  [/(?:^|\.)(?:pipeline|finished)$|\.pipe$|reader\.read$/i, 'stream'],
  [/(?:^|\.)once$/, 'event'],
];
/** What an event comes from, where that is not the child itself. */
const STREAM_OF_CHILD = /\.(?:stdin|stdout|stderr)$/;

/** Events of a child process that others seldom have. */
const FROM_CHILD = new Set(['exit', 'message']);

/** Where messages come from that this thread or process did not start. */
const OUTSIDE: ReadonlyMap<string, string> = new Map([
  ['process', 'the parent process'],
  ['parentPort', 'the thread that started it'],
]);

/** Emitter and event of what comes over a connection. */
const FROM_NETWORK = /(?:sock|conn|client|req|res)\w* (?:data|end|readable|response|connect|drain|close|finish)$/i;

/** Events that accepted connections do not have. */
const FROM_CLIENT: ReadonlySet<string> = new Set(['connect', 'response']);

export function reasonOfPromise(trace: Trace, graph: WaitGraph, promise: number, endNs: number): PromiseReason {
  const { tasks } = trace;
  if (graph.needs(promise * 4).how === 'lost') return { reason: 'promise-lost', on: 'both functions that could settle it are gone' };
  const made = tasks.site.at(promise);
  const text = madeText(trace, made);
  const thread = trace.threads[tasks.thread.at(promise)];
  if (thread?.exitReason === EMPTY_LOOP || thread?.exitReason === UNSETTLED_TLA) {
    return {
      reason: 'promise-lost',
      on: text === '' ? 'nothing is left to settle it' : `${promiseFrom(text)}, which nothing is left to settle`,
    };
  }
  const wakers = wakersOf(trace, made);
  const registrations = registrationsOf(trace, made);
  const around = [...registrations.values()];
  return (
    besides(trace, promise, new Set([made, ...wakers, ...around]), endNs) ??
    eventOf(trace, promise, [made, ...wakers], registrations, endNs) ??
    callOf(trace, promise, [text, ...[...wakers, ...around].map((w) => trace.site(w)?.text ?? '')], endNs) ?? {
      reason: 'unknown',
      on: keptIn(trace, wakers) ?? promiseFrom(text),
    }
  );
}

/** The call that made a promise: `load`, `new Promise`. */
export function madeText(trace: Trace, made: number): string {
  const row = trace.site(made);
  return row === undefined ? '' : `${row.kind === 'new' ? 'new ' : ''}${row.text}`;
}

function promiseFrom(text: string): string {
  return text === '' ? 'a promise' : `a promise from ${text}`;
}

/** Calls that keep the resolving function for whoever comes next. */
const KEEPS = /^(?<list>.+)\.(?:push|unshift|add|set|enqueue)$/;

function keptIn(trace: Trace, wakers: readonly number[]): string | undefined {
  const list = wakers.map((w) => KEEPS.exec(trace.site(w)?.text ?? '')?.groups?.['list']).find((text) => text !== undefined);
  return list === undefined ? undefined : `whoever takes its resolving function out of ${list}`;
}

/**
 * The operation that was started together with the promise, by the same call or in its executor. A connection or process comes before a timer: that one limits the wait, and those
 * that do not keep the process alive are mostly the connection's own.
 */
function besides(trace: Trace, promise: number, sites: ReadonlySet<number>, endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const segment = tasks.initSegment.at(promise);
  const near: number[] = [];
  for (const direction of [1, -1]) {
    for (let task = promise + direction, i = 0; task >= 0 && task < tasks.length && i < NEIGHBOURS; task += direction, i++) {
      if (tasks.initSegment.at(task) !== segment) break;
      if (sites.has(tasks.site.at(task))) near.push(task);
    }
  }
  const isTimer = (task: number): boolean => trace.taskType(task) === 'Timeout';
  const isUnref = (task: number): boolean => (tasks.flags.at(task) & TASK_UNREF) !== 0;
  const ordered = [
    ...near.filter((task) => !isTimer(task)),
    ...near.filter((task) => isTimer(task) && !isUnref(task)),
    ...near.filter((task) => isTimer(task) && isUnref(task)),
  ];
  for (const task of ordered) {
    if (isTimer(task) && isOfNetwork(trace.site(tasks.site.at(task))?.text ?? '')) continue;
    const found = reasonOfResource(trace, task, endNs);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The call asks a peer: timers that it starts only limit how long it waits. */
function isOfNetwork(text: string): boolean {
  return CALLS.find(([pattern]) => pattern.test(text))?.[1] === 'socket';
}

const FAILS: ReadonlySet<string> = new Set(['error', 'abort']);

/** The event whose listener settles the promise. */
function eventOf(
  trace: Trace,
  promise: number,
  sites: readonly number[],
  registrations: ReadonlyMap<number, number>,
  endNs: number,
): PromiseReason | undefined {
  const { tasks } = trace;
  const events = eventsOf(trace, sites, registrations);
  const known = events.find((event) => event.emitter !== undefined)?.emitter ?? '';
  // Who waits for an answer listens for errors, too.
  for (const event of [...events.filter((e) => !FAILS.has(e.name)), ...events.filter((e) => FAILS.has(e.name))]) {
    const { name, emitter = known, site } = event;
    if (name === 'message' && OUTSIDE.has(emitter)) return { reason: 'event', on: `a message from ${OUTSIDE.get(emitter)} (${emitter})` };
    const stream = STREAM_OF_CHILD.exec(emitter)?.[0] ?? '';
    const held = heldChild(trace, emitter.slice(0, emitter.length - stream.length), site, promise);
    const said = name === '' ? 'an event' : `'${name}'`;
    if (held !== undefined) {
      const of = stream === '' ? '' : `\`${stream.slice(1)}\` of `;
      return { reason: 'child', on: `${said} of ${of}${held.command} (process ${held.pid})${stateText(trace, held)}` };
    }
    const peer = heldConnection(trace, emitter, site, promise);
    if (peer !== NONE) return reasonOfResource(trace, peer, endNs);
    const isOfChild = FROM_CHILD.has(name) || (name === 'close' && !hasConnection(trace, tasks.thread.at(promise)));
    const child = isOfChild ? onlyChild(trace, tasks.thread.at(promise)) : undefined;
    if (child !== undefined) return { reason: 'child', on: `'${name}' of ${emitter} (process ${child.pid})${stateText(trace, child)}` };
    if (name !== 'message') {
      const thread = tasks.thread.at(promise);
      const isOfPeer = FROM_NETWORK.test(`${emitter} ${name}`) && (FROM_CLIENT.has(name) || !isServer(trace, thread));
      const connection = isOfPeer ? connectionOf(trace, 0, thread, endNs) : undefined;
      return connection ?? { reason: 'event', on: emitter === '' ? said : `${said} of ${emitter}` };
    }
    const workers = trace.workers.filter((w) => w.thread === tasks.thread.at(promise) && Number.isNaN(w.exitNs));
    const [only] = workers;
    const from = workers.length === 1 && only !== undefined ? ` (thread ${only.workerThreadId})` : '';
    return { reason: 'worker-message', on: `a message${emitter === '' ? '' : ` of ${emitter}`}${from}` };
  }
  return undefined;
}

/** A program that reads its input to the end waits for it, and one whose output is full for whoever reads that. */
function stateText(trace: Trace, child: ChildRow): string {
  if (stuckOutput(trace, child) !== undefined) return ', which stands in its output until somebody reads it';
  return hasOpenInput(trace, child) ? ', whose `stdin` has not been ended' : '';
}

/** The one child process that is alive, where no worker could be meant. */
function onlyChild(trace: Trace, thread: number): ChildRow | undefined {
  if (trace.workers.some((w) => w.thread === thread && Number.isNaN(w.exitNs))) return undefined;
  const children = trace.children.filter((c) => c.thread === thread && Number.isNaN(c.exitNs));
  return children.length === 1 ? children[0] : undefined;
}

function callOf(trace: Trace, promise: number, texts: readonly string[], endNs: number): PromiseReason | undefined {
  for (const text of texts) {
    const reason = CALLS.find(([pattern]) => pattern.test(text))?.[1];
    if (reason === undefined) continue;
    const connection = reason === 'socket' ? connectionOf(trace, promise, trace.tasks.thread.at(promise), endNs) : undefined;
    return connection ?? { reason, on: reason === 'event' ? '' : text };
  }
  return undefined;
}

/** The thread has, or had, a connection or server, which can close as well. */
function hasConnection(trace: Trace, thread: number): boolean {
  return connectionsOf(trace, thread).length > 0 || trace.handles.some((h) => trace.tasks.thread.at(h.task) === thread);
}

/** The only connection of the thread that was made since task `from` and is open. */
function connectionOf(trace: Trace, from: number, thread: number, endNs: number): PromiseReason | undefined {
  const open = connectionsOf(trace, thread, from).filter((task) => isOpen(trace, task));
  return open.length === 1 ? reasonOfResource(trace, open[0] as number, endNs) : undefined;
}

/** The thread listens: what its events are called says nothing about who made the connection. */
function isServer(trace: Trace, thread: number): boolean {
  return trace.handles.some((h) => Number.isNaN(h.closeNs) && trace.tasks.thread.at(h.task) === thread);
}

/** The peer of the stream that a `for await` reads from. */
export function peerOfLoop(trace: Trace, promise: number, loop: number, endNs: number): PromiseReason | undefined {
  const peer = heldConnection(trace, trace.site(loop)?.text ?? '', loop, promise);
  return peer === NONE ? undefined : reasonOfResource(trace, peer, endNs);
}

/** The reason that a resource is, when it can still call back. */
function reasonOfResource(trace: Trace, task: number, endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const type = trace.taskType(task);
  const flags = tasks.flags.at(task);
  if (type === 'Timeout') {
    if ((flags & TASK_CLEARED) !== 0 || ((flags & TASK_REPEAT) === 0 && tasks.firstRun.at(task) >= 0)) return undefined;
    const left = tasks.initNs.at(task) / 1e6 + tasks.delayMs.at(task) - endNs / 1e6;
    return { reason: 'timer', on: left > 0 ? `fires in ${formatMs(left)}` : `of ${formatMs(tasks.delayMs.at(task))}, due` };
  }
  const reason = RESOURCES[type];
  if (reason === undefined || ((type.startsWith('FSREQ') || type.endsWith('REQWRAP')) && tasks.firstRun.at(task) >= 0)) return undefined;
  const label = trace.string(tasks.label.at(task));
  // The standard streams are opened by the first who prints.
  if (label === '' && (type === 'PIPEWRAP' || type === 'TTYWRAP')) return undefined;
  if (label === '') return { reason, on: UNLABELLED[type] ?? type.toLowerCase() };
  if (!isToPeer(label)) return { reason, on: label.replace(/^spawn /, '') };
  if (!isOpen(trace, task)) return undefined;
  const last = tasks.lastRun.at(task);
  const since = last === NONE ? tasks.initNs.at(task) : trace.segments.endNs.at(last);
  return { reason, on: `${label.replace(/^connect /, '')}, no data for ${formatMs((endNs - since) / 1e6)}` };
}

/** '850 ms', '3.1 s', '10 min'. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
