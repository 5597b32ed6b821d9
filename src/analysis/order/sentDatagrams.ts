/**
 * Datagrams that a process sends itself, as tests do: what comes to one of its UDP sockets then comes after the first of them, by an order that is not seen. In tests those of the newest one
 * count: an earlier test has had what it had sent.
 */
import { lastAtOrBelow } from '../../base/search.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { segmentBehind } from '../lineage.ts';
import { byEvents, remembered } from '../remembered.ts';
import type { Order } from './order.ts';
import { testStarts } from './testTurns.ts';

const SENDS = /\.send$/;
/** Callbacks from a use back to the datagram that it follows. */
const MAX_STEPS = 512;
const MAX_SENT = 64;

/** Tasks that were left by `socket.send`, where there are UDP sockets, as they were made. */
const sentTasks = remembered(byEvents, (trace): readonly number[] => {
  const { tasks } = trace;
  let hasSockets = false;
  const found: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task)) continue;
    if (trace.taskType(task) === 'UDPWRAP') hasSockets = true;
    else if (SENDS.test(trace.site(tasks.site.at(task))?.text ?? '')) found.push(task);
  }
  return hasSockets ? found : [];
});

/** Does a use follow a datagram, and was all that may have brought it sent after the write, or in its step? */
export function isSentSince(trace: Trace, order: Order, write: number, use: number): boolean {
  const { segments: s, tasks } = trace;
  const sent = sentTasks(trace);
  if (sent.length === 0) return false;
  let came = use;
  const socketAt = (at: number): number => s.task.at(s.atom.at(at));
  for (let step = 0; came !== NONE && step < MAX_STEPS; step++) {
    const task = socketAt(came);
    if (task !== NONE && trace.taskType(task) === 'UDPWRAP') break;
    came = segmentBehind(trace, came);
  }
  const socket = came === NONE ? NONE : socketAt(came);
  if (socket === NONE || trace.taskType(socket) !== 'UDPWRAP') return false;
  const starts = testStarts(trace);
  const from = starts[lastAtOrBelow(starts, came)] ?? NONE;
  const isOwn = (task: number): boolean => tasks.thread.at(task) === s.thread.at(came);
  // Without tests, whoever else sends may have sent this one.
  if (from === NONE && !sent.every(isOwn)) return false;
  const since = sent.filter((task) => isOwn(task) && tasks.initSegment.at(task) >= from && tasks.initSegment.at(task) < came);
  const isLater = (task: number): boolean => {
    const at = tasks.initSegment.at(task);
    return s.atom.at(at) === s.atom.at(write) || order.isOrdered(write, at);
  };
  return since.length > 0 && since.length <= MAX_SENT && since.every(isLater);
}
