/**
 * Hand-written read-write locks, as far as they keep writers and readers apart: beside the flag of the writers there is a count of the readers, counted up by the function that sets the
 * flag, and the run has no moment in which both were set.
 */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import { takerFunction } from './handWaits.ts';

/** From the first reader that comes to the last one that goes, as positions in the stream of the thread. */
export interface ReadPeriod {
  readonly from: number;
  readonly to: number;
}

interface Flag {
  readonly location: number;
  readonly periods: readonly { readonly from: number; readonly to: number }[];
}

/** Undefined where there is no such count, or more than one. */
export function readPeriods(trace: Trace, flag: Flag, groups: readonly LocationAccesses[]): readonly ReadPeriod[] | undefined {
  const { accesses: a, locations: l } = trace;
  const object = l.object.at(flag.location);
  if (object === 0) return undefined;
  const isBeside = ({ location }: LocationAccesses): boolean =>
    location !== flag.location && l.object.at(location) === object && l.thread.at(location) === l.thread.at(flag.location);
  const own = groups.find((group) => group.location === flag.location);
  const takers = new Set(own?.writes.map((row) => takerFunction(trace, row)));
  const found = groups.filter(isBeside).flatMap(({ writes }) => {
    const isCount = writes.length > 1 && writes.every((row) => trace.site(a.site.at(row))?.kind === 'update');
    const taker = isCount ? takerFunction(trace, writes[0] as number) : NONE;
    const periods = taker !== NONE && takers.has(taker) ? countPeriods(trace, writes, taker) : undefined;
    return periods === undefined ? [] : [periods];
  });
  const [periods, ...more] = found;
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
