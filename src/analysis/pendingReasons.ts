/** What a promise waits for that no code of the program is seen to settle: the timer, socket or other operation that was started together with it. */
import { TASK_CLEARED, TASK_REPEAT, type Trace } from '../model/trace.ts';
import type { PendingNode } from './finding.ts';
import type { WaitGraph } from './waitFor.ts';

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
  WORKER: 'worker-message',
  MESSAGEPORT: 'worker-message',
  TTYWRAP: 'stdin',
  FSREQCALLBACK: 'stream',
  FSREQPROMISE: 'stream',
  WRITEWRAP: 'stream',
  SHUTDOWNWRAP: 'stream',
};

export function reasonOfPromise(trace: Trace, graph: WaitGraph, promise: number, endNs: number): PromiseReason {
  const { tasks } = trace;
  const needs = graph.needs(promise * 4);
  if (needs.how === 'lost') return { reason: 'promise-lost', on: 'nobody can settle this any more' };
  const text = trace.site(tasks.site.at(promise))?.text ?? '';
  const thread = trace.threads[tasks.thread.at(promise)];
  if (thread?.exitReason === EMPTY_LOOP || thread?.exitReason === UNSETTLED_TLA) {
    return {
      reason: 'promise-lost',
      on: text === '' ? 'a promise that nothing is left to settle' : `a promise from ${text}, which nothing is left to settle`,
    };
  }
  const segment = tasks.initSegment.at(promise);
  for (const direction of [1, -1]) {
    for (let task = promise + direction, i = 0; task >= 0 && task < tasks.length && i < NEIGHBOURS; task += direction, i++) {
      if (tasks.initSegment.at(task) !== segment) break;
      const found = reasonOfResource(trace, task, endNs);
      if (found !== undefined) return found;
    }
  }
  if (/(?:^|\.)once$/.test(text)) return { reason: 'event', on: 'an event' };
  return { reason: 'unknown', on: text === '' ? 'a promise' : `a promise from ${text}` };
}

/** The reason that a resource is, when it can still call back. */
function reasonOfResource(trace: Trace, task: number, endNs: number): PromiseReason | undefined {
  const { tasks } = trace;
  const type = trace.taskType(task);
  const flags = tasks.flags.at(task);
  if (type === 'Timeout') {
    if ((flags & TASK_CLEARED) !== 0 || ((flags & TASK_REPEAT) === 0 && tasks.firstRun.at(task) >= 0)) return undefined;
    const left = tasks.initNs.at(task) / 1e6 + tasks.delayMs.at(task) - endNs / 1e6;
    return { reason: 'timer', on: left > 0 ? `a timer that fires in ${formatMs(left)}` : 'a timer' };
  }
  const reason = RESOURCES[type];
  if (reason === undefined || ((type.startsWith('FSREQ') || type.endsWith('REQWRAP')) && tasks.firstRun.at(task) >= 0)) return undefined;
  const label = trace.string(tasks.label.at(task));
  // The standard streams are opened by the first who prints.
  if (label === '' && (type === 'PIPEWRAP' || type === 'TTYWRAP')) return undefined;
  return { reason, on: label === '' ? type.toLowerCase() : label };
}

function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
