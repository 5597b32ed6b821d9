/**
 * race.atomicity of what can be given away once (a token that is exchanged for the next one, a number that is used up): several calls read it before one of them had replaced it by what came back
 * for it, and the others failed at their own exchange, so nothing of theirs was written. Who looks again after that, at it or beside it, has dealt with it.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText, type LocationAccesses, objectOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { lastSite } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { draftOfFailed, findFailed, type Failed, otherCalls } from './failedBeside.ts';

export const exchangedRule: Rule = { kinds: ['race.atomicity'], run: findExchanged };

/** Calls that are looked at. */
const MAX_FAILED = 64;

interface Exchange {
  readonly read: number;
  readonly write: number;
  /** The sites at which the answer is waited for. */
  readonly waits: readonly number[];
}

function findExchanged(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const told = sitesOfRaces(earlier);
  // Whatever else two such calls do to each other is told once.
  const known = new Set([...told].map((site) => trace.functionAt(site)));
  const exchanges = exchangesIn(trace).filter(({ write }) => !known.has(trace.functionAt(write)));
  const byWrite = new Map<number, Exchange[]>();
  for (const exchange of exchanges) addTo(byWrite, exchange.write, exchange);
  const found = new Map<number, Draft>();
  const { groups } = factsOf(context);
  for (const group of byWrite.size === 0 ? [] : groups) {
    if (context.options.isCancelled()) break;
    for (const site of new Set(group.writes.map((row) => trace.accesses.site.at(row)))) {
      for (const exchange of byWrite.get(site) ?? []) {
        const actor = trace.functionAt(site);
        const calls = found.has(actor) ? [] : failedAt(trace, group, exchange);
        if (calls.length === 0 || !calls.every((call) => isRefused(trace, group, exchange, call))) continue;
        // What is looked at beside it, in the same object, counts as well.
        const looks = groups
          .filter((other) => objectOf(trace, other.location) === objectOf(trace, group.location))
          .flatMap(({ rows }) => rows);
        const failed = findFailed(trace, group, exchange.read, site, calls, looks);
        if (failed !== undefined) found.set(actor, toDraft(context, group.location, failed));
      }
    }
  }
  return [...found.values()];
}

function exchangesIn(trace: Trace): Exchange[] {
  const links = trace.links.filter(({ kind }) => kind === 'exchanged');
  const isWait = (site: number): boolean => trace.site(site)?.kind === 'await';
  const waits = new Map<number, number[]>();
  for (const { read, write } of links) if (isWait(write)) addTo(waits, read, write);
  return links.flatMap(({ read, write }) => (isWait(write) ? [] : [{ read, write, waits: waits.get(read) ?? [] }]));
}

/** Calls that have looked, waited for their answer last, have ended, and stored nothing: the exchange has failed. Where something is missing, nobody knows. */
function failedAt(trace: Trace, { rows }: LocationAccesses, { read, write, waits }: Exchange): number[] {
  const { accesses: a, activations: acts } = trace;
  const callsAt = (site: number): Set<number> => new Set(rows.filter((row) => a.site.at(row) === site).map((row) => a.activation.at(row)));
  const writers = callsAt(write);
  const hasFailed = (call: number): boolean =>
    call !== NONE && !writers.has(call) && acts.endSegment.at(call) !== NONE && waits.includes(lastSite(trace, call));
  const isWhole = (call: number): boolean => trace.threads[acts.thread.at(call)]?.gaps.length === 0;
  return [...callsAt(read)].filter((call) => hasFailed(call) && isWhole(call)).slice(0, MAX_FAILED);
}

/**
 * The call was under way along with one that gave away the same, since nobody had stored another one between their looks, and came back with an answer. What has failed by itself may have failed for
 * any reason.
 */
function isRefused(trace: Trace, { rows, writes }: LocationAccesses, { read, write }: Exchange, call: number): boolean {
  const { accesses: a, activations: acts, segments } = trace;
  const lookOf = (by: number): number => rows.find((row) => a.site.at(row) === read && a.activation.at(row) === by) ?? NONE;
  const look = lookOf(call);
  const next = look === NONE ? undefined : writes.find((row) => a.position.at(row) > a.position.at(look));
  const first = next === undefined || a.site.at(next) !== write ? NONE : lookOf(a.activation.at(next));
  if (next === undefined || first === NONE) return false;
  const [from, to] = [a.position.at(first), a.position.at(look)];
  if (writes.some((row) => a.position.at(row) > from && a.position.at(row) < to)) return false;
  const [fromNs, toNs] = [first, next].map((row) => segments.startNs.at(a.segment.at(row))) as [number, number];
  return acts.startNs.at(call) < toNs && acts.endNs.at(call) > fromNs;
}

function toDraft(context: AnalysisContext, location: number, failed: Failed): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(failed.read), a.site.at(failed.write)];
  const text = locationText(trace, location, writeSite);
  const actor = functionLabel(trace, trace.functionAt(writeSite));
  const line = (site: number): string => lineText(trace, options, site);
  return draftOfFailed(context, location, failed, {
    kind: 'race.atomicity',
    key: `exchanged ${writeSite}`,
    message: `${actor} gives \`${text}\` away (${line(readSite)}) and stores what comes back for it after an await (${line(writeSite)}): ${otherCalls(failed)} given the same away before it was replaced, and failed.`,
    why: ['an await lies between the read and the write', 'nothing keeps a second call from reading it meanwhile'],
    looks: `gives ${text} away`,
  });
}
