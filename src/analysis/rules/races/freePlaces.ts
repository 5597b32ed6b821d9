/** What two tasks store alike: an answer, or a mark, by which both say that they have done what it stands for, in a place that both have found free. */
import type { Trace } from '../../../model/trace.ts';
import {
  FLAG_DECLARED_EMPTY,
  FLAG_FIRST_VALUE,
  FLAG_GIVES_MARK,
  FLAG_HANDED_ON,
  FLAG_MARK,
  LOCATION_ENTRY,
  VALUE_FALSE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import type { Split } from './atomicityDraft.ts';
import { isSearching } from './sought.ts';
import { isUsedUp } from './splits.ts';

const FINDS_PLACE = /\.(?:findIndex|findLastIndex|indexOf|lastIndexOf)$/;

/** A mark that stands in the code, there or in the call that gives it to the function: `plan.mark(part, 'done')`. */
export function isMarkOf(trace: Trace, { write, calls }: Split): boolean {
  const site = trace.accesses.site.at(write);
  const isGiven = calls !== undefined && trace.hasFlag(calls.write, FLAG_GIVES_MARK) && trace.hasFlag(site, FLAG_HANDED_ON);
  return isGiven || trace.hasFlag(site, FLAG_MARK);
}

/**
 * `if (allowed.get(user) === undefined) allowed.set(user, await ask(user))`: yes or no, as it came, where nothing was known; and `if (host.up) host.up = await ping(host)`, where both have heard no. A yes where there was
 * a no (`if (this.linked) return; this.linked = await link()`) says what was done.
 */
export function isOneYesOrNo(trace: Trace, write: number): boolean {
  const { location, site, value } = trace.accesses;
  if (value.at(write) === VALUE_FALSE) return true;
  if (value.at(write) !== VALUE_TRUE) return false;
  const isNew = trace.locations.kind.at(location.at(write)) === LOCATION_ENTRY || trace.hasFlag(site.at(write), FLAG_DECLARED_EMPTY);
  return isNew && trace.hasFlag(site.at(write), FLAG_FIRST_VALUE);
}

/** `const seat = taken.indexOf(0); …; taken[seat] = 1`: any place would do that is free, and both have taken the same. Who looks for one of his own may mark it as often as he likes. */
export function takesFreePlace(trace: Trace, split: Split, mark: number): boolean {
  const { read } = split;
  const readSite = trace.accesses.site.at(read);
  if (!FINDS_PLACE.test(trace.site(readSite)?.text ?? '') || isSearching(trace, read)) return false;
  return mark === VALUE_TRUE || (!isUsedUp(mark) && isMarkOf(trace, split));
}
