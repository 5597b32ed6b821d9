/** What a lock was made for: the variable, property or field that the program gave it to when it was made. */
import { entryName } from './entryNames.ts';
import type { Trace } from './trace.ts';

/** How many locks each site has made, as far as the locks are known. */
interface Made {
  locks: number;
  readonly bySite: Map<number, number>;
}

const known = new WeakMap<Trace, Made>();

function madeBy(trace: Trace): Made {
  let made = known.get(trace);
  if (made === undefined) {
    made = { locks: 0, bySite: new Map() };
    known.set(trace, made);
  }
  for (; made.locks < trace.locks.length; made.locks++) {
    const site = trace.locks.site.at(made.locks);
    made.bySite.set(site, (made.bySite.get(site) ?? 0) + 1);
  }
  return made;
}

/** `lockA` of `const lockA = new Mutex()`, when that made this lock alone, `locks["alice"]` when it is one of a Map; '' when it is not known, or says nothing about which lock it is. */
export function heldName(trace: Trace, lock: number): string {
  const site = trace.locks.site.at(lock);
  const held = trace.site(site)?.held ?? '';
  // One of many that were made there: of a Map, as a rule.
  if (madeBy(trace).bySite.get(site) !== 1) return trace.string(trace.locks.name.at(lock)) === '' ? entryName(trace, lock) : '';
  // Fields come with their class.
  return held.slice(held.lastIndexOf('.') + 1);
}
