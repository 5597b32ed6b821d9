/** Reads of all that a list holds, such as the search for a free place in it: what is written then is one of its elements, a location of its own. */
import { addTo } from '../../base/lists.ts';
import type { Trace } from '../../model/trace.ts';
import { LOCATION_WHOLE } from '../../model/vocabulary.ts';
import { atomOf, firstFrom, lastBefore, type LocationAccesses } from './accesses.ts';
import type { DependencePair } from './links.ts';
import { accessesAtSites } from './accessIndex.ts';

/** How far back a read, and a write of the same work, is looked for. */
const WINDOW = 64;

export class WholeReads {
  readonly #trace: Trace;
  /** By site, in the order in which they happened. */
  readonly #rows = new Map<number, number[]>();

  constructor(trace: Trace, byWrite: ReadonlyMap<number, readonly DependencePair[]>) {
    this.#trace = trace;
    const sites = new Set<number>();
    for (const pairs of byWrite.values()) for (const pair of pairs) if (pair.kind !== 'guard') sites.add(pair.read);
    if (sites.size === 0) return;
    const { accesses: a, locations } = trace;
    for (const row of accessesAtSites(trace, sites)) {
      if (a.write.at(row) === 0 && locations.kind.at(a.location.at(row)) === LOCATION_WHOLE) addTo(this.#rows, a.site.at(row), row);
    }
    for (const rows of this.#rows.values()) rows.sort((x, y) => a.position.at(x) - a.position.at(y) || x - y);
  }

  /** The search through all of a list that chose the element written at this place, in an earlier callback of the same work, which has not written the element since. */
  choiceOf(pair: DependencePair, { rows }: LocationAccesses, place: number, isOwn: (row: number) => boolean): number | undefined {
    const reads = pair.kind !== 'guard' ? this.#rows.get(pair.read) : undefined;
    if (reads === undefined) return undefined;
    const { accesses: a } = this.#trace;
    const write = rows[place] as number;
    const end = firstFrom(this.#trace, reads, a.position.at(write));
    const read = lastBefore(reads, end, WINDOW, (row) => this.#isElement(a.location.at(write), a.location.at(row)) && isOwn(row));
    if (read === undefined || atomOf(this.#trace, read) === atomOf(this.#trace, write)) return undefined;
    const own = lastBefore(rows, place, WINDOW, (row) => a.write.at(row) === 1 && isOwn(row));
    return own !== undefined && a.position.at(own) > a.position.at(read) ? undefined : read;
  }

  #isElement(element: number, list: number): boolean {
    const { locations: l } = this.#trace;
    return list !== element && l.object.at(list) === l.object.at(element) && l.thread.at(list) === l.thread.at(element);
  }
}
