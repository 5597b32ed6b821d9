/** What the wait-for graph has read of a trace that may still grow. */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT, type Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';

/** Promise → the promise whose state it takes over. In numbers: in a loop of promises every other task is one. */
export class Adoptions {
  /** By promise: one more than the other one, 0 for none. */
  #taken = new Int32Array(1024);
  #end = 0;

  set(taker: number, taken: number): void {
    if (taker >= this.#taken.length) {
      const wider = new Int32Array(2 * taker);
      wider.set(this.#taken);
      this.#taken = wider;
    }
    this.#taken[taker] = taken + 1;
    this.#end = Math.max(this.#end, taker + 1);
  }

  get(taker: number): number | undefined {
    const taken = this.#taken[taker] ?? 0;
    return taken === 0 ? undefined : taken - 1;
  }

  *takers(): Generator<number> {
    for (let taker = 0; taker < this.#end; taker++) if (this.#taken[taker] !== 0) yield taker;
  }
}

interface ReadState {
  readonly adopted: Adoptions;
  tasks: number;
  /** Requests before this one are over. */
  requests: number;
}
const readStates = new WeakMap<Trace, ReadState>();

/** Reads the rows that are new since the last time. */
export function readOn(trace: Trace): ReadState {
  let state = readStates.get(trace);
  if (state === undefined) readStates.set(trace, (state = { adopted: new Adoptions(), tasks: 0, requests: 0 }));
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

/** Promise → those that take over its state. */
export const takersOf = remembered(byEvents, (trace) => {
  const { adopted } = readOn(trace);
  const count = trace.tasks.length;
  return new RowLists(count, count, (task) => adopted.get(task) ?? NONE);
});
