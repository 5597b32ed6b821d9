/** Timers that are set again by their own callback, for ever: an interval in all but name. */
import { NONE } from '../../../model/ids.ts';
import { TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { FLAG_AGAIN } from '../../../model/vocabulary.ts';
import { callersUpFrom } from '../../lineage.ts';
import { decidesBranch } from '../../shared/accesses.ts';

/** The timers of one such chain. */
export interface Rearmed {
  readonly first: number;
  readonly tasks: ReadonlySet<number>;
}

/** Two that were set again at the place of the one that is due; fewer where the code sets it again whatever happens. */
const MIN_TIMERS = 3;

/** The chain of which a timer that is due is the newest; undefined when it was not set by the callbacks of timers made at its place. */
export function rearmedBy(trace: Trace, due: number): Rearmed | undefined {
  const { tasks } = trace;
  const chain = new Set([due]);
  let first = due;
  for (;;) {
    const before = callbackBehind(trace, first);
    if (before === NONE || trace.taskType(before) !== 'Timeout' || chain.has(before)) break;
    // The first one is set elsewhere, to begin with.
    const isHere = tasks.site.at(first) === tasks.site.at(due) && tasks.delayMs.at(first) === tasks.delayMs.at(due);
    if (!isHere) return undefined;
    chain.add(before);
    first = before;
  }
  const isSure = trace.hasFlag(tasks.site.at(due), FLAG_AGAIN);
  return (chain.size >= MIN_TIMERS || isSure) && !looksAtState(trace, chain) ? { first, tasks: chain } : undefined;
}

/** Whose callback set a timer: at once, or in the function that it called, which has waited for something before. */
export function callbackBehind(trace: Trace, timer: number): number {
  const { activations: acts, segments, tasks } = trace;
  const before = segments.task.at(tasks.initSegment.at(timer));
  const call = tasks.creator.at(timer);
  return before !== NONE && (tasks.flags.at(before) & TASK_PROMISE) !== 0 && call !== NONE
    ? segments.task.at(acts.startSegment.at(callersUpFrom(trace, call).at(-1) ?? call))
    : before;
}

/** Whoever looks at what others may change may wait for that. */
function looksAtState(trace: Trace, chain: ReadonlySet<number>): boolean {
  const { accesses: a, segments } = trace;
  for (let row = 0; row < a.length; row++) {
    if (chain.has(segments.task.at(a.segment.at(row))) && a.write.at(row) === 0 && decidesBranch(trace, row)) return true;
  }
  return false;
}
