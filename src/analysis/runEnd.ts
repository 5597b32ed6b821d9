/** How the run that a trace is of came to its end, and what was left then. */
import { NONE } from '../model/ids.ts';
import type { RunInfo, Trace } from '../model/trace.ts';
import { WATCHDOG_THREAD } from '../model/vocabulary.ts';
import { byEvents, remembered } from './remembered.ts';

/** The `exitReason` of a thread that ended since it had nothing left to do. */
export const EMPTY_LOOP = 0;
/** The same of one in which `process.exit` was called. */
export const PROCESS_EXIT = 1;

/** When it ended, on the clock of the trace; NaN while it goes on. */
export function endOfRun({ originNs, durationMs }: RunInfo): number {
  return originNs + durationMs * 1e6;
}

/** With what code the process of a thread has ended. A listener of its end may still have set it (mocha's does): of the only process the host knows it. */
export function exitCodeOf({ threads, processes, run }: Trace, thread: number): number {
  const own = threads[thread]?.exitCode ?? 0;
  return own === 0 && processes.length === 1 ? (run.exitCode ?? own) : own;
}

/** A signal or a limit of time ended it, or it ended itself as soon as it was told of the signal, and nothing of it is missing: what waited then would have waited on. */
export function wasCutOff(trace: Trace): boolean {
  const { ended, signal, timedOut, incomplete } = trace.run;
  return ended && incomplete.length === 0 && (signal !== null || timedOut || endedByHandler(trace));
}

/** `process.on('SIGINT', () => process.exit())`: the last that its main thread ran. (One that first waits for others to end leaves nothing that waits.) */
const endedByHandler = remembered(byEvents, (trace) => {
  const { segments: s, threads } = trace;
  const main = threads.findIndex(({ process, threadId }) => process === 0 && threadId === 0);
  if (threads[main]?.exitReason !== PROCESS_EXIT) return false;
  let last = s.length - 1;
  while (last >= 0 && s.thread.at(last) !== main) last--;
  const task = last < 0 ? NONE : s.task.at(s.atom.at(last));
  return task !== NONE && trace.taskType(task) === 'SIGNALWRAP';
});

/** When the process of the thread was stopped from outside, or was last heard of before that; NaN of others. */
export function stoppedNs(trace: Trace, thread: number): number {
  const { run, threads, processes, children, stills } = trace;
  const row = threads[thread];
  if (row?.exitReason !== -1) return Number.NaN;
  if (wasCutOff(trace)) return endOfRun(run);
  const child = children.findLast((c) => c.pid === processes[row.process]?.pid);
  if (child?.signal) return child.exitNs;
  // Its runner, which is not recorded, ends the process of a file whose time has passed.
  return Math.max(
    ...threads.flatMap(({ process, endNs }) => (process === row.process ? [endNs] : [])),
    ...stills.flatMap((still) => (still.thread === thread ? [still.ns] : [])),
  );
}

/** Of each process that was there until the end, the thread, where it has only one and nothing of that is missing. */
export function loneThreads(trace: Trace): number[] {
  return [...trace.processes.keys()].flatMap((process) => {
    const threads = [...trace.threads.entries()].filter(([, t]) => t.process === process && t.threadId !== WATCHDOG_THREAD);
    const [[thread, row] = []] = threads;
    return thread === undefined || threads.length > 1 || row?.exitReason !== -1 || row.gaps.length > 0 ? [] : [thread];
  });
}

/** What each process may have done last that was ended before it could write it down: the watchdog does that every 10 ms. */
export function lostEnds(trace: Trace): string[] {
  const { run, processes, threads, children } = trace;
  return [...processes.entries()].flatMap(([process, { pid }]) => {
    const main = threads.find((thread) => thread.process === process && thread.threadId === 0);
    const signal = process === 0 ? run.signal : children.findLast((child) => child.pid === pid)?.signal;
    return run.ended && main?.exitReason === -1 && signal
      ? [`Process ${pid} was ended by ${signal}: what it did in its last 10 ms may be missing.`]
      : [];
  });
}

/** The newest segment of a thread; NONE where nothing has run. */
export function newestSegment({ segments }: Trace, thread: number): number {
  let newest = segments.length - 1;
  while (newest >= 0 && segments.thread.at(newest) !== thread) newest--;
  return newest < 0 ? NONE : newest;
}
