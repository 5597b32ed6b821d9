/** What a lock goes by that is one of many in a Map: the entry that it was taken out of each time it was asked for. */
import { NONE } from './ids.ts';
import type { Trace } from './trace.ts';
import { LOCATION_ENTRY } from './vocabulary.ts';

/** Of a longer key this much is shown. */
const MAX_KEY = 40;

interface Known {
  readonly requests: number;
  readonly accesses: number;
  /** By lock. */
  readonly names: ReadonlyMap<number, string>;
}

const known = new WeakMap<Trace, Known>();

/** `locks["alice"]`; '' when nothing says from which entry it comes, or two of them do. Asked for locks that share the place they are made at. */
export function entryName(trace: Trace, lock: number): string {
  let found = known.get(trace);
  if (found === undefined || found.requests !== trace.requests.length || found.accesses !== trace.accesses.length) {
    found = { requests: trace.requests.length, accesses: trace.accesses.length, names: namesOf(trace) };
    known.set(trace, found);
  }
  return found.names.get(lock) ?? '';
}

function namesOf(trace: Trace): Map<number, string> {
  const { requests, locks } = trace;
  /** Segments in which an unnamed lock is asked for, each with the reads of entries in it. */
  const reads = new Map<number, number[]>();
  const asked: number[] = [];
  for (let r = 0; r < requests.length; r++) {
    const lock = requests.lock.at(r);
    if (trace.string(locks.name.at(lock)) !== '' || locks.site.at(lock) === NONE) continue;
    asked.push(r);
    reads.set(requests.requestSegment.at(r), []);
  }
  if (asked.length === 0) return new Map();
  const writers = entriesOf(trace, reads);
  const entries = new Map<number, number>();
  for (const r of asked) {
    const lock = requests.lock.at(r);
    const read = lastBefore(trace, reads.get(requests.requestSegment.at(r)) ?? [], requests.requestPosition.at(r));
    if (read === NONE) continue;
    const location = trace.accesses.location.at(read);
    // Whoever made the lock put something there: it is a Map of locks.
    const maker = trace.site(locks.site.at(lock))?.function;
    // An object for a key says nothing.
    if (/^#\d+$/.test(trace.string(trace.locations.key.at(location)))) continue;
    if (maker === undefined || writers.get(location)?.has(maker) !== true) continue;
    entries.set(lock, (entries.get(lock) ?? read) === read || locationOf(trace, entries.get(lock)) === location ? read : NONE);
  }
  const locksOf = new Map<number, number>();
  for (const read of entries.values()) {
    const location = locationOf(trace, read);
    locksOf.set(location, (locksOf.get(location) ?? 0) + 1);
  }
  const names = new Map<number, string>();
  for (const [lock, read] of entries) {
    if (read !== NONE && locksOf.get(locationOf(trace, read)) === 1) names.set(lock, textOf(trace, read));
  }
  return names;
}

/** Puts the reads of entries into the lists of their segments; returns who writes each entry. */
function entriesOf(trace: Trace, reads: ReadonlyMap<number, number[]>): Map<number, Set<number>> {
  const { accesses, locations } = trace;
  const writers = new Map<number, Set<number>>();
  for (let a = 0; a < accesses.length; a++) {
    const location = accesses.location.at(a);
    if (locations.kind.at(location) !== LOCATION_ENTRY) continue;
    const site = trace.site(accesses.site.at(a));
    if (site?.text.endsWith('.get') === true) reads.get(accesses.segment.at(a))?.push(a);
    else if (site?.text.endsWith('.set') === true) {
      const set = writers.get(location) ?? new Set<number>();
      writers.set(location, set.add(site.function));
    }
  }
  return writers;
}

/** The last of these reads before a position; NONE where there is none. */
function lastBefore(trace: Trace, rows: readonly number[], position: number): number {
  const { accesses } = trace;
  let best = NONE;
  for (const row of rows) {
    const at = accesses.position.at(row);
    if (at <= position && (best === NONE || at >= accesses.position.at(best))) best = row;
  }
  return best;
}

function locationOf(trace: Trace, read: number | undefined): number {
  return read === undefined || read === NONE ? NONE : trace.accesses.location.at(read);
}

function textOf(trace: Trace, read: number): string {
  const { accesses, locations } = trace;
  const map = trace
    .site(accesses.site.at(read))
    ?.text.replace(/\??\.get$/, '')
    .replace(/^this\./, '');
  const key = trace.string(locations.key.at(accesses.location.at(read)));
  return `${map ?? ''}[${JSON.stringify(key.length > MAX_KEY ? `${key.slice(0, MAX_KEY)}…` : key)}]`;
}
