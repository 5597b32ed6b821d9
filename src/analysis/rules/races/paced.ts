/** Calls that keep their distance: `const since = now() - this.last; if (since < gap) await sleep(gap - since); this.last = now()`. Those that look before one of them has gone on sleep side by side, and go at once. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ACCESS_PLAIN } from '../../../model/vocabulary.ts';
import { bySites, remembered } from '../../remembered.ts';
import { atomOf, decidesBranch, lastBefore, type LocationAccesses } from '../../shared/accesses.ts';
import { sitesIn, sitesOfKind } from '../../siteIndex.ts';
import { isPause } from '../../time/effects.ts';
import type { Split } from './atomicityDraft.ts';

const CLOCK = /^(?:Date|performance)\.now$/;
/** How far back the look is sought, in accesses of the place. */
const WINDOW = 64;
/** Accesses among which one is sought that had nothing to wait for. */
const FIRST = 256;

/** Writes on whose line a clock is asked. */
export const clockWrites = remembered(bySites, (trace: Trace): ReadonlySet<number> => {
  const isOfClock = (site: number): boolean => {
    const write = trace.site(site);
    return sitesIn(trace, trace.functionAt(site)).some((call) => {
      const row = trace.site(call);
      return row?.kind === 'call' && row.line === write?.line && CLOCK.test(row.text);
    });
  };
  return new Set(sitesOfKind(trace, 'write').filter(isOfClock));
});

/** Between its look and this write the call has waited for the clock alone, and has not looked again. */
export function pacedSplit(trace: Trace, { rows }: LocationAccesses, place: number): Split[] {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const write = rows[place] as number;
  const call = a.activation.at(write);
  if (call === NONE || a.how.at(write) !== ACCESS_PLAIN || !clockWrites(trace).has(a.site.at(write))) return [];
  const read = lastBefore(rows, place, WINDOW, (row) => a.activation.at(row) === call);
  if (read === undefined || a.write.at(read) === 1 || atomOf(trace, read) === atomOf(trace, write) || !decidesBranch(trace, read)) {
    return [];
  }
  let waits = 0;
  for (let at = acts.lastSuspension.at(call); at !== NONE && s.segment.at(at) >= a.segment.at(read); at = s.previous.at(at)) {
    if (s.segment.at(at) >= a.segment.at(write)) continue;
    const awaited = s.awaited.at(at);
    if (awaited === NONE || !isPause(trace, awaited)) return [];
    waits++;
  }
  const first = rows.slice(0, FIRST);
  const decides = first.some((row, at) => at > 0 && goesAtOnce(trace, first[at - 1] as number, row, read, write));
  return waits > 0 && decides ? [{ read, write, kind: 'guard', mark: NONE, isOfClock: true }] : [];
}

/** A call by the same code that had nothing to wait for: it is the look that decides about the pause. */
function goesAtOnce(trace: Trace, look: number, row: number, read: number, write: number): boolean {
  const { activation, site } = trace.accesses;
  if (site.at(look) !== site.at(read) || site.at(row) !== site.at(write)) return false;
  return activation.at(look) === activation.at(row) && atomOf(trace, look) === atomOf(trace, row);
}
