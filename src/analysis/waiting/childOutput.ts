/** The standard output of child processes, where it is a pipe to who started them: a child that writes more than the pipe holds stands still until somebody reads. */
import { NONE } from '../../model/ids.ts';
import type { ChildRow, Trace } from '../../model/trace.ts';
import { STILL_ERRORS, STILL_OUTPUT } from '../../model/vocabulary.ts';
import { isInput } from './standstill.ts';

/** Operations on a stream of the system that put something into it, or end it. */
const WRITES = new Set(['WRITEWRAP', 'SHUTDOWNWRAP']);
/** Bits of `pipes` of a child: its standard streams. */
const INPUT = 1;
const OUTPUT = 2;
const ERRORS = 4;

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

/** Its standard input is one of them. */
export function hasInput({ pipes }: ChildRow): boolean {
  return (pipes & INPUT) !== 0;
}

/** The stream that the operation writes to, or ends; NONE where it is none such, or has been done. */
export function writesTo(trace: Trace, task: number): number {
  return trace.tasks.firstRun.at(task) === NONE && WRITES.has(trace.taskType(task)) ? trace.tasks.parent.at(task) : NONE;
}

/** What a child writes and cannot, since the pipe to who started it is full. */
export interface StuckOutput {
  /** The call that writes, NONE where it is not known. */
  readonly site: number;
  /** Its thread sits in that call, and does nothing else meanwhile. */
  readonly isBlocked: boolean;
}

/** What the child writes and cannot, since its output is a pipe of the thread that started it, and full; undefined where there is nothing such, or another one could read. */
export function stuckOutput(trace: Trace, child: ChildRow): StuckOutput | undefined {
  const { tasks } = trace;
  const process = trace.processes.findIndex((p) => p.pid === child.pid);
  if (process === NONE) return undefined;
  const blocked = blockedOutput(trace, child, process);
  if (blocked !== undefined) return blocked;
  let stuck = NONE;
  const outputs: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (trace.threads[tasks.thread.at(task)]?.process !== process || trace.isPromise(task)) continue;
    const stream = writesTo(trace, task);
    if (stuck === NONE && stream !== NONE && trace.taskType(task) === 'WRITEWRAP' && isInput(trace, stream)) stuck = task;
    // What has brought something is its input.
    else if (isInput(trace, task) && tasks.firstRun.at(task) === NONE) outputs.push(task);
  }
  if (stuck === NONE) return undefined;
  const found = { site: tasks.site.at(stuck), isBlocked: false };
  const all = INPUT | OUTPUT | ERRORS;
  if ((child.pipes & all) === all) return found;
  // Its only output, and something came of it.
  const [output, ...others] = outputs;
  const brought = pipesOf(trace, child).filter((pipe) => tasks.firstRun.at(pipe) !== NONE);
  return output === tasks.parent.at(stuck) && others.length === 0 && brought.length === 1 ? found : undefined;
}

/** The main thread of the child stands in a write. */
function blockedOutput(trace: Trace, { pipes }: ChildRow, process: number): StuckOutput | undefined {
  const written = standsInWrite(
    trace,
    trace.threads.findIndex((t) => t.process === process && t.threadId === 0),
  );
  if (written === undefined || (pipes & (written.isErrors ? ERRORS : OUTPUT)) === 0) return undefined;
  return { site: written.site, isBlocked: true };
}

/** A thread that writes to its standard output, or errors, at once (`fs.writeSync(1, …)`), and stood in that when it was seen last; undefined of others. `site`: the call, NONE where it is not known. */
export function standsInWrite(trace: Trace, thread: number): { readonly isErrors: boolean; readonly site: number } | undefined {
  const still = trace.stills.findLast((s) => s.thread === thread);
  const newestNs = trace.threads[thread]?.endNs ?? Number.NaN;
  if (still === undefined || newestNs > still.ns || (still.state !== STILL_OUTPUT && still.state !== STILL_ERRORS)) return undefined;
  const site = trace.stuck.findLast((s) => s.thread === thread && s.ns >= newestNs)?.site ?? NONE;
  return { isErrors: still.state === STILL_ERRORS, site };
}
