/**
 * The readers of a hand-written read-write lock: a count beside the flag of its writers, counted up by the function that sets the flag, and down by each reader when it is done. Several have
 * the lock at once, none while a writer has it.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { isOneTask, pointOf, type HandLock, type Hold, type Runs } from './handLocks.ts';
import { takerFunction } from './handWaits.ts';

/** The lock with its readers, if the run shows them without an exception. `beside`: the other locations of its object. */
export function withReaders(trace: Trace, runs: Runs, lock: HandLock, beside: readonly LocationAccesses[]): HandLock {
  const set = lock.holds.find((h) => h.set !== NONE)?.set ?? NONE;
  const taker = set === NONE ? NONE : takerFunction(trace, set);
  const flag = beside.find((group) => group.location === lock.location);
  if (taker === NONE || flag === undefined) return lock;
  const tests = flag.rows.filter((row) => trace.accesses.write.at(row) === 0 && takerFunction(trace, row) === taker);
  const found = beside.flatMap((group) => {
    const readers = group === flag ? undefined : readersOf(trace, runs, taker, tests, group);
    return readers === undefined || !readers.every((r) => isApart(r, lock.holds)) ? [] : [readers];
  });
  const [readers, ...more] = found;
  return readers === undefined || more.length > 0 ? lock : { ...lock, readers };
}

function readersOf(trace: Trace, runs: Runs, taker: number, tests: readonly number[], { writes }: LocationAccesses): Hold[] | undefined {
  const { accesses: a, tasks } = trace;
  const isTaken = (row: number): boolean => takerFunction(trace, row) === taker;
  if (!writes.every((row) => trace.site(a.site.at(row))?.kind === 'update') || !isTaken(writes[0] as number)) return undefined;
  const holds: Hold[] = [];
  const open = new Set<Hold>();
  for (let i = 0; i < writes.length; i++) {
    const row = writes[i] as number;
    const segment = a.segment.at(row);
    if (!isTaken(row)) {
      const point = pointOf(trace, row);
      const hold = [...open].find((h) => isOneTask(trace, h.activation, point.by));
      if (hold === undefined) return undefined;
      hold.to = point;
      open.delete(hold);
      continue;
    }
    let end = i;
    while (end < writes.length && a.segment.at(writes[end] as number) === segment && isTaken(writes[end] as number)) end++;
    // Each one that is counted is let in with a promise of its own.
    const letIn = runs.letIn(taker, segment);
    if (letIn.length !== end - i) return undefined;
    for (const promise of letIn) {
      const activation = tasks.creator.at(promise);
      const guard = tests.findLast((test) => a.segment.at(test) === tasks.initSegment.at(promise)) ?? NONE;
      if (activation === NONE || guard === NONE) return undefined;
      const from = { segment, ns: tasks.resolveNs.at(promise), by: activation };
      const hold: Hold = { activation, guard, set: row, atomic: true, promise, from, to: undefined, overlaps: 0 };
      open.add(hold);
      holds.push(hold);
    }
    i = end - 1;
  }
  return holds;
}

/** No writer had the lock meanwhile. */
function isApart(reader: Hold, writers: readonly Hold[]): boolean {
  const endNs = (hold: Hold): number => hold.to?.ns ?? Number.POSITIVE_INFINITY;
  return writers.every((writer) => endNs(writer) <= reader.from.ns || endNs(reader) <= writer.from.ns);
}
