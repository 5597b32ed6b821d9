/**
 * Objects that one piece of work has for itself for a while: taken out of a collection and put back (`const connection = idle.pop(); …; idle.push(connection)`), or lent by a pool of a library.
 * Whoever uses such an object has it, and nobody else can have it meanwhile: exclusion, never order.
 */
import { addTo } from '../../base/lists.ts';
import { firstWhere } from '../../base/search.ts';
import { ACCESS_DELETE, LOCATION_ENTRY, LOCATION_WHOLE, VALUE_OBJECT, VALUE_PROMISE, VALUE_TRUE } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import type { Order } from '../order/order.ts';
import { atomOf, type LocationAccesses, objectOf, PUTS, TAKES } from '../shared/accesses.ts';
import { releaseOf } from './lockOrder.ts';

/** An object whose parts have more accesses than this, or that this many others could own, is not looked at. */
const MAX_ROWS = 256;
const MAX_OWNERS = 64;

/** A stretch of one thread's stream in which one piece of work had the object; the segments in which it was taken and put back are NONE where it was made for that work, or never put back. */
interface Loan {
  readonly from: number;
  readonly to: number;
  readonly taken: number;
  readonly putBack: number;
}

/** The loans of one object by one collection or pool, in the order in which they were made. */
interface Lent {
  readonly lender: string;
  readonly loans: readonly Loan[];
}

/** An object is put into a collection, or taken out of it. */
interface Move {
  readonly row: number;
  readonly isPut: boolean;
}

export class Lending {
  readonly #trace: Trace;
  readonly #order: Order;
  readonly #groups: readonly LocationAccesses[];
  /** By object. */
  readonly #lent: ReadonlyMap<string, readonly Lent[]>;
  /** Lender → how many objects it ever had. */
  readonly #stock: ReadonlyMap<string, number>;
  readonly #owners = new Map<string, string | undefined>();
  #rowsByObject: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(trace: Trace, order: Order, groups: readonly LocationAccesses[]) {
    this.#trace = trace;
    this.#order = order;
    this.#groups = groups;
    ({ lent: this.#lent, stock: this.#stock } = findLent(trace, groups));
  }

  /** Are accesses a and c of a lent object, or of what belongs to it, made in one loan, and access b in another one? */
  isApart(a: number, c: number, b: number): boolean {
    if (this.#lent.size === 0) return false;
    const object = this.#objectOf(a);
    if (object === undefined || this.#objectOf(c) !== object || this.#objectOf(b) !== object) return false;
    const lent = this.#lent.has(object) ? object : this.#ownerOf(object);
    if (lent === undefined) return false;
    return (this.#lent.get(lent) ?? []).some(({ loans }) => {
      const mine = this.#loanOf(loans, a);
      if (mine === undefined || mine !== this.#loanOf(loans, c)) return false;
      const other = this.#loanOf(loans, b);
      return other !== undefined && other !== mine;
    });
  }

  #objectOf(access: number): string | undefined {
    const location = this.#trace.accesses.location.at(access);
    return this.#trace.locations.object.at(location) === 0 ? undefined : objectOf(this.#trace, location);
  }

  /** The loan in which an access is made in every order. */
  #loanOf(loans: readonly Loan[], access: number): Loan | undefined {
    const { accesses } = this.#trace;
    const [at, segment] = [accesses.position.at(access), accesses.segment.at(access)];
    const loan = loans[firstWhere(0, loans.length, (i) => (loans[i] as Loan).to >= at)];
    if (loan === undefined || loan.from > at) return undefined;
    if (loan.taken !== NONE && !this.#order.isOrdered(loan.taken, segment)) return undefined;
    return loan.putBack === NONE || this.#order.isOrdered(segment, loan.putBack) ? loan : undefined;
  }

  /** The lent object that an object is a part of: nobody uses it but who has that one, though others of its kind are lent, too. */
  #ownerOf(object: string): string | undefined {
    if (this.#owners.has(object)) return this.#owners.get(object);
    // So many objects are no pool.
    const owners = this.#lent.size > MAX_OWNERS ? [] : [...this.#lent.keys()];
    const rows = owners.length === 0 ? [] : this.#rowsOf(object);
    const isLent = (row: number, owner: string): boolean =>
      (this.#lent.get(owner) ?? []).some(
        ({ lender, loans }) => (this.#stock.get(lender) ?? 0) > 1 && this.#loanOf(loans, row) !== undefined,
      );
    const [found, ...more] = rows.length > MAX_ROWS ? [] : owners.filter((owner) => rows.every((row) => isLent(row, owner)));
    const owner = more.length === 0 ? found : undefined;
    this.#owners.set(object, owner);
    return owner;
  }

  #rowsOf(object: string): readonly number[] {
    if (this.#rowsByObject === undefined) {
      const byObject = new Map<string, number[]>();
      for (const { location, rows } of this.#groups) {
        if (this.#trace.locations.object.at(location) === 0) continue;
        for (const row of rows) addTo(byObject, objectOf(this.#trace, location), row);
      }
      this.#rowsByObject = byObject;
    }
    return this.#rowsByObject.get(object) ?? [];
  }
}

function findLent(
  trace: Trace,
  groups: readonly LocationAccesses[],
): { readonly lent: ReadonlyMap<string, readonly Lent[]>; readonly stock: ReadonlyMap<string, number> } {
  const lent = new Map<string, Lent[]>();
  const stock = new Map<string, number>();
  const add = (object: string, lender: string, loans: readonly Loan[]): void => {
    stock.set(lender, (stock.get(lender) ?? 0) + 1);
    if (loans.length > 1) addTo(lent, object, { lender, loans });
  };
  for (const [object, lists] of movesOfLists(trace)) {
    for (const [list, moves] of lists) add(object, objectOf(trace, list), loansOf(trace, moves, true));
  }
  for (const { object, lender, moves } of movesOfEntries(trace, groups)) add(object, lender, loansOf(trace, moves, false));
  for (const [object, pools] of requestsByObject(trace)) {
    for (const [pool, requests] of pools) add(object, `pool ${pool}`, loansOfPool(trace, requests));
  }
  return { lent, stock };
}

function addUnder<T>(found: Map<string, Map<number, T[]>>, object: string, lender: number, one: T): void {
  let lenders = found.get(object);
  if (lenders === undefined) found.set(object, (lenders = new Map()));
  addTo(lenders, lender, one);
}

/** Object → list (a location) → how it came and went, in the order in which it did. */
function movesOfLists(trace: Trace): Map<string, Map<number, Move[]>> {
  const { accesses: a, locations } = trace;
  const found = new Map<string, Map<number, Move[]>>();
  const rows = [...trace.moved.keys()].toSorted((x, y) => a.position.at(x) - a.position.at(y) || x - y);
  for (const row of rows) {
    const text = trace.site(a.site.at(row))?.text ?? '';
    const isPut = PUTS.test(text);
    if (!isPut && !TAKES.test(text)) continue;
    const list = a.location.at(row);
    const object = `${locations.thread.at(list)}:${trace.moved.get(row)}`;
    addUnder(found, object, list, { row, isPut });
  }
  return found;
}

/** By these accesses an object came into a list that had it already. */
export function hasTwice(trace: Trace, rows: readonly number[]): boolean {
  const inside = new Set<number>();
  for (const row of rows) {
    const object = trace.moved.get(row);
    if (object === undefined) continue;
    if (!PUTS.test(trace.site(trace.accesses.site.at(row))?.text ?? '')) inside.delete(object);
    else if (inside.has(object)) return true;
    else inside.add(object);
  }
  return false;
}

/** Of Sets by their keys, of Maps by what was stored. */
function movesOfEntries(
  trace: Trace,
  groups: readonly LocationAccesses[],
): { readonly object: string; readonly lender: string; readonly moves: Move[] }[] {
  const { accesses: a, locations: l } = trace;
  const looks = looksAtWhole(trace, groups);
  return groups.flatMap(({ location, rows, writes }) => {
    if (l.kind.at(location) !== LOCATION_ENTRY || writes.length < 2) return [];
    const number = numberOfKey(trace.string(l.key.at(location))) ?? numberStored(trace, writes);
    if (number === undefined) return [];
    const lender = objectOf(trace, location);
    // Who deletes without a look may delete what somebody else has taken.
    const isTake = (row: number): boolean =>
      a.how.at(row) === ACCESS_DELETE &&
      (looks.get(lender)?.has(atomOf(trace, row)) === true ||
        rows.some((r) => a.write.at(r) === 0 && atomOf(trace, r) === atomOf(trace, row)));
    if (writes.some((row) => a.how.at(row) === ACCESS_DELETE && !isTake(row))) return [];
    const moves = writes.map((row) => ({ row, isPut: a.how.at(row) !== ACCESS_DELETE }));
    return [{ object: `${l.thread.at(location)}:${number}`, lender, moves }];
  });
}

/** The number of an object that is a key (preload/runtime/runtimeSlow.ts). */
function numberOfKey(key: string): number | undefined {
  return /^#\d+$/.test(key) ? Number(key.slice(1)) : undefined;
}

/** The one object that is stored in an entry of a Map whenever something is. */
function numberStored({ accesses: a }: Trace, writes: readonly number[]): number | undefined {
  const values = new Set(writes.filter((row) => a.how.at(row) !== ACCESS_DELETE).map((row) => a.value.at(row)));
  const [value = VALUE_TRUE] = values;
  return values.size === 1 && (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0 ? value & ~VALUE_OBJECT : undefined;
}

/** Collection → the callback runs in which somebody went through it. */
function looksAtWhole(trace: Trace, groups: readonly LocationAccesses[]): Map<string, Set<number>> {
  const { accesses: a, locations } = trace;
  const found = new Map<string, Set<number>>();
  for (const { location, rows } of groups) {
    if (locations.kind.at(location) !== LOCATION_WHOLE) continue;
    const atoms = new Set(rows.filter((row) => a.write.at(row) === 0).map((row) => atomOf(trace, row)));
    if (atoms.size > 0) found.set(objectOf(trace, location), atoms);
  }
  return found;
}

/** From each take to the next move, which must be that it is put back. `isSure`: what is taken was there, so the object was put there before, and nobody has it who has not taken it. */
function loansOf({ accesses: a }: Trace, moves: readonly Move[], isSure: boolean): Loan[] {
  const loans: Loan[] = [];
  for (let i = -1; i < moves.length; i++) {
    const [take, next] = [moves[i], moves[i + 1]];
    if (take?.isPut === true || next?.isPut === false || (!isSure && (take === undefined || next === undefined))) continue;
    loans.push({
      from: take === undefined ? 0 : a.position.at(take.row),
      to: next === undefined ? Number.POSITIVE_INFINITY : a.position.at(next.row),
      taken: take === undefined ? NONE : a.segment.at(take.row),
      putBack: next === undefined ? NONE : a.segment.at(next.row),
    });
  }
  return loans;
}

/** Object → pool → the requests that had it. */
function requestsByObject(trace: Trace): Map<string, Map<number, number[]>> {
  const found = new Map<string, Map<number, number[]>>();
  for (const [request, number] of trace.lent) {
    const pool = trace.requests.lock.at(request);
    addUnder(found, `${trace.locks.thread.at(pool)}:${number}`, pool, request);
  }
  return found;
}

function loansOfPool(trace: Trace, requests: readonly number[]): Loan[] {
  const { requestSegment, acquirePosition, releasePosition } = trace.requests;
  return requests
    .map((request) => ({
      from: acquirePosition.at(request),
      to: releasePosition.at(request),
      // The grant may be made by whoever gives the object back: what is before the use in every order is that it was asked for.
      taken: requestSegment.at(request),
      putBack: releaseOf(trace, request).segment,
    }))
    .filter(({ from, to, putBack }) => from <= to && putBack !== NONE)
    .toSorted((x, y) => x.from - y.from);
}
