/**
 * What a promise waits for that no code of the program is seen to settle: the timer, socket or other operation that the same call started, or the event that the
 * resolving function was given to.
 */
import { NONE } from '../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, type Trace } from '../model/trace.ts';
import type { PendingNode } from './finding.ts';
import type { WaitGraph } from './waitFor.ts';
import { wakersOf } from './wakers.ts';

export interface PromiseReason {
  readonly reason: PendingNode['reason'];
  readonly on: string;
}

/** Exit reasons of a thread after which no operation is under way (model/rows.ts). */
const EMPTY_LOOP = 0;
const UNSETTLED_TLA = 3;

/** How far from a promise, in creation order, its operation may be. */
const NEIGHBOURS = 8;

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
  [/^(?:fetch|axios|got|undici\.\w+)\b|\.(?:fetch|request)$/, 'socket'],
  [/\.(?:json|text|arrayBuffer|blob|bytes|formData)$/, 'socket'],
  [/(?:^|\.)(?:pipeline|finished)$|\.pipe$|reader\.read$/i, 'stream'],
  [/(?:^|\.)once$/, 'event'],
];
/** `bus.once('ready'`, `once(bus, 'ready'`: the texts of calls that name an event. */
const EVENT = /^(?:(?<emitter>.+)\.\w+\('(?<name>[^']*)'|once\((?<first>.+), '(?<second>[^']*)')/;

/** Events of a child process that others seldom have. */
const FROM_CHILD = new Set(['exit', 'message']);

/** Where messages come from that this thread or process did not start. */
const OUTSIDE: ReadonlyMap<string, string> = new Map([
  ['process', 'the parent process'],
  ['parentPort', 'the thread that started it'],
]);

/** Emitter and event of what comes over a connection. */
const FROM_NETWORK = /(?:sock|conn|client|req|res)\w* (?:data|end|readable|response|connect|drain|close|finish)$/i;

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
  return (
    besides(trace, promise, new Set([made, ...wakers]), endNs) ??
    eventOf(trace, promise, [made, ...wakers], endNs) ??
    callOf(trace, promise, [text, ...wakers.map((w) => trace.site(w)?.text ?? '')], endNs) ?? {
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

/** The operation that was started together with the promise, by the same call or in its executor. */
function besides(trace: Trace, promise: number, sites: ReadonlySet<number>, endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const segment = tasks.initSegment.at(promise);
  for (const direction of [1, -1]) {
    for (let task = promise + direction, i = 0; task >= 0 && task < tasks.length && i < NEIGHBOURS; task += direction, i++) {
      if (tasks.initSegment.at(task) !== segment) break;
      const found = sites.has(tasks.site.at(task)) ? reasonOfResource(trace, task, endNs) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Name of a function that was registered for an event. */
const LISTENER = /(?:^|\.)(?:on|once|addListener|addEventListener)\('([^']+)'/;
const FAILS: ReadonlySet<string> = new Set(['error', 'abort']);

/** The event whose listener settles the promise. */
function eventOf(trace: Trace, promise: number, sites: readonly number[], endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const events = sites.flatMap((site) => {
    const groups = EVENT.exec(trace.site(site)?.text ?? '')?.groups;
    // `socket.once('data', (line) => resolve(line))`: a listener is called by what it was registered for.
    const name = groups?.['name'] ?? groups?.['second'] ?? LISTENER.exec(trace.functions[trace.functionAt(site)]?.name ?? '')?.[1];
    return name === undefined ? [] : [{ emitter: groups?.['emitter'] ?? groups?.['first'], name }];
  });
  const known = events.find((event) => event.emitter !== undefined)?.emitter ?? '';
  // Who waits for an answer listens for errors, too.
  for (const event of [...events.filter((e) => !FAILS.has(e.name)), ...events.filter((e) => FAILS.has(e.name))]) {
    const { name, emitter = known } = event;
    if (name === 'message' && OUTSIDE.has(emitter)) return { reason: 'event', on: `a message from ${OUTSIDE.get(emitter)} (${emitter})` };
    const isOfChild = FROM_CHILD.has(name) || (name === 'close' && !hasConnection(trace, tasks.thread.at(promise)));
    const child = isOfChild ? onlyChild(trace, tasks.thread.at(promise)) : undefined;
    if (child !== undefined) return { reason: 'child', on: `'${name}' of ${emitter} (process ${child.pid})` };
    if (name !== 'message') {
      const connection = FROM_NETWORK.test(`${emitter} ${name}`) ? connectionOf(trace, 0, tasks.thread.at(promise), endNs) : undefined;
      return connection ?? { reason: 'event', on: emitter === '' ? `'${name}'` : `'${name}' of ${emitter}` };
    }
    const workers = trace.workers.filter((w) => w.thread === tasks.thread.at(promise) && Number.isNaN(w.exitNs));
    const [only] = workers;
    const from = workers.length === 1 && only !== undefined ? ` (thread ${only.workerThreadId})` : '';
    return { reason: 'worker-message', on: `a message${emitter === '' ? '' : ` of ${emitter}`}${from}` };
  }
  return undefined;
}

/** The one child process that is alive, where no worker could be meant. */
function onlyChild(trace: Trace, thread: number): { readonly pid: number } | undefined {
  if (trace.workers.some((w) => w.thread === thread && Number.isNaN(w.exitNs))) return undefined;
  const children = trace.children.filter((c) => c.thread === thread && Number.isNaN(c.exitNs));
  return children.length === 1 ? children[0] : undefined;
}

function callOf(trace: Trace, promise: number, texts: readonly string[], endNs: number): PromiseReason | undefined {
  for (const text of texts) {
    const reason = CALLS.find(([pattern]) => pattern.test(text))?.[1];
    if (reason === undefined) continue;
    const connection = reason === 'socket' ? connectionOf(trace, promise, trace.tasks.thread.at(promise), endNs) : undefined;
    return connection ?? { reason, on: reason === 'event' ? 'an event' : text };
  }
  return undefined;
}

/** The thread has a connection or server, which can close as well. */
function hasConnection(trace: Trace, thread: number): boolean {
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) === thread && /^(?:connect|listen) /.test(trace.string(tasks.label.at(task)))) return true;
  }
  return false;
}

/** The only connection of the thread that was made since task `from` and is open. */
function connectionOf(trace: Trace, from: number, thread: number, endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const open: number[] = [];
  for (let task = from; task < tasks.length && open.length < 2; task++) {
    if (tasks.thread.at(task) !== thread || (tasks.flags.at(task) & TASK_CLEARED) !== 0) continue;
    if (trace.string(tasks.label.at(task)).startsWith('connect ')) open.push(task);
  }
  return open.length === 1 ? reasonOfResource(trace, open[0] as number, endNs) : undefined;
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
  if (!label.startsWith('connect ')) return { reason, on: label === '' ? type.toLowerCase() : label.replace(/^spawn /, '') };
  const last = tasks.lastRun.at(task);
  const since = last === NONE ? tasks.initNs.at(task) : trace.segments.endNs.at(last);
  return { reason, on: `${label.slice('connect '.length)}, no data for ${formatMs((endNs - since) / 1e6)}` };
}

/** '850 ms', '3.1 s', '10 min'. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
