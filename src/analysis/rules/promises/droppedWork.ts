/** What a call whose promise is dropped does before that settles: its functions, the callbacks that its promises wait for, and what these have set off. */
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, Trace } from '../../../model/trace.ts';
import { segmentBehind } from '../../lineage.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { readOn } from '../../waiting/readState.ts';
import { calledWithin } from './calls.ts';

/** Promises of one call, and callbacks from the settling of one back to the call. */
const MAX_PROMISES = 512;
const MAX_STEPS = 64;

/** By the promise of a combinator: what it was given. */
export const membersOf = remembered(byEvents, ({ combines }) => new Map(combines.map((c) => [c.result, c.members])));

/** Where something was done. */
interface Done {
  readonly segment: number;
  readonly activation: number;
  readonly site: number;
}

export class DroppedWork {
  readonly #trace: Trace;
  /** The callback that made the call. */
  readonly #step: number;
  /** Its async functions. */
  readonly calls: readonly number[];
  /** And what is called within those. */
  readonly activations: ReadonlyMap<number, number>;
  /** Those whose callbacks are part of it. */
  readonly tasks = new Set<number>();
  /** Places of its promises that were made in the callback itself. */
  readonly #sites = new Set<number>();

  constructor(trace: Trace, { task, segment }: FloatRow) {
    this.#trace = trace;
    this.#step = trace.segments.atom.at(segment);
    const { tasks, activations: acts, suspensions: s } = trace;
    const calls = new Set<number>();
    const promises = new Set([task]);
    // Grows on the way: what each of them waits for.
    for (const promise of promises) {
      const made = promise === NONE ? NONE : tasks.initSegment.at(promise);
      if (!this.#isSince(made) || promises.size > MAX_PROMISES) continue;
      this.tasks.add(promise);
      if (this.#isHere(made)) this.#sites.add(tasks.site.at(promise));
      this.#addSettler(tasks.resolveSegment.at(promise));
      const called = tasks.activation.at(promise);
      if (called !== NONE) calls.add(called);
      for (let at = called === NONE ? NONE : acts.lastSuspension.at(called); at !== NONE; at = s.previous.at(at)) {
        promises.add(s.awaited.at(at));
      }
      for (const next of [tasks.parent.at(promise), readOn(trace).adopted.get(promise) ?? NONE]) promises.add(next);
      for (const member of membersOf(trace).get(promise) ?? []) promises.add(member);
    }
    this.calls = [...calls].sort((x, y) => x - y);
    this.activations = calledWithin(trace, this.calls);
  }

  #isSince(segment: number): boolean {
    return segment !== NONE && this.#trace.segments.atom.at(segment) >= this.#step;
  }

  #isHere(segment: number): boolean {
    return this.#trace.segments.atom.at(segment) === this.#step;
  }

  /** The callback in which one of its promises was settled, and those that led to it, where they come from the call. */
  #addSettler(settled: number): void {
    const { segments: s } = this.#trace;
    const way: number[] = [];
    let at = settled;
    for (let steps = 0; at !== NONE && this.#isSince(at) && !this.#isHere(at) && steps < MAX_STEPS; steps++) {
      way.push(s.task.at(s.atom.at(at)));
      at = segmentBehind(this.#trace, at);
    }
    if (at === NONE || !this.#isHere(at)) return;
    for (const task of way) if (task !== NONE) this.tasks.add(task);
  }

  /** What was done at a place belongs to it. */
  has({ segment, activation, site }: Done): boolean {
    const { segments: s } = this.#trace;
    if (this.activations.has(activation)) return true;
    return this.#isHere(segment) ? site !== NONE && this.#sites.has(site) : this.tasks.has(s.task.at(s.atom.at(segment)));
  }
}
