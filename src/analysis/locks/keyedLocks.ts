/**
 * Locks of a library that are kept in a Map, made for the first task that asks for a key and thrown away after the last one: those of one key are one lock, as nobody has the one that was
 * thrown away any more.
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { LOCATION_ENTRY, VALUE_OBJECT } from '../../model/vocabulary.ts';

/** The trace with the locks of each key as one; the trace itself where there are none. */
export function withKeyedLocks(trace: Trace): Trace {
  const one = sameLocks(trace);
  if (one.size === 0) return trace;
  const r = trace.requests;
  const lock = { at: (request: number) => one.get(r.lock.at(request)) ?? r.lock.at(request), length: r.length };
  const requests = Object.create(r, { lock: { value: lock }, length: { get: () => r.length } }) as object;
  // SAFETY: everything but this column is the trace's own.
  return Object.create(trace, { requests: { value: requests } }) as Trace;
}

/** Lock → the first one of its key. */
function sameLocks(trace: Trace): Map<number, number> {
  const { requests: r, locks, accesses: a } = trace;
  const first = new Map<number, number>();
  for (let i = 0; i < r.length; i++) if (!first.has(r.lock.at(i))) first.set(r.lock.at(i), i);
  const stored = storedIn(trace, new Set([...first.values()].map((request) => r.requestSegment.at(request))));
  const lockOf = new Map<number, number>();
  const unclear = new Set<number>();
  for (const [lock, request] of stored.size === 0 ? [] : first) {
    const at = r.requestPosition.at(request);
    const isBefore = (row: number): boolean => a.activation.at(row) === r.activation.at(request) && !(a.position.at(row) > at);
    const row = stored.get(r.requestSegment.at(request))?.findLast(isBefore);
    if (row === undefined) continue;
    if (lockOf.has(row)) unclear.add(row);
    lockOf.set(row, lock);
  }
  const ofKey = new Map<number, number[]>();
  for (const [row, lock] of lockOf) if (!unclear.has(row)) addTo(ofKey, a.location.at(row), lock);
  const one = new Map<number, number>();
  for (const [head = NONE, ...more] of ofKey.values()) {
    const isLike = (lock: number): boolean =>
      locks.site.at(lock) === locks.site.at(head) && locks.permits.at(lock) === locks.permits.at(head);
    if (more.every((lock) => isLike(lock))) for (const lock of more) one.set(lock, head);
  }
  return one;
}

/** Segment → the rows that put an object into a Map there. */
function storedIn({ accesses: a, locations }: Trace, segments: ReadonlySet<number>): Map<number, number[]> {
  const stored = new Map<number, number[]>();
  if (segments.size < 2) return stored;
  for (let row = 0; row < a.length; row++) {
    if (a.write.at(row) === 0 || !segments.has(a.segment.at(row)) || (a.value.at(row) & VALUE_OBJECT) === 0) continue;
    if (locations.kind.at(a.location.at(row)) === LOCATION_ENTRY) addTo(stored, a.segment.at(row), row);
  }
  return stored;
}
