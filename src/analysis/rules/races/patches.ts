/**
 * Writes that put an object over what is there (`rows.set(id, { ...rows.get(id), ...patch })`, SiteMerge): they take from others only what they, or their callers, name. So an earlier look is
 * stale only where it was at a property that is named, too, and only another write that names it comes in between.
 */
import { NONE } from '../../../model/ids.ts';
import type { MergeRow, PatchRow, Trace } from '../../../model/trace.ts';
import {
  ALL_NAMES,
  ANY_ENTRY,
  FLAG_ADDS,
  FLAG_ANEW,
  FLAG_GIVES_MARK,
  LOCATION_PROPERTY,
  MORE_GROWS,
  VALUE_OBJECT,
} from '../../../model/vocabulary.ts';
import { addTo } from '../../../base/lists.ts';
import { callersUpFrom, isInnerFunction } from '../../lineage.ts';
import { isOfAny } from '../../shared/accesses.ts';
import type { Coverage } from '../../shared/coverage.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { hasSite } from '../../siteIndex.ts';
import type { PairKind, Split } from './atomicityDraft.ts';

/** `more.filter((tag) => !row.tags.includes(tag))` */
const SEARCHES = /\.(?:includes|has|some|indexOf|find(?:Index)?)$/;

export class Patches {
  readonly #trace: Trace;
  readonly #coverage: Coverage;
  readonly #merges: ReadonlyMap<number, MergeRow>;
  /** By function; of a callback, which may be no activation, also by those around it. */
  readonly #byFunction = new Map<number, PatchRow[]>();
  /** Types of actions → the properties that reducers replace by them. */
  readonly #reduced = new Map<string, string[]>();

  constructor(context: AnalysisContext) {
    const { trace } = context;
    this.#trace = trace;
    this.#coverage = factsOf(context).coverage;
    for (const { action, names } of trace.reducers) for (const name of names) addTo(this.#reduced, action, name);
    this.#merges = new Map(trace.merges.map((merge) => [merge.site, merge]));
    for (const patch of trace.patches) {
      for (let fn = patch.fn; ;) {
        addTo(this.#byFunction, fn, patch);
        const { async: isAsync = true, parentFunction: around = NONE } = trace.functions[fn] ?? {};
        if (isAsync || around === NONE || trace.functions[around]?.parentFunction === NONE) break;
        fn = around;
      }
    }
  }

  /** undefined where nothing that the write names follows from the look. */
  narrow(split: Split): Split | undefined {
    const narrowed = this.#narrowed(split);
    return narrowed?.calls !== undefined && this.#addsInItsStep(narrowed) ? undefined : narrowed;
  }

  #narrowed(split: Split): Split | undefined {
    const name = this.#propertyOf(split);
    if (name !== undefined) return this.#narrowTo(name, split);
    const merge = this.#mergeOf(split.write);
    if (merge === undefined) return split;
    if (merge.isReduced) return this.#narrowToReduced(split);
    if (merge.isCopy) return split.kind === 'guard' ? split : { ...split, parts: [ANY_ENTRY] };
    const patch = this.#patchesOf(split.write, split.calls?.write)[0];
    const named = namesOf(merge, patch);
    if (split.kind !== 'guard') {
      if (merge.values.length > 0) return { ...split, parts: merge.values };
      const values = patch?.values.filter((name) => named.includes(name)) ?? [];
      // What was found is put back as a whole.
      if (values.includes(ALL_NAMES) && merge.names.includes(ALL_NAMES)) return split;
      if (values.length > 0) return { ...split, parts: values };
      // `write(kind, before + 1)`: what the caller gives is an entry.
      if (merge.names.includes(ANY_ENTRY)) return { ...split, parts: [ANY_ENTRY] };
    }
    const guards = [...(merge.guards ?? []), ...(patch?.guards ?? [])].filter((name) => named.includes(name));
    if (guards.length > 0) return { ...split, kind: 'guard', parts: guards };
    // That it is there: only who takes it away comes in between, unless the write asks again.
    const isAnew = this.#trace.hasFlag(merge.site, FLAG_ANEW);
    return split.kind === 'guard' && !isAnew ? { ...split, parts: [] } : undefined;
  }

  /**
   * `row.tags = [...new Set([...row.tags, ...more])]`: who is called adds to what is there by then, whatever its caller has worked out before (of a number, that is how much there is to add). That
   * its caller has tested something counts, unless it leaves out what is there itself.
   */
  #addsInItsStep({ kind, write }: Split): boolean {
    const trace = this.#trace;
    const { location, site: sites, value } = trace.accesses;
    const site = trace.site(sites.at(write));
    const adds = trace.hasFlag(sites.at(write), FLAG_ADDS) && (value.at(write) & VALUE_OBJECT) !== 0;
    if (site === undefined || kind !== 'guard') return adds && (this.#mergeOf(write)?.names.length ?? 1) === 1;
    if (adds && hasSite(trace, site.function, (made) => made.kind === 'new' && made.text === 'Set' && made.line === site.line)) return true;
    const isSearch = (row: number): boolean =>
      location.at(row) === location.at(write) &&
      isInnerFunction(trace, trace.functionAt(sites.at(row)), site.function) &&
      SEARCHES.test(trace.site(sites.at(row))?.text ?? '');
    return this.#coverage.accessesOfStep(write).some(isSearch);
  }

  /** An action is made of what was there, or what was compared there is replaced when the action comes, whatever stands there by then. */
  #narrowToReduced(split: Split): Split | undefined {
    const given = this.#patchesOf(split.write, split.calls?.write);
    if (split.kind !== 'guard') {
      const taken = given.find((one) => one.taken)?.taken ?? given.flatMap((one) => this.#madeAnew(one));
      return taken.length > 0 ? { ...split, parts: taken } : undefined;
    }
    if (this.#isAskedAnew(split)) return undefined;
    const parts = given.flatMap((one) => this.#replacedBy(one).filter((name) => one.asked?.includes(name) === true));
    return parts.length > 0 ? { ...split, parts } : undefined;
  }

  /** The properties that the reducers of the program replace by an action. */
  #replacedBy({ actions = [] }: PatchRow): readonly string[] {
    return actions.flatMap((action) => this.#reduced.get(action) ?? []);
  }

  /** `payload: [...cart, line]`, which a reducer puts in the place of the cart. */
  #madeAnew({ actions = [], madeOf = [] }: PatchRow): readonly string[] {
    const reducers = this.#trace.reducers.filter(({ action, anew = [] }) => anew.length > 0 && actions.includes(action));
    return madeOf.filter((name) => reducers.some(({ names }) => names.includes(name)));
  }

  /** In the step of the write, and before it, the same call looks once more, by whatever function: not the one that writes, which gives what is there to the reducer. */
  #isAskedAnew({ write }: Split): boolean {
    const { accesses: a } = this.#trace;
    const writer = this.#trace.functionAt(a.site.at(write));
    const isLook = (row: number): boolean =>
      a.location.at(row) === a.location.at(write) && a.write.at(row) === 0 && a.position.at(row) < a.position.at(write);
    return this.#coverage
      .accessesOfStep(write)
      .some((row) => isLook(row) && a.activation.at(row) === a.activation.at(write) && this.#trace.functionAt(a.site.at(row)) !== writer);
  }

  /** The property that both accesses are of, where the code of one of them does not name it (`{ ...row }`, `Object.assign(row, patch)`). */
  #propertyOf({ read, write }: Split): string | undefined {
    const { accesses: a, locations: l } = this.#trace;
    const location = a.location.at(write);
    if (l.kind.at(location) !== LOCATION_PROPERTY || a.location.at(read) !== location) return undefined;
    return [read, write].some((row) => this.#isOfAny(row)) ? this.#trace.string(l.key.at(location)) : undefined;
  }

  #isOfAny(row: number): boolean {
    return isOfAny(this.#trace.site(this.#trace.accesses.site.at(row))?.text ?? '');
  }

  /** What is known of one property: its callers say whether they have worked it out, or tested it, before they give it. */
  #narrowTo(name: string, split: Split): Split | undefined {
    const given = this.#patchesOf(split.write, split.calls?.write);
    const names = (list: 'names' | 'values' | 'guards'): boolean => given.some((patch) => patch[list].includes(name));
    if (split.kind !== 'guard' && names('values')) return { ...split, parts: [name] };
    if (names('guards')) return { ...split, kind: 'guard', parts: [name] };
    const isCopied = this.#isOfAny(split.read);
    const tested = isCopied ? this.#askedOfCopy(name, split) : undefined;
    if (tested !== undefined) return { ...split, kind: tested, parts: [name] };
    // In one file the analysis of the code has followed the value itself.
    if (split.calls === undefined) return isCopied && this.#isOfAny(split.write) && names('names') ? undefined : split;
    // It was chosen by what was there, and gets a mark.
    const isMarked = this.#trace.hasFlag(split.calls.write, FLAG_GIVES_MARK);
    return isCopied || (split.kind !== 'guard' && !isMarked) ? undefined : { ...split, kind: 'guard' };
  }

  /** What the caller that was given the copy has done with the property before it called who writes: tested it, or worked out what it gives. */
  #askedOfCopy(name: string, { calls }: Split): PairKind | undefined {
    const trace = this.#trace;
    const isOfCopy = (site: number): boolean => trace.site(site)?.kind === 'read' && trace.site(site)?.text.endsWith(`.${name}`) === true;
    const own = trace.links.filter((link) => link.write === calls?.write && isOfCopy(link.read));
    if (own.some(({ kind }) => kind === 'value')) return 'value';
    return own.some(({ kind }) => kind === 'guard') ? 'guard' : undefined;
  }

  /** The other write leaves alone what the look was at. */
  leaves(split: Split, other: number): boolean {
    const { parts } = split;
    const merge = this.#mergeOf(other);
    if (merge === undefined) return this.#growsBeside(split, other);
    if (merge.isCopy || parts === undefined || this.#propertyOf(split) !== undefined) return false;
    const { site } = this.#trace.accesses;
    const given = this.#patchesOf(other, site.at(other) === site.at(split.write) ? split.calls?.write : NONE);
    const [patch] = given;
    const named = [...namesOf(merge, patch), ...(merge.isReduced ? given.flatMap((one) => this.#replacedBy(one)) : [])];
    return !(merge.names.includes(ALL_NAMES) && patch?.names.includes(ALL_NAMES) === true) && !parts.some((part) => named.includes(part));
  }

  /**
   * `list = list.map((row) => ({ ...row, price: prices.get(row.id) }))` takes from others only what it names of a row, and is made of the list as it is by then: `list = [...list, row]`, which came in between,
   * has changed no row.
   */
  #growsBeside({ write, parts }: Split, other: number): boolean {
    const trace = this.#trace;
    const { location, site } = trace.accesses;
    const isNamed = parts !== undefined && parts.length > 0 && !parts.some((part) => part === ALL_NAMES || part === ANY_ENTRY);
    return isNamed && location.at(other) === location.at(write) && trace.hasMore(site.at(other), MORE_GROWS);
  }

  #mergeOf(write: number): MergeRow | undefined {
    return this.#merges.get(this.#trace.accesses.site.at(write));
  }

  /** What the nearest caller that gives something has given, by the name of the function that it called. `by`: the call that leads to the write, where no caller is known. */
  #patchesOf(write: number, by = NONE): readonly PatchRow[] {
    const { accesses: a, activations: acts } = this.#trace;
    const called = new Set([this.#calledName(this.#trace.functionAt(a.site.at(write)))]);
    for (const caller of callersUpFrom(this.#trace, a.activation.at(write))) {
      const fn = acts.fn.at(caller);
      const given = this.#byFunction.get(fn)?.filter(({ callee }) => called.has(callee)) ?? [];
      if (given.length > 0) return given;
      called.add(this.#calledName(fn));
    }
    const site = a.activation.at(write) === NONE ? this.#trace.site(by) : undefined;
    const name = site?.text.slice(site.text.lastIndexOf('.') + 1) ?? '';
    return site === undefined ? [] : (this.#byFunction.get(site.function)?.filter(({ callee }) => callee === name) ?? []);
  }

  /** `PostStore.update` is called `update`. */
  #calledName(fn: number): string {
    const name = this.#trace.functions[fn]?.name ?? '';
    return name.slice(name.lastIndexOf('.') + 1);
  }
}

function namesOf(merge: MergeRow, patch: PatchRow | undefined): readonly string[] {
  return patch === undefined ? merge.names : [...merge.names, ...patch.names];
}
