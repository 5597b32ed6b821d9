/** When threads were over: what still waits in one that is over waits no longer than that. */
import type { Trace } from './trace.ts';

/** Per thread, on the clock of the trace: when it was over, as it said itself, its parent saw, or the host; infinite while nothing says so. */
export function threadEnds(trace: Trace): Float64Array {
  const { threads, processes } = trace;
  const ends = new Float64Array(threads.length).fill(Number.POSITIVE_INFINITY);
  const end = (thread: number, ns: number): void => {
    // What it was heard of later still was before its end.
    ends[thread] = Math.min(ends[thread] ?? 0, Math.max(ns, threads[thread]?.endNs ?? 0));
  };
  const endProcess = (process: number, ns: number): void =>
    threads.forEach((thread, i) => {
      if (thread.process === process) end(i, ns);
    });
  threads.forEach((thread, i) => {
    if (thread.exitReason === -1) return;
    if (thread.threadId === 0) endProcess(thread.process, thread.endNs);
    else end(i, thread.endNs);
  });
  for (const { child, exitNs } of trace.workers) if (child !== -1 && !Number.isNaN(exitNs)) end(child, exitNs);
  for (const { pid, exitNs } of trace.children) {
    const process = processes.findLastIndex((each) => each.pid === pid);
    if (process >= 0 && !Number.isNaN(exitNs)) endProcess(process, exitNs);
  }
  for (const { process, ns } of trace.gone) endProcess(process, ns);
  return ends;
}
