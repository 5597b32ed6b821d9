/** Changes of files by calls that nobody awaits (promise.floating), and what the caller does with the file meanwhile. */
import { NONE } from '../../model/ids.ts';
import type { FloatRow, FsRow, Trace } from '../../model/trace.ts';
import { isWithin } from '../lineage.ts';
import { endNs } from './fsOperations.ts';

/** Whether a call that was dropped is an operation, or an async function around it. (A part of the operation that Node does by itself counts to where it was asked for.) */
function isMadeBy(trace: Trace, float: FloatRow, { site, activation, thread }: FsRow): boolean {
  const { tasks } = trace;
  const called = tasks.activation.at(float.task);
  if (thread !== tasks.thread.at(float.task)) return false;
  return called === NONE ? site === float.site && activation === float.activation : isWithin(trace, activation, called);
}

/** Whether who dropped a call, which has made a change, did something else. */
function isOfCaller(trace: Trace, float: FloatRow, use: FsRow): boolean {
  return isWithin(trace, use.activation, float.activation) && !isMadeBy(trace, float, use);
}

/** The same, begun while the change was under way. */
export function isBegunMeanwhile(trace: Trace, float: FloatRow, change: FsRow, use: FsRow): boolean {
  const isMeanwhile = use.thread === change.thread && use.startNs > change.startNs && use.startNs < endNs(change);
  return isMeanwhile && change.async && isMadeBy(trace, float, change) && isOfCaller(trace, float, use);
}

/** What is told as promise.floating is no race of two tasks. */
export function isDropped(trace: Trace, change: FsRow, use: FsRow): boolean {
  return trace.floats.some((float) => isMadeBy(trace, float, change) && isOfCaller(trace, float, use));
}
