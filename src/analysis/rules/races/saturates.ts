/** Writes that keep a value within bounds (`this.heat = Math.min(limit, this.heat + 10)`). For race.atomicity and its kin. */
import { FLAG_ADDS, FLAG_LIMITED, FLAG_POLL } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import { sitesIn } from '../../siteIndex.ts';
import type { Split } from './atomicityDraft.ts';

/** What is stored is worked out in its line by one of these. */
export function isClamped(trace: Trace, write: number): boolean {
  const site = trace.site(write);
  if (site?.kind !== 'write') return false;
  const isClamp = (call: number): boolean => {
    const row = trace.site(call);
    return row?.kind === 'call' && row.line === site.line && /^Math\.(?:min|max)$/.test(row.text);
  };
  return sitesIn(trace, site.function).some(isClamp);
}

/**
 * `if (this.heat >= limit) return; await pause(); this.heat = Math.min(limit, this.heat + 10)`, by two calls, and nothing that follows from it: the write looks itself how much is left up to the limit. What is
 * done behind it (`this.guests.push(guest)`) would be done too often.
 */
export function saturates(trace: Trace, { read, write }: Split, other: number): boolean {
  const { site } = trace.accesses;
  const at = trace.site(site.at(write));
  if (at === undefined || site.at(other) !== site.at(write) || !trace.hasFlag(site.at(read), FLAG_LIMITED)) return false;
  // A caller that asks in a loop (`while (this.heat < limit) await this.warm()`) looks again before it goes on.
  const isOwnLook = trace.functionAt(site.at(read)) === at.function || trace.hasFlag(site.at(read), FLAG_POLL);
  if (!trace.hasFlag(site.at(write), FLAG_ADDS) || !isOwnLook) return false;
  return isClamped(trace, site.at(write)) && sitesIn(trace, at.function).every((row) => (trace.site(row)?.line ?? 0) <= at.line);
}
