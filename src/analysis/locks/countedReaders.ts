/**
 * Hand-written read-write locks, as far as they keep writers and readers apart: beside the flag of the writers there is a count of the readers, counted up by the function that sets the
 * flag, and the run has no moment in which both were set.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { type LocationAccesses, objectOf } from '../shared/accesses.ts';
import type { FlagLock } from './flagLocks.ts';
import { takerFunction } from './handWaits.ts';

/** From the first reader that comes to the last one that goes, as positions in the stream of the thread. */
export interface ReadPeriod {
  readonly from: number;
  readonly to: number;
}

/** A flag that writers take, and when readers were there. */
export interface FlagWithReaders {
  readonly lock: FlagLock;
  readonly reads: readonly ReadPeriod[];
}

export function findCountedReaders(trace: Trace, flags: readonly FlagLock[], groups: readonly LocationAccesses[]): FlagWithReaders[] {
  const { accesses: a, locations: l } = trace;
  const counts = new Map<string, LocationAccesses[]>();
  for (const group of groups) {
    const { location, writes } = group;
    const isCount = writes.length > 1 && writes.every((row) => trace.site(a.site.at(row))?.kind === 'update');
    if (isCount && l.object.at(location) !== 0) addTo(counts, objectOf(trace, location), group);
  }
  return flags.flatMap((lock) => {
    const beside = counts.get(objectOf(trace, lock.location))?.filter(({ location }) => location !== lock.location) ?? [];
    const reads = beside.length === 0 ? undefined : readPeriods(trace, lock, beside);
    return reads === undefined ? [] : [{ lock, reads }];
  });
}

/** `counts`: what is counted beside the flag. Undefined where none of them is one of its readers, or more than one. */
function readPeriods(trace: Trace, flag: FlagLock, counts: readonly LocationAccesses[]): readonly ReadPeriod[] | undefined {
  const takers = new Set(flag.writes.map((row) => takerFunction(trace, row)));
  const [periods, ...more] = counts.flatMap(({ writes }) => {
    const taker = takerFunction(trace, writes[0] as number);
    const found = taker !== NONE && takers.has(taker) ? countPeriods(trace, writes, taker) : undefined;
    return found === undefined ? [] : [found];
  });
  if (periods === undefined || more.length > 0) return undefined;
  // What the step that takes it looks at lies before the flag is set.
  const isApart = (read: ReadPeriod): boolean => flag.periods.every((write) => write.to <= read.from || read.to <= write.from);
  return periods.every(isApart) ? periods : undefined;
}

/** Counted up in one function and down in others, never below 0. */
function countPeriods(trace: Trace, writes: readonly number[], taker: number): ReadPeriod[] | undefined {
  const a = trace.accesses;
  const periods: ReadPeriod[] = [];
  let [count, since] = [0, 0];
  for (const row of writes) {
    const isUp = takerFunction(trace, row) === taker;
    if (count === 0) since = a.position.at(row);
    count += isUp ? 1 : -1;
    if (count < 0) return undefined;
    if (count === 0) periods.push({ from: since, to: a.position.at(row) });
  }
  if (count > 0) periods.push({ from: since, to: Number.POSITIVE_INFINITY });
  return periods;
}
