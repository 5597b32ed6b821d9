/** What the wait-for graph has read of a trace that may still grow. */
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT, type Trace } from '../../model/trace.ts';

interface ReadState {
  /** Promise → the promise whose state it takes over. */
  readonly adopted: Map<number, number>;
  tasks: number;
  /** Requests before this one are over. */
  requests: number;
}
const readStates = new WeakMap<Trace, ReadState>();

/** Reads the rows that are new since the last time. */
export function readOn(trace: Trace): ReadState {
  let state = readStates.get(trace);
  if (state === undefined) readStates.set(trace, (state = { adopted: new Map(), tasks: 0, requests: 0 }));
  const { tasks, segments } = trace;
  // "q takes over p" runs as a job of q that attaches a reaction to p; nothing else but q's own callback runs as q.
  for (; state.tasks < tasks.length; state.tasks++) {
    const task = state.tasks;
    const parent = tasks.parent.at(task);
    if (parent === NONE || (tasks.flags.at(task) & TASK_AWAIT) !== 0) continue;
    const runner = segments.task.at(tasks.initSegment.at(task));
    if (runner === NONE || runner === task || tasks.suspension.at(runner) !== NONE || !trace.isPromise(runner)) continue;
    state.adopted.set(runner, parent);
  }
  return state;
}
