/** loop.blocked, what stands in the queue of a thread: what a server of the program is given, and what the program has sent itself. */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { LongRow, Trace } from '../../../model/trace.ts';

/** So many callbacks after a long one, or in its turn, are looked at. */
export const FOLLOWERS = 4096;

/** By thread. */
export type Sent = ReadonlyMap<number, readonly number[]>;

/** A connection that a server of the program has accepted has no name. */
export function isAccepted(trace: Trace, task: number): boolean {
  return trace.taskType(task) === 'TCPWRAP' && trace.tasks.label.at(task) === 0;
}

/** At most one callback of the connection comes after it: that it is closed. Nobody waits for the end that it brings, or for an error. */
export function isEnding({ segments: s, tasks }: Trace, connection: number, segment: number): boolean {
  let later = 0;
  for (let i = segment + 1; i <= tasks.lastRun.at(connection) && later < 2; i++) if (s.task.at(i) === connection) later++;
  return later < 2;
}

/** It is the callback of a request, or of what has come in on a connection of a server. */
export function isServed(trace: Trace, long: LongRow): boolean {
  const { segments: s } = trace;
  let first = long.segment;
  for (let i = first - 1; i >= 0 && first - i < FOLLOWERS; i--) {
    if (s.thread.at(i) !== long.thread) continue;
    if (s.turn.at(i) !== s.turn.at(long.segment)) break;
    first = i;
  }
  const task = s.task.at(s.atom.at(first));
  return task !== NONE && (isAccepted(trace, task) || trace.taskType(task) === 'HTTPINCOMINGMESSAGE');
}

/** Callbacks in which each thread sends a request itself (a test that is client and server), in order: what comes in after that may be its own. */
export function requestsSent(trace: Trace): Sent {
  const { tasks } = trace;
  const sent = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    if (!isRequestTask(trace, task)) continue;
    addTo(sent, tasks.thread.at(task), tasks.initSegment.at(task));
  }
  for (const list of sent.values()) list.sort((x, y) => x - y);
  return sent;
}

function isRequestTask(trace: Trace, task: number): boolean {
  const { tasks } = trace;
  if (trace.isPromise(task)) return /(?:^|\.)(?:fetch|request)$/.test(trace.site(tasks.site.at(task))?.text ?? '');
  return trace.taskType(task) === 'HTTPCLIENTREQUEST' || trace.string(tasks.label.at(task)).startsWith('connect ');
}
