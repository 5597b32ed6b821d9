/**
 * Race coverage (detection.md F19, §3.9): a use that a flag guards (`if (!ready) return`) is safe when the flag is set in one step with what the use needs.
 * The race is then on the flag, and a program that tests the flag handles both outcomes of it.
 */
import { RowLists } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { ACCESS_RMW, FLAG_TESTED, MORE_ASSERTED, MORE_CAUGHT } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import { ACCESS_IS_WRITE, type Trace } from '../../model/trace.ts';
import { accessesAtSites } from './accessIndex.ts';
import { atomOf, decidesBranch } from './accesses.ts';
import { causeOf, isWithin, segmentBehind } from '../lineage.ts';
import type { Order } from '../order/order.ts';
import { bySites, remembered } from '../remembered.ts';

/** Writes of a flag that are looked at. */
const WRITE_LIMIT = 64;

/** So many accesses of a step on each side of one are near it. */
const NEAR = 1024;
/** What so many accesses of a step set is found again as quickly as it would be looked up. */
const FEW = 64;
/** A callback is followed back so many steps. */
const MAX_BEHIND = 8;

export class Coverage {
  readonly #trace: Trace;
  /** Accesses of each callback run, which is called by its first segment. */
  #steps: RowLists | undefined;
  #writes: RowLists | undefined;
  /** What callback runs with many accesses set. */
  readonly #set = new Map<number, ReadonlySet<number>>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Accesses of the callback run in which an access was made, in the order of their rows. */
  accessesOfStep(access: number): readonly number[] {
    const { accesses, segments } = this.#trace;
    return this.accessesAt(segments.atom.at(accesses.segment.at(access)));
  }

  /** Those of its step that stand near an access: some steps have millions. */
  accessesNear(access: number): readonly number[] {
    const rows = this.accessesOfStep(access);
    if (rows.length <= 2 * NEAR) return rows;
    const at = firstWhere(0, rows.length, (i) => (rows[i] as number) >= access);
    return rows.slice(Math.max(0, at - NEAR), at + NEAR);
  }

  /** Accesses of a callback run that is called by its first segment. */
  accessesAt(atom: number): readonly number[] {
    const { accesses, segments } = this.#trace;
    this.#steps ??= new RowLists(segments.length, accesses.length, (row) => atomOf(this.#trace, row));
    return this.#steps.of(atom);
  }

  /** Writes of a location, in the order of their rows. */
  writesOf(location: number): readonly number[] {
    const { accesses: a, locations } = this.#trace;
    this.#writes ??= new RowLists(locations.length, a.length, (row) => (a.write.at(row) === ACCESS_IS_WRITE ? a.location.at(row) : NONE));
    return this.#writes.of(location);
  }

  /** Does the task test, in the step of `read` and before it, another location that the step of `write` set? */
  isCovered(write: number, read: number): boolean {
    const set = this.setWith(write);
    if (set.size < 2) return false;
    return this.#testsBefore(read).some((row) => set.has(this.#trace.accesses.location.at(row)));
  }

  /**
   * Has it tested one since `write`, in the step that its callback was set going in (`if (!this.admin) return; this.admin.list(() => this.main.use())`), or in one behind that? Or has a helper that
   * it waited for (`await this.ready()`, which asks again and again)?
   */
  isCoveredBehind(write: number, read: number): boolean {
    const trace = this.#trace;
    const { accesses: a, segments: s } = trace;
    const set = this.setWith(write);
    if (set.size < 2) return false;
    const isTest = (row: number): boolean =>
      a.write.at(row) === 0 && a.position.at(row) > a.position.at(write) && set.has(a.location.at(row)) && decidesBranch(trace, row);
    const isAmong = (segment: number, isOwn: (row: number) => boolean): boolean =>
      this.accessesAt(s.atom.at(segment))
        .slice(-NEAR)
        .some((row) => isTest(row) && isOwn(row));
    let at = segmentBehind(trace, a.segment.at(read));
    for (let step = 0; at !== NONE && step < MAX_BEHIND; step++, at = segmentBehind(trace, at)) {
      if (isAmong(at, () => true)) return true;
    }
    const user = a.activation.at(read);
    at = user === NONE ? NONE : atomOf(trace, read);
    for (let step = 0; at > a.segment.at(write) && step < MAX_BEHIND; step++) {
      const task = s.task.at(at);
      at = task === NONE ? NONE : causeOf(trace, task, at);
      if (at !== NONE && isAmong(at, (row) => isWithin(trace, a.activation.at(row), user))) return true;
    }
    return false;
  }

  /** Has a test found, behind the write and before the read, what another location holds since the step of the write (`expect(closed).to.equal(2)`)? */
  isAsserted(order: Order, write: number, read: number): boolean {
    const trace = this.#trace;
    const { accesses: a } = trace;
    const asserted = accessesAtSites(trace, assertedSites(trace));
    if (asserted.length === 0) return false;
    const set = this.setWith(write);
    const isFound = (row: number): boolean =>
      set.has(a.location.at(row)) && a.location.at(row) !== a.location.at(write) && a.position.at(row) > a.position.at(write);
    return asserted.some((row) => isFound(row) && order.isOrdered(a.segment.at(row), a.segment.at(read)));
  }

  /** The locations that are set in the step of an access. */
  setWith(access: number): ReadonlySet<number> {
    const { write: kind, location } = this.#trace.accesses;
    const atom = atomOf(this.#trace, access);
    const known = this.#set.get(atom);
    if (known !== undefined) return known;
    const rows = this.accessesAt(atom);
    const set = new Set(rows.flatMap((row) => (kind.at(row) === ACCESS_IS_WRITE ? [location.at(row)] : [])));
    if (rows.length > FEW) this.#set.set(atom, set);
    return set;
  }

  /** Does it test one there that is only ever set after `write`, in every order; or that counts what comes after it? */
  isCoveredLater(order: Order, write: number, read: number): boolean {
    const a = this.#trace.accesses;
    const segment = a.segment.at(write);
    return this.#testsBefore(read).some((row) => {
      const sets = this.writesOf(a.location.at(row));
      if (sets.length === 0 || sets.length > WRITE_LIMIT) return false;
      return sets.every((set) => order.isOrdered(segment, a.segment.at(set))) || this.#isLastOf(order, segment, row, sets);
    });
  }

  /**
   * `if (--open > 0) return;`: the look that decides is the last of a count, and one of those who counted and looked there before comes after the write. Had that been missing, the look would have
   * said so.
   */
  #isLastOf(order: Order, segment: number, look: number, counts: readonly number[]): boolean {
    const { accesses: a } = this.#trace;
    if (!counts.every((row) => a.how.at(row) === ACCESS_RMW)) return false;
    const last = counts.reduce((newest, row) => (a.position.at(row) > a.position.at(newest) ? row : newest));
    if (atomOf(this.#trace, last) !== atomOf(this.#trace, look)) return false;
    const hasLooked = (row: number): boolean => this.accessesOfStep(row).some((other) => a.site.at(other) === a.site.at(look));
    return counts.some((row) => {
      const isOther = atomOf(this.#trace, row) !== atomOf(this.#trace, last);
      return isOther && order.isOrdered(segment, a.segment.at(row)) && hasLooked(row);
    });
  }

  /** The reads of other locations, and the counts (`if (--left === 0)`), that decide something in the step of a read, before it, or where its call began (`if (!this.isOpen) await this.opening`). */
  #testsBefore(read: number): number[] {
    const { accesses: a, activations, segments } = this.#trace;
    const own = a.activation.at(read);
    const start = own === NONE ? NONE : segments.atom.at(activations.startSegment.at(own));
    const atStart = own === NONE || start === atomOf(this.#trace, read) ? [] : this.accessesAt(start);
    return [...atStart.filter((row) => a.activation.at(row) === own), ...this.accessesOfStep(read)].filter(
      (row) =>
        (a.write.at(row) === 0 ? decidesBranch(this.#trace, row) : isTested(this.#trace, row)) &&
        a.location.at(row) !== a.location.at(read) &&
        a.position.at(row) < a.position.at(read),
    );
  }
}

/** Of what is caught it is asked that it fails, and not what stands there. */
const assertedSites = remembered(bySites, ({ sites }) =>
  sites.flatMap(({ more = 0 }, site) => ((more & (MORE_ASSERTED | MORE_CAUGHT)) === MORE_ASSERTED ? [site] : [])),
);

function isTested(trace: Trace, write: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(write), FLAG_TESTED);
}
