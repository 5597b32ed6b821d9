/** A ring has no beginning: it is told from the member that stands first in the sources, whoever came first in the run. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';

/** The ring from the member on whose places come first. `sitesOf`: of a member, the most telling first. */
export function fromFirstPlace<T>(trace: Trace, ring: readonly T[], sitesOf: (member: T) => readonly number[]): T[] {
  const places = ring.map((member) => sitesOf(member));
  let first = 0;
  for (let i = 1; i < ring.length; i++) if (compareAll(trace, places[i] as number[], places[first] as number[]) < 0) first = i;
  return [...ring.slice(first), ...ring.slice(0, first)];
}

function compareAll(trace: Trace, a: readonly number[], b: readonly number[]): number {
  for (const [i, site] of a.entries()) {
    const by = comparePlaces(trace, site, b[i] ?? NONE);
    if (by !== 0) return by;
  }
  return 0;
}

/** What has no place comes last. */
function comparePlaces(trace: Trace, a: number, b: number): number {
  const [x, y] = [trace.site(a), trace.site(b)];
  if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
  const [file, other] = [trace.files[x.file]?.path ?? '', trace.files[y.file]?.path ?? ''];
  return file < other ? -1 : file > other ? 1 : x.line - y.line || x.column - y.column;
}
