/**
 * Promises that wait for several pieces of work without `Promise.all` (edge 6): one that whoever is last settles (`if (--left === 0) resolve()`), and what a pool waits for at its end, that took
 * out of its set what was done (`if (open.size >= limit) await Promise.race(open); …; await Promise.all(open)`).
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { ACCESS_RMW, COMBINE_ANY, COMBINE_RACE, FLAG_CONDITION, FLAG_TESTED, LOCATION_WHOLE } from '../../model/vocabulary.ts';

/** More than so many are not asked for by each that waits for all. */
const MAX_PARTS = 4096;

/** Promise → segments that come before its reactions, beside the one that settles it. */
export function waitsForAll(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  countDowns(trace, found);
  pools(trace, found);
  return found;
}

/**
 * A count, a list or a set that is changed for the first time when the promise is there, and for the last time where it is settled, after a look at it that those who changed it before
 * have taken, too: had any of them been missing, that look would have said so.
 */
function countDowns(trace: Trace, found: Map<number, number[]>): void {
  const { accesses: a, locations, segments: s, tasks } = trace;
  const first = new Int32Array(locations.length).fill(NONE);
  const last = new Int32Array(locations.length).fill(NONE);
  for (let row = 0; row < a.length; row++) {
    const [location, segment] = [a.location.at(row), a.segment.at(row)];
    const before = first[location] as number;
    if (before === NONE || segment < before) first[location] = segment;
    if (a.how.at(row) !== ACCESS_RMW) continue;
    const newest = last[location] as number;
    if (newest === NONE || a.position.at(row) > a.position.at(newest)) last[location] = row;
  }
  const byAtom = new Map<number, number[]>();
  for (let location = 0; location < locations.length; location++) {
    const row = last[location] as number;
    if (row !== NONE && a.segment.at(row) !== first[location]) addTo(byAtom, s.atom.at(a.segment.at(row)), location);
  }
  if (byAtom.size === 0) return;
  const settled = new Map<number, number[]>();
  for (let promise = 0; promise < tasks.length; promise++) {
    const at = tasks.resolveSegment.at(promise);
    if (at === NONE || tasks.parent.at(promise) !== NONE || tasks.activation.at(promise) !== NONE) continue;
    const made = tasks.initSegment.at(promise);
    for (const location of byAtom.get(s.atom.at(at)) ?? []) {
      if (made !== NONE && made <= (first[location] as number) && made < at) addTo(settled, location, promise);
    }
  }
  if (settled.size === 0) return;
  const rows = new Map<number, number[]>();
  for (let row = 0; row < a.length; row++) if (settled.has(a.location.at(row))) addTo(rows, a.location.at(row), row);
  for (const [location, promises] of settled) {
    const parts = partsOf(trace, rows.get(location) ?? [], last[location] as number);
    for (const promise of parts.length === 0 ? [] : promises) for (const part of parts) addTo(found, promise, part);
  }
}

/** Segments of those that changed the location, and then looked where the last one looked. */
function partsOf(trace: Trace, rows: readonly number[], last: number): readonly number[] {
  const { accesses: a, segments: s } = trace;
  const atomOf = (row: number): number => s.atom.at(a.segment.at(row));
  const isWhole = trace.locations.kind.at(a.location.at(last)) === LOCATION_WHOLE;
  const isLook = (row: number): boolean =>
    [FLAG_CONDITION, FLAG_TESTED].some((flag) => trace.hasFlag(a.site.at(row), flag)) ||
    (isWhole && a.write.at(row) !== 1 && a.position.at(row) >= a.position.at(last));
  const looks = new Set(rows.filter((row) => atomOf(row) === atomOf(last) && isLook(row)).map((row) => a.site.at(row)));
  const parts = rows.filter((row) => atomOf(row) !== atomOf(last) && looks.has(a.site.at(row))).map((row) => a.segment.at(row));
  return [...new Set(parts)].slice(-MAX_PARTS);
}

/** Calls of `Promise.race` at one place that have members in common. */
interface Pool {
  readonly site: number;
  readonly members: Set<number>;
}

/** What waits for all that is left of a pool comes after what is no more in it, too: that was done when it was taken out. */
function pools({ combines, tasks }: Trace, found: Map<number, number[]>): void {
  const poolOf = new Map<number, Pool>();
  for (const { kind, result, members, segment } of combines) {
    if (kind === COMBINE_ANY || result === NONE) continue;
    const site = tasks.site.at(result);
    const pool = members.map((member) => poolOf.get(member)).find((known) => known !== undefined);
    if (kind === COMBINE_RACE && members.length > 1) {
      const own = pool?.site === site ? pool : { site, members: new Set<number>() };
      for (const member of members) {
        own.members.add(member);
        poolOf.set(member, own);
      }
    } else if (pool !== undefined) {
      const left = new Set(members);
      const gone = [...pool.members].filter((member) => !left.has(member)).slice(-MAX_PARTS);
      for (const settled of gone.map((member) => tasks.resolveSegment.at(member))) {
        if (settled !== NONE && settled <= segment) addTo(found, result, settled);
      }
    }
  }
}
