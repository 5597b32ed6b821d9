/** What ran for a promise that nothing has settled: the callbacks that its executor set off, and what these set off. The last of them is where the way to the settling was lost. */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT, type Trace } from '../../model/trace.ts';
import { functionLabel } from '../names.ts';
import { byEvents, remembered } from '../remembered.ts';

/** Calls that have something to do later, and call nobody back. */
const IS_WRITING = /^console\.|^process\.std(?:out|err)\./;
/** Callbacks that are followed. */
const MAX_STEPS = 4096;

/** The runs of a task, and the tasks that were made in a segment. */
const causesOf = remembered(byEvents, ({ segments, tasks }: Trace) => ({
  runs: new RowLists(tasks.length, segments.length, (segment) => segments.task.at(segment)),
  begun: new RowLists(segments.length, tasks.length, (task) => tasks.initSegment.at(task)),
}));

/**
 * The task whose callback ran last of all that the executor of a promise set off, where that is certain: the promise is waited for from the step on in which it was made, and
 * nothing of what was set off has yet to run. NONE.
 */
export function lastRunFor(trace: Trace, promise: number, waitedSince: number): number {
  const { tasks } = trace;
  const made = tasks.initSegment.at(promise);
  if (waitedSince !== made || trace.site(tasks.site.at(promise))?.kind !== 'new') return NONE;
  // Of several that were made in one step nobody knows which has set off what.
  const isOther = (task: number): boolean => task !== promise && trace.site(tasks.site.at(task))?.kind === 'new';
  const { begun } = causesOf(trace);
  const creator = tasks.creator.at(promise);
  const here = [...begun.of(made)];
  if (here.some(isOther)) return NONE;
  return lastOf(
    trace,
    here.filter((task) => task > promise && tasks.creator.at(task) === creator),
  );
}

/** The same of the one callback that was set off in a segment, NONE where it is not one. */
export function lastRunIn(trace: Trace, segment: number): number {
  const here = [...causesOf(trace).begun.of(segment)].filter((task) => isCallback(trace, task));
  return here.length === 1 ? lastOf(trace, here) : NONE;
}

/** Where the way to what should have come was lost; '' of NONE. With the space before it. */
export function lastRunText(trace: Trace, task: number): string {
  if (task === NONE) return '';
  const site = trace.tasks.site.at(task);
  return ` The last that ran for it was the callback of \`${trace.site(site)?.text ?? ''}\` in ${functionLabel(trace, trace.functionAt(site))}.`;
}

function isCallback(trace: Trace, task: number): boolean {
  const site = trace.isPromise(task) ? undefined : trace.site(trace.tasks.site.at(task));
  return site !== undefined && !IS_WRITING.test(site.text);
}

function lastOf(trace: Trace, begun: readonly number[]): number {
  const { segments, tasks } = trace;
  const causes = causesOf(trace);
  const left = [...begun];
  let last: number = NONE;
  for (let steps = 0; left.length > 0; steps++) {
    if (steps > MAX_STEPS) return NONE;
    const task = left.pop() as number;
    if ((tasks.flags.at(task) & TASK_AWAIT) !== 0) continue;
    for (const segment of causes.runs.of(task)) {
      if (segment > last && isCallback(trace, task)) last = segment;
      left.push(...causes.begun.of(segment));
    }
  }
  return last === NONE ? NONE : segments.task.at(last);
}
