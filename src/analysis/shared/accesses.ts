/** Accesses grouped by location, in the order in which they happened; and the words for a location. */
import { ALL_NAMES, FLAG_CONDITION, LOCATION_ENTRY, LOCATION_WHOLE } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import { ACCESS_IS_WRITE, type SiteRow, type Trace } from '../../model/trace.ts';
import { firstWhere } from '../../base/search.ts';

export interface LocationAccesses {
  readonly location: number;
  /** AccessIndex, by stream position. */
  readonly rows: readonly number[];
  readonly writes: readonly number[];
}

/** Locations with at least one write, with their accesses. Linear but for the sorting of late ones. Rules take it from facts.ts, which does it once. */
export function groupByLocation(trace: Trace): LocationAccesses[] {
  const a = trace.accesses;
  const found: ({ readonly rows: number[]; readonly writes: number[]; late: boolean } | undefined)[] = Array.from({
    length: trace.locations.length,
  });
  for (let i = 0; i < a.length; i++) {
    if (a.write.at(i) === ACCESS_IS_WRITE) found[a.location.at(i)] ??= { rows: [], writes: [], late: false };
  }
  for (let i = 0; i < a.length; i++) {
    const lists = found[a.location.at(i)];
    if (lists === undefined) continue;
    const { rows, writes } = lists;
    if (rows.length > 0 && a.position.at(i) < a.position.at(rows[rows.length - 1] as number)) lists.late = true;
    rows.push(i);
    if (a.write.at(i) === ACCESS_IS_WRITE) writes.push(i);
  }
  const byPosition = (x: number, y: number): number => a.position.at(x) - a.position.at(y) || x - y;
  return found.flatMap((lists, location) => {
    if (lists === undefined) return [];
    const { rows, writes } = lists;
    if (lists.late) for (const list of [rows, writes]) list.sort(byPosition);
    return [{ location, rows, writes }];
  });
}

/** Whether the accesses of a location were made in more than one callback run. */
export function isOfSeveralSteps(trace: Trace, { rows }: LocationAccesses): boolean {
  const first = atomOf(trace, rows[0] as number);
  return rows.some((row) => atomOf(trace, row) !== first);
}

/** The object that a location is a property or entry of, among all threads. */
export function objectOf({ locations: l }: Trace, location: number): string {
  return `${l.thread.at(location)}:${l.object.at(location)}`;
}

/** Whether the place of an access is a read that decides a branch. */
export function decidesBranch(trace: Trace, access: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(access), FLAG_CONDITION);
}

/** The function that an access stands in. */
export function functionOf(trace: Trace, access: number): number {
  return trace.functionAt(trace.accesses.site.at(access));
}

/** The callback run in which an access was made, called by its first segment. */
export function atomOf(trace: Trace, access: number): number {
  return trace.segments.atom.at(trace.accesses.segment.at(access));
}

/** The last of the `window` rows before `rows[at]` that is what is looked for. */
export function lastBefore(rows: readonly number[], at: number, window: number, isIt: (row: number) => boolean): number | undefined {
  for (let i = at - 1; i >= 0 && i >= at - window; i--) if (isIt(rows[i] as number)) return rows[i];
  return undefined;
}

/** Place of the first of these rows, which are in the order of their positions, at or after a position. */
export function firstFrom(trace: Trace, rows: readonly number[], position: number): number {
  const positions = trace.accesses.position;
  return firstWhere(0, rows.length, (i) => positions.at(rows[i] as number) >= position);
}

/** Place of one of these rows, which are in the order of their positions. */
export function placeOf(trace: Trace, rows: readonly number[], row: number): number {
  return rows.indexOf(row, firstFrom(trace, rows, trace.accesses.position.at(row)));
}

/** Calls that take elements out of a list. */
export const TAKES = /\.(?:shift|pop|splice)$/;
/** Calls that put one in. */
export const PUTS = /\.(?:push|unshift)$/;
/** Calls that put something into a collection of any kind. */
export const ADDS = /\.(?:push|unshift|add|set)$/;
/** Where the code has such calls: the line, and the collection as it is named there. */
export function putPlaces({ sites }: Trace): Set<string> {
  return new Set(sites.flatMap((site) => (ADDS.test(site.text) ? [placeInLine(site, site.text.replace(ADDS, ''))] : [])));
}

/** What is named in a line. */
export function placeInLine({ file, line }: SiteRow, text: string): string {
  return `${file}:${line}:${text}`;
}

/** How many elements a collection has. */
export const COUNTS = /\.(?:length|size)$/;

const CHANGES = /\.(?:push|unshift|shift|pop|splice)$/;
const OF_ENTRY =
  /\.(?:get|has|set|add|delete|getItem|setItem|put|del|removeItem|(?:get|set|read|write)(?:Big)?(?:U?[Ii]nt|Float|Double)\d*(?:[BL]E)?)$/;

/** The site of an access reads or writes whatever properties there are (`row.*` of `{ ...row }`, `Object.assign(row, patch)`): of which one it is, the location tells. */
export function isOfAny(text: string): boolean {
  return text.endsWith(`.${ALL_NAMES}`);
}

/** `stock`, `this.balance`, `cache["k"]`: the text at the site if there is one, else built from the location. */
export function locationText(trace: Trace, location: number, site: number): string {
  const l = trace.locations;
  const text = trace.site(site)?.text ?? '';
  // A collection goes by its name, whatever is done to it.
  const kind = l.kind.at(location);
  if (isOfAny(text)) return text.slice(0, -1) + trace.string(l.key.at(location));
  if (text !== '') return kind === LOCATION_WHOLE ? text.replace(CHANGES, '') : kind === LOCATION_ENTRY ? text.replace(OF_ENTRY, '') : text;
  const variable = trace.variables[l.variable.at(location)];
  if (l.variable.at(location) !== NONE && variable !== undefined) return variable.name;
  const owner = trace.string(l.className.at(location));
  const key = trace.string(l.key.at(location));
  return l.kind.at(location) === 0 ? `${owner === '' ? 'object' : owner}.${key}` : `${owner === '' ? 'Map' : owner}[${key}]`;
}
