/** What belongs to one child process (itself, and the pipes of its standard streams), for the order of its `close` event, which comes when all of that has ended (edge 13). */
import { addTo } from '../../base/lists.ts';
import type { Trace } from '../../model/trace.ts';

/** `child.on('exit', …)`: that comes in the callback in which `close` may come, too, but waits for no stream. */
const AT_EXIT = /^(?:on|once|addListener)\('exit'\)$/;
const AWAITS_EXIT = /^(?:\w+\.)?once\(.+, 'exit'\)$/;

/** Resource → all that are of the same child process; nothing where somebody listens for `exit`. */
export function partsOfChildren(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const { tasks } = trace;
  const parts = new Map<number, number[]>();
  if (
    trace.children.length === 0 ||
    trace.functions.some((fn) => AT_EXIT.test(fn.name)) ||
    trace.sites.some((s) => AWAITS_EXIT.test(s.text))
  ) {
    return parts;
  }
  /** Thread → the child that was started last, whose pipes follow it. */
  const newest = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task)) continue;
    const thread = tasks.thread.at(task);
    const type = trace.taskType(task);
    const child = newest.get(thread);
    if (type === 'PROCESSWRAP') {
      newest.set(thread, task);
      parts.set(task, [task]);
    } else if (type === 'PIPEWRAP' && child !== undefined && tasks.initSegment.at(child) === tasks.initSegment.at(task)) {
      addTo(parts, child, task);
      parts.set(task, parts.get(child) as number[]);
    }
  }
  return parts;
}

/** Is this the last callback of all that belongs to the child? What it was fed through, the first of its pipes, is closed some time later. */
export function endsChild({ tasks }: Trace, parts: readonly number[], segment: number): boolean {
  return parts.every((part, i) => i === 1 || tasks.lastRun.at(part) <= segment);
}
