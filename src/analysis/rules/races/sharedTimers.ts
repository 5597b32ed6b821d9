/** Timers that calls have in common: who finds one set leaves what it has to that, and who comes first by another way takes it back. */
import { FLAG_CONDITION } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { lastName } from '../../names.ts';
import { atomOf, functionOf } from '../../shared/accesses.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';

/** `last = args; if (!timer) timer = setTimeout(() => show(last), ms)`: the other call has found the timer set, and left what it has to that. */
export function isLeftToOneTimer(trace: Trace, write: number, read: number, other: number): boolean {
  const site = timerSiteAt(trace, read);
  if (site === NONE || trace.functionAt(site) !== functionOf(trace, write)) return false;
  return looksAt(trace, functionOf(trace, other), site, FLAG_CONDITION) && !timersSet(trace).has(`${site} ${atomOf(trace, other)}`);
}

/** `if (timer) clearTimeout(timer); at = now`: who makes the other change takes back the timer in whose callback this one would be made. */
export function takesBackTimer(trace: Trace, write: number, other: number): boolean {
  const site = timerSiteAt(trace, write);
  const fn = functionOf(trace, other);
  const clears = (): boolean => callsNamed(trace, 'clearTimeout').some((call) => trace.functionAt(call) === fn);
  return site !== NONE && looksAt(trace, fn, site, -1) && clears();
}

/** Where the timer was set in whose callback an access is made; NONE. */
function timerSiteAt(trace: Trace, row: number): number {
  const { segments: s, tasks } = trace;
  const task = s.task.at(atomOf(trace, row));
  return trace.isTimeout(task) ? tasks.site.at(task) : NONE;
}

/** A function reads what holds the timer that is set there. */
function looksAt(trace: Trace, fn: number, timer: number, flags: number): boolean {
  const held = lastName(trace.site(timer)?.held ?? '');
  if (held === '') return false;
  return hasSite(trace, fn, (at) => at.kind === 'read' && lastName(at.text) === held && (flags < 0 || ((at.flags ?? 0) & flags) !== 0));
}

/** Places where timers are set, and the steps in which they were. */
const timersSet = remembered(byEvents, (trace) => {
  const { tasks, segments } = trace;
  const found = new Set<string>();
  for (let task = 0; task < tasks.site.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made === NONE || trace.isPromise(task) || trace.taskType(task) !== 'Timeout') continue;
    found.add(`${tasks.site.at(task)} ${segments.atom.at(made)}`);
  }
  return found;
});
