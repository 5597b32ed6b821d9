/**
 * Timers that were to be cleared, and that nobody can clear any more: another one was put in their place (`close() { this.guard = setTimeout(destroy, 30_000); }`, called twice; `start() { this.timer = setInterval(poll, 500); }`), and only that was cleared;
 * or they were set in the step in which the function that clears them had come to its end (`this.driver.close(); this.guard = setTimeout(…)`, where the driver closes at once).
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import { MORE_ENDED } from '../../../model/vocabulary.ts';
import { lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';
import { functionOf, objectOf } from '../../shared/accesses.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';

const SETS = /^(.+)\.set$/;

export interface Lost {
  readonly how: 'replaced' | 'late';
  /** Where such timers are cleared. */
  readonly clear: number;
}

/** Of a timer that runs once, and has not run, or of an interval. */
export function lostBy(trace: Trace, task: number): Lost | undefined {
  const { site } = trace.tasks;
  const row = trace.site(site.at(task));
  const repeats = trace.repeats(task);
  if (row === undefined || (!repeats && trace.tasks.lastRun.at(task) !== NONE)) return undefined;
  const beside = sitesIn(trace, row.function).filter((at) => trace.site(at)?.line === row.line);
  // `this.timers.set(id, setTimeout(…))`
  const list = row.held === undefined ? beside.map((at) => SETS.exec(trace.site(at)?.text ?? '')?.[1]).find(Boolean) : undefined;
  if (row.held === undefined && list === undefined) return undefined;
  const names = row.held === undefined ? [`${list}.set`, `${list}.get`] : [lastName(row.held)];
  const isOfPlace = (at: number): boolean => {
    const text = trace.site(at)?.text ?? '';
    return names.includes(list === undefined ? lastName(text) : text);
  };
  const clears = callsNamed(trace, repeats ? 'clearInterval' : 'clearTimeout').filter(
    (call) => trace.site(call)?.file === row.file && sitesIn(trace, trace.functionAt(call)).some(isOfPlace),
  );
  const [clear] = clears;
  if (clear === undefined) return undefined;
  const stores = beside.filter(isOfPlace);
  if (isReplaced(trace, task, stores)) return { how: 'replaced', clear };
  if (repeats) return undefined;
  const ended = new Set(clears.map((call) => trace.functionAt(call)).filter((fn) => fn !== row.function));
  const late = clears.find((call) => trace.functionAt(call) === endedBefore(trace, task, ended));
  return late === undefined ? undefined : { how: 'late', clear: late };
}

const isCleared = ({ tasks }: Trace, task: number): boolean => (tasks.flags.at(task) & TASK_CLEARED) !== 0;

/** The timers that were made at each place. */
const madeAt = remembered(byEvents, (trace) => {
  const found = new Map<number, number[]>();
  for (let task = 0; task < trace.tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'Timeout') continue;
    addTo(found, trace.tasks.site.at(task), task);
  }
  return found;
});

/** What was put in its place was cleared. */
function isReplaced(trace: Trace, task: number, stores: readonly number[]): boolean {
  const { accesses: a, tasks } = trace;
  const made = madeAt(trace).get(tasks.site.at(task)) ?? [];
  const madeIn = (segment: number): number[] => made.filter((other) => tasks.initSegment.at(other) === segment);
  const kept = accessesAtSites(trace, stores).filter((access) => a.write.at(access) === 1);
  const own = kept.filter((access) => a.segment.at(access) === tasks.initSegment.at(task));
  const places = new Set(own.map((access) => a.location.at(access)));
  // Of what one step stores at one place the first is recorded: there were more timers than places for them.
  const here = madeIn(tasks.initSegment.at(task));
  if (places.size > 0 && here.length > places.size) return here.filter((other) => isCleared(trace, other)).length === places.size;
  return [...places].some((location) => {
    const writes = accessesOfLocation(trace, location).filter((access) => a.write.at(access) === 1);
    const next = writes[writes.findIndex((access) => own.includes(access)) + 1];
    return next !== undefined && kept.includes(next) && madeIn(a.segment.at(next)).some((other) => isCleared(trace, other));
  });
}

/** The function, of those that clear it, that had said of the same object in the same step that all is over, and nobody has said otherwise since; NONE. */
function endedBefore(trace: Trace, task: number, clearing: ReadonlySet<number>): number {
  const { accesses: a, tasks } = trace;
  const setter = trace.functionAt(tasks.site.at(task));
  const sites = [...clearing].flatMap((fn) => sitesIn(trace, fn)).filter((site) => trace.hasMore(site, MORE_ENDED));
  const isBefore = (row: number): boolean =>
    a.segment.at(row) === tasks.initSegment.at(task) && a.position.at(row) <= tasks.initPosition.at(task);
  for (const end of accessesAtSites(trace, sites)) {
    if (a.write.at(end) === 0 || !isBefore(end)) continue;
    const isOfSetter = (row: number): boolean => functionOf(trace, row) === setter && isBefore(row);
    const object = objectOf(trace, a.location.at(end));
    const own = accessesAtSites(trace, sitesIn(trace, setter)).some(
      (row) => isOfSetter(row) && objectOf(trace, a.location.at(row)) === object,
    );
    const last = accessesOfLocation(trace, a.location.at(end)).findLast((row) => a.write.at(row) === 1);
    if (own && last === end) return functionOf(trace, end);
  }
  return NONE;
}
