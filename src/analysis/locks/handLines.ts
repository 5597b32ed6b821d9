/**
 * Locks that are nothing but a line of resolving functions (detection.md §4.3, P2): who asks stands at its end, the first in it has the lock, and goes away from the front when it is done and
 * lets in the next one.
 *
 * The run must show it without an exception: who finds nobody is let in at once, nobody else before the one in front has gone, and only the one in front takes itself away.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { lastName } from '../names.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { sitesNamed } from '../siteIndex.ts';
import { type Runs, isOneTask, type HandLock, type Hold, type Waiter } from './handLocks.ts';

const JOINS = /\.push$/;
const LEAVES = /\.shift$/;

/** Those that were seen at work, or where somebody waits at the end. */
export function findHandLines(trace: Trace, groups: readonly LocationAccesses[], runs: Runs): HandLock[] {
  return groups.flatMap((group) => {
    const lock = lineAt(trace, runs, group);
    return lock === undefined ? [] : [lock];
  });
}

/** Somebody was let in by the one before. */
export function wasHandedOver({ holds }: HandLock): boolean {
  const isNext = (hold: Hold, i: number): boolean =>
    holds[i - 1]?.to?.segment === hold.from.segment && holds[i - 1]?.activation !== hold.activation;
  return holds.some((hold, i) => i > 0 && isNext(hold, i));
}

interface Place {
  readonly activation: number;
  readonly row: number;
  readonly promise: number;
}

function lineAt(trace: Trace, runs: Runs, { location, writes }: LocationAccesses): HandLock | undefined {
  const { accesses: a, tasks, segments } = trace;
  const text = (row: number): string => trace.site(a.site.at(row))?.text ?? '';
  if (!writes.every((row) => JOINS.test(text(row)) || LEAVES.test(text(row)))) return undefined;
  const end = text(writes[0] as number).replace(JOINS, '.shift');
  if (!sitesNamed(trace, lastName(end)).some((site) => trace.site(site)?.text === end)) return undefined;
  const line: Place[] = [];
  const holds: Hold[] = [];
  for (const row of writes) {
    const segment = a.segment.at(row);
    if (JOINS.test(text(row))) {
      const place = placeOf(trace, runs, row);
      // Let in at once if nobody is there, else not yet.
      if (place === undefined || (tasks.resolveSegment.at(place.promise) === segment) !== (line.length === 0)) return undefined;
      line.push(place);
      continue;
    }
    const first = line.shift();
    const by = a.activation.at(row);
    if (first === undefined || by === NONE || !isOneTask(trace, first.activation, by)) return undefined;
    holds.push(holdOf(trace, first, { segment, ns: segments.startNs.at(segment), by }));
    const [next] = line;
    if (next !== undefined && tasks.resolveSegment.at(next.promise) !== segment) return undefined;
  }
  const [first, ...rest] = line;
  if (first !== undefined) holds.push(holdOf(trace, first, undefined));
  const waiting = rest.map(({ activation, row, promise }): Waiter => ({ activation, guard: row, promise, race: NONE }));
  const lock = { location, permits: 1, holds, waiting, gaveUp: [] };
  return waiting.length > 0 || wasHandedOver(lock) ? lock : undefined;
}

function holdOf(trace: Trace, { activation, row, promise }: Place, to: Hold['to']): Hold {
  const from = { segment: trace.tasks.resolveSegment.at(promise), ns: trace.tasks.resolveNs.at(promise), by: activation };
  return { activation, guard: row, set: row, atomic: true, promise, from, to, overlaps: 0 };
}

/** Who stands there, and the promise that it waits for: the one whose executor put its function into the line. */
function placeOf(trace: Trace, runs: Runs, row: number): Place | undefined {
  const { accesses: a, activations: acts, tasks, suspensions: s } = trace;
  const segment = a.segment.at(row);
  const asker = a.activation.at(row);
  const suspension = asker === NONE ? NONE : runs.suspensionIn(asker, segment);
  const promise = suspension === NONE ? NONE : s.awaited.at(suspension);
  if (promise === NONE || tasks.initSegment.at(promise) !== segment) return undefined;
  const made = trace.site(tasks.site.at(promise));
  const executor = trace.functions[trace.site(a.site.at(row))?.function ?? NONE];
  if (made?.kind !== 'new' || executor?.parentFunction !== made.function) return undefined;
  // An async function that asks for its caller.
  const isForCaller = acts.fn.at(asker) === made.function && acts.parent.at(asker) !== NONE;
  return { activation: isForCaller ? acts.parent.at(asker) : asker, row, promise };
}
