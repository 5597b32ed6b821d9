/**
 * race.check-then-act where one came too late for the act: two requests, or tasks, that nothing orders make the same check by which whoever comes too late is turned away (`if (used.has(code)) return
 * reply.code(410).send()`), and the first one sets only after an await what is checked. In this run the second one came after that, so there is one write and no other to come between; had they
 * met, both would have passed.
 *
 * The transform names the checks that turn somebody away (MORE_REFUSES): what is found there is no value that is given to whoever asks, as by a cache, but something that is done once (not where those who find nothing are turned away).
 * So is what is there under a key and is passed over for that (MORE_PASSES_OVER: `if (seen.has(url)) return`).
 */
import {
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_COUNTS_DOWN,
  FLAG_ANEW,
  FLAG_COUNTS_UP,
  FLAG_MARK,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  MORE_PASSES_OVER,
  MORE_REFUSES,
  MORE_WITHOUT,
  ROOT_HTTP_REQUEST,
  VALUE_TRUE,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import { decidesBranch, lastBefore, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { areApart, isSetOffBy } from '../../lineage.ts';
import { sitesIn } from '../../siteIndex.ts';
import { Splits, isNothing } from './splits.ts';
import type { Split } from './atomicityDraft.ts';
import { LATE_WINDOW, areSeen, comerOf, findLateLook, isAnswered, lateDraft } from './tooLate.ts';
import { isBefore } from '../../waiting/wakers.ts';

export const refusedRule: Rule = { kinds: ['race.check-then-act'], run: findRefused };

function findRefused(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const isOf = (more: number): boolean => (more & (MORE_REFUSES | MORE_PASSES_OVER)) !== 0 && (more & MORE_WITHOUT) === 0;
  const refuses = trace.sites.map((site) => isOf(site.more ?? 0));
  if (!refuses.includes(true)) return [];
  const { sharedGroups: groups, pairsByWrite } = factsOf(context);
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
        if (isPassedOver(trace, split) && !isAdded(trace, write)) continue;
        const late = findLate(context, group, at, split);
        if (late === undefined) continue;
        const comers = comerOf(trace, a.segment.at(write)) === NONE ? 'task' : 'request';
        const happened = 'was turned away: when the two meet, both pass the check.';
        found.set(key, lateDraft(context, { split, look: late, key, location: group.location, comers, happened }));
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

function isPassedOver(trace: Trace, { read, calls }: Split): boolean {
  return [trace.accesses.site.at(read), calls?.read ?? NONE].every((site) => ((trace.site(site)?.more ?? 0) & MORE_REFUSES) === 0);
}

/** To a set of what is done, or `true` or another word under its key: no value that somebody could want. */
function isAdded(trace: Trace, write: number): boolean {
  const { location, site, value } = trace.accesses;
  if (value.at(write) === VALUE_TRUE || trace.hasFlag(site.at(write), FLAG_MARK)) return true;
  return trace.locations.kind.at(location.at(write)) === LOCATION_ENTRY && (trace.site(site.at(write))?.text ?? '').endsWith('.add');
}

/** Between the check and the wait the function takes something at which it has looked (`if (busy.has(code)) return; busy.add(code)`), and who has come to its end looks at that no more. */
function claimsElse(trace: Trace, { read }: Split): boolean {
  const fn = trace.functionAt(trace.accesses.site.at(read));
  const look = trace.site(trace.accesses.site.at(read));
  const sites = sitesIn(trace, fn).flatMap((site) => trace.site(site) ?? []);
  if (look === undefined) return false;
  const wait = sites.find((row) => row.kind === 'await' && isBefore(look, row));
  const isClaim = ({ kind, flags = 0 }: SiteRow): boolean => (kind === 'write' || kind === 'update') && (flags & FLAG_ANEW) !== 0;
  return wait !== undefined && sites.some((row) => isClaim(row) && isBefore(look, row) && isBefore(row, wait));
}

/** The look of a request that made the same check after the write, was turned away, and could have come before it. */
function findLate(context: AnalysisContext, group: LocationAccesses, at: number, split: Split): number | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const { holding } = factsOf(context);
  const { read, write } = split;
  const [from, to] = [a.segment.at(read), a.segment.at(write)];
  const own = comerOf(trace, from);
  const { rows } = group;
  if (!order.crossesTurn(from, to) || !hasChanged(trace, rows, at, split) || claimsElse(trace, split)) return undefined;
  if (own === NONE) {
    const isTurnedAway = (look: number): boolean =>
      !goesOn(trace, look) && !asksMore(context, look) && !hasActed(trace, group, look, write);
    const [reader, writer] = [a.activation.at(read), a.activation.at(write)];
    // `use()` refuses what comes after the `boot()` that its caller makes next: that is no act on the check.
    const isOwnCheck = split.calls !== undefined || trace.activations.fn.at(reader) === trace.functionAt(a.site.at(read));
    if (reader === NONE || writer === NONE || !isOwnCheck || areApart(trace, reader, writer)) return undefined;
    return findLateLook(context, group, at, split, isTurnedAway);
  }
  for (const row of rows.slice(at + 1, at + 1 + LATE_WINDOW)) {
    if (a.write.at(row) !== 0) return undefined;
    const segment = a.segment.at(row);
    const root = comerOf(trace, segment);
    if (a.site.at(row) !== a.site.at(read) || root === own || root === NONE || goesOn(trace, row) || asksMore(context, row)) continue;
    if (hasActed(trace, group, row, write)) continue;
    // Who serves them cannot know that this client waits for the answer: others do not.
    const areRequests = [own, root].every((each) => trace.roots[each]?.kind === ROOT_HTTP_REQUEST);
    if (order.isOrdered(to, segment) || (!areRequests && isAnswered(context, to, segment, root))) continue;
    if (areSeen(context, read, row) || holding.isExcluded(read, write, row)) continue;
    return row;
  }
  return undefined;
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

/** What it has set off did the same as the one before: it was not turned away. */
function hasActed(trace: Trace, { rows }: LocationAccesses, look: number, write: number): boolean {
  const { segment, site } = trace.accesses;
  const behind = rows.slice(rows.indexOf(look) + 1).slice(0, LATE_WINDOW);
  return behind.some((row) => site.at(row) === site.at(write) && isSetOffBy(trace, segment.at(row), segment.at(look)));
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
