/**
 * What runs only as a listener, or is only called by what does: nobody runs it before the listener is added. `connect().then(() => bus.on('order', onOrder))`: whatever `onOrder` does comes
 * after what `connect` set, though no task leads from the one to the other. Functions of several files are joined by their names; one that is also called elsewhere, or that is
 * handed over to something else, may run any time.
 */
import { addTo, RowLists } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { HandedRow, Trace } from '../../model/trace.ts';
import { callBehind, callersUpFrom } from '../lineage.ts';
import { lastName } from '../names.ts';
import { type LocationAccesses, objectOf } from '../shared/accesses.ts';
import { isFromOutside, rootOf } from '../roots.ts';
import type { AskedSince } from './askedSince.ts';
import type { Order } from './order.ts';

/** Functions that are followed from a use up to the listener. */
const MAX_DEPTH = 6;

/** What was done in a thread, where in its stream. */
interface Step {
  readonly thread: number;
  readonly segment: number;
  readonly position: number;
  /** Of what it is a part of: where that was used first. What was added earlier listens for another object. */
  readonly since?: number;
}

export class HandedOver {
  readonly #trace: Trace;
  readonly #order: Order;
  readonly #asked: () => AskedSince;
  readonly #beside: (location: number) => readonly LocationAccesses[];
  readonly #byFunction = new Map<number, HandedRow[]>();
  readonly #byName = new Map<string, HandedRow[]>();
  #calls: Map<string, number[]> | undefined;
  /** Calls of each function. */
  #runs: RowLists | undefined;
  /** Object → where it was used first. */
  readonly #firstUses = new Map<string, number>();

  /** `beside`: the locations of the object that a location is a part of. */
  constructor(trace: Trace, order: Order, beside: (location: number) => readonly LocationAccesses[], asked: () => AskedSince) {
    this.#asked = asked;
    this.#trace = trace;
    this.#order = order;
    this.#beside = beside;
    for (const row of trace.handedOver) {
      if (row.fn !== NONE) addTo(this.#byFunction, row.fn, row);
      else addTo(this.#byName, lastName(row.name), row);
    }
  }

  /** Is the second access made in a function that nobody could run before the first one? */
  isAfter(first: number, second: number): boolean {
    if (this.#trace.additions.size === 0) return false;
    const since = this.#firstUseOf(this.#trace.accesses.location.at(first));
    const user = { ...this.#step(second), since };
    return (
      this.#isLate(this.#trace.functionAt(this.#trace.accesses.site.at(second)), this.#step(first), user, []) ||
      this.#isHeardLate(callBehind(this.#trace, second), this.#step(first), user)
    );
  }

  /** The call that made it is, or was made by, one of a listener: whoever else calls the function that both share, this call of it came by that listener. */
  #isHeardLate(call: number, first: Step, second: Step): boolean {
    return callersUpFrom(this.#trace, call).some((caller) => {
      const own = this.#byFunction.get(this.#trace.activations.fn.at(caller)) ?? [];
      return own.length > 0 && own.every((handed) => this.#areAddedLate(handed, first, second) === true);
    });
  }

  /** Where the object that a location is a part of was used first; 0 of a variable. */
  #firstUseOf(location: number): number {
    const { accesses: a, locations } = this.#trace;
    if (locations.object.at(location) === 0) return 0;
    const key = objectOf(this.#trace, location);
    let first = this.#firstUses.get(key);
    if (first === undefined) {
      first = Infinity;
      for (const { rows } of this.#beside(location)) first = Math.min(first, a.position.at(rows[0] as number));
      this.#firstUses.set(key, first);
    }
    return first;
  }

  #step(access: number): Step {
    const { accesses: a, segments: s } = this.#trace;
    const segment = a.segment.at(access);
    return { thread: s.thread.at(segment), segment, position: a.position.at(access) };
  }

  /** `seen`: functions that call the one that is asked about; one that comes again adds nothing. */
  #isLate(fn: number, first: Step, second: Step, seen: readonly number[]): boolean {
    const row = this.#trace.functions[fn];
    if (row === undefined || row.parentFunction === NONE || seen.length >= MAX_DEPTH) return false;
    const around = [...seen, fn];
    const isLateIn = (other: number): boolean => seen.includes(other) || other === fn || this.#isLate(other, first, second, around);
    // `request.on('answer', (answer) => answer.on('data', (part) => …))`: what adds it may run at a time that is not ordered, but not before it is added itself.
    const isAddedLate = (handed: HandedRow): boolean => this.#areAddedLate(handed, first, second) === true;
    const isLate = (handed: HandedRow): boolean => isAddedLate(handed) || isLateIn(handed.in);
    const own = this.#byFunction.get(fn);
    if (own !== undefined) return own.every(isLate) && own.some((handed) => isAddedLate(handed) || !around.includes(handed.in));
    if (isLateIn(row.parentFunction)) return true;
    const name = lastName(row.name);
    if (name === '') return false;
    const [byName, calls] = [this.#byName.get(name) ?? [], this.#callsOf(name)];
    return byName.length + calls.length > 0 && byName.every(isLate) && calls.every((site) => isLateIn(this.#trace.functionAt(site)));
  }

  /** Undefined where the call adds no listener that is told of, or has added none. */
  #areAddedLate(handed: HandedRow, first: Step, second: Step): boolean | undefined {
    const steps = handed.site === NONE ? undefined : this.#trace.additions.get(handed.site);
    const before = steps?.filter(
      ({ thread, position }) => thread === second.thread && position < second.position && position >= (second.since ?? 0),
    );
    if (before === undefined || before.length === 0) return undefined;
    const { atom } = this.#trace.segments;
    const own = before.slice(this.#heardBefore(handed.fn, steps ?? [], second));
    // What was done in the callback that adds the listener, before or after, is done when the next callback begins.
    const isLater = atom.at(second.segment) !== atom.at(first.segment);
    return own.every((step) => {
      if (isLater && atom.at(step.segment) === atom.at(first.segment)) return true;
      if (step.segment === first.segment) return step.position > first.position;
      return this.#order.isOrdered(first.segment, step.segment) || this.#isOfOwnRequest(first.segment, step.segment);
    });
  }

  /**
   * `line.on('close', () => reopen())` for each line: where no listener is called twice, the third call needs a third one, and comes after whatever comes before all but two of them. How many of
   * those before it may be left out; 0 where one listens for more than one event.
   */
  #heardBefore(fn: number, additions: readonly Step[], { segment, thread }: Step): number {
    if (fn === NONE) return 0;
    const { activations: acts, segments } = this.#trace;
    this.#runs ??= new RowLists(this.#trace.functions.length, acts.length, (activation) => acts.fn.at(activation));
    const runs = this.#runs.of(fn).filter((run) => segments.thread.at(acts.startSegment.at(run)) === thread);
    if (runs.length > additions.filter((step) => step.thread === thread).length) return 0;
    return Math.max(0, runs.filter((run) => acts.startSegment.at(run) <= segment).length - 1);
  }

  /** In the handler of a request which the program itself may have made since, as in tests. */
  #isOfOwnRequest(first: number, step: number): boolean {
    return isFromOutside(this.#trace, rootOf(this.#trace, step)) && this.#asked().hasRequest(first, step);
  }

  #callsOf(name: string): readonly number[] {
    if (this.#calls === undefined) {
      this.#calls = new Map();
      for (const [site, { kind, text }] of this.#trace.sites.entries()) {
        if (kind === 'call' || kind === 'new') addTo(this.#calls, lastName(text), site);
      }
    }
    return this.#calls.get(name) ?? [];
  }
}
