/**
 * Since when those have waited for a hand-written lock that look at it again and again: `while (busy) await changed();` takes it at its last look, and has asked for it at its first. Between
 * two looks it has done nothing but wait.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_POLL } from '../../model/vocabulary.ts';
import type { LocationAccesses } from '../shared/accesses.ts';
import type { HandLock } from './handLocks.ts';

/** The locks, with the first look of each in the place of the last one. */
export function sinceFirstLooks(trace: Trace, locks: readonly HandLock[], groups: readonly LocationAccesses[]): readonly HandLock[] {
  const waits = pollingWaits(trace);
  if (waits.size === 0) return locks;
  const { accesses: a, suspensions: s } = trace;
  const all = locks.flatMap(({ holds, readers = [], waiting }) => [...holds, ...readers, ...waiting]);
  const looks = looksAt(trace, groups, new Set([...locks.map((lock) => lock.location), ...all.map(({ guard }) => a.location.at(guard))]));
  const since = <T extends { readonly activation: number; readonly guard: number }>(asked: T): T => {
    let guard = asked.guard;
    let site = NONE;
    for (;;) {
      const segment = a.segment.at(guard);
      const wait = waits.get(segment)?.find((at) => s.activation.at(at) === asked.activation && (site === NONE || s.site.at(at) === site));
      const before = wait === undefined ? undefined : looks.get(`${s.segment.at(wait)}:${asked.activation}`);
      if (wait === undefined || before === undefined) return guard === asked.guard ? asked : { ...asked, guard };
      [guard, site] = [before, s.site.at(wait)];
    }
  };
  return locks.map((lock) => ({
    ...lock,
    holds: lock.holds.map(since),
    ...(lock.readers === undefined ? {} : { readers: lock.readers.map(since) }),
    waiting: lock.waiting.map(since),
  }));
}

/** Waits in loops that look at the same again, by the segment in which they are over. */
function pollingWaits(trace: Trace): ReadonlyMap<number, readonly number[]> {
  const { suspensions: s } = trace;
  const waits = new Map<number, number[]>();
  for (let at = 0; at < s.length; at++) {
    if (s.resumeSegment.at(at) !== NONE && trace.hasFlag(s.site.at(at), FLAG_POLL)) addTo(waits, s.resumeSegment.at(at), at);
  }
  return waits;
}

/** The first look in a segment by an activation. */
function looksAt({ accesses: a }: Trace, groups: readonly LocationAccesses[], locations: ReadonlySet<number>): ReadonlyMap<string, number> {
  const looks = new Map<string, number>();
  for (const { location, rows } of groups) {
    if (!locations.has(location)) continue;
    for (const row of rows) {
      const key = `${a.segment.at(row)}:${a.activation.at(row)}`;
      if (a.write.at(row) === 0 && !looks.has(key)) looks.set(key, row);
    }
  }
  return looks;
}
