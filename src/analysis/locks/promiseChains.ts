/**
 * Hand-written queues of promises (detection.md §4.3, P1 and P4): a variable, property or map entry that holds the promise of whoever is last. Each task takes what is there and puts its
 * own promise in its place in one step, and does its work when the one before has settled. Where a promise stays for ever, the order of its reactions says all; this is about those that are
 * removed when nobody waits any more, so that tasks which never met look unordered.
 *
 * Believed of the code of one place when tasks did meet there, and each time the later one's work began after the earlier one's had ended.
 */
import { RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import { ACCESS_DELETE, LOCATION_ENTRY, VALUE_OBJECT, VALUE_PROMISE } from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';
import { objectOf, type LocationAccesses } from '../shared/accesses.ts';
import { isFalsy } from './handLocks.ts';

/** One task's place in a queue. */
interface Entry {
  readonly location: number;
  readonly site: number;
  readonly segment: number;
  readonly ns: number;
  /** What it runs when it is its turn. */
  readonly work: readonly number[];
}

export interface PromiseChains {
  /** Do the two activations belong to the work of two different entries of one queue? */
  isApart(a: number, b: number): boolean;
  /** Do they belong to the work of two queues that one collection holds, each under a key of its own? */
  isOtherKey(a: number, b: number): boolean;
}

const MAX_CALLERS = 16;

export function findPromiseChains(trace: Trace, groups: readonly LocationAccesses[]): PromiseChains {
  const candidates = groups.filter((group) => holdsPromises(trace, group));
  const entryOf = new Map<number, Entry>();
  const work = candidates.length > 0 ? workBySegment(trace) : undefined;
  let keys: Keys | undefined;
  if (work !== undefined) {
    const lines = candidates.map((group) => entriesOf(trace, group, work));
    const untrusted = new Set<number>();
    const shown = new Set<number>();
    for (const entries of lines) for (const [i, entry] of entries.entries()) judge(trace, entries[i - 1], entry, shown, untrusted);
    for (const entry of lines.flat()) {
      if (shown.has(entry.site) && !untrusted.has(entry.site)) for (const activation of entry.work) entryOf.set(activation, entry);
    }
  }
  const find = (activation: number): Entry | undefined => {
    for (let a = activation, steps = 0; a !== NONE && steps < MAX_CALLERS; a = trace.activations.parent.at(a), steps++) {
      const entry = entryOf.get(a);
      if (entry !== undefined) return entry;
    }
    return undefined;
  };
  return {
    isApart: (a, b) => {
      const [one, other] = [find(a), find(b)];
      return one !== undefined && other !== undefined && one !== other && one.location === other.location;
    },
    isOtherKey: (a, b) => work !== undefined && (keys ??= new Keys(trace, groups, work)).areOthers(a, b),
  };
}

/** Work that waits in a queue under a key. What only one task has ever had under its key is not recorded, but its work was begun by the same code. */
class Keys {
  readonly #trace: Trace;
  readonly #locations = new Map<number, number>();
  readonly #begun = new Set<number>();

  constructor(trace: Trace, groups: readonly LocationAccesses[], work: RowLists) {
    this.#trace = trace;
    const isKey = ({ location, writes }: LocationAccesses): boolean =>
      trace.locations.kind.at(location) === LOCATION_ENTRY && holdsPromises(trace, { writes, least: 1 });
    for (const entry of groups.filter(isKey).flatMap((group) => entriesOf(trace, group, work))) {
      for (const activation of entry.work) {
        this.#locations.set(activation, entry.location);
        this.#begun.add(this.#beginning(activation));
      }
    }
    this.#begun.delete(NONE);
  }

  areOthers(a: number, b: number): boolean {
    const [one, other] = [this.#find(a), this.#find(b)];
    if (one === undefined || other === undefined || one.work === other.work) return false;
    if (one.location === NONE || other.location === NONE) return true;
    return one.location !== other.location && objectOf(this.#trace, one.location) === objectOf(this.#trace, other.location);
  }

  /** Where the reaction was attached that began it. */
  #beginning(activation: number): number {
    const { activations: acts, segments, tasks } = this.#trace;
    const task = segments.task.at(acts.startSegment.at(activation));
    return task === NONE ? NONE : tasks.site.at(task);
  }

  #find(activation: number): { readonly work: number; readonly location: number } | undefined {
    for (let work = activation, steps = 0; work !== NONE && steps < MAX_CALLERS; work = this.#trace.activations.parent.at(work), steps++) {
      const location = this.#locations.get(work);
      if (location !== undefined || this.#begun.has(this.#beginning(work))) return { work, location: location ?? NONE };
    }
    return undefined;
  }
}

/** All that is ever stored there is promises, or nothing. */
export function holdsPromises(
  trace: Trace,
  { writes, least = 2 }: { readonly writes: readonly number[]; readonly least?: number },
): boolean {
  const { value } = trace.accesses;
  const isKnown = (row: number): boolean => isPromise(value.at(row)) || isFalsy(value.at(row)) || isDelete(trace, row);
  return writes.length >= least && writes.every(isKnown);
}
function isPromise(value: number): boolean {
  const both = VALUE_OBJECT | VALUE_PROMISE;
  return (value & both) === both;
}
/** A promise is put there. */
export function isPromiseWrite(trace: Trace, row: number): boolean {
  return isPromise(trace.accesses.value.at(row)) && !isDelete(trace, row);
}
function isDelete(trace: Trace, row: number): boolean {
  return trace.accesses.how.at(row) === ACCESS_DELETE;
}

/** Segment → activations that were started later by a reaction to a promise, which was attached in that segment. */
export function workBySegment(trace: Trace): RowLists {
  const { activations: acts, segments, tasks } = trace;
  return new RowLists(segments.length, acts.length, (activation) => {
    const started = acts.startSegment.at(activation);
    const task = segments.task.at(started);
    if (task === NONE || !trace.isPromise(task)) return NONE;
    const attached = tasks.initSegment.at(task);
    return attached === started ? NONE : attached;
  });
}

function entriesOf(trace: Trace, group: LocationAccesses, work: RowLists): Entry[] {
  const { accesses: a, segments } = trace;
  const entries: Entry[] = [];
  let read = NONE;
  for (const row of group.rows) {
    if (a.write.at(row) === 0) read = row;
    else if (isPromiseWrite(trace, row)) {
      const segment = a.segment.at(row);
      // Looked at and replaced in one step.
      if (read === NONE || a.segment.at(read) !== segment) continue;
      entries.push({
        location: group.location,
        site: a.site.at(row),
        segment,
        ns: segments.startNs.at(segment),
        work: work.of(segment),
      });
    }
  }
  return entries;
}

function judge(trace: Trace, before: Entry | undefined, entry: Entry, shown: Set<number>, untrusted: Set<number>): void {
  if (before === undefined || before.work.length === 0 || entry.work.length === 0) return;
  const { activations: acts } = trace;
  const ends = before.work.map((activation) =>
    acts.endSegment.at(activation) === NONE ? Number.POSITIVE_INFINITY : acts.endNs.at(activation),
  );
  const ended = Math.max(...ends);
  if (!(ended > entry.ns)) return;
  const began = Math.min(...entry.work.map((activation) => acts.startNs.at(activation)));
  if (began >= ended) shown.add(entry.site);
  else untrusted.add(entry.site);
}
