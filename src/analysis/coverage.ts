/**
 * Race coverage (detection.md F19, §3.9): a use that a flag guards (`if (!ready) return`) is safe when the flag is set in one step with what the use needs.
 * The race is then on the flag, and a program that tests the flag handles both outcomes of it.
 */
import { RowLists } from '../base/lists.ts';
import type { Trace } from '../model/trace.ts';
import { atomOf, decidesBranch } from './accesses.ts';

export class Coverage {
  readonly #trace: Trace;
  /** Accesses of each callback run, which is called by its first segment. */
  #steps: RowLists | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Accesses of the callback run in which an access was made, in the order of their rows. */
  accessesOfStep(access: number): number[] {
    const { accesses, segments } = this.#trace;
    this.#steps ??= new RowLists(segments.length, accesses.length, (row) => atomOf(this.#trace, row));
    return this.#steps.of(atomOf(this.#trace, access));
  }

  /** Does the task test, in the step of `read` and before it, another location that the step of `write` set? */
  isCovered(write: number, read: number): boolean {
    const a = this.#trace.accesses;
    const set = new Set<number>();
    for (const row of this.accessesOfStep(write)) if (a.write.at(row) === 1) set.add(a.location.at(row));
    if (set.size < 2) return false;
    return this.accessesOfStep(read).some(
      (row) =>
        a.write.at(row) === 0 &&
        decidesBranch(this.#trace, row) &&
        a.location.at(row) !== a.location.at(read) &&
        a.position.at(row) < a.position.at(read) &&
        set.has(a.location.at(row)),
    );
  }
}
