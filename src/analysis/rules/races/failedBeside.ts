/**
 * race.check-then-act where only one of several calls got to act: all had passed the check and went on to the same work (a token that is exchanged, a name that is taken), one stored what came
 * of it, and the others threw, so nothing of theirs was written. Who looks again after that has dealt with it.
 */
import { addTo, addToSet } from '../../../base/lists.ts';
import { FLAG_CERTAIN, FLAG_CERTAIN_HERE, FLAG_COMES_TO_STORE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { callersUpFrom, isWithin, lastSite } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { isUsedUp } from './splits.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const failedBesideRule: Rule = { kinds: ['race.check-then-act'], run: findFailedBeside };

/** Writes of a location, and calls that threw, that are looked at. */
const MAX_LOOKED = 64;

/** One call has come to its write, others that had looked as well have thrown. */
export interface Failed {
  readonly read: number;
  readonly write: number;
  /** The calls that threw. */
  readonly failed: readonly number[];
}

function findFailedBeside(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const { sharedGroups: groups, pairsByWrite } = factsOf(context);
  const told = sitesOfRaces(earlier);
  // What goes into the call whose answer is stored was not checked, but given away (exchanged.ts).
  const given = new Set(trace.links.flatMap(({ kind, read, write }) => (kind === 'exchanged' ? [`${read}:${write}`] : [])));
  const guards = new Map<number, readonly number[]>();
  for (const [site, pairs] of pairsByWrite) {
    const reads = pairs.filter(({ kind, read }) => kind === 'guard' && !given.has(`${read}:${site}`)).map(({ read }) => read);
    if (reads.length > 0 && !told.has(site)) guards.set(site, reads);
  }
  const failed = failedCalls(trace, new Set(guards.keys()));
  const { position, site: siteAt } = trace.accesses;
  // Several looks of one step have one position; their sites are numbered as they stand in the code.
  const isBefore = (x: Failed, y: Failed): boolean =>
    position.at(x.read) < position.at(y.read) || (position.at(x.read) === position.at(y.read) && siteAt.at(x.read) < siteAt.at(y.read));
  // One list of statements makes several stores: the first look of a function speaks for all that came of it.
  const first = new Map<number, { location: number; found: Failed }>();
  for (const group of failed.size === 0 ? [] : groups) {
    if (context.options.isCancelled()) break;
    for (const site of new Set(group.writes.map((row) => trace.accesses.site.at(row)))) {
      const calls = failed.get(site);
      if (calls === undefined) continue;
      const found = (guards.get(site) ?? []).flatMap((read) => findFailed(trace, group, read, site, calls) ?? []);
      const actor = trace.functionAt(site);
      for (const each of found) {
        const known = first.get(actor)?.found;
        if (known === undefined || isBefore(each, known)) first.set(actor, { location: group.location, found: each });
      }
    }
  }
  return [...first.values()].map(({ location, found }) => toDraft(context, location, found));
}

/** Write site → calls of its function that waited, have ended, and made no such write: they threw. Where something is missing, nobody knows. */
function failedCalls(trace: Trace, sites: ReadonlySet<number>): Map<number, readonly number[]> {
  const { accesses: a, activations: acts } = trace;
  const failed = new Map<number, readonly number[]>();
  if (sites.size === 0) return failed;
  const wrote = new Map<number, Set<number>>();
  const certain = [...trace.sites.keys()].filter((site) => trace.hasFlag(site, FLAG_CERTAIN_HERE));
  for (const row of accessesAtSites(trace, [...sites, ...certain])) {
    if (a.write.at(row) !== 0) addToSet(wrote, a.site.at(row), a.activation.at(row));
  }
  const acted = [...wrote].filter(([site]) => sites.has(site));
  const ended = new Map<number, number[]>();
  // What a helper stores is made by the call that it is a step of.
  const actorOf = (writers: ReadonlySet<number>): number => {
    const [fn, ...others] = new Set([...writers].map((call) => (call === NONE ? NONE : acts.fn.at(call))));
    return others.length === 0 ? (fn ?? NONE) : NONE;
  };
  const actors = new Map(
    acted.map(([site, writers]) => [site, trace.hasFlag(site, FLAG_CERTAIN) ? actorOf(writers) : trace.functionAt(site)]),
  );
  const functions = new Set(actors.values());
  for (let call = 0; call < acts.length; call++) {
    if (!functions.has(acts.fn.at(call)) || acts.endSegment.at(call) === NONE || acts.lastSuspension.at(call) === NONE) continue;
    if (trace.threads[acts.thread.at(call)]?.gaps.length !== 0) continue;
    addTo(ended, acts.fn.at(call), call);
  }
  for (const [site, writers] of acted) {
    const beside = [...wrote].filter(([other]) => trace.functionAt(other) === trace.functionAt(site));
    const calls = (ended.get(actors.get(site) ?? NONE) ?? []).filter((call) => !writers.has(call) && hasThrown(trace, call, site, beside));
    if (calls.length > 0) failed.set(site, calls.slice(0, MAX_LOOKED));
  }
  return failed;
}

/** `looks`: accesses at which somebody has looked again, where that is more than the location. */
export function findFailed(
  trace: Trace,
  { rows, writes }: LocationAccesses,
  readSite: number,
  site: number,
  calls: readonly number[],
  looks: readonly number[] = rows,
): Failed | undefined {
  const { accesses: a, activations: acts, segments } = trace;
  // What sets something back (`this.failures = 0`) is no work that another one could have been first at.
  const acted = writes.filter((row) => a.site.at(row) === site && !isUsedUp(a.value.at(row))).slice(0, MAX_LOOKED);
  const reads = rows.filter((row) => a.write.at(row) === 0 && a.site.at(row) === readSite);
  const lookOf = (call: number, before: number): number => {
    const chain = callersUpFrom(trace, call);
    return reads.findLast((row) => a.position.at(row) < before && chain.includes(a.activation.at(row))) ?? NONE;
  };
  for (const write of acted) {
    const winner = a.activation.at(write);
    const position = a.position.at(write);
    const read = winner === NONE ? NONE : lookOf(winner, position);
    if (read === NONE) continue;
    const [fromNs, toNs] = [read, write].map((row) => segments.startNs.at(a.segment.at(row))) as [number, number];
    const beside = calls.filter((call) => {
      const look = lookOf(call, position);
      const isUnderWay = look !== NONE && acts.startNs.at(call) < toNs && acts.endNs.at(call) > fromNs;
      return isUnderWay && !isWithin(trace, call, winner) && !isWithin(trace, winner, call) && !looksAgain(trace, looks, call, look);
    });
    if (beside.length > 0) return { read, write, failed: beside };
  }
  return undefined;
}

/** It came to no write, although nothing but an error leads past it: none of the function, none of the await in the statement, or none of the await in the list. `beside`: stores of the function, with the calls that made them. */
function hasThrown(trace: Trace, call: number, site: number, beside: readonly (readonly [number, ReadonlySet<number>])[]): boolean {
  if (trace.hasFlag(site, FLAG_CERTAIN)) return true;
  const at = lastSite(trace, call);
  const [last, write] = [trace.site(at), trace.site(site)];
  if (last === undefined || write === undefined || last.function !== write.function) return false;
  if (last.line === write.line) return true;
  if (last.line > write.line || !trace.hasFlag(site, FLAG_CERTAIN_HERE) || !trace.hasFlag(at, FLAG_COMES_TO_STORE)) return false;
  // Who has made another store after that await was in another list.
  const isOther = (line: number | undefined): boolean => line !== undefined && last.line <= line && line <= write.line;
  return !beside.some(([other, writers]) => writers.has(call) && isOther(trace.site(other)?.line));
}

/** After the failure whoever had looked, or had called that, looked once more: it knows that another one may have been first. */
function looksAgain(trace: Trace, rows: readonly number[], call: number, look: number): boolean {
  const { accesses: a, activations: acts } = trace;
  const looker = a.activation.at(look);
  const caller = acts.parent.at(looker);
  const end = acts.endSegment.at(call);
  return rows.some((row) => {
    const by = a.activation.at(row);
    if (a.segment.at(row) <= end || by === NONE) return false;
    return (
      by === caller || isWithin(trace, by, looker) || (caller !== NONE && acts.startSegment.at(by) > end && isWithin(trace, by, caller))
    );
  });
}

function toDraft(context: AnalysisContext, location: number, failed: Failed): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(failed.read), a.site.at(failed.write)];
  const text = locationText(trace, location, writeSite);
  const [looker, actor] = [readSite, writeSite].map((site) => functionLabel(trace, trace.functionAt(site))) as [string, string];
  const line = (site: number): string => lineText(trace, options, site);
  return draftOfFailed(context, location, failed, {
    kind: 'race.check-then-act',
    key: `failed ${readSite},${writeSite}`,
    message: `${looker} checks \`${text}\` (${line(readSite)}) and ${actor} acts on it after an await (${line(writeSite)}): ${otherCalls(failed)} passed the same check before that and set out to do the same, and failed.`,
    why: ['an await lies between the check and the write', 'nothing keeps a second call from passing the check meanwhile'],
    looks: `looks at ${text}`,
  });
}

/** What is said of calls that failed beside another one. */
export interface FailedWords extends Pick<Draft, 'kind' | 'key' | 'message' | 'why'> {
  /** What each of them does first. */
  readonly looks: string;
}

/** `another call had`, for a message. */
export function otherCalls({ failed }: Failed): string {
  return failed.length === 1 ? 'another call had' : `${failed.length} other calls had`;
}

export function draftOfFailed({ trace }: AnalysisContext, location: number, { read, write, failed }: Failed, words: FailedWords): Draft {
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(read), a.site.at(write)];
  const actor = functionLabel(trace, trace.functionAt(writeSite));
  const { looks: first, why, ...said } = words;
  const looks = { text: first, site: readSite };
  const acts = { lane: 0, text: `sets ${locationText(trace, location, writeSite)}`, site: writeSite, access: write };
  return {
    ...said,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    why: [...why, 'nobody looked again after the failure'],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
    ],
    segments: [a.segment.at(read), a.segment.at(write)],
    activations: [a.activation.at(write), ...failed.slice(0, 1)],
    scenario: {
      lanes: [`${actor} (first)`, `${actor} (second)`],
      happened: [{ lane: 0, ...looks, access: read }, { lane: 1, ...looks }, acts, { lane: 1, text: 'fails', site: NONE }],
      other: [{ lane: 0, ...looks, access: read }, { lane: 1, text: 'waits for the first', site: NONE }, acts, { lane: 1, ...looks }],
      otherTitle: 'What would be safe',
    },
  };
}
