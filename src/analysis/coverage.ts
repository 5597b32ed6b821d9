/**
 * Race coverage (detection.md F19, §3.9): a use that a flag guards (`if (!ready) return`) is safe when the flag is set in one step with what the use needs.
 * The race is then on the flag, and a program that tests the flag handles both outcomes of it.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';

/** Site flag of a read that decides a branch (wire/sites.ts). */
const FLAG_BRANCH = 1;

export class Coverage {
  readonly #trace: Trace;
  /** Callback run (its first segment) → its first access, and access → the next one of its run. */
  #first: Int32Array | undefined;
  #next: Int32Array = new Int32Array(0);

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Accesses of the callback run in which an access was made, in the order of their rows. */
  accessesOfStep(access: number): number[] {
    this.#first ??= this.#index();
    const rows: number[] = [];
    for (let row = this.#first[this.#atomOf(access)] as number; row !== NONE; row = this.#next[row] as number) rows.push(row);
    return rows;
  }

  #index(): Int32Array {
    const { accesses, segments } = this.#trace;
    const first = new Int32Array(segments.length).fill(NONE);
    this.#next = new Int32Array(accesses.length);
    for (let row = accesses.length - 1; row >= 0; row--) {
      const atom = this.#atomOf(row);
      this.#next[row] = first[atom] as number;
      first[atom] = row;
    }
    return first;
  }

  #atomOf(row: number): number {
    return this.#trace.segments.atom.at(this.#trace.accesses.segment.at(row));
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
        ((this.#trace.site(a.site.at(row))?.flags ?? 0) & FLAG_BRANCH) !== 0 &&
        a.location.at(row) !== a.location.at(read) &&
        a.position.at(row) < a.position.at(read) &&
        set.has(a.location.at(row)),
    );
  }
}
