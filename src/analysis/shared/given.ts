/**
 * Values that are needed, or were waited for, in another file than the one that reads or stores them: of functions that only give what is at a place (`getDb()`), and whose callers, in all files, use what they get as an object;
 * and of calls (`render(rows)`) whose function, in another file, uses what it gets as an object before anything else.
 */
import { FLAG_GIVEN, FLAG_HANDED_ON, FLAG_NEEDS_INIT, MORE_GIVES_ANSWER } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { SiteRow, Trace } from '../../model/trace.ts';
import type { AnalysisContext } from '../analyze.ts';
import { factsOf } from '../facts.ts';
import { bySites, remembered } from '../remembered.ts';
import { callsOfHelper } from '../siteIndex.ts';

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

/** Reads whose values functions of the program return. */
export const returnedReads = remembered(bySites, (trace): ReadonlySet<number> => new Set(trace.entries.flatMap(({ reads }) => reads)));

export function isGivenForUse(trace: Trace, site: number): boolean {
  if (!trace.hasFlag(site, FLAG_GIVEN)) return false;
  const name = lastName(trace.functions[trace.functionAt(site)]?.name ?? '');
  return name !== '' && usedByName(trace).get(name) === true;
}

/** By process and name: the places of the parameters for which all functions of that name need objects. */
const needsByName = remembered(bySites, (trace): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, readonly number[]>();
  for (const { name, file, needs = [] } of trace.functions) {
    const key = `${trace.files[file]?.process ?? NONE} ${lastName(name)}`;
    const known = found.get(key);
    found.set(key, known === undefined ? needs : known.filter((place) => needs.includes(place)));
  }
  return found;
});

/** Reads that are passed to a function of another file that needs an object there. */
const passedForUse = remembered(bySites, (trace): ReadonlySet<number> => {
  const found = new Set<number>();
  for (const { read, write, kind, at = 0 } of trace.links) {
    if (kind !== 'passed') continue;
    const { file, text } = trace.site(write) as SiteRow;
    const key = `${trace.files[file]?.process ?? NONE} ${lastName(text)}`;
    if (needsByName(trace).get(key)?.includes(at) === true) found.add(read);
  }
  return found;
});

export function isPassedForUse(trace: Trace, site: number): boolean {
  return passedForUse(trace).has(site);
}

/** `getDb().find(id)`: the place of the call of a helper that only gives what it reads. */
export function usedBy(trace: Trace, read: number): { readonly site: number; readonly role: string }[] {
  const { accesses: a, activations: acts } = trace;
  const [activation, helper] = [a.activation.at(read), trace.functionAt(a.site.at(read))];
  const caller = activation === NONE ? NONE : acts.fn.at(activation);
  const by = caller === NONE ? undefined : callsOfHelper(trace, caller, helper)[0];
  return by === undefined ? [] : [{ site: by, role: 'use by' }];
}

/** `view.show(await load(id))`: the function, often of another file, stores what it is given, and the caller has waited for that, and not made it of what stood there. */
export function isGivenAnswer(context: AnalysisContext, caller: number, store: number): boolean {
  const { trace } = context;
  if (!trace.hasFlag(store, FLAG_HANDED_ON) || factsOf(context).pairsByWrite.has(store)) return false;
  return callsOfHelper(trace, caller, trace.functionAt(store)).some((call) => trace.hasMore(call, MORE_GIVES_ANSWER));
}

function lastName(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
