/**
 * Values that are needed, or were waited for, in another file than the one that reads or stores them: of functions that only give what is at a place (`getDb()`), and whose callers, in all files, use what they get as an object;
 * and of calls (`render(rows)`) whose function, in another file, uses what it gets as an object before anything else.
 */
import { FLAG_CONDITION, FLAG_GIVEN, FLAG_HANDED_ON, FLAG_NEEDS_INIT, MORE_GIVES_ANSWER, MORE_NEEDED } from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { SiteRow, Trace } from '../../model/trace.ts';
import type { AnalysisContext } from '../analyze.ts';
import { factsOf } from '../facts.ts';
import { bySites, remembered } from '../remembered.ts';
import { isInnerFunction } from '../lineage.ts';
import { callsNamed, callsOfHelper } from '../siteIndex.ts';

/** By the name that is called: whether every call uses its result, and whether each is one for the same. */
const usedByName = remembered(bySites, (trace): ReadonlyMap<string, { readonly isUsed: boolean; readonly isForSame: boolean }> => {
  const found = new Map<string, { readonly isUsed: boolean; readonly isForSame: boolean }>();
  for (const { kind, text, flags = 0, more = 0 } of trace.sites) {
    if (kind !== 'call' || text === '') continue;
    const name = lastName(text);
    const { isUsed, isForSame } = found.get(name) ?? { isUsed: true, isForSame: true };
    const isByName = (flags & FLAG_NEEDS_INIT) !== 0;
    found.set(name, { isUsed: isUsed && (isByName || (more & MORE_NEEDED) !== 0), isForSame: isForSame && isByName });
  }
  return found;
});

/** Reads whose values functions of the program return. */
export const returnedReads = remembered(bySites, (trace): ReadonlySet<number> => new Set(trace.entries.flatMap(({ reads }) => reads)));

/** `isForAny`: also where the calls ask for this and that (`connectionOf(id).query(text)`). */
export function isGivenForUse(trace: Trace, site: number, isForAny = false): boolean {
  if (!trace.hasFlag(site, FLAG_GIVEN)) return false;
  const name = lastName(trace.functions[trace.functionAt(site)]?.name ?? '');
  const used = usedByName(trace).get(name);
  return name !== '' && used !== undefined && used.isUsed && (used.isForSame || isForAny);
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

const OF_REQUEST = /^(?:req|request|ctx|context)\.[\w$]+$/;
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

/** Reads whose values a middleware puts into a request, and which handlers use there as an object, without a look: `request.store = app.store` and `request.store.find(id)`. */
const carriedForUse = remembered(bySites, (trace): ReadonlySet<number> => {
  const found = new Set<number>();
  const needed = new Map<string, boolean>();
  const keyOf = (file: number, name: string): string => `${trace.files[file]?.process ?? NONE} ${name}`;
  for (const { file, parts = [] } of trace.functions) {
    for (const part of parts) {
      const key = keyOf(file, part.replace('!', ''));
      needed.set(key, needed.get(key) !== false && !part.startsWith('!'));
    }
  }
  for (const { read, write, kind } of trace.carries) {
    const [from, to] = [trace.site(read), trace.site(write)];
    if (kind !== 'into' || from?.kind !== 'read' || to === undefined || !OF_REQUEST.test(to.text)) continue;
    // `const text = stored.get(id); return text ? parse(text) : {}`: where there is none something else is carried.
    if ((from.flags ?? 0) & FLAG_CONDITION) continue;
    if (needed.get(keyOf(to.file, lastName(to.text))) === true) found.add(read);
  }
  return found;
});

export function isCarriedForUse(trace: Trace, site: number): boolean {
  return carriedForUse(trace).has(site);
}

/** `getDb().find(id)`: the place of the call of a helper that only gives what it reads. */
export function usedBy(trace: Trace, read: number): { readonly site: number; readonly role: string }[] {
  const { accesses: a, activations: acts } = trace;
  const [activation, helper] = [a.activation.at(read), trace.functionAt(a.site.at(read))];
  const caller = activation === NONE ? NONE : acts.fn.at(activation);
  const by = caller === NONE ? undefined : callsOfHelper(trace, caller, helper)[0];
  return by === undefined ? [] : [{ site: by, role: 'use by' }];
}

/**
 * `view.show(await load(id))`, `setPage(await load(id))`: the function, often of another file, stores what it is given, and the caller has waited for that, and not made it of what stood there.
 */
export function isGivenAnswer(context: AnalysisContext, caller: number, store: number): boolean {
  const { trace } = context;
  const placeOf = (site: number): string => lastName(trace.site(site)?.text ?? '').replace('#', '');
  const isGiven = trace.hasFlag(store, FLAG_HANDED_ON) || madeOfGiven(trace).has(store);
  const pairs = factsOf(context).pairsByWrite.get(store) ?? [];
  if (!isGiven || pairs.some(({ read }) => placeOf(read) === placeOf(store))) return false;
  const calls = givingCalls(trace, caller, trace.functionAt(store));
  return (calls.length > 0 ? calls : relaysIn(trace, caller)).some((call) => trace.hasMore(call, MORE_GIVES_ANSWER));
}

/** `onFound(hits)`, `this.emit('found', hits)`: where nobody calls the one who stores by a name, he is told. */
function relaysIn(trace: Trace, caller: number): readonly number[] {
  return unknownCalls(trace).filter((site) => isAt(trace, trace.functionAt(site), caller));
}

/** Calls of what goes by no name: a parameter, or whoever listens. */
const unknownCalls = remembered(bySites, (trace): readonly number[] => {
  const known = functionNames(trace);
  const isUnknown = ({ kind, text }: SiteRow): boolean =>
    kind === 'call' && ((/^[\w$]+$/.test(text) && !known.has(text)) || text.endsWith('.emit'));
  return trace.sites.flatMap((row, site) => (isUnknown(row) ? [site] : []));
});

/** Stores of what functions make of what they are given: `this.names = rows.map((row) => row.name)`. */
const madeOfGiven = remembered(bySites, (trace): ReadonlySet<number> => {
  const sites = trace.entries.flatMap(({ writes }) => writes.flatMap(({ site, given }) => (given ? [site] : [])));
  return new Set(sites.filter((site) => trace.site(site)?.kind === 'write'));
});

/** `dispatch({ type: 'loaded', hits: await search(text) })`, where the reducer puts the hits in the place of the old ones, whichever they were. */
export function isAnswerOfAction(trace: Trace, caller: number, store: number): boolean {
  if (!trace.merges.some(({ site, isReduced }) => site === store && isReduced === true)) return false;
  const dispatch = lastName(trace.functions[trace.functionAt(store)]?.name ?? '');
  return trace.patches.some(({ fn, callee, actions = [], answers = [] }) => {
    if (callee !== dispatch || answers.length === 0 || !isAt(trace, fn, caller)) return false;
    return trace.reducers.some(({ action, anew = [] }) => actions.includes(action) && anew.some((name) => answers.includes(name)));
  });
}

/** Where a function, or a callback in it, calls a helper by its name; of one that has none (`return [() => value, (next) => { value = next; }]`) whatever is called that is no function of the program by its name. */
function givingCalls(trace: Trace, caller: number, helper: number): readonly number[] {
  const name = lastName(trace.functions[helper]?.name ?? '');
  const isOfCaller = (site: number): boolean => trace.functionAt(site) !== helper && isAt(trace, trace.functionAt(site), caller);
  if (name !== '(anonymous)') return caller === helper ? [] : callsNamed(trace, name).filter(isOfCaller);
  return unknownCalls(trace).filter(isOfCaller);
}

const functionNames = remembered(bySites, (trace): ReadonlySet<string> => new Set(trace.functions.map(({ name }) => lastName(name))));

function isAt(trace: Trace, fn: number, caller: number): boolean {
  return fn === caller || isInnerFunction(trace, fn, caller);
}

function lastName(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
