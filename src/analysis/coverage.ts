/**
 * Race coverage (detection.md F19, §3.9): a use that a flag guards (`if (!ready) return`) is safe when the flag is set in one step with what the use needs.
 * The race is then on the flag, and a program that tests the flag handles both outcomes of it.
 */
import type { Trace } from '../model/trace.ts';
import type { LocationAccesses } from './accesses.ts';

/** Site flag of a read that decides a branch (wire/sites.ts). */
const FLAG_BRANCH = 1;

export class Coverage {
  readonly #trace: Trace;
  /** Callback run → locations that it writes. */
  readonly #written = new Map<number, Set<number>>();
  /** Callback run → reads that decide a branch. */
  readonly #tested = new Map<number, number[]>();

  constructor(trace: Trace, groups: readonly LocationAccesses[]) {
    this.#trace = trace;
    const a = trace.accesses;
    for (const { location, rows } of groups) {
      for (const row of rows) {
        const atom = this.#atomOf(row);
        if (a.write.at(row) === 1) {
          const set = this.#written.get(atom);
          if (set === undefined) this.#written.set(atom, new Set([location]));
          else set.add(location);
        } else if (((trace.site(a.site.at(row))?.flags ?? 0) & FLAG_BRANCH) !== 0) {
          const list = this.#tested.get(atom);
          if (list === undefined) this.#tested.set(atom, [row]);
          else list.push(row);
        }
      }
    }
  }

  #atomOf(row: number): number {
    return this.#trace.segments.atom.at(this.#trace.accesses.segment.at(row));
  }

  /** Does the task test, in the step of `read` and before it, another location that the step of `write` set? */
  isCovered(write: number, read: number): boolean {
    const a = this.#trace.accesses;
    const set = this.#written.get(this.#atomOf(write));
    if (set === undefined || set.size < 2) return false;
    return (this.#tested.get(this.#atomOf(read)) ?? []).some(
      (test) => a.location.at(test) !== a.location.at(read) && a.position.at(test) < a.position.at(read) && set.has(a.location.at(test)),
    );
  }
}
