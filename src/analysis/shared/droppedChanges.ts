/** Changes of files by calls that nobody awaits (promise.floating), and what the caller does with the file meanwhile. */
import { NONE } from '../../model/ids.ts';
import type { FloatRow, FsRow, Trace } from '../../model/trace.ts';
import type { AnalysisContext } from '../analyze.ts';
import { isWithin } from '../lineage.ts';
import { rootOf } from '../roots.ts';
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

/** The same, or whoever had called that and waited for it, begun while the change was under way. */
export function isBegunMeanwhile(context: AnalysisContext, float: FloatRow, change: FsRow, use: FsRow): boolean {
  const { trace } = context;
  const isMeanwhile = use.thread === change.thread && use.startNs > change.startNs && use.startNs < endNs(change);
  if (!isMeanwhile || !change.async || !isMadeBy(trace, float, change)) return false;
  return isOfCaller(trace, float, use) || isGoneOnWith(context, float, use);
}

/** By the one who dropped a call, in the same step or later, or by whoever had waited for that one. */
export function isOfThoseWhoGoOn(context: AnalysisContext, float: FloatRow, use: FsRow): boolean {
  return isOfCaller(context.trace, float, use) || isGoneOnWith(context, float, use);
}

/** `await importAll(records); return readdir(folder)`: who dropped the call has come back, and whoever waited for that goes on. */
export function isGoneOnWith({ trace, order }: AnalysisContext, float: FloatRow, use: FsRow): boolean {
  const { activations: acts } = trace;
  if (float.activation === NONE || isWithin(trace, use.activation, float.activation)) return false;
  const end = acts.endSegment.at(float.activation);
  if (end === NONE || !order.isOrdered(end, use.segment)) return false;
  const caller = acts.parent.at(float.activation);
  if (caller !== NONE) return isWithin(trace, use.activation, caller);
  return rootOf(trace, use.segment) === NONE && rootOf(trace, float.segment) === NONE;
}

/** What is told as promise.floating is no race of two tasks. */
export function isDropped(trace: Trace, change: FsRow, use: FsRow): boolean {
  return trace.floats.some((float) => isMadeBy(trace, float, change) && isOfCaller(trace, float, use));
}
