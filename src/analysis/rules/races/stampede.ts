/**
 * cache.stampede: several calls of one function miss the same entry of a cache at the same time, and each loads it (detection.md §5). Only the waste is told, at info:
 * where the doubled load does harm, a race has been reported.
 */
import { NONE } from '../../../model/ids.ts';
import {
  ACCESS_DELETE,
  FLAG_AWAITED,
  FLAG_DECIDED,
  FLAG_FOUND,
  FLAG_FIRST_VALUE,
  FLAG_TIME,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { factsOf } from '../../facts.ts';
import { stepOf } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { countBelow, lastAtOrBelow } from '../../../base/search.ts';

export const stampedeRule: Rule = { kinds: ['cache.stampede'], run: findStampedes };

const MIN_WASTE_NS = 20e6;
/** From here on it is no matter of taste any more: so many loads at once, and so much time in those that were not needed. */
const CROWD = 4;
const CROWD_WASTE_NS = 250e6;
const MISSES: ReadonlySet<number> = new Set([VALUE_UNKNOWN, VALUE_UNDEFINED, VALUE_FALSE, VALUE_NULL]);

/** One call that missed and loaded. */
interface Load {
  readonly activation: number;
  /** The turn of the callback that stored it; NONE: the function itself went on. */
  readonly answered: number;
  readonly readSite: number;
  readonly writeSite: number;
  /** Where the call itself looks and stores: its calls of a cache that waits. */
  readonly look: number;
  readonly store: number;
  readonly segment: number;
  /** What was found. */
  readonly value: number;
  readonly fromNs: number;
  readonly toNs: number;
}

function findStampedes(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const racy = sitesOfRaces(earlier);
  const drafts: Draft[] = [];
  const facts = factsOf(context);
  for (const group of facts.sharedGroups) {
    if (context.options.isCancelled()) break;
    const kind = trace.locations.kind.at(group.location);
    if (kind === LOCATION_WHOLE) continue;
    // What is found decides whether it is loaded.
    const looksOf = (site: number): number[] =>
      (facts.pairsByWrite.get(site) ?? []).flatMap((pair) => (pair.kind === 'guard' ? [pair.read] : []));
    const stores = new Set(group.writes.map((row) => trace.accesses.site.at(row)));
    const looks = new Set([...stores].flatMap(looksOf));
    if (looks.size === 0) continue;
    const isTime = [...stores].some((site) => isTimeAt(trace, site));
    const isOfCache = (load: Load): boolean => {
      if (racy.has(load.writeSite) || racy.has(load.readSite) || !looksOf(load.writeSite).includes(load.readSite)) return false;
      return kind === LOCATION_ENTRY || isByKey(trace, load.writeSite) || isKept(trace, load);
    };
    const loads = loadsOf(trace, group.rows, looks, isTime).filter(isOfCache);
    const draft = judge(trace, group.location, loadedApart(trace, loads));
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** `rates[currency] = …`: an object that is used as a map. */
function isByKey(trace: Trace, site: number): boolean {
  return trace.site(site)?.text.endsWith(']') === true;
}

/** `expires = Date.now() + ttl`: whoever found that the time has come has loaded again what it stands for. An answer that decides about it says something else (`backOffUntil`). */
function isTimeAt(trace: Trace, site: number): boolean {
  const flags = trace.site(site)?.flags ?? 0;
  return trace.site(site)?.kind === 'write' && (flags & FLAG_TIME) !== 0 && (flags & FLAG_DECIDED) === 0;
}

/** A single thing that is loaded when it is first needed: `if (token === null) token = await load()`. */
function isKept(trace: Trace, load: Load): boolean {
  const flags = trace.site(load.writeSite)?.flags ?? 0;
  if (isTimeAt(trace, load.writeSite)) return true;
  // What the first of them found is not always known; that there was nothing says the code then.
  const wasEmpty =
    load.value === VALUE_NULL || load.value === VALUE_UNDEFINED || (load.value === VALUE_UNKNOWN && (flags & FLAG_FIRST_VALUE) !== 0);
  return wasEmpty && (flags & FLAG_AWAITED) !== 0;
}

/** Misses of an entry (by `looks`), or (`isTime`) looks at a time, each with the write of the same call after it has waited. */
function loadsOf(trace: Trace, rows: readonly number[], looks: ReadonlySet<number>, isTime: boolean): Load[] {
  const { accesses: a, segments: s } = trace;
  // NONE once it was stored. An entry that is deleted and set again and again makes a Map of many slow: what was deleted stays in the chain of its hash until the whole grows.
  const missed = new Map<number, number>();
  const isMissed = (activation: number): boolean => (missed.get(activation) ?? NONE) !== NONE;
  const loads: Load[] = [];
  for (const row of rows) {
    const activation = a.activation.at(row);
    if (activation === NONE) continue;
    if (a.write.at(row) === 0) {
      if (!looks.has(a.site.at(row))) continue;
      const value = a.value.at(row);
      // What get and has gave is not always known; that the call went on to store tells that it was no hit, unless it does so only after one.
      const isHit = trace.hasFlag(a.site.at(row), FLAG_FOUND);
      if (isHit || (!isTime && !MISSES.has(value))) continue;
      for (const by of askersOf(trace, activation)) if (!isMissed(by)) missed.set(by, row);
      continue;
    }
    const by = missedBy(trace, isMissed, activation);
    const read = missed.get(by) ?? NONE;
    if (read !== NONE) missed.set(by, NONE);
    if (read === NONE || a.how.at(row) === ACCESS_DELETE || s.atom.at(a.segment.at(read)) === s.atom.at(a.segment.at(row))) continue;
    loads.push({
      activation: by,
      look: siteIn(trace, by, read),
      store: siteIn(trace, by, row),
      answered: by === activation ? NONE : s.turn.at(a.segment.at(row)),
      readSite: a.site.at(read),
      writeSite: a.site.at(row),
      segment: a.segment.at(read),
      value: a.value.at(read),
      fromNs: s.startNs.at(a.segment.at(read)),
      toNs: s.startNs.at(a.segment.at(row)),
    });
  }
  return loads;
}

/** The place of an access in the call that it is made for: the call of the function that makes it. */
function siteIn(trace: Trace, by: number, row: number): number {
  const { accesses: a, activations: acts, tasks } = trace;
  const activation = a.activation.at(row);
  const promise = activation === by ? NONE : acts.promise.at(stepOf(trace, activation, by));
  const call = promise === NONE ? NONE : tasks.site.at(promise);
  return call !== NONE && trace.functionAt(call) === acts.fn.at(by) ? call : a.site.at(row);
}

/** Callbacks within callbacks that are gone through for the call that they belong to. */
const MAX_CALLBACKS = 8;

/** A cache that waits is asked by a call of its own (`await store.get(key)`), and that of a wrapper around it. */
const MAX_ASKERS = 3;

/** The call that looks, and those that it looks for. */
function askersOf({ activations: acts }: Trace, activation: number): number[] {
  const askers: number[] = [];
  for (let by = activation; by !== NONE && askers.length < MAX_ASKERS; by = acts.parent.at(by)) askers.push(by);
  return askers;
}

/**
 * The call that missed what is stored now: the same one, one in whose callback it is stored, `query(sql, (error, row) => cache.set(key, row))`, or one that asks and stores by calls of a cache that waits.
 */
function missedBy(trace: Trace, isMissed: (activation: number) => boolean, activation: number): number {
  const { activations: acts } = trace;
  let by = activation;
  for (let i = 0; i < MAX_CALLBACKS && !isMissed(by) && acts.sync.at(by) === 1 && acts.parent.at(by) !== NONE; i++) {
    by = acts.parent.at(by);
  }
  return isMissed(by) ? by : (askersOf(trace, activation).find(isMissed) ?? activation);
}

/** Steps of a call that are gone through for its wait. */
const MAX_WAITS = 64;

/** Without those that only waited for the load of another one: `await (loading ??= load())`, `waiting.push(callback)`. */
function loadedApart(trace: Trace, loads: readonly Load[]): Load[] {
  const { activations: acts, suspensions, segments: s } = trace;
  const awaited = new Set<number>();
  const turns = new Set<number>();
  return loads.filter(({ activation, answered, segment }) => {
    if (answered !== NONE) {
      // One event has answered them all.
      const isFirst = !turns.has(answered);
      turns.add(answered);
      return isFirst;
    }
    let wait = acts.lastSuspension.at(activation);
    for (let i = 0; i < MAX_WAITS && wait !== NONE && s.atom.at(suspensions.segment.at(wait)) !== s.atom.at(segment); i++) {
      wait = suspensions.previous.at(wait);
    }
    const promise = wait === NONE ? NONE : suspensions.awaited.at(wait);
    if (promise === NONE) return true;
    const isFirst = !awaited.has(promise);
    awaited.add(promise);
    return isFirst;
  });
}

/** The loads with the one write site that were under way together with one of them: with the first of those that have most. */
function largestCrowd(loads: readonly Load[]): readonly Load[] {
  const times = new Map<number, { readonly starts: number[]; readonly ends: number[]; readonly momentary: Map<number, number> }>();
  for (const { writeSite, fromNs, toNs } of loads) {
    let known = times.get(writeSite);
    if (known === undefined) times.set(writeSite, (known = { starts: [], ends: [], momentary: new Map() }));
    known.starts.push(fromNs);
    known.ends.push(toNs);
    if (fromNs === toNs) known.momentary.set(fromNs, (known.momentary.get(fromNs) ?? 0) + 1);
  }
  for (const { starts, ends } of times.values()) for (const list of [starts, ends]) list.sort((a, b) => a - b);
  let most = 0;
  let first: Load | undefined;
  for (const load of loads) {
    const known = times.get(load.writeSite);
    if (known === undefined) continue;
    const { starts, ends, momentary } = known;
    // Those that began before its end, but for those that had ended at its start. Of no length and at its own moment is both.
    const both = load.fromNs === load.toNs ? (momentary.get(load.fromNs) ?? 0) : 0;
    const count = countBelow(starts, load.toNs) - lastAtOrBelow(ends, load.fromNs) - 1 + both;
    if (count > most) [most, first] = [count, load];
  }
  const { writeSite, fromNs, toNs } = first ?? { writeSite: NONE, fromNs: 0, toNs: 0 };
  return loads.filter((l) => l.writeSite === writeSite && l.fromNs < toNs && fromNs < l.toNs);
}

function judge(trace: Trace, location: number, loads: readonly Load[]): Draft | undefined {
  const crowd = largestCrowd(loads);
  if (crowd.length < 2) return undefined;
  const times = crowd.map((l) => l.toNs - l.fromNs);
  const waste = times.reduce((sum, ns) => sum + ns, 0) - Math.max(...times);
  const first = crowd[0];
  if (first === undefined || waste < MIN_WASTE_NS) return undefined;
  const isCrowd = crowd.length >= CROWD && waste >= CROWD_WASTE_NS;
  const key = trace.string(trace.locations.key.at(location));
  const isEntry = trace.locations.kind.at(location) === LOCATION_ENTRY || isByKey(trace, first.writeSite);
  const text = trace.site(first.writeSite)?.text ?? key;
  const what = isTimeAt(trace, first.writeSite)
    ? `what \`${text}\` is the time of`
    : isEntry
      ? `the same entry${key === '' ? '' : ` '${key}'`}`
      : `\`${text}\``;
  return {
    kind: 'cache.stampede',
    key: `${first.writeSite}`,
    confidence: isCrowd ? 0.65 : 0.55,
    verdict: 'observed',
    consequence: false,
    ...(isCrowd ? {} : { ceiling: 'info' as const }),
    message: `${crowd.length} calls of ${taskName(trace, first.activation)} loaded ${what} at the same time: one load would have done, and the others took ${Math.round(waste / 1e6)} ms.`,
    why: [
      'each found nothing there and began to load it',
      'keeping the promise there, not the result, lets the others wait for the first load; take it out again when it fails',
    ],
    places: [
      { site: first.look, role: 'miss' },
      { site: first.store, role: 'store' },
    ],
    segments: crowd.slice(0, 8).map((l) => l.segment),
    activations: crowd.map((l) => l.activation),
  };
}
