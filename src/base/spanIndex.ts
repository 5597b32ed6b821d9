/** Which of many spans contain a point. */
import { lastAtOrBelow } from './search.ts';

export interface Span<T> {
  readonly from: number;
  /** Contained as well; may be Infinity. */
  readonly to: number;
  readonly value: T;
}

/**
 * A segment tree over the begins of the spans: each span stands in O(log n) nodes, which together cover the begins that it contains. Building takes O(n log n), asking O(log n) and what is found.
 */
export class SpanIndex<T> {
  readonly #begins: readonly number[];
  /** Node i has the children 2i and 2i + 1; the leaf of begin k is `#begins.length + k`. */
  readonly #nodes: Span<T>[][];

  constructor(spans: readonly Span<T>[]) {
    const begins = [...new Set(spans.map(({ from }) => from))].sort((a, b) => a - b);
    this.#begins = begins;
    this.#nodes = Array.from({ length: 2 * begins.length }, () => []);
    for (const span of spans) {
      let low = lastAtOrBelow(begins, span.from) + begins.length;
      let high = lastAtOrBelow(begins, span.to) + begins.length + 1;
      for (; low < high; low >>= 1, high >>= 1) {
        if ((low & 1) === 1) (this.#nodes[low++] as Span<T>[]).push(span);
        if ((high & 1) === 1) (this.#nodes[--high] as Span<T>[]).push(span);
      }
    }
  }

  /** The values of those that contain a point, in no order. */
  at(point: number): T[] {
    const found: T[] = [];
    const last = lastAtOrBelow(this.#begins, point);
    // What ends between that begin and the point does not contain the point.
    for (let node = last < 0 ? 0 : last + this.#begins.length; node > 0; node >>= 1) {
      for (const { to, value } of this.#nodes[node] as Span<T>[]) if (to >= point) found.push(value);
    }
    return found;
  }
}
