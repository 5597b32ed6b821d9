/**
 * Work that a program sets going at its start, or for a connection that has come, and leaves alone: nothing looks at its promise, but for what is to be done when it fails.
 */
import { NONE } from '../../../model/ids.ts';
import { TASK_AWAIT, TASK_OBSERVED, TASK_PROMISE, type Trace } from '../../../model/trace.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { lastName } from '../../names.ts';
import { rootOf } from '../../roots.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';

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

/** A call on the way to the write was left alone, by whoever may have been waited for himself; the use is no part of it. */
function isDropped(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts } = trace;
  return callersUpFrom(trace, a.activation.at(write)).some((call) => {
    const own = acts.promise.at(call);
    return own !== NONE && waitedFor(trace)[own] === 0 && !isWithin(trace, a.activation.at(use), call);
  });
}

/** It was looked for, once and for all, while a loader was at work that nobody waits for. */
export function isMissed(trace: Trace, rows: readonly number[], write: number, read: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const loader = a.activation.at(write);
  if (loader === NONE || a.position.at(read) > a.position.at(write) || rootOf(trace, a.segment.at(write)) !== NONE) return false;
  if (acts.startNs.at(loader) > s.startNs.at(a.segment.at(read)) || !isDropped(trace, write, read)) return false;
  // Who misses it has it loaded: a cache, in which something may be missing. Otherwise nobody asks once more.
  const loaders = new Set(callersUpFrom(trace, loader).map((call) => lastName(trace.functions[acts.fn.at(call)]?.name ?? '')));
  if (sitesIn(trace, trace.functionAt(a.site.at(read))).some((site) => loaders.has(lastName(trace.site(site)?.text ?? '')))) return false;
  const again = rows.findLast((row) => a.site.at(row) === a.site.at(read) || a.position.at(row) < a.position.at(write));
  return again === undefined || a.position.at(again) < a.position.at(write);
}

/**
 * `find(request).then((user) => { socket.user = user; }); socket.on('message', () => greet(socket.user.name));`: one call sets the work going and adds the listener, in one step, and what the
 * work stores is all that it does. Whoever is on the other side is told nothing of that, and cannot wait for it.
 */
export function isLeftToListener(trace: Trace, write: number, use: number): boolean {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const [worker, listener] = [a.activation.at(write), a.activation.at(use)];
  if (worker === NONE || listener === NONE || acts.sync.at(listener) !== 1) return false;
  const call = acts.parent.at(listener);
  if (call === NONE || acts.lastSuspension.at(call) !== NONE || !isWithin(trace, worker, call)) return false;
  if (!trace.handedOver.some((row) => row.site !== NONE && row.fn === acts.fn.at(listener) && row.in === acts.fn.at(call))) return false;
  const work = s.task.at(s.atom.at(a.segment.at(write)));
  if (work === NONE || (tasks.flags.at(work) & TASK_PROMISE) === 0 || waitedFor(trace)[work] !== 0) return false;
  if (tasks.initSegment.at(work) !== acts.startSegment.at(call)) return false;
  const site = a.site.at(write);
  const isBehind = (line: number): boolean => line >= (trace.site(site)?.line ?? 0);
  return !hasSite(trace, trace.functionAt(site), ({ kind, line }) => kind === 'call' && isBehind(line));
}
