/** By which calls a long callback came to what it computed: the first places of a finding are the innermost, the one that called it, and the outermost that is known, which is often where the fix goes. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { DraftPlace } from '../../finding.ts';
import { lastName } from '../../names.ts';
import { callsNamed } from '../../siteIndex.ts';

/** Callers of callers that are followed, and places that are shown before all others. */
const MAX_DEPTH = 6;
const SHOWN = 3;

export function withCallers(trace: Trace, places: readonly DraftPlace[]): DraftPlace[] {
  const each = places.filter((place, i) => places.findIndex((other) => isSame(trace, place, other)) === i);
  const outer = each.at(-1);
  const chain = each.length < SHOWN && outer !== undefined && 'site' in outer ? [...each, ...callersOf(trace, outer.site)] : each;
  const last = chain.at(-1);
  return chain.length > SHOWN && last !== undefined ? [...chain.slice(0, SHOWN - 1), last, ...chain.slice(SHOWN - 1, -1)] : chain;
}

function isSame(trace: Trace, place: DraftPlace, other: DraftPlace): boolean {
  if ('frame' in place || 'frame' in other) return 'frame' in place && 'frame' in other && place.frame === other.frame;
  if (!('site' in place) || !('site' in other)) return place === other;
  const [at, to] = [trace.site(place.site), trace.site(other.site)];
  return at?.file === to?.file && at?.line === to?.line;
}

/** The only call of the function that the site stands in, but for its own, and so on: calls of functions that wait for nothing leave no record. */
function callersOf(trace: Trace, site: number): DraftPlace[] {
  const found: DraftPlace[] = [];
  const seen = new Set<number>();
  for (let fn = trace.functionAt(site); fn !== NONE && !seen.has(fn) && found.length < MAX_DEPTH;) {
    seen.add(fn);
    const name = lastName(trace.functions[fn]?.name ?? '');
    const callers = /^[\w$#]+$/.test(name) ? callsNamed(trace, name).filter((call) => trace.functionAt(call) !== fn) : [];
    const [only = NONE, ...others] = callers;
    if (only === NONE || others.length > 0) break;
    found.push({ site: only, role: 'called by' });
    fn = trace.functionAt(only);
  }
  return found;
}
