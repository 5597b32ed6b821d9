/** Accesses grouped by location, in the order in which they happened; and the words for a location. */
import { NONE } from '../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../model/trace.ts';

export interface LocationAccesses {
  readonly location: number;
  /** AccessIndex, by stream position. */
  readonly rows: readonly number[];
  readonly writes: readonly number[];
}

/** Locations with at least one write, with their accesses. Linear but for the sorting of late ones. */
export function groupByLocation(trace: Trace): LocationAccesses[] {
  const a = trace.accesses;
  const lists: number[][] = Array.from({ length: trace.locations.length }, () => []);
  for (let i = 0; i < a.length; i++) lists[a.location.at(i)]?.push(i);
  const groups: LocationAccesses[] = [];
  for (const [location, rows] of lists.entries()) {
    const writes = rows.filter((i) => a.write.at(i) === ACCESS_IS_WRITE);
    if (writes.length === 0) continue;
    const byPosition = (x: number, y: number): number => a.position.at(x) - a.position.at(y) || x - y;
    rows.sort(byPosition);
    groups.push({ location, rows, writes: writes.toSorted(byPosition) });
  }
  return groups;
}

/** `stock`, `this.balance`, `cache["k"]`: the text at the site if there is one, else built from the location. */
export function locationText(trace: Trace, location: number, site: number): string {
  const text = trace.site(site)?.text ?? '';
  if (text !== '') return text;
  const l = trace.locations;
  const variable = trace.variables[l.variable.at(location)];
  if (l.variable.at(location) !== NONE && variable !== undefined) return variable.name;
  const owner = trace.string(l.className.at(location));
  const key = trace.string(l.key.at(location));
  return l.kind.at(location) === 0 ? `${owner === '' ? 'object' : owner}.${key}` : `${owner === '' ? 'Map' : owner}[${key}]`;
}
