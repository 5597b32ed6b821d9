/**
 * Two calls of one function that have found nothing, have both loaded it, and keep the same (detection.md F10): whoever comes last puts there what is there already, and that it was loaded twice is
 * all the harm (cache.stampede). Of what is loaded the plain data is known (Trace.contents); whoever counts, adds, removes or writes a file meanwhile does more than that.
 */
import {
  ACCESS_PLAIN,
  FLAG_AWAITED,
  FLAG_TIME,
  FS_CHECK,
  FS_LIST,
  FS_READ,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, contentKey, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { callersUpFrom, commonCaller } from '../../lineage.ts';
import { ACTING_CALL, lastName } from '../../names.ts';
import { byEvents, bySites, remembered } from '../../remembered.ts';
import { sitesNamed } from '../../siteIndex.ts';
import type { Split } from './atomicityDraft.ts';
import { isOneYesOrNo } from './freePlaces.ts';
import { clockWrites } from './paced.ts';

/** Calls that one makes, and those that these make, that are looked through. */
const MAX_CALLS = 128;
/** What a load has stored, and what stands in it. */
const MAX_STORES = 512;

const FILLS = /\.(?:add|set|push|unshift)$/;
const LOOKS: ReadonlySet<number> = new Set([FS_CHECK, FS_LIST, FS_READ]);
const MARKS: ReadonlySet<number> = new Set([VALUE_UNKNOWN, VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED]);

/** Whether the call that has looked, and the other one, have kept the same answer, and done nothing else. */
export function keepTheSame(context: AnalysisContext, { read, write }: Split, other: number): boolean {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
  if (reader === NONE || writer === NONE || a.activation.at(other) === NONE) return false;
  // The cache may be asked by a call, too: `await store.get(key)`.
  const mine = callersUpFrom(trace, writer).includes(reader) ? reader : commonCaller(trace, reader, writer);
  if (mine === NONE) return false;
  if (isAct(trace, mine, a.site.at(read))) return false;
  const theirs = callersUpFrom(trace, a.activation.at(other)).find((call) => acts.fn.at(call) === acts.fn.at(mine));
  if (theirs === undefined || theirs === mine) return false;
  const stores = [...(storesOf(context, mine) ?? [])];
  const twins = stores.some(([, row]) => isAnswer(trace, row)) ? storesOf(context, theirs) : undefined;
  if (twins?.size !== stores.length) return false;
  const isSame = (row: number, location: number): boolean => {
    const twin = twins.get(location);
    return twin !== undefined && a.site.at(twin) === a.site.at(row) && isOneValue(trace, row, twin);
  };
  return stores.every(([location, row]) => isSame(row, location) && !isCountedOn(trace, row) && !isFilledOn(trace, row));
}

/** `const receipt = await charge(order)`, behind the look: that it is done twice is the harm, though each gives the same. */
function isAct(trace: Trace, call: number, look: number): boolean {
  const fn = trace.activations.fn.at(call);
  const from = trace.functionAt(look) === fn ? (trace.site(look)?.line ?? 0) : 0;
  return (lastActs(trace).get(fn) ?? -1) >= from;
}

/** Function → the line of its last await of such a call. */
const lastActs = remembered(bySites, (trace) => {
  const last = new Map<number, number>();
  for (const [at, { kind, line, text }] of trace.sites.entries()) {
    if (kind === 'await' && ACTING_CALL.test(text)) last.set(trace.functionAt(at), line);
  }
  return last;
});

/** The last store of a call, and of those that it has made, in each place that others see, too; undefined where it does more than that. */
function storesOf(context: AnalysisContext, call: number): Map<number, number> | undefined {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const facts = factsOf(context);
  const { called, wrote, changed } = byCall(trace);
  const calls = [call];
  const stores = new Map<number, number>();
  for (let i = 0; i < calls.length; i++) {
    const at = calls[i] as number;
    if (changed.has(at)) return undefined;
    for (const row of wrote.of(at)) {
      const location = a.location.at(row);
      if (!facts.isShared(location) || isOfEntry(trace, row)) continue;
      if (a.how.at(row) !== ACCESS_PLAIN || locations.kind.at(location) === LOCATION_WHOLE) return undefined;
      stores.set(location, row);
    }
    calls.push(...called.of(at));
    if (calls.length > MAX_CALLS || stores.size > MAX_STORES) return undefined;
  }
  return stores;
}

/** `rows.set(id, row)` as a change of all of `rows`: its entry tells what it stores. */
function isOfEntry(trace: Trace, row: number): boolean {
  const { location, site } = trace.accesses;
  return trace.locations.kind.at(location.at(row)) === LOCATION_WHOLE && trace.site(site.at(row))?.text.endsWith('.set') === true;
}

const byCall = remembered(byEvents, (trace) => {
  const { accesses: a, activations: acts } = trace;
  return {
    called: new RowLists(acts.length, acts.length, (row) => acts.parent.at(row)),
    wrote: new RowLists(acts.length, a.length, (row) => (a.write.at(row) === ACCESS_IS_WRITE ? a.activation.at(row) : NONE)),
    /** Those that change files. */
    changed: new Set(trace.fs.flatMap((row) => (LOOKS.has(row.class) || row.activation === NONE ? [] : [row.activation]))),
  };
});

/** `seats[hall] += 1`, elsewhere: what was loaded is counted on, and both begin with the same. */
function isCountedOn(trace: Trace, row: number): boolean {
  const store = trace.site(trace.accesses.site.at(row));
  const isCount = (site: number): boolean => {
    const at = trace.site(site);
    return at?.kind === 'update' && at.file === store?.file && at.text === store.text;
  };
  return sitesNamed(trace, lastName(store?.text ?? '')).some(isCount);
}

/** `rooms.get(id).members.add(me)`, `seats[hall].taken.push(row)`: what stands there begins the same and is filled from then on, and that of the first goes with it. */
function isFilledOn(trace: Trace, row: number): boolean {
  const store = trace.site(trace.accesses.site.at(row));
  const text = store?.text ?? '';
  const path = text.endsWith('.set') ? `${text.slice(0, -'.set'.length)}.get(` : text.endsWith(']') ? `${text}.` : undefined;
  if (path === undefined) return false;
  return trace.sites.some(
    (site) => site.kind === 'write' && site.file === store?.file && site.text.startsWith(path) && FILLS.test(site.text),
  );
}

/** It was waited for, and is more than a mark: data, or a yes or no that says nothing of what was done. */
function isAnswer(trace: Trace, row: number): boolean {
  const { site, value } = trace.accesses;
  return trace.hasFlag(site.at(row), FLAG_AWAITED) && (!MARKS.has(value.at(row)) || isOneYesOrNo(trace, row));
}

/** Both have stored the same, or objects of one content, in which nobody has changed anything since; of the time each its own. */
function isOneValue(trace: Trace, row: number, twin: number): boolean {
  const { site, value } = trace.accesses;
  const [x, y] = [value.at(row), value.at(twin)];
  if (trace.hasFlag(site.at(row), FLAG_TIME) || clockWrites(trace).has(site.at(row))) return true;
  if ((x & VALUE_OBJECT) === 0) return x !== VALUE_UNKNOWN && x === y;
  const [mine, theirs] = [contentOf(trace, row), contentOf(trace, twin)];
  return mine !== undefined && mine === theirs;
}

/** Hash of the plain data that a write has stored; undefined where it is none, is not known, or was changed since. */
function contentOf(trace: Trace, row: number): number | undefined {
  const { accesses: a, segments } = trace;
  const value = a.value.at(row);
  if ((value & VALUE_PROMISE) !== 0) return undefined;
  const key = contentKey(segments.thread.at(a.segment.at(row)), value & ~VALUE_OBJECT);
  const content = trace.contents.get(key);
  if (content === undefined || (lastChanges(trace).get(key) ?? NONE) > a.position.at(row)) return undefined;
  const names = trace.string(content.names).split(' ');
  return names.some((name) => writtenNames(trace).has(name)) ? undefined : content.hash;
}

/** Names of properties that the code writes, of other objects than its own. What only one task touches is not recorded: each of two copies may have been changed. */
const writtenNames = remembered(
  bySites,
  ({ sites }): ReadonlySet<string> =>
    new Set(
      sites.flatMap(({ kind, text }) => ((kind === 'write' || kind === 'update') && !text.startsWith('this.') ? [lastName(text)] : [])),
    ),
);

/** When something was written into an object last, by contentKey. */
const lastChanges = remembered(byEvents, ({ accesses: a, locations: l }) => {
  const last = new Map<number, number>();
  for (let row = 0; row < a.length; row++) {
    const object = a.write.at(row) === ACCESS_IS_WRITE ? l.object.at(a.location.at(row)) : 0;
    if (object !== 0) last.set(contentKey(l.thread.at(a.location.at(row)), object), a.position.at(row));
  }
  return last;
});
