/** Functions that only give what is at a place (`getDb()`), and whose callers, in all files, use what they get as an object: the value is needed where it is given. */
import { FLAG_GIVEN, FLAG_NEEDS_INIT } from '../../model/vocabulary.ts';
import type { Trace } from '../../model/trace.ts';
import { bySites, remembered } from '../remembered.ts';

/** By the name that is called: whether every call uses its result. */
const usedByName = remembered(bySites, (trace): ReadonlyMap<string, boolean> => {
  const found = new Map<string, boolean>();
  for (const { kind, text, flags = 0 } of trace.sites) {
    if (kind !== 'call' || text === '') continue;
    const name = lastName(text);
    found.set(name, (flags & FLAG_NEEDS_INIT) !== 0 && found.get(name) !== false);
  }
  return found;
});

export function isGivenForUse(trace: Trace, site: number): boolean {
  if (!trace.hasFlag(site, FLAG_GIVEN)) return false;
  const name = lastName(trace.functions[trace.functionAt(site)]?.name ?? '');
  return name !== '' && usedByName(trace).get(name) === true;
}

function lastName(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
