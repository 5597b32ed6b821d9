/** What ran for a promise that nothing has settled: the callbacks that its executor set off, and what these set off. The last of them is where the way to the settling was lost. */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT, type Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';

/** Callbacks that are followed. */
const MAX_STEPS = 4096;

/** The runs of a task, and the tasks that were made in a segment. */
const causesOf = remembered(byEvents, ({ segments, tasks }: Trace) => ({
  runs: new RowLists(tasks.length, segments.length, (segment) => segments.task.at(segment)),
  begun: new RowLists(segments.length, tasks.length, (task) => tasks.initSegment.at(task)),
}));

/**
 * The task whose callback ran last of all that the executor of a promise set off, where that is certain: the function at `suspension` awaits the promise in the step in which it was made, and
 * nothing of what was set off has yet to run. NONE.
 */
export function lastRunFor(trace: Trace, promise: number, suspension: number): number {
  const { segments, tasks, suspensions: s } = trace;
  const made = tasks.initSegment.at(promise);
  const isAwaited = s.awaited.at(suspension) === promise && s.segment.at(suspension) === made;
  if (!isAwaited || trace.site(tasks.site.at(promise))?.kind !== 'new') return NONE;
  // Of several that were made in one step nobody knows which has set off what.
  const isOther = (task: number): boolean => task !== promise && trace.site(tasks.site.at(task))?.kind === 'new';
  const { runs, begun } = causesOf(trace);
  const creator = tasks.creator.at(promise);
  const left = [...begun.of(made)].filter((task) => task > promise && tasks.creator.at(task) === creator);
  if ([...begun.of(made)].some(isOther)) return NONE;
  let last: number = NONE;
  for (let steps = 0; left.length > 0; steps++) {
    if (steps > MAX_STEPS) return NONE;
    const task = left.pop() as number;
    if ((tasks.flags.at(task) & TASK_AWAIT) !== 0) continue;
    for (const segment of runs.of(task)) {
      if (!trace.isPromise(task) && tasks.site.at(task) !== NONE && segment > last) last = segment;
      left.push(...begun.of(segment));
    }
  }
  return last === NONE ? NONE : segments.task.at(last);
}
