/** Work that a program sets going at its start and leaves alone: nothing looks at its promise, but for what is to be done when it fails. */
import { NONE } from '../../../model/ids.ts';
import { TASK_AWAIT, TASK_OBSERVED, TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { rootOf } from '../../roots.ts';

/** Promises that somebody waits for, or goes on after: 1 by row. */
const waitedFor = remembered(byEvents, (trace) => {
  const { tasks } = trace;
  const known = new Uint8Array(tasks.length);
  for (let i = 0; i < tasks.length; i++) {
    const [parent, flags] = [tasks.parent.at(i), tasks.flags.at(i)];
    if (parent === NONE || (flags & TASK_PROMISE) === 0) continue;
    const onlyCatches = (flags & (TASK_AWAIT | TASK_OBSERVED)) === 0 && trace.site(tasks.site.at(i))?.text.endsWith('.catch') === true;
    if (!onlyCatches) known[parent] = 1;
  }
  return known;
});

/** The write belongs to such work, and what the use belongs to does not. */
export function isLeftAlone(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const segment = a.segment.at(write);
  if (rootOf(trace, segment) !== NONE) return false;
  const work = callersUpFrom(trace, a.activation.at(write)).findLast((at) => !isWithin(trace, a.activation.at(use), at));
  const own = work === undefined ? NONE : acts.promise.at(work);
  if (own !== NONE) return waitedFor(trace)[own] === 0;
  const task = s.task.at(s.atom.at(segment));
  if (task === NONE) return false;
  if ((tasks.flags.at(task) & TASK_PROMISE) !== 0) return waitedFor(trace)[task] === 0;
  return trace.taskType(task) === 'FSREQCALLBACK';
}
