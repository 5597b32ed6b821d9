/** Accesses of a trace by their site, and by their location: most rules ask for those of a few places, and there may be millions. */
import { RowLists } from '../../base/lists.ts';
import type { Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';

const bySite = remembered(byEvents, ({ accesses: a, sites }) => new RowLists(sites.length, a.length, (row) => a.site.at(row)));

const byLocation = remembered(
  byEvents,
  ({ accesses: a, locations }) => new RowLists(locations.length, a.length, (row) => a.location.at(row)),
);

/** The accesses at any of these sites, in the order of the trace. */
export function accessesAtSites(trace: Trace, sites: Iterable<number>): readonly number[] {
  const lists = [...new Set(sites)].map((site) => bySite(trace).of(site)).filter((rows) => rows.length > 0);
  return lists.length > 1 ? [...Int32Array.from(lists.flat()).sort()] : (lists[0] ?? []);
}

/** The accesses of a location, in the order of the trace. */
export function accessesOfLocation(trace: Trace, location: number): readonly number[] {
  return byLocation(trace).of(location);
}
