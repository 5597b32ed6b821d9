/** Operations on files whose failure comes to code that knows that a file may have gone: in the function around, in one that waits for that, or in one that it was given to. */
import { RowLists } from '../../base/lists.ts';
import * as W from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import { TASK_AWAIT } from '../../model/tables.ts';
import type { FsRow, Trace } from '../../model/trace.ts';
import { remembered } from '../remembered.ts';

interface Known {
  readonly promises: ReadonlySet<number>;
  /** Where operations were begun whose promises are among them: the site and the segment. */
  readonly begun: ReadonlySet<string>;
  /** The waits for each promise. */
  readonly waits: RowLists;
}

/** Functions around each other that are looked through. */
const MAX_CALLERS = 5;

export function isKnownGone(trace: Trace, row: FsRow): boolean {
  const known = knownOf(trace);
  if (known === undefined) return false;
  const { promises, begun, waits } = known;
  if (begun.has(`${row.site} ${row.segment}`)) return true;
  const { activations, suspensions } = trace;
  for (let at = row.activation, calls = 0; at !== NONE && calls < MAX_CALLERS; calls++) {
    const promise = activations.promise.at(at);
    if (promise === NONE) return false;
    if (promises.has(promise)) return true;
    const caller = activations.caller.at(at);
    if (!waits.of(promise).some((s) => suspensions.activation.at(s) === caller)) return false;
    at = caller;
  }
  return false;
}

const knownOf = remembered(({ tasks, sites }) => tasks.length + sites.length, findKnown);

/** Undefined where nothing in the program knows that. */
function findKnown(trace: Trace): Known | undefined {
  const { tasks, suspensions } = trace;
  const isHandled = trace.sites.map(({ more = 0 }) => (more & W.MORE_MAY_BE_GONE) !== 0);
  if (!isHandled.includes(true)) return undefined;
  const promises = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    const isReaction = (tasks.flags.at(task) & TASK_AWAIT) === 0 && tasks.parent.at(task) !== NONE;
    if (isReaction && isHandled[tasks.site.at(task)]) promises.add(tasks.parent.at(task));
  }
  for (let s = 0; s < suspensions.length; s++) {
    const promise = suspensions.awaited.at(s);
    if (promise !== NONE && isHandled[suspensions.site.at(s)]) promises.add(promise);
  }
  const begun = new Set<string>();
  for (const promise of promises) begun.add(`${tasks.site.at(promise)} ${tasks.initSegment.at(promise)}`);
  return { promises, begun, waits: new RowLists(tasks.length, suspensions.length, (s) => suspensions.awaited.at(s)) };
}
