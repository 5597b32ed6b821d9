/** What looks at a whole collection search for: a call that searches for something else has nothing to do with the look of this one. */
import type { Trace } from '../../../model/trace.ts';
import { addTo, addToSet } from '../../../base/lists.ts';
import { ANY_ENTRY, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { callersUpFrom } from '../../lineage.ts';
import { firstFrom } from '../../shared/accesses.ts';
import type { Split } from './atomicityDraft.ts';

/** `if (!open.includes(task)) return; …; open.splice(open.indexOf(task), 1)`: the other one searched for another element. */
export function isForAnother(trace: Trace, split: Split, other: number): boolean {
  const searched = soughtBy(trace, split.read);
  if (searched === VALUE_UNKNOWN) return isOfEntry(split);
  const others = soughtBefore(trace, split, other);
  return others.length > 0 ? !others.includes(searched) : isOfEntry(split);
}

/** `if (held[seat]) return; …; held = { ...held, [seat]: who }`: of all that is there only that entry. */
function isOfEntry({ parts = [] }: Split): boolean {
  return parts.length > 0 && parts.every((part) => part === ANY_ENTRY);
}

/** Whether the value that the look gave is what it searched for. */
export function isSearching(trace: Trace, read: number): boolean {
  return searchesOf(trace).sites.has(trace.accesses.site.at(read));
}

function soughtBy(trace: Trace, read: number): number {
  return isSearching(trace, read) ? trace.accesses.value.at(read) : VALUE_UNKNOWN;
}

/** What the call that wrote had searched for there, itself or by those that it has called or was called by, up to whoever called both. */
function soughtBefore(trace: Trace, { read, write }: Split, other: number): number[] {
  const { accesses: a } = trace;
  const shared = new Set([a.activation.at(read), a.activation.at(write)].flatMap((own) => callersUpFrom(trace, own)));
  const own = callersUpFrom(trace, a.activation.at(other)).filter((caller) => !shared.has(caller));
  const looks = own.flatMap((caller) => {
    const rows = searchesOf(trace).byCaller.get(caller) ?? [];
    const end = firstFrom(trace, rows, a.position.at(other));
    return rows.slice(Math.max(0, end - MAX_LOOKS), end);
  });
  const { sites } = searchesOf(trace);
  const by = sites.get(a.site.at(read));
  return looks
    .filter((row) => a.location.at(row) === a.location.at(read) && sites.get(a.site.at(row)) === by)
    .map((row) => a.value.at(row));
}

/** As many looks of one call, before it wrote, are compared. */
const MAX_LOOKS = 64;
/** A look may be in a helper of a helper. */
const MAX_CALLERS = 3;

const searchesOf = remembered(byEvents, (trace) => {
  const { accesses: a } = trace;
  const sites = new Map(trace.links.flatMap(({ kind, read, by = '' }) => (kind === 'sought' ? [[read, by] as const] : [])));
  /** By the calls that a look is within, the nearest ones, in the order of the run. */
  const byCaller = new Map<number, number[]>();
  for (let row = 0; row < a.length && sites.size > 0; row++) {
    if (!sites.has(a.site.at(row)) || a.value.at(row) === VALUE_UNKNOWN) continue;
    for (const caller of callersUpFrom(trace, a.activation.at(row)).slice(0, MAX_CALLERS)) addTo(byCaller, caller, row);
  }
  return { sites, byCaller };
});

/** What the other one adds, the search does not take. */
export function isUntaken(trace: Trace, { read }: Split, other: number): boolean {
  const { site } = trace.accesses;
  return untakenOf(trace).get(site.at(read))?.has(site.at(other)) === true;
}

/** Sites of searches → those of what adds something else. */
const untakenOf = remembered(byEvents, ({ links }) => {
  const found = new Map<number, Set<number>>();
  for (const { read, write, kind } of links) if (kind === 'untaken') addToSet(found, read, write);
  return found;
});
