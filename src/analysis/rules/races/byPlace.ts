/** The walk that many race rules share: from place to place (variables, fields, what collections hold), where each site is told of once, and not again after an earlier rule. */
import { LOCATION_ENTRY, LOCATION_WHOLE } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';

export interface PlaceRule<Found> {
  /** What is wrong with the accesses of one place, undefined if nothing is. */
  readonly find: (group: LocationAccesses) => Found | undefined;
  /** SiteIndex by which it is known whether it was told. */
  readonly siteOf: (found: Found) => number;
  readonly toDraft: (location: number, found: Found) => Draft;
}

export function racesByPlace<Found>(context: AnalysisContext, { find, siteOf, toDraft }: PlaceRule<Found>): Draft[] {
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = find(group);
    if (found === undefined || known.has(siteOf(found))) continue;
    known.add(siteOf(found));
    drafts.push(toDraft(group.location, found));
  }
  return drafts;
}

/** A variable or a property, not what a collection holds. */
export function isField({ locations: { kind } }: Trace, { location }: LocationAccesses): boolean {
  return kind.at(location) !== LOCATION_WHOLE && kind.at(location) !== LOCATION_ENTRY;
}
