/** Which sites of a trace are calls of functions of other files. See links.ts. */
import type { Trace } from '../../model/trace.ts';

/** Methods of what holds things by keys. */
export const KEYED = /\.(?:get|has|set|add|delete|getItem|setItem|put|del|removeItem)$/;

/** Methods of two parts of one thing that has a name: `base.table().select` and `base.Model.add`. */
export function areParts(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => /^[\w$]+(?=\.[\w$]+[.(])/.exec(text)?.[0]);
  return a !== undefined && a !== 'this' && a !== 'super' && a === b;
}

/** Calls of functions of other files. By its name one may be a method of a Map, too; where nothing was ever read or written at it, it was none. */
export class Calls {
  readonly #trace: Trace;
  readonly #touched: Uint8Array;

  constructor(trace: Trace) {
    this.#trace = trace;
    const { site } = trace.accesses;
    this.#touched = new Uint8Array(trace.sites.length + 1);
    for (let row = 0; row < site.length; row++) this.#touched[site.at(row)] = 1;
  }

  has(site: number): boolean {
    const row = this.#trace.site(site);
    return row?.kind === 'call' || (row !== undefined && KEYED.test(row.text) && this.#touched[site] !== 1);
  }
}
