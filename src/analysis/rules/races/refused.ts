/**
 * race.check-then-act where one came too late for the act: two requests that nothing orders make the same check by which whoever comes too late is turned away (`if (used.has(code)) return
 * reply.code(410).send()`), and the first one sets only after an await what is checked. In this run the second one came after that, so there is one write and no other to come between; had they
 * met, both would have passed.
 *
 * The transform names the checks that turn somebody away (MORE_REFUSES): what is found there is no value that is given to whoever asks, as by a cache, but something that is done once.
 */
import {
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_COUNTS_DOWN,
  FLAG_COUNTS_UP,
  LOCATION_WHOLE,
  MORE_REFUSES,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch, lastBefore, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isSetGoingBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { isFromOutside, requestOf, rootOf } from '../../roots.ts';
import { Splits, isNothing } from './splits.ts';
import { type Split, isCallback } from './atomicityDraft.ts';

export const refusedRule: Rule = { kinds: ['race.check-then-act'], run: findRefused };

/** Both came from outside, and nothing but their moments kept them apart. */
const CONFIDENCE = 0.62;
/** Accesses behind a write among which somebody is looked for who came too late. */
const WINDOW = 64;

function findRefused(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const refuses = trace.sites.map((site) => ((site.more ?? 0) & MORE_REFUSES) !== 0);
  if (trace.roots.length < 2 || !refuses.includes(true)) return [];
  const { groups, pairsByWrite } = factsOf(context);
  const told = sitesOfRaces(earlier);
  const a = trace.accesses;
  const found = new Map<string, Draft>();
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    const splits = new Splits(trace, group, pairsByWrite);
    for (const [at, write] of group.rows.entries()) {
      const site = a.site.at(write);
      if (a.write.at(write) === 0 || told.has(site) || !isMark(trace, group, write)) continue;
      for (const split of splits.at(at)) {
        const key = `refused ${a.site.at(split.read)},${site}`;
        if (split.kind !== 'guard' || found.has(key)) continue;
        if (refuses[a.site.at(split.read)] !== true && refuses[split.calls?.read ?? NONE] !== true) continue;
        const late = findLate(context, group, at, split);
        if (late === undefined) continue;
        const happened = 'was turned away: when the two meet, both pass the check.';
        found.set(key, lateDraft(context, { split, look: late, key, location: group.location, comers: 'request', happened }));
      }
    }
  }
  return [...found.values()];
}

/** It leaves something there by which it is seen that this is done: no count, nothing that is taken away, and of a list the only thing that was ever put there. */
function isMark(trace: Trace, group: LocationAccesses, write: number): boolean {
  const { how, location, site } = trace.accesses;
  if (isNothing(trace, write) || trace.hasFlag(site.at(write), FLAG_COUNTS_UP | FLAG_COUNTS_DOWN)) return false;
  if (trace.locations.kind.at(location.at(write)) === LOCATION_WHOLE) return how.at(write) === ACCESS_RMW && group.writes.length === 1;
  return how.at(write) === ACCESS_PLAIN;
}

/** The look of a request that made the same check after the write, was turned away, and could have come before it. */
function findLate(context: AnalysisContext, { rows }: LocationAccesses, at: number, split: Split): number | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { holding } = factsOf(context);
  const { read, write } = split;
  const [from, to] = [a.segment.at(read), a.segment.at(write)];
  const own = comerOf(trace, from);
  if (own === NONE || !order.crossesTurn(from, to) || !hasChanged(trace, rows, at, split)) return undefined;
  for (const row of rows.slice(at + 1, at + 1 + WINDOW)) {
    if (a.write.at(row) !== 0) return undefined;
    const segment = a.segment.at(row);
    const root = comerOf(trace, segment);
    if (a.site.at(row) !== a.site.at(read) || root === own || root === NONE || goesOn(trace, row) || asksMore(context, row)) continue;
    if (order.isOrdered(to, segment) || isAnswered(context, to, segment, root)) continue;
    if (areSeen(context, read, row) || holding.isExcluded(read, write, row)) continue;
    return row;
  }
  return undefined;
}

/** The program is its own client, as in tests, and sent the later request when it had the answer to the earlier one. */
export function isAnswered(context: AnalysisContext, done: number, look: number, root: number): boolean {
  const { segments, roots } = context.trace;
  const { askedSince } = factsOf(context);
  const isSince = (to: number): boolean => to !== NONE && askedSince.isAnswered(done, segments.startNs.at(done), to);
  return isSince(look) || isSince(askedSince.sentBefore(roots[root]?.ns ?? 0, segments.thread.at(look)));
}

/** The request, or else the connection, that a segment works for; NONE. */
export function comerOf(trace: Trace, segment: number): number {
  const request = requestOf(trace, segment);
  const root = request === NONE ? rootOf(trace, segment) : request;
  return isFromOutside(trace, root) ? root : NONE;
}

/** What the check found is not what the write has left there. */
function hasChanged(trace: Trace, rows: readonly number[], at: number, { read, write }: Split): boolean {
  const a = trace.accesses;
  const before = lastBefore(rows, at, at, (row) => a.write.at(row) !== 0);
  if (before === undefined || isNothing(trace, before)) return true;
  const isKnown = a.value.at(before) !== VALUE_UNKNOWN && a.position.at(before) < a.position.at(read);
  return isKnown && a.value.at(before) !== a.value.at(write);
}

/** Whoever looked waits for something afterwards: it was not turned away there. (An answer that is returned may be one for which the function waits, too.) */
function goesOn(trace: Trace, look: number): boolean {
  const { activations: acts, suspensions: s } = trace;
  const activation = trace.accesses.activation.at(look);
  const segment = trace.accesses.segment.at(look);
  if (activation === NONE) return true;
  for (let at = acts.lastSuspension.at(activation); at !== NONE && s.segment.at(at) >= segment; at = s.previous.at(at)) {
    if (trace.site(s.site.at(at))?.kind === 'await') return true;
  }
  return false;
}

/** It asked something else after that, in the same call: it was not turned away there. */
function asksMore(context: AnalysisContext, look: number): boolean {
  const { accesses: a } = context.trace;
  const isNext = (row: number): boolean =>
    a.position.at(row) > a.position.at(look) && a.activation.at(row) === a.activation.at(look) && a.write.at(row) === 0;
  return factsOf(context)
    .coverage.accessesOfStep(look)
    .some((row) => isNext(row) && decidesBranch(context.trace, row));
}

/** In the step of its check the first one leaves a mark (`busy.add(code)`) at which the second one looks when it makes the same check: it would have been stopped by that. */
export function areSeen(context: AnalysisContext, read: number, look: number): boolean {
  const { trace } = context;
  const { coverage } = factsOf(context);
  const a = trace.accesses;
  const own = a.activation.at(read);
  const isOwn = (row: number): boolean => a.activation.at(row) === own || own === NONE || isSetGoingBy(trace, a.activation.at(row), own);
  const marks = new Set(
    coverage
      .accessesOfStep(read)
      .filter((row) => a.write.at(row) !== 0 && isOwn(row))
      .map((row) => a.location.at(row)),
  );
  if (marks.size === 0) return false;
  return coverage.accessesOfStep(look).some((row) => marks.has(a.location.at(row)) && (a.write.at(row) !== 0 || decidesBranch(trace, row)));
}

/** What is told of a check that the second one made too late to pass it. */
export interface Late {
  readonly split: Split;
  /** The look of the second one. */
  readonly look: number;
  readonly key: string;
  readonly location: number;
  /** Who the two are. */
  readonly comers: 'request' | 'task';
  /** What became of the second one, and what becomes of both when they meet. */
  readonly happened: string;
}

export function lateDraft(
  context: AnalysisContext,
  { split: { read, write, calls }, look: late, key, location, comers, happened }: Late,
): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(read), a.site.at(write)];
  const text = locationText(trace, location, writeSite);
  const [looks, writer] = [trace.functionAt(readSite), trace.functionAt(writeSite)];
  const looker = functionLabel(trace, looks);
  const line = (site: number): string => lineText(trace, options, site);
  const acts = looks === writer || isInnerFunction(trace, writer, looks) ? 'acts' : `${functionLabel(trace, writer)} acts`;
  const later = isCallback(trace, write) ? 'in a later callback' : 'after an await';
  const checks = (lane: number, access: number): { lane: number; text: string; site: number; access: number } => ({
    lane,
    text: `checks ${text}`,
    site: readSite,
    access,
  });
  const writes = { lane: 0, text: `sets ${text}`, site: writeSite, access: write };
  const writesToo = { lane: 1, text: `sets ${text} again`, site: writeSite };
  return {
    kind: 'race.check-then-act',
    key,
    confidence: CONFIDENCE,
    verdict: 'predicted',
    consequence: false,
    message: `${looker} checks \`${locationText(trace, location, readSite)}\` (${line(readSite)}) and ${acts} on it ${later} (${line(writeSite)}); another ${comers} made the same check only after that and ${happened}`,
    why: [
      isCallback(trace, write) ? 'the write comes in a later callback' : 'an await lies between the check and the write',
      `nothing orders the two ${comers}s`,
      'no lock is held over both, and nothing is marked before the await',
    ],
    places: [
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
      ...(calls === undefined ? [] : [{ site: calls.read, role: 'read by' }]),
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(late)],
    activations: [...new Set([a.activation.at(write), a.activation.at(late)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [`${looker} (first)`, `${looker} (second)`],
      happened: [checks(0, read), writes, { ...checks(1, late), text: `checks ${text}: too late` }],
      other: [checks(0, read), checks(1, late), writes, writesToo],
      otherTitle: 'What can happen',
    },
  };
}
