/** Lists in which something was put when a promise was made, by a function that its executor called: whoever settles it takes it out of there. */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { lastName } from '../names.ts';
import { byEvents, remembered } from '../remembered.ts';
import { callsNamed, sitesNamed } from '../siteIndex.ts';
import { accessesAtSites } from '../shared/accessIndex.ts';

export interface Kept {
  /** Where it was put there, and where it is taken out. */
  readonly put: number;
  readonly taken: number;
}

const PUTS = /\.push$/;
const TAKES = ['shift', 'pop'];

/** Segment → what was put at the end of a list there. AccessIndex. */
const putIn = remembered(byEvents, (trace: Trace) => {
  const { accesses: a, segments } = trace;
  const isPut = (row: number): boolean => a.write.at(row) !== 0 && PUTS.test(trace.site(a.site.at(row))?.text ?? '');
  return new RowLists(segments.length, a.length, (row) => (isPut(row) ? a.segment.at(row) : NONE));
});

/** Location → the last time that something was taken out of the list there. AccessIndex. */
const lastTaken = remembered(byEvents, (trace: Trace): ReadonlyMap<number, number> => {
  const { accesses: a } = trace;
  const found = new Map<number, number>();
  const takes = TAKES.flatMap((name) => sitesNamed(trace, name));
  for (const row of accessesAtSites(trace, takes)) {
    if (a.write.at(row) === 0) continue;
    const known = found.get(a.location.at(row)) ?? NONE;
    if (known === NONE || a.segment.at(known) <= a.segment.at(row)) found.set(a.location.at(row), row);
  }
  return found;
});

/** The one list of that step, out of which nothing was taken since, and which one other function of its file takes things out of. Undefined where it is not one. */
export function keptFor(trace: Trace, promise: number): Kept | undefined {
  const { accesses: a, tasks } = trace;
  const made = tasks.site.at(promise);
  if (trace.site(made)?.kind !== 'new') return undefined;
  const segment = tasks.initSegment.at(promise);
  const rows = [...putIn(trace).of(segment)];
  const sites = new Set(rows.map((row) => a.site.at(row)));
  const [put = NONE] = sites;
  const takenIn = (row: number): number => (row === NONE ? NONE : a.segment.at(row));
  if (rows.some((row) => takenIn(lastTaken(trace).get(a.location.at(row)) ?? NONE) >= segment)) return undefined;
  if (sites.size !== 1 || trace.functionAt(put) === trace.functionAt(made)) return undefined;
  return lineOf(trace, put);
}

/** What is put at the end of a list there is taken out of it one after the other, by one other function of its file. Undefined where it is not one. */
export function lineOf(trace: Trace, put: number): Kept | undefined {
  const at = trace.site(put);
  if (at === undefined || !PUTS.test(at.text)) return undefined;
  const list = at.text.replace(PUTS, '');
  const isTaken = (site: number): boolean => {
    const row = trace.site(site);
    return row?.file === at.file && row.text === `${list}.${lastName(row.text)}` && row.function !== at.function;
  };
  const taken = TAKES.flatMap((name) => callsNamed(trace, name)).filter((site) => isTaken(site));
  return taken.length === 1 ? { put, taken: taken[0] as number } : undefined;
}

/** The function call that last took something out of the list in which the promise waits, where it is the function that does so; NONE. */
export function takerOf(trace: Trace, promise: number, { put, taken }: Kept): number {
  const { accesses: a, tasks } = trace;
  const row = [...putIn(trace).of(tasks.initSegment.at(promise))].find((r) => a.site.at(r) === put);
  const last = row === undefined ? NONE : (lastTaken(trace).get(a.location.at(row)) ?? NONE);
  const isTaker = last !== NONE && trace.functionAt(a.site.at(last)) === trace.functionAt(taken);
  return isTaker ? a.activation.at(last) : NONE;
}
