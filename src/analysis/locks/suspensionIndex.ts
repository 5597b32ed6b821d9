/** Where an activation suspends: suspensions by activation, in their order. A step may have thousands of them, of as many tasks, and so may a task, in as many steps. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { firstWhere } from '../../base/search.ts';

export class SuspensionIndex {
  readonly #trace: Trace;
  /** Where those of each activation begin in `#rows`, and where the last ones end. */
  readonly #starts: Int32Array;
  readonly #rows: Int32Array;

  constructor(trace: Trace) {
    const { activations: acts, suspensions: s } = trace;
    this.#trace = trace;
    this.#starts = new Int32Array(acts.length + 2);
    this.#rows = new Int32Array(s.length);
    // Counted two places further on, so that each start, moved by every row that is put in, ends where the next begins.
    for (let i = 0; i < s.length; i++) this.#starts[s.activation.at(i) + 2] = (this.#starts[s.activation.at(i) + 2] ?? 0) + 1;
    for (let a = 2; a < this.#starts.length; a++) this.#starts[a] = (this.#starts[a] as number) + (this.#starts[a - 1] as number);
    for (let i = 0; i < s.length; i++) {
      const at = s.activation.at(i) + 1;
      const next = this.#starts[at] as number;
      this.#rows[next] = i;
      this.#starts[at] = next + 1;
    }
  }

  /** The last one of an activation in a segment; NONE. */
  lastIn(activation: number, segment: number): number {
    const { segment: at } = this.#trace.suspensions;
    const first = this.#starts[activation] ?? 0;
    const end = firstWhere(first, this.#starts[activation + 1] ?? first, (i) => at.at(this.#rows[i] as number) > segment);
    const row = end > first ? (this.#rows[end - 1] as number) : NONE;
    return row !== NONE && at.at(row) === segment ? row : NONE;
  }
}
