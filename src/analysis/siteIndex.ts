/** Sites of a trace by their function, kind and name: a program of many processes has a hundred thousand sites, and rules ask for those of one function again and again. */
import { addTo } from '../base/lists.ts';
import type { SiteRow, Trace } from '../model/trace.ts';
import { lastName } from './names.ts';
import { bySites, remembered } from './remembered.ts';

interface Index {
  readonly byFunction: Map<number, number[]>;
  readonly byKind: Map<SiteRow['kind'], number[]>;
  byName?: Map<string, number[]>;
}

const NONE_FOUND: readonly number[] = [];

const indexOf = remembered(bySites, (trace): Index => {
  const index: Index = { byFunction: new Map(), byKind: new Map() };
  for (const [site, { function: fn, kind }] of trace.sites.entries()) {
    addTo(index.byFunction, fn, site);
    addTo(index.byKind, kind, site);
  }
  return index;
});

/** Sites in the function itself, not in those inside it, in the order of their numbers. */
export function sitesIn(trace: Trace, fn: number): readonly number[] {
  return indexOf(trace).byFunction.get(fn) ?? NONE_FOUND;
}

export function sitesOfKind(trace: Trace, kind: SiteRow['kind']): readonly number[] {
  return indexOf(trace).byKind.get(kind) ?? NONE_FOUND;
}

/** Sites whose text ends in the name: `next` finds `this.next`. */
export function sitesNamed(trace: Trace, name: string): readonly number[] {
  const index = indexOf(trace);
  if (index.byName === undefined) {
    index.byName = new Map();
    for (const [site, { text }] of trace.sites.entries()) addTo(index.byName, lastName(text), site);
  }
  return index.byName.get(name) ?? NONE_FOUND;
}

/** Calls by that name. */
export function callsNamed(trace: Trace, name: string): readonly number[] {
  return sitesNamed(trace, name).filter((site) => trace.site(site)?.kind === 'call');
}

/** Where the code of a function calls a helper by its name: calls of functions that wait for nothing are not recorded. */
export function callsOfHelper(trace: Trace, caller: number, helper: number): readonly number[] {
  const name = lastName(trace.functions[helper]?.name ?? '');
  return name === '' || caller === helper ? NONE_FOUND : callsNamed(trace, name).filter((site) => trace.functionAt(site) === caller);
}

/** Whether it is so for one of the sites in the function itself. */
export function hasSite(trace: Trace, fn: number, isSo: (row: SiteRow, site: number) => boolean): boolean {
  return sitesIn(trace, fn).some((site) => {
    const row = trace.site(site);
    return row !== undefined && isSo(row, site);
  });
}
