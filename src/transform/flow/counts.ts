/**
 * Places that a function counts on where it finds something there, and stores anew, after a boundary, where it does not: `if (id in counts) counts[id]++; else counts[id] = await
 * load(id)`. Of two that find nothing each stores the same, and one is not counted.
 */
import { FLAG_MARK } from '../../wire/siteFlags';
import type { FunctionInfo } from '../scope/bindings';
import type { Access } from './access';
import type { Location } from './locations';

interface Count {
  isCounted: boolean;
  readonly stored: Access[];
}

export class Counts {
  readonly #known = new Map<string, Count>();

  noteCounted(access: Access, location: Location): void {
    const count = this.#of(access, location);
    count.isCounted = true;
    for (const stored of count.stored) stored.writeFlags |= FLAG_MARK;
  }

  noteStored(access: Access, location: Location): void {
    const count = this.#of(access, location);
    if (count.isCounted) access.writeFlags |= FLAG_MARK;
    else count.stored.push(access);
  }

  /** By the outermost function around. */
  #of({ fn }: Access, location: Location): Count {
    let outermost: FunctionInfo = fn;
    while (outermost.parent?.parent) outermost = outermost.parent;
    const key = `${outermost.index}:${location.id}`;
    let count = this.#known.get(key);
    if (!count) this.#known.set(key, (count = { isCounted: false, stored: [] }));
    return count;
  }
}
