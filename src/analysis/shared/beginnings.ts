/** What stood in a property before it was first written in the run: seen by a read, or told by another file of the program, whose class or literal made the object. */
import { addTo } from '../../base/lists.ts';
import { LOCATION_HAD_NOTHING, LOCATION_HAD_VALUE, LOCATION_PROPERTY } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { bySites, remembered } from '../remembered.ts';

/**
 * `nothing`: it was read before it was written, and nothing was there. `empty`: another file says so (`this.rates = null`). Undefined where nothing tells. `site`: one of the file whose own classes
 * and literals are not asked.
 */
export function beginningOf(trace: Trace, location: number, site: number): 'value' | 'nothing' | 'empty' | undefined {
  const { locations: l } = trace;
  const had = l.had.at(location);
  if (had === LOCATION_HAD_VALUE) return 'value';
  const seen = had === LOCATION_HAD_NOTHING ? 'nothing' : undefined;
  if (l.kind.at(location) !== LOCATION_PROPERTY || l.variable.at(location) !== NONE) return seen;
  const owner = trace.string(l.className.at(location));
  const told = toldOf(trace).get(`${owner === 'Object' ? '' : owner}.${trace.string(l.key.at(location))}`) ?? [];
  const others = told.filter(({ file }) => file !== trace.site(site)?.file);
  if (others.length === 0) return seen;
  if (others.every(({ isGiven }) => !isGiven)) return 'empty';
  return seen ?? (others.every(({ isGiven }) => isGiven) ? 'value' : undefined);
}

interface Told {
  readonly file: number;
  readonly isGiven: boolean;
}

const toldOf = remembered(bySites, ({ beginnings }): ReadonlyMap<string, readonly Told[]> => {
  const told = new Map<string, Told[]>();
  for (const { owner, file, given, empty } of beginnings) {
    for (const name of given) addTo(told, `${owner}.${name}`, { file, isGiven: true });
    for (const name of empty) addTo(told, `${owner}.${name}`, { file, isGiven: false });
  }
  return told;
});
