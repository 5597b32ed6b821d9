/** What looks at a whole collection search for: a call that searches for something else has nothing to do with the look of this one. */
import type { Trace } from '../../../model/trace.ts';
import { addTo, addToSet } from '../../../base/lists.ts';
import { ANY_ENTRY, MORE_CUTS, MORE_LOOKS_ASIDE, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { callBehind, callersUpFrom } from '../../lineage.ts';
import { firstFrom } from '../../shared/accesses.ts';
import type { Split } from './atomicityDraft.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';

/** `if (!open.includes(task)) return; …; open.splice(open.indexOf(task), 1)`: the other one searched for another element. */
export function isForAnother(trace: Trace, split: Split, other: number): boolean {
  const searched = soughtBy(trace, split.read, trace.accesses.position.at(split.write));
  if (!searched) return isOfEntry(split) && !haveSeenSame(trace, split, other);
  const others = soughtBefore(trace, split, other).filter(({ by }) => by === searched.by);
  return others.length > 0 ? others.every(({ value }) => value !== searched.value) : isOfEntry(split);
}

/** `const name = idle[0]; …; idle = idle.filter((one) => one !== name)` by two calls that have looked at the same list: the first of it is the same to both, and both go on with it. */
function haveSeenSame(trace: Trace, { read, write }: Split, other: number): boolean {
  const { accesses: a } = trace;
  if (a.site.at(other) !== a.site.at(write) || !trace.hasMore(a.site.at(write), MORE_CUTS)) return false;
  const [look, taken] = [a.position.at(read), a.position.at(other)];
  if (taken < look || taken > a.position.at(write)) return false;
  const rows = accessesOfLocation(trace, a.location.at(write));
  const isLook = (row: number): boolean => a.site.at(row) === a.site.at(read) && a.activation.at(row) === a.activation.at(other);
  const theirs = rows.slice(0, firstFrom(trace, rows, taken)).findLast(isLook);
  if (theirs === undefined) return false;
  const [from, to] = [look, a.position.at(theirs)].sort((x, y) => x - y) as [number, number];
  return rows.slice(firstFrom(trace, rows, from), firstFrom(trace, rows, to)).every((row) => a.write.at(row) === 0);
}

/** `if (held[seat]) return; …; held = { ...held, [seat]: who }`: of all that is there only that entry. */
function isOfEntry({ parts = [] }: Split): boolean {
  return parts.length > 0 && parts.every((part) => part === ANY_ENTRY);
}

/** Whether the value that the look gave is what it searched for. */
export function isSearching(trace: Trace, read: number): boolean {
  const site = trace.accesses.site.at(read);
  return (
    searchesOf(trace)
      .told.get(site)
      ?.some(({ at }) => at === site) === true
  );
}

interface Sought {
  readonly value: number;
  /** Of the elements, the properties that are compared. */
  readonly by: string;
}

/** What is searched for in what a look gave: it is told by the look, or, where that was made by a helper or a caller, by the search, before `end`. */
function soughtBy(trace: Trace, read: number, end: number): Sought | undefined {
  const { accesses: a } = trace;
  const { told, byCaller } = searchesOf(trace);
  const links = told.get(a.site.at(read)) ?? [];
  const own = links.find(({ at }) => at === a.site.at(read));
  if (own) return a.value.at(read) === VALUE_UNKNOWN ? undefined : { value: a.value.at(read), by: own.by };
  for (const caller of links.length > 0 ? callersOf(trace, read).slice(0, MAX_CALLERS) : []) {
    const rows = byCaller.get(caller) ?? [];
    const from = firstFrom(trace, rows, a.position.at(read));
    // A loop tells it before it asks for the list.
    for (const row of [...rows.slice(from, firstFrom(trace, rows, end)), ...rows.slice(Math.max(0, from - 1), from)]) {
      const link = links.find(({ at }) => at === a.site.at(row));
      if (link && a.value.at(row) !== VALUE_UNKNOWN) return { value: a.value.at(row), by: link.by };
    }
  }
  return undefined;
}

/** What the call that wrote had searched for there, itself or by those that it has called or was called by, up to whoever called both. */
function soughtBefore(trace: Trace, { read, write }: Split, other: number): Sought[] {
  const { accesses: a } = trace;
  const shared = new Set([read, write].flatMap((own) => callersOf(trace, own)));
  const own = callersOf(trace, other).filter((caller) => !shared.has(caller));
  const end = a.position.at(other);
  const looks = own.flatMap((caller) => {
    const rows = searchesOf(trace).byCaller.get(caller) ?? [];
    const last = firstFrom(trace, rows, end);
    return rows.slice(Math.max(0, last - MAX_LOOKS), last);
  });
  return looks.flatMap((row) => (a.location.at(row) === a.location.at(read) ? (soughtBy(trace, row, end) ?? []) : []));
}

/** Those within which an access is made; a callback that is no call of its own, of a timer in a promise, is within what gave it away. */
function callersOf(trace: Trace, access: number): number[] {
  return callersUpFrom(trace, callBehind(trace, access));
}

/** As many looks of one call, before it wrote, are compared. */
const MAX_LOOKS = 64;
/** A look may be in a helper of a helper. */
const MAX_CALLERS = 3;

const searchesOf = remembered(byEvents, (trace) => {
  const { links } = trace;
  /** By the site of a look, where it is told what is searched for in what it gave. */
  const told = new Map<number, { readonly at: number; readonly by: string }[]>();
  for (const { kind, read, write, by = '' } of links) if (kind === 'sought') addTo(told, read, { at: write, by });
  const sites = new Set([...told].flatMap(([read, links]) => [read, ...links.map(({ at }) => at)]));
  /** By the calls that these are within, the nearest ones, in the order of the run. */
  const byCaller = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, sites)) {
    for (const caller of callersOf(trace, row).slice(0, MAX_CALLERS)) addTo(byCaller, caller, row);
  }
  return { told, byCaller };
});

/** The step of the write has looked for what other places store, and not for what a second such write does. */
export function isLookedFor(trace: Trace, { write }: Split, other: number): boolean {
  const { site } = trace.accesses;
  return trace.hasMore(site.at(write), MORE_LOOKS_ASIDE) && site.at(other) !== site.at(write);
}

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
