/** The standard output of child processes, where it is a pipe to who started them: a child that writes more than the pipe holds stands still until somebody reads. */
import { NONE } from '../../model/ids.ts';
import type { ChildRow, Trace } from '../../model/trace.ts';
import { isInput } from './standstill.ts';

/** Operations on a stream of the system that put something into it, or end it. */
const WRITES = new Set(['WRITEWRAP', 'SHUTDOWNWRAP']);
/** With so many pipes all standard streams are among them. */
const ALL_STREAMS = 3;
/** It has one pipe more, for messages. */
const FORKS = /(?:^|\.)fork$/;

/** The ends of its pipes that the one has who started it: they are made right after it. */
export function pipesOf(trace: Trace, child: ChildRow): number[] {
  const { tasks } = trace;
  const isBeside = (c: ChildRow): boolean => c.thread === child.thread && c.segment === child.segment && c.site === child.site;
  const place = trace.children.filter(isBeside).indexOf(child);
  const pipes: number[] = [];
  let seen = -1;
  let isNext = false;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.thread.at(task) !== child.thread || tasks.initSegment.at(task) !== child.segment) continue;
    const type = trace.taskType(task);
    isNext = type === 'PIPEWRAP' ? isNext : type === 'PROCESSWRAP' && tasks.site.at(task) === child.site;
    // Without a label it could not be started.
    if (type === 'PROCESSWRAP') seen += isNext && tasks.label.at(task) !== 0 ? 1 : 0;
    else if (isNext && seen === place) pipes.push(task);
  }
  return pipes;
}

/** Its standard input is one of them: all of its streams are, or it was written to. */
export function hasInput(trace: Trace, child: ChildRow): boolean {
  const pipes = pipesOf(trace, child);
  if (hasAllStreams(trace, child, pipes)) return true;
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    if (pipes.includes(tasks.parent.at(task)) && WRITES.has(trace.taskType(task))) return true;
  }
  return false;
}

function hasAllStreams(trace: Trace, { site }: ChildRow, pipes: readonly number[]): boolean {
  return pipes.length >= ALL_STREAMS + (FORKS.test(trace.site(site)?.text ?? '') ? 1 : 0);
}

/** The stream that the operation writes to, or ends; NONE where it is none such, or has been done. */
export function writesTo(trace: Trace, task: number): number {
  return trace.tasks.firstRun.at(task) === NONE && WRITES.has(trace.taskType(task)) ? trace.tasks.parent.at(task) : NONE;
}

/** What the child writes and cannot, since its output is a pipe of the thread that started it, and full: the operation, NONE where there is none or another one could read. */
export function stuckOutput(trace: Trace, child: ChildRow): number {
  const { tasks } = trace;
  const process = trace.processes.findIndex((p) => p.pid === child.pid);
  if (process === NONE) return NONE;
  let stuck = NONE;
  const outputs: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (trace.threads[tasks.thread.at(task)]?.process !== process || trace.isPromise(task)) continue;
    const stream = writesTo(trace, task);
    if (stuck === NONE && stream !== NONE && trace.taskType(task) === 'WRITEWRAP' && isInput(trace, stream)) stuck = task;
    // What has brought something is its input.
    else if (isInput(trace, task) && tasks.firstRun.at(task) === NONE) outputs.push(task);
  }
  if (stuck === NONE) return NONE;
  const pipes = pipesOf(trace, child);
  if (hasAllStreams(trace, child, pipes)) return stuck;
  // Its only output, and something came of it.
  const [output, ...others] = outputs;
  const brought = pipes.filter((pipe) => tasks.firstRun.at(pipe) !== NONE);
  return output === tasks.parent.at(stuck) && others.length === 0 && brought.length === 1 ? stuck : NONE;
}
